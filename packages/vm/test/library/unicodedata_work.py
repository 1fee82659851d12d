import unicodedata as u
print(u.unidata_version, u.ucd_3_2_0.unidata_version, type(u.ucd_3_2_0))
def digest(values):
    h = 0
    for v in values:
        for c in v: h = (h * 131 + ord(c)) % 2305843009213693951
    return h
every = [chr(c) for c in range(0x110000) if c < 0x300 or c % 251 == 0 or 0x2070 <= c < 0x2190 or 0xfb00 <= c < 0xfb50]
for db in (u, u.ucd_3_2_0):
    for name in ["category", "bidirectional", "east_asian_width", "decomposition"]: print(name, digest(map(getattr(db, name), every)))
    print(digest(str(db.combining(c)) for c in every), digest(str(db.mirrored(c)) for c in every))
    for name in ["decimal", "digit", "numeric"]: print(name, digest(str(getattr(db, name)(c, None)) for c in every))
    print("names", digest(db.name(c, "-") for c in every))
assert all(u.lookup(n) == c for c in every[::7] for n in [u.name(c, None)] if n)
assert all(u.lookup(n.lower()) == c for c in every[::101] for n in [u.name(c, None)] if n and "IDEOGRAPH" not in n and "SYLLABLE" not in n and "-" not in n)
for name in ["LATIN SMALL LETTER A", "latin small letter a", "HANGUL SYLLABLE GAG", "HANGUL SYLLABLE XX", "CJK UNIFIED IDEOGRAPH-4E00", "CJK UNIFIED IDEOGRAPH-04E00", "CJK UNIFIED IDEOGRAPH-9FFFF", "NULL", "LF", "BEL", "ZWJ", "LATIN CAPITAL LETTER GHA", "no such", "", "NBSP", "EGYPTIAN HIEROGLYPH A001", "cjk unified ideograph-4e00", "hangul syllable gag"]:
    try: print(name, ascii(u.lookup(name)))
    except KeyError as e: print(name, e)
for f in [lambda: u.name("\x00"), lambda: u.name("\x00", 5), lambda: u.decimal("x"), lambda: u.decimal("x", None), lambda: u.digit("x"), lambda: u.numeric("x"), lambda: u.numeric("\u00bd"), lambda: u.digit("\u00b2"), lambda: u.decimal("\u0663"), lambda: u.category(""), lambda: u.category("ab"), lambda: u.category(5), lambda: u.name("ab"), lambda: u.name(5), lambda: u.lookup(5), lambda: u.normalize("XXX", "a\u0301"), lambda: u.normalize("NFC", 5), lambda: u.normalize(5, "a"), lambda: u.is_normalized("NFC", "a\u0301"), lambda: u.is_normalized("NFD", "a\u0301"), lambda: u.normalize("NFC"), lambda: u.ucd_3_2_0.category("\u20ac"), lambda: u.ucd_3_2_0.category("\U0001f600"), lambda: u.ucd_3_2_0.name("\U0001f600"), lambda: u.ucd_3_2_0.lookup("GRINNING FACE"), lambda: u.UCD(), lambda: ascii(u.normalize("NFKC", "\ufb01\u2460\u00bd\uac00\u1100\u1161"))]:
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
seed = 3
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return (seed >> 8) % n
pool = [c for c in every if u.decomposition(c) or u.combining(c)] + [chr(c) for c in range(0x1100, 0x1200)] + list("abcde") * 50
for i in range(120):
    text = "".join(pool[rnd(len(pool))] for _ in range(rnd(8)))
    print(*(ascii(u.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")), *(u.is_normalized(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")))
for form in ("NFC", "NFD", "NFKC", "NFKD"): print(form, digest(u.normalize(form, c) for c in every if not "\ud800" <= c < "\ue000"))
print(ascii("\N{GRINNING FACE} \N{latin small letter e with acute}\N{CJK UNIFIED IDEOGRAPH-4E00}\N{NULL}"), ascii(f"{1}\N{EM DASH}{2:\N{SPACE}>3}"))
for s in [r'"\N{no such name}"', r'"\N{LATIN SMALL LETTER A"', r'"\N"', r'f"\N{nope}"']:
    try: print(eval(s))
    except SyntaxError as e: print(s, e.msg)
