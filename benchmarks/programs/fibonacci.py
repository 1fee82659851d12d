"""The slow way to compute Fibonacci numbers: calls and returns."""


def fibonacci(n):
    if n < 2:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)


def main(n):
    return fibonacci(n)


if __name__ == "__main__":
    print(main(24))
