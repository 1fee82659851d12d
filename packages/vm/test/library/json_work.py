import json, io, decimal
data = {"name": "caf\u00e9 \U0001f600", "list": [1, -2.5, 1e100, 1e-7, True, False, None], "nested": {"a": {"b": {"c": []}}}, "empty": {}, "quote\"s": "a\\b\n\t\x07", "10": 10 ** 20}
for kw in [{}, {"indent": 2}, {"indent": "\t", "sort_keys": True}, {"separators": (",", ":")}, {"ensure_ascii": False}, {"indent": 0}]:
    text = json.dumps(data, **kw)
    print(text)
    assert json.loads(text) == data
print(json.dumps({1: 2, None: 3, True: 4, 1.5: 5, "x": (1, 2)}), json.dumps([float("nan"), float("inf"), -float("inf")]))
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Point): return {"__point__": [o.x, o.y]}
        if isinstance(o, set): return sorted(o)
        return super().default(o)
def hook(d): return Point(*d["__point__"]) if "__point__" in d else d
text = json.dumps({"p": Point(1, 2), "s": {3, 1}}, cls=Encoder)
back = json.loads(text, object_hook=hook)
print(text, type(back["p"]).__name__, back["p"].x, json.dumps([Point(1, 2)], default=lambda o: vars(o)))
print(json.loads("1.10", parse_float=decimal.Decimal), json.loads("[1, 2]", parse_int=str), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads("[NaN, Infinity]", parse_constant=str))
for bad in ["", "{", "[1,]", '{"a":1,}', '{"a" 1}', "{'a': 1}", '"abc', '"\n"', '"\\x"', '"\\u12x4"', "tru", "[1 2]", "1 2", "-", '{"a": [1, {"b": nope}]}', "\ufeff[]", "[1,\n2,\n x]", '{"\U0001f600": }']:
    try: print(json.loads(bad))
    except json.JSONDecodeError as e: print(repr(bad), "->", e, (e.msg, e.pos, e.lineno, e.colno))
for f in [lambda: json.dumps({(1,): 1}), lambda: json.dumps([1, {"k": {1, 2}}]), lambda: json.dumps(float("inf"), allow_nan=False), lambda: json.loads(5), lambda: json.loads(b'[1, "\xc3\xa9"]'), lambda: json.loads('"a\tb"', strict=False), lambda: json.dumps({(1,): 1, "a": 2}, skipkeys=True)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e, getattr(e, "__notes__", []))
out = io.StringIO()
json.dump([1, {"x": [2, 3]}], out, indent=1)
print(out.getvalue(), json.load(io.StringIO("[1, 2]")), list(json.JSONEncoder().iterencode([1, {"a": 2}])), json.JSONDecoder().raw_decode("[1] rest"))
loop = []; loop.append(loop)
try: json.dumps(loop)
except ValueError as e: print(e)
deep = json.loads("[" * 200 + "]" * 200)
print(json.dumps(deep) == "[" * 200 + "]" * 200)
seed = 7
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return (seed >> 8) % n
def value(depth):
    k = rnd(9 if depth < 4 else 6)
    if k == 0: return rnd(10 ** 6) - 500000
    if k == 1: return (rnd(10 ** 6) - 500000) / (rnd(1000) + 1)
    if k == 2: return "".join(chr([rnd(128), rnd(256), rnd(0xd000), 0x1f600 + rnd(50)][rnd(4)]) for _ in range(rnd(8)))
    if k == 3: return [None, True, False][rnd(3)]
    if k == 4: return rnd(2 ** 31) * rnd(2 ** 31) * rnd(2 ** 31)
    if k == 5: return float(f"{rnd(1000)}e{rnd(400) - 200}")
    if k == 6: return {value(9) if rnd(2) else str(rnd(50)): value(depth + 1) for _ in range(rnd(5))}
    return [value(depth + 1) for _ in range(rnd(5))]
for i in range(150):
    v = value(0)
    kw = [{}, {"indent": rnd(4)}, {"ensure_ascii": False}, {"separators": (", ", " : ")}][rnd(4)]
    text = json.dumps(v, **kw)
    print(ascii(text))
    print(ascii(json.loads(text)) if i % 3 == 0 else json.dumps(json.loads(text), **kw) == text)
    cut = text[:rnd(len(text) + 1)] + "x]}\","[rnd(5)] + text[rnd(len(text) + 1):]
    try: print(ascii(json.loads(cut)))
    except ValueError as e: print(type(e).__name__, e)
