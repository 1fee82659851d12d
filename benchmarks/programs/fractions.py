"""Exact sums of products with the library's fractions."""

from fractions import Fraction


def main(n):
    total = Fraction(0)
    below = 0
    for i in range(1, n):
        total += Fraction(1, i % 30 + 1) * Fraction(i % 7 + 1, 3)
        if total < 1:
            below += 1
        if i % 20 == 0:
            total = Fraction(1, 2)
    return f"{total} {below}"


if __name__ == "__main__":
    print(main(30_000))
