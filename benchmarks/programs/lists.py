"""Sorts, slices, searches, joins and maps lists."""


def main(n):
    total = 0
    for _ in range(n // 1000):
        xs = [(i * 7919) % 1009 for i in range(1000)]
        xs.sort()
        ys = sorted(xs, key=lambda value: -value)
        total += xs[10] + ys[20] + xs.index(500) + xs.count(5) + sum(xs) + max(xs) + min(ys)
        zs = xs[::2] + ys[100:200]
        zs.reverse()
        zs.insert(5, 1)
        zs.pop()
        zs.extend(xs[:50])
        total += len(zs) + len([a for a, b in zip(xs, ys) if a < b]) + sum(i * z for i, z in enumerate(zs))
        total += len(list(map(str, zs))) + len(list(filter(None, zs)))
    return total


if __name__ == "__main__":
    print(main(400_000))
