"""Builds, searches, splits and formats many small strings."""


def main(n):
    parts = []
    total = 0
    for i in range(n):
        s = "item" + str(i)
        parts.append(s.upper().lower())
        if s.startswith("item1") and s.endswith("9"):
            total += len(s)
        total += s.find("m") + s.count("1")
    text = ",".join(parts)
    words = text.split(",")
    total += len(words)
    ends = ""
    for word in words[: n // 5]:
        ends += word[0] + word[-1]
    total += len(ends)
    for word in words:
        total += len(f"{word:>12}|{total % 7}") + len("%s-%d" % (word, 5)) + len("{}:{}".format(word, 1))
        total += len(word.replace("i", "x")) + len(word.strip("im"))
    return total


if __name__ == "__main__":
    print(main(100_000))
