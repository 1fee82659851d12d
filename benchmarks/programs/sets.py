"""Adds to, looks into, and combines sets."""


def main(n):
    seen = set()
    total = 0
    for i in range(n):
        seen.add((i * 7919) % 10007)
        if i in seen:
            total += 1
        if i % 5 == 0:
            seen.discard(i)
    for i in range(n // 100):
        a = set(range(i % 50))
        b = set(range(20, 60))
        total += len(a | b) + len(a & b) + len(a - b) + len(a ^ b)
    return total + len(frozenset(seen)) + sum(x in seen for x in range(1000))


if __name__ == "__main__":
    print(main(400_000))
