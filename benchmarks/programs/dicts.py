"""Counts, updates, walks and merges dictionaries with keys of two types."""


def main(n):
    counts = {}
    for i in range(n):
        key = (i * 7919) % 10007
        counts[key] = counts.get(key, 0) + 1
        if key in counts and i % 3 == 0:
            counts[str(key)] = i
    total = 0
    for key, value in counts.items():
        if isinstance(key, int):
            total += value
    copy = {key: value for key, value in counts.items()}
    for key in list(copy):
        if key in counts:
            del copy[key]
    for i in range(n // 10):
        total += len({"a": i, "b": 2, **{"c": 3}})
        counts.setdefault(i, 5)
        counts.pop(i, None)
    return total + len(copy) + len(counts)


if __name__ == "__main__":
    print(main(300_000))
