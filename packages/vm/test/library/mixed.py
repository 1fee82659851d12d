import pprint, reprlib, copy, difflib, string, struct, fractions, textwrap, tomllib, urllib.parse, re, weakref, gc, enum, types, warnings, functools
data = {"name": "x" * 30, "list": list(range(30)), "nested": {"a": [{"b": (1, 2, 3)}] * 3, "c": {1, 2, 3}}, "s": "word " * 30}
pprint.pprint(data, width=60); pprint.pprint(data, depth=1, compact=True, sort_dicts=False); print(pprint.pformat([data], indent=2, width=100)); print(pprint.saferepr(data)[:50], pprint.isreadable(data), pprint.isrecursive(data))
class DC: pass
l = [1]; l.append(l); pprint.pprint(l) if 0 else print(pprint.isrecursive(l))
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(10)}))
class RR:
    @reprlib.recursive_repr()
    def __repr__(self): return f"RR({self.x!r})"
r = RR(); r.x = r; print(r)
c = {"a": [1, {2: {3}}], "f": fractions.Fraction(1, 3)}; d = copy.deepcopy(c); print(d == c, d["a"] is c["a"], copy.copy(c)["a"] is c["a"])
class Reg:
    def __deepcopy__(self, memo): return "deep"
    def __copy__(self): return "shallow"
print(copy.deepcopy([Reg()]), copy.copy(Reg()), copy.deepcopy(types.SimpleNamespace(a=[1])))
print("\n".join(difflib.unified_diff("a b c d".split(), "a x c e".split(), "f", "t", lineterm="")), list(difflib.ndiff(["one"], ["ore"])), difflib.get_close_matches("appel", ["ape", "apple"]))
print("\n".join(difflib.context_diff("a b c".split(), "a x c".split(), lineterm="")), difflib.SequenceMatcher(None, "abcd", "bcde").get_opcodes())
print(string.Template("$a ${b} $$").substitute(a=1, b=2), string.capwords("hello  world"), string.Formatter().vformat("{0} {x[0]} {x.__class__}", (1,), {"x": [2]}))
print(struct.unpack(">hhl", struct.pack(">hhl", 1, 2, 3)), struct.Struct("<2s3x?").pack(b"ab", True), list(struct.iter_unpack("<H", b"\1\0\2\0")), struct.calcsize("@iqb"))
print(textwrap.dedent("""
    a
      b
"""), textwrap.fill("The quick brown fox jumps over the lazy dog " * 3, 40, initial_indent="* ", subsequent_indent="  "), textwrap.shorten("Hello  world!", 10), sep="|")
print(tomllib.loads('a = 1\n[b]\nc = ["x", 1.5, true, 2024-01-02T03:04:05Z]\n[[d]]\ne = {f = 0x1F}\n[[d]]\n"q.r" = """multi\nline"""'))
try: tomllib.loads("a = = 1")
except tomllib.TOMLDecodeError as e: print(e)
u = urllib.parse.urlsplit("http://user:pw@host:80/p/a;x?q=1&q=2#f"); print(u, u.hostname, u.port, urllib.parse.parse_qs(u.query), urllib.parse.urlencode({"a": "é b", "c": [1, 2]}, doseq=True), urllib.parse.urljoin("http://a/b/c", "../d"), urllib.parse.quote("/é?"), urllib.parse.unquote("%C3%A9+x"), urllib.parse.unquote_plus("a+b"))
print(re.sub(r"(?P<w>\w+) (?P<n>\d+)", r"\g<n>-\g<w>", "ab 12 cd 34"), re.findall(r"(?i)a(b)?", "abA"), re.split(r"(,)", "a,b"), re.match(r"(\d+)(?:\.(\d+))?", "12.5").groups(), re.compile("x", re.I | re.X), [m.span() for m in re.finditer("a*", "baac")])
try: re.compile("(?P<a>x)(?P<a>y)")
except re.PatternError as e: print(e, e.pos)
class W: pass
w = W(); ref = weakref.ref(w, lambda r: print("dead")); wd = weakref.WeakValueDictionary(a=w); fin = weakref.finalize(w, print, "fin"); print(ref() is w, len(wd), fin.alive); del w; gc.collect(); print(ref(), len(wd), fin.alive)
class Perm(enum.Flag): R = 4; W = 2; X = 1; RWX = 7
class Num(enum.IntEnum): ONE = 1; TWO = 2
print(Perm.R | Perm.X, ~Perm.R, Perm(5), list(Perm.RWX), Num.ONE < 2, Num["TWO"], enum.Enum("Dyn", ["A", "B"]).B.value, Perm.R in Perm.RWX, [e.name for e in Num], f"{Num.ONE:03d} {Perm.R}")
class Color(enum.StrEnum): RED = enum.auto()
print(Color.RED, repr(Color.RED), Color("red"), enum.unique(Num) is Num)
try: Num(7)
except ValueError as e: print(e)
try:
    class More(Num): THREE = 3
except TypeError as e: print(e)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always"); warnings.warn("one", DeprecationWarning); warnings.warn("two")
    @warnings.deprecated("use g")
    def old(): pass
    old()
print([(str(m.message), m.category.__name__, m.lineno) for m in log])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("boom", FutureWarning)
    except FutureWarning as e: print("caught", e)
warnings.warn("shown")
print(warnings.formatwarning("msg", UserWarning, "f.py", 3, "line"))
@functools.singledispatch
def sd(x): return "obj"
@sd.register
def _(x: int): return "int"
@sd.register(list)
def _(x): return "list"
print(sd(3), sd([]), sd("s"), sd.registry.keys())
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(90), fib.cache_info(), functools.reduce(lambda a, b: a + b, [[1], [2]]), functools.partial(print, 1).args)
print(types.new_class("X", (), {}, lambda ns: ns.update(a=1)).a, types.MethodType(lambda s: s, 3)(), types.get_original_bases(int))
