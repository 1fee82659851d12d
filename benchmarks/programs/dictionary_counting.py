"""Counting words and numbers in dictionaries."""


def main(n):
    words = []
    state = 12345
    for _ in range(500):
        state = (state * 1103 + 12345) % 65536
        words.append("w" + str(state % 97))
    counts = {}
    lengths = {}
    for i in range(n):
        word = words[i % 500]
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
        key = i % 13
        lengths[key] = lengths.get(key, 0) + len(word)
    total = 0
    for word in sorted(counts):
        total = (total * 31 + counts[word]) % 1000003
    return (total, len(counts), lengths[5])


if __name__ == "__main__":
    print(main(100000))
