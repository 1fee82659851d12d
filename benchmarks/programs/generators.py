"""Generators in loops, in each other, delegating, and inside builtins."""


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def evens(numbers):
    for x in numbers:
        if x % 2 == 0:
            yield x


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def main(n):
    total = 0
    for x in evens(count(n)):
        total += x
    total += sum(x * x for x in range(n))
    total += sum(tree(14))
    for _ in range(n // 100):
        total += sum(x for x in range(20)) + max(x for x in (1, 2, 3)) + len(list(y for y in "abc"))
        total += any(x > 5 for x in range(10))
    numbers = count(n)
    while True:
        x = next(numbers, None)
        if x is None:
            break
        total += x
    return total


if __name__ == "__main__":
    print(main(300_000))
