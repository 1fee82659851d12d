"""The sieve of Eratosthenes over a list of flags."""


def main(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            j = i * i
            while j <= n:
                flags[j] = False
                j += i
        i += 1
    count = 0
    for flag in flags:
        if flag:
            count += 1
    return count


if __name__ == "__main__":
    print(main(300000))
