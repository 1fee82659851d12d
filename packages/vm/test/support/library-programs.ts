// Programs that use the standard library: for each module a small piece of real work.

/** Programs by the module that they are about. */
export const libraryPrograms: Readonly<Record<string, string>> = {
  types: `
import types
ns = types.SimpleNamespace(a=1, b=[2])
print(ns, types.FunctionType is type(lambda: 0), types.GeneratorType is type(x for x in ()))
print(types.new_class("C", (int,), {}, lambda body: body.update(x=5))(3) + 4, types.MappingProxyType({"k": 1})["k"])
class Temp:
    @types.DynamicClassAttribute
    def value(self): return "value"
print(Temp().value, types.resolve_bases((int, list[int])))
`,
  keyword: `
import keyword
print(len(keyword.kwlist), [w for w in ["if", "match", "None", "x"] if keyword.iskeyword(w)], keyword.softkwlist)
`,
  operator: `
import operator
print(operator.itemgetter(1, -1)("abc"), operator.attrgetter("real", "imag")(3), operator.methodcaller("upper")("x"))
print(operator.concat([1], [2]), operator.indexOf([1, 2, 3], 3), operator.countOf("banana", "a"), operator.length_hint([1, 2]))
`,
  functools: `
import functools
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60), fib.cache_info())
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(2), V(3) >= V(4), sorted([V(2), V(1)], key=functools.cmp_to_key(lambda a, b: a.n - b.n))[0].n)
print(functools.reduce(lambda a, b: a * b, range(1, 8)))
def deco(f):
    @functools.wraps(f)
    def inner(*args): return f(*args)
    return inner
@deco
def named(): "doc"
print(named.__name__, named.__doc__, functools.partial(int, base=2)("101"))
class P:
    @functools.cached_property
    def x(self):
        print("computed")
        return 7
p = P()
print(p.x, p.x)
class Q:
    @functools.partialmethod
    def f(self): pass
print(Q().f())
`,
  collections: `
import collections
Point = collections.namedtuple("Point", "x y", defaults=[0])
p = Point(1)
print(p, p._replace(y=5), p._asdict(), Point._fields, Point(*[3, 4]).x)
c = collections.Counter("abracadabra")
print(c.most_common(3), c + collections.Counter("abc"), c - collections.Counter("aaaaa"), sorted(c.elements())[:4], c.total())
od = collections.OrderedDict(a=1, b=2, c=3)
od.move_to_end("a")
print(od, od.popitem(last=False), list(reversed(od)))
cm = collections.ChainMap({"a": 1}, {"a": 2, "b": 3})
print(cm["a"], cm["b"], dict(cm), cm.new_child({"b": 9})["b"])
d = collections.deque(range(5), maxlen=3)
d.appendleft(9)
d.rotate(1)
print(d)
class U(collections.UserDict):
    def __missing__(self, key): return key * 2
print(U(a=1)["zz"], collections.UserList([3, 1]) + [2], collections.UserString("ab").upper())
`,
  "collections.abc": `
from collections.abc import Mapping, Sequence, Iterable, Callable, Hashable, MutableSet, Sized
class M(Mapping):
    def __init__(self, d): self.d = d
    def __getitem__(self, k): return self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = M({"a": 1})
print(m.get("b", 2), "a" in m, list(m.items()), m == {"a": 1}, isinstance({}, Mapping), isinstance([], Sequence), isinstance(3, Iterable))
class S(MutableSet):
    def __init__(self, it=()): self.s = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
    def add(self, x): self.s.append(x) if x not in self.s else None
    def discard(self, x): self.s.remove(x) if x in self.s else None
a = S([1, 2, 3]); a |= S([4]); a -= S([1])
print(list(a & S([2, 4, 9])), list(a), S([1]) <= S([1, 2]), isinstance(len, Callable), issubclass(dict, Sized), isinstance([], Hashable))
try:
    Mapping()
except TypeError as error:
    print(error)
`,
  abc: `
import abc
class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def area(self): ...
    @classmethod
    def __subclasshook__(cls, c): return True if "quack" in c.__dict__ else NotImplemented
class Square(Shape):
    area = 4
class Duck:
    quack = 1
print(Square().area, issubclass(Duck, Shape), isinstance(3, Shape), Shape.__abstractmethods__)
Shape.register(int)
print(isinstance(3, Shape))
try:
    Shape()
except TypeError as error:
    print(error)
`,
  enum: `
import enum
class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()
    CRIMSON = 1
    @property
    def nice(self): return self.name.title()
print(Color.RED, repr(Color.GREEN), Color(1) is Color.CRIMSON, Color["GREEN"].value, list(Color), Color.RED.nice, len(Color), Color.__members__.keys())
class Perm(enum.Flag):
    R = enum.auto(); W = enum.auto(); X = enum.auto()
print(Perm.R | Perm.X, ~Perm.R, Perm(7), Perm.R in Perm(3), [p.name for p in Perm(5)], bool(Perm(0)))
class N(enum.IntEnum):
    A = 1; B = 2
print(N.A + 1, N.B > N.A, f"{N.B}", N(2).name, isinstance(N.A, int))
class S(enum.StrEnum):
    ONE = enum.auto()
print(S.ONE, S.ONE.upper(), S("one"))
try:
    Color(9)
except ValueError as error:
    print(error)
try:
    Color.RED = 3
except AttributeError as error:
    print(error)
@enum.unique
class U(enum.Enum):
    A = 1
print(U.A, enum.Enum("F", "x y").y)
`,
  re: `
import re
print(re.findall(r"(\\w+)@(\\w+)", "a@b, cc@dd"), re.sub(r"\\d+", lambda m: str(int(m[0]) * 2), "a1 b22"), re.split(r"[,;]\\s*", "a, b;c"))
m = re.match(r"(?P<year>\\d{4})-(?P<month>\\d\\d)", "2024-05-06")
print(m.groupdict(), m.span("month"), m.expand(r"\\g<month>/\\1"), re.fullmatch("a+", "aab"))
print(re.compile(r"(a)|b", re.I).search("xB").groups(), re.escape("a.b*c"), [x.start() for x in re.finditer("a", "banana")])
try:
    re.compile("(")
except re.error as error:
    print(error)
print(re.sub(r"(?m)^", "> ", "a\\nb"), re.findall(r"(?<=x)\\w", "xa xb"), repr(re.compile("a", re.M | re.X)))
`,
  string: `
import string
print(string.ascii_letters, string.Template("$who likes $\{what} $$").substitute(who="x", what="y"), string.capwords("a bc d"))
print(string.Formatter().format("{0!r:>5} {name}", "a", name=3), string.Template("$a $b").safe_substitute(a=1))
`,
  textwrap: `
import textwrap
text = "The quick brown fox jumped over the lazy dog, and then it did so again and again."
print(textwrap.fill(text, 30), textwrap.wrap(text, 20)[:2], textwrap.shorten(text, 25), sep="\\n")
print(repr(textwrap.dedent("  a\\n   b\\n\\n  c\\n")), textwrap.indent("a\\nb\\n", "> "))
`,
  copy: `
import copy
class Node:
    def __init__(self, v): self.v, self.next = v, self
class Slots:
    __slots__ = ("a", "b")
n = Node([1])
d = copy.deepcopy(n)
s = Slots(); s.a = [1]
t = copy.deepcopy(s)
print(d.next is d, d.v == n.v, d.v is n.v, copy.copy(n).v is n.v, t.a, t.a is s.a, hasattr(t, "b"))
x = {"k": [1, (2, {3})]}
y = copy.deepcopy(x)
print(y, y["k"] is x["k"], copy.copy({1: 2}), copy.replace(type("R", (), {"__replace__": lambda self, **k: k})(), q=1))
class L(list): pass
l = L([1, [2]]); l.tag = "t"
m = copy.deepcopy(l)
print(m, type(m).__name__, m.tag, m[1] is l[1])
`,
  heapq: `
import heapq
h = [5, 1, 4, 2]
heapq.heapify(h)
heapq.heappush(h, 0)
print([heapq.heappop(h) for _ in range(5)], heapq.nlargest(2, [3, 9, 4]), heapq.nsmallest(2, "zebra", key=ord), list(heapq.merge([1, 4], [2, 3])))
`,
  bisect: `
import bisect
a = [1, 3, 3, 5]
print(bisect.bisect_left(a, 3), bisect.bisect(a, 3), bisect.bisect_right(a, 9, key=lambda x: x + 1))
bisect.insort(a, 4)
print(a)
`,
  itertools: `
import itertools
print(list(itertools.accumulate([1, 2, 3], initial=10)), [(k, len(list(g))) for k, g in itertools.groupby("aabccc")], list(itertools.batched("abcde", 2)))
print(list(itertools.pairwise("abc")), list(itertools.islice(itertools.count(5, 5), 3)), list(itertools.zip_longest("ab", [1], fillvalue="-")))
`,
  fractions: `
from fractions import Fraction as F
print(F(3, 6), F("0.125"), F(1.5) + F(1, 3), F(7, 3) // 1, F(-7, 3) % 1, round(F(7, 2)), F(3.14159).limit_denominator(100), F(1, 3) < 0.34, hash(F(2, 1)) == hash(2))
print(sum(F(1, n) for n in range(1, 12)), f"{F(22, 7):.4f}", F(2, 3) ** -2, F(3, 4).as_integer_ratio())
try:
    F(1, 0)
except ZeroDivisionError as error:
    print(error)
`,
  datetime: `
import datetime as dt
d = dt.date(2024, 2, 28) + dt.timedelta(days=2)
print(d, tuple(d.isocalendar()), (dt.date(2025, 1, 1) - d).days, d.weekday(), d.replace(month=5))
t = dt.datetime(2024, 5, 6, 7, 8, 9, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
print(t.isoformat(), t.astimezone(dt.timezone.utc), dt.datetime.fromisoformat("2024-01-02T03:04:05+00:00"), t.timestamp())
print(repr(dt.timedelta(days=-1, seconds=3)), dt.timedelta(hours=5) / 2, dt.time(1, 2).isoformat(), dt.timedelta(1) > dt.timedelta(0), divmod(dt.timedelta(7), dt.timedelta(2)))
`,
  difflib: `
import difflib
print("".join(difflib.unified_diff("a\\nb\\nc\\n".splitlines(True), "a\\nx\\nc\\n".splitlines(True), "old", "new")))
print(difflib.get_close_matches("appel", ["ape", "apple", "peach"]), round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 3))
print("".join(difflib.ndiff(["one\\n", "two\\n"], ["ore\\n", "two\\n"])))
`,
  graphlib: `
import graphlib
print(list(graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}).static_order())[::3])
try:
    graphlib.TopologicalSorter({1: [2], 2: [1]}).prepare()
except graphlib.CycleError as error:
    print(error.args[0], sorted(set(error.args[1])))
`,
  html: `
import html
print(html.escape('<a href="x">&</a>'), html.unescape("&lt;&amp;&eacute;&#x41;&#66;"))
from html.parser import HTMLParser
class P(HTMLParser):
    def handle_starttag(self, tag, attrs): print("start", tag, attrs)
    def handle_data(self, data): print("data", repr(data))
    def handle_endtag(self, tag): print("end", tag)
P().feed("<p class='x'>Hi &amp; <br/>bye</p>")
`,
  numbers: `
import numbers
print(isinstance(3, numbers.Integral), isinstance(2.5, numbers.Rational), isinstance(1j, numbers.Complex), issubclass(bool, numbers.Number))
`,
  warnings: `
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("first", DeprecationWarning)
    warnings.warn(UserWarning("second"))
print([(w.category.__name__, str(w.message)) for w in caught])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("third")
    except UserWarning as error:
        print("raised", error)
`,
  weakref: `
import weakref, gc
class A:
    def m(self): return "m"
a = A()
r = weakref.ref(a, lambda r: print("gone"))
d = weakref.WeakValueDictionary(k=a)
k = weakref.WeakKeyDictionary({a: 1})
s = weakref.WeakSet([a])
w = weakref.WeakMethod(a.m)
f = weakref.finalize(a, print, "finalized")
print(r() is a, len(d), len(k), len(s), w()(), f.alive, weakref.proxy(a).m())
del a
gc.collect()
print(r(), len(d), len(k), len(s), w(), f.alive)
`,
  "urllib.parse": `
from urllib.parse import urlparse, urljoin, quote, unquote, urlencode, parse_qs, urlsplit
u = urlparse("https://user:pw@host.org:8080/a/b;c?q=1&r=2#frag")
print(u, u.hostname, u.port, u.username, u.geturl())
print(urljoin("http://a/b/c/d", "../e"), quote("a b/ü"), unquote("%C3%BC+x"), urlencode({"a": "1 2", "b": ["x"]}, doseq=True), parse_qs("a=1&a=2&b="))
`,
  tomllib: `
import tomllib
print(tomllib.loads("""
title = "x"
[owner]
name = 'T'
ages = [1, 2.5, 0x1F]
when = 1979-05-27T07:32:00Z
[[items]]
a = true
[[items]]
b = { c = "\\\\u00e9" }
"""))
try:
    tomllib.loads("a = ")
except tomllib.TOMLDecodeError as error:
    print(error)
`,
  struct: `
import struct
print(struct.pack(">hIq", -2, 3, 4), struct.unpack("<if", struct.pack("<if", 7, 1.5)), struct.calcsize("@ic"), list(struct.iter_unpack("B", b"ab")))
`,
  threading: `
import threading, time
print(threading.main_thread().name, threading.current_thread() is threading.main_thread(), threading.active_count(), len(threading.enumerate()))
t = threading.Thread(target=print, name="T")
print(t.name, t.daemon, t.is_alive(), t.ident)
try:
    t.start()
except RuntimeError as error:
    print(error)
e = threading.Event()
print(e.is_set(), e.wait(0.001))
e.set()
print(e.wait())
c = threading.Condition()
with c: print(c.wait(0.001), c.notify())
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(False), s.release())
print(threading.Barrier(1).wait(), threading.local().__dict__)
lock = threading.Lock()
with lock: print(lock.locked(), lock.acquire(False), lock.acquire(timeout=0.001))
r = threading.RLock()
with r:
    with r: print(r._is_owned())
class Data(threading.local):
    def __init__(self): self.x = 5
print(Data().x, threading.Timer(1, print).is_alive())
`,
  queue: `
import queue
q = queue.Queue(2)
q.put(1)
q.put(2)
print(q.full(), q.get(), q.qsize(), q.empty())
q.put(3)
try:
    q.put(4, timeout=0.001)
except queue.Full:
    print("full")
print([q.get(), q.get()])
try:
    q.get_nowait()
except queue.Empty:
    print("empty")
p = queue.PriorityQueue()
for x in [(3, "c"), (1, "a"), (2, "b")]: p.put(x)
print([p.get() for _ in range(3)])
l = queue.LifoQueue()
for x in "abc": l.put(x)
print([l.get() for _ in range(3)])
s = queue.SimpleQueue()
s.put("a")
print(s.get(), s.empty(), s.qsize())
j = queue.Queue()
j.put(1)
j.task_done()
j.join()
try:
    j.task_done()
except ValueError as error:
    print(error)
j.shutdown()
try:
    j.put(1)
except queue.ShutDown:
    print("shut down")
`,
  signal: `
import signal
print(signal.SIGINT, signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.Signals(15), signal.SIG_DFL)
def handler(number, frame): print("got", number)
print(signal.signal(signal.SIGTERM, handler), signal.getsignal(signal.SIGTERM) is handler)
signal.raise_signal(signal.SIGTERM)
print(signal.signal(signal.SIGTERM, signal.SIG_IGN) is handler)
signal.raise_signal(signal.SIGTERM)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
for call in [lambda: signal.signal(99, handler), lambda: signal.signal(1, 5), lambda: signal.signal("x", handler)]:
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
print(signal.strsignal(2), signal.SIGTERM in signal.valid_signals(), signal.set_wakeup_fd(-1))
`,
  time: `
import time, copy
g = time.gmtime(0)
print(g, g.tm_zone, g.tm_gmtoff, len(g), g[0])
for s in [0, 951782400, 951868799, 1e9, -1, 1709164800.9, 4102444800, 253402300799, -2208988800]:
    t = time.gmtime(s)
    print(tuple(t), time.asctime(t))
    print(time.strftime("%Y-%m-%d %H:%M:%S %j %U %W %V %G %g %u %w %a %A %b %B %p %I %y %C %e %D %F %T %R %r %c %x %X %% %n%t|%h %z %Z", t))
print(time.mktime((2000,1,1,0,0,0,0,0,-1)), time.mktime((2000,13,40,25,61,61,0,0,0)), time.mktime(time.gmtime(1e9)), time.ctime(0))
calls = [lambda: time.gmtime("x"), lambda: time.gmtime(float("nan")), lambda: time.gmtime(1e30), lambda: time.mktime(5), lambda: time.mktime((1,2)),
    lambda: time.strftime(5), lambda: time.strftime("%Y", (2000,13,1,0,0,0,0,0,0)), lambda: time.asctime((2000,1,32,0,0,0,0,0,0)), lambda: time.sleep(-1),
    lambda: time.sleep("x"), lambda: time.struct_time((1,2)), lambda: time.struct_time(range(12)), lambda: time.get_clock_info("x"),
    lambda: time.strftime("%Y", (2000,1,1,24,0,0,0,0,0)), lambda: time.strftime("%Y", (2000,1,1,0,60,0,0,0,0)), lambda: time.strftime("%A", (2000,1,1,0,0,0,-2,0,0)),
    lambda: time.strftime("%Y", (2000,1,1,0,0,0,0,367,0)), lambda: time.strftime("%A", (2000,1,1,0,0,0,-1,0,0)), lambda: time.strftime("%d", (2000,0,0,0,0,0,0,0,0))]
for call in calls:
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(copy.copy(g) == g, copy.replace(g, tm_year=5), time.struct_time(range(9)).tm_zone, time.struct_time(range(11)).tm_gmtoff)
start = time.perf_counter()
time.sleep(0.01)
print(time.perf_counter() - start >= 0.01, time.monotonic_ns() > 0, time.time() > 1e9, time.process_time() >= 0)
`,
  fnmatch: `
import fnmatch, glob, os, re
names = ["a.py", "b.PY", "c.txt", "d[1].py", ".hidden", "é.py", "long name.tar.gz"]
for pattern in ["*.py", "?.txt", "[ab].*", "[!a]*", "*[[]1[]]*", "*", "**", ".*", "*.tar.gz", "[z-a]*", "[]]*", "a[.]py"]:
    print(pattern, fnmatch.filter(names, pattern), [fnmatch.fnmatchcase(n, pattern) for n in names], re.compile(fnmatch.translate(pattern)).pattern)
print(fnmatch.filterfalse(names, "*.py"), fnmatch.fnmatch("X", "x"), glob.escape("a*[b]?"), glob.has_magic("a*b"), fnmatch.filter([b"a", b"b"], b"[a]"))
print(glob.translate("**/*.py", recursive=True), glob.translate("a/?[!b]"))
`,
  shlex: `
import shlex
print(shlex.split("a 'b c' \\"d e\\" f\\\\ g # no comment"), shlex.split("x # comment", comments=True), shlex.quote("it's"), shlex.quote("plain"), shlex.quote(""), shlex.join(["a b", "c'd", "e"]))
for text in ["'open", "\\"open", "tail\\\\"]:
    try: print(shlex.split(text))
    except ValueError as e: print(e)
lexer = shlex.shlex("x = 3 + foo_bar; 'str'", posix=True, punctuation_chars=True)
print(list(lexer))
lexer = shlex.shlex("a && b || c; d >/dev/null", punctuation_chars=True)
print(list(lexer))
lexer = shlex.shlex("one,two three", posix=True)
lexer.whitespace += ","
lexer.whitespace_split = True
print(list(lexer), lexer.lineno)
lexer = shlex.shlex("a\\nb\\nc")
print(lexer.get_token(), lexer.get_token(), lexer.lineno)
lexer.push_token("pushed")
print(lexer.get_token(), lexer.get_token(), repr(lexer.get_token()), lexer.error_leader("f", 3))
`,
  random: `
import random
random.seed(12345)
print([random.random() for _ in range(3)], random.randint(1, 100), random.randrange(0, 100, 7), random.choice("abcdef"), random.uniform(1, 2))
items = list(range(10))
random.shuffle(items)
print(items, random.sample(range(1000), 5), random.choices("abc", weights=[1, 2, 3], k=6), random.sample("aab", 2, counts=[3, 1, 2]))
print(random.gauss(0, 1), random.normalvariate(5, 2), random.expovariate(1.5), random.betavariate(2, 3), random.gammavariate(2, 1), random.triangular(0, 1, 0.3), random.paretovariate(3), random.weibullvariate(1, 2), random.vonmisesvariate(0, 4), random.lognormvariate(0, 1), random.binomialvariate(10, 0.3))
print(random.getrandbits(100), random.randbytes(5), random.randrange(10**30))
state = random.getstate()
a = random.random()
random.setstate(state)
print(a == random.random(), state[0], len(state[1]))
for seed in [0, -7, 10**40, "text", b"bytes", bytearray(b"x"), None]:
    r = random.Random(seed)
    if seed is not None: print(seed, r.random(), r.randint(0, 9))
class Mine(random.Random):
    def random(self): return 0.25
print(Mine().randint(1, 4), Mine().choice("abcd"), Mine().gauss(0, 1) is not None)
for bad in [lambda: random.choice([]), lambda: random.randint(5, 1), lambda: random.sample([1], 2), lambda: random.randrange(1.5), lambda: random.choices([1], weights=[0]), lambda: random.seed([]), lambda: random.sample({1}, 1), lambda: random.getrandbits(-1)]:
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
s = random.SystemRandom()
print(0 <= s.random() < 1, 1 <= s.randint(1, 6) <= 6, len(s.randbytes(4)))
`,
  timeit: `
import timeit, io, contextlib
print(timeit.timeit("x = 1 + 1", number=100) >= 0, len(timeit.repeat("pass", number=10, repeat=3)), timeit.timeit(lambda: None, number=5) >= 0)
ns = {"n": []}
timeit.timeit("n.append(1)", setup="n.append(0)", number=4, globals=ns)
print(ns["n"])
t = timeit.Timer("y = z * 2", "z = 21")
number, taken = t.autorange(lambda n, t: None) if False else (1, 0.1)
print(t.timeit(3) > 0, t.src.strip().splitlines()[0])
try:
    timeit.timeit("1 +")
except SyntaxError as e: print(type(e).__name__)
clock = iter(range(100))
print(timeit.Timer("pass", timer=lambda: next(clock)).timeit(7), timeit.default_timer.__name__)
out = io.StringIO()
print(1)
`,
  gc: `
import gc, weakref
print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable())
class Node:
    def __init__(self): self.me = self
    def __del__(self): print("del")
n = Node(); r = weakref.ref(n); del n
print(r() is not None, gc.collect() >= 1, r())
print(gc.get_threshold() and len(gc.get_threshold()), len(gc.get_count()), gc.garbage, gc.is_tracked([]), gc.is_tracked(1))
a = [1]; b = [a]
print(any(x is b for x in gc.get_referrers(a)), any(x is a for x in gc.get_referents(b)), gc.is_finalized(a))
print(type(gc.get_objects()).__name__)
`,
  argparse: `
import argparse, sys, os
os.environ["COLUMNS"] = "80"
parser = argparse.ArgumentParser(prog="tool", description="Does things with files.", epilog="That is all.", color=False)
parser.add_argument("files", nargs="+", help="files to work on")
parser.add_argument("-n", "--number", type=int, default=3, metavar="N", help="how many (default: %(default)s)")
parser.add_argument("-v", "--verbose", action="count", default=0)
parser.add_argument("--mode", choices=["fast", "slow"], required=True)
parser.add_argument("--no-color", dest="color", action="store_false")
parser.add_argument("--flag", action=argparse.BooleanOptionalAction)
group = parser.add_mutually_exclusive_group()
group.add_argument("--left", action="store_const", const="L", dest="side")
group.add_argument("--right", action="store_const", const="R", dest="side")
other = parser.add_argument_group("output", "where results go")
other.add_argument("-o", "--output", type=argparse.FileType("w"), default="-")
other.add_argument("--append", action="append", type=float)
print(parser.format_help())
print(parser.format_usage())
args = parser.parse_args(["a", "b", "--mode", "fast", "-vv", "-n5", "--append", "1.5", "--append=2", "--left", "--no-flag"])
print({k: v for k, v in sorted(vars(args).items()) if k != "output"}, args.output is sys.stdout)
for words in [["a"], ["--mode", "x", "a"], ["a", "--mode", "fast", "-n", "q"], ["a", "--mode", "fast", "--left", "--right"], ["--mode", "fast"], ["a", "--mode=fast", "--nope"], ["a", "--mode"]]:
    err, sys.stderr = sys.stderr, sys.stdout
    try:
        parser.parse_args(words)
    except SystemExit as error:
        print("exit", error.code)
    finally:
        sys.stderr = err
top = argparse.ArgumentParser(prog="git", exit_on_error=False, color=False)
sub = top.add_subparsers(dest="command", title="commands")
add = sub.add_parser("add", help="add files", aliases=["a"])
add.add_argument("path", nargs="*")
add.set_defaults(func=lambda ns: print("adding", ns.path))
commit = sub.add_parser("commit")
commit.add_argument("-m", required=True)
ns = top.parse_args(["add", "x", "y"])
ns.func(ns)
print(top.parse_args(["commit", "-m", "msg"]), top.parse_known_args(["a", "q", "--zip"])[1])
top.print_help()
class Upper(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None): setattr(namespace, self.dest, values.upper())
p = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter, prog="p", color=False)
p.add_argument("--word", action=Upper, default="w", help="a word")
p.add_argument("--version", action="version", version="%(prog)s 1.0")
print(p.parse_args(["--word", "abc"]), p.format_help())
try:
    p.parse_args(["--version"])
except SystemExit as error:
    print(error.code)
`,
  statistics: `
import statistics as s
from fractions import Fraction
data = [1, 3, 4, 4, 5, 7.5, 9]
print(s.mean(data), s.fmean(data), s.median(data), s.median_low(data), s.median_high(data), s.median_grouped(data), s.mode(data), s.multimode("aabbc"), s.stdev(data), s.pstdev(data), s.variance(data), s.pvariance(data))
print(s.quantiles(data), s.quantiles(data, n=10, method="inclusive"), s.geometric_mean(data), s.harmonic_mean(data), s.harmonic_mean([1, 2], weights=[3, 1]), s.mean([Fraction(1, 2), Fraction(1, 3)]))
print(s.covariance([1, 2, 3], [1, 5, 7]), s.correlation([1, 2, 3], [1, 5, 7]), s.linear_regression([1, 2, 3], [2, 4, 6.5]), s.correlation([1, 2, 3], [3, 1, 2], method="ranked"))
n = s.NormalDist(10, 2)
print(n, n.pdf(11), round(n.cdf(12), 12), n.inv_cdf(0.9), n + 5, n * 2, n.overlap(s.NormalDist(11, 2)), n.zscore(14), s.NormalDist.from_samples(data), n.quantiles(4), n == s.NormalDist(10, 2))
for bad in [lambda: s.mean([]), lambda: s.mode([]), lambda: s.stdev([1]), lambda: s.mean(["a"]), lambda: s.quantiles([], n=2), lambda: s.NormalDist(0, -1), lambda: s.harmonic_mean([-1])]:
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(s.kde([1, 2, 3], h=1)(2), s.kde_random([1, 2], h=0.5, seed=3)())
`,
};
