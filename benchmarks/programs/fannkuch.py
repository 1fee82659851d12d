"""Pancake flips over all permutations: list subscripts and slices."""


def main(n):
    permutation = list(range(n))
    count = [0] * n
    best = checksum = 0
    sign = 1
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        first = permutation[0]
        if first != 0:
            flipped = permutation[:]
            flips = 0
            while first != 0:
                i = 0
                j = first
                while i < j:
                    held = flipped[i]
                    flipped[i] = flipped[j]
                    flipped[j] = held
                    i += 1
                    j -= 1
                flips += 1
                first = flipped[0]
            if flips > best:
                best = flips
            checksum += sign * flips
        while True:
            if r == n:
                return (checksum, best)
            head = permutation[0]
            for i in range(r):
                permutation[i] = permutation[i + 1]
            permutation[r] = head
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        sign = -sign


if __name__ == "__main__":
    print(main(8))
