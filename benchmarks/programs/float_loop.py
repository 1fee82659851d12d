"""A float that grows by one factor: nothing but a loop, a multiplication and a store."""


def main(n):
    x = 1.0
    for _ in range(n):
        x = x * 1.0000001
    return x


if __name__ == "__main__":
    print(main(1000000))
