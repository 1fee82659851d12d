names = "isalpha isalnum isdecimal isdigit isnumeric isspace isidentifier isprintable islower isupper istitle".split()
step = 7
for name in names:
    f = getattr(str, name)
    runs = []
    for c in range(0, 0x34000, step):
        v = f(chr(c)) if name != "isidentifier" else (f(chr(c)), f("a" + chr(c)))
        if not runs or runs[-1][1] != v: runs.append((hex(c), v))
    print(name, len(runs), runs if len(runs) < 60 else runs[-30:])
newer = [0x88f, 0xc5c, 0x1acf, 0xa7ce, 0xa7d2, 0xa7f1, 0x10940, 0x11de0, 0x11de9, 0x16ea0, 0x16ebb, 0x18d80, 0x1e6c0, 0x1faea, 0x2b73a, 0x2cea2, 0x323b0, 0x33479, 0x3347a]
for c in newer: print(hex(c), *(getattr(chr(c), name)() for name in names), ascii(repr(chr(c))))
print([ascii(chr(c).casefold() + chr(c).upper() + chr(c).lower() + chr(c).title() + chr(c).swapcase()) for c in range(0x80, 0x600, 3)])
