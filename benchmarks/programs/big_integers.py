"""Sums, products, quotients, powers and digits of large integers."""


def main(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    total = a % 1000000007
    factorial = 1
    for i in range(1, n // 4):
        factorial *= i
    total += factorial % 1000000007
    x = 3 ** (n // 2)
    y = 7 ** (n // 4)
    for _ in range(50):
        total += (x // y) % 97 + (x * y) % 89
    for i in range(n):
        total += pow(i, 65537, 2**61 - 1) & 0xFF
    return total + len(str(x))


if __name__ == "__main__":
    print(main(16_000))
