import pickle, copyreg, io, collections, enum, datetime, functools
import sys, types
__name__ = "prog"; sys.modules["prog"] = types.ModuleType("prog")
class A:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return type(self) is type(o) and self.__dict__ == o.__dict__
class S:
    __slots__ = ("a", "b")
class G:
    def __getstate__(self): return {"q": 1}
    def __setstate__(self, s): self.s = s
class R:
    def __reduce__(self): return (A, (5,), {"y": 6})
class N(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)
class E(enum.Enum): X = 1; Y = 2
P = collections.namedtuple("P", "x y", module="prog")
class L(list): pass
class D(dict): pass
sys.modules["prog"].__dict__.update(globals())
data = [None, True, 1, -3, 2**70, 1.5, float("inf"), 3j, "text é", b"bytes", bytearray(b"ba"), (1, (2, 3)), [1, [2]], {"k": {1, 2}}, frozenset([3]), A(7), E.Y, P(1, 2), range(3), slice(1, 2), len, A, int, datetime.date(2024, 1, 2), collections.OrderedDict(a=1), collections.deque([1], 3), collections.Counter("aab"), collections.defaultdict(int, a=1), ValueError("v", 1), functools.partial(int, base=2), N(1, 2), Ellipsis, NotImplemented, type(None), iter([1, 2]), enumerate("ab", 3)]
for proto in range(6):
    for o in data:
        r = pickle._loads(pickle._dumps(o, proto))
        if r != o and not (isinstance(o, (BaseException, functools.partial)) or hasattr(o, "__next__")): print("different", proto, o, r)
    l = L([1]); l.tag = "t"; d = D(a=1); d.tag = "u"
    l2, d2 = pickle.loads(pickle.dumps((l, d), proto))
    print(proto, l2, l2.tag, d2, d2.tag, pickle.loads(pickle.dumps(R(), proto)).__dict__, pickle.loads(pickle.dumps(G(), proto)).s, list(pickle.loads(pickle.dumps(iter([1, 2]), proto))))
s = S(); s.a = 1
t = pickle.loads(pickle.dumps(s, 2)); print(t.a, hasattr(t, "b"))
rec = []; rec.append(rec); r = pickle.loads(pickle.dumps(rec)); print(r[0] is r)
shared = [1]; r = pickle.loads(pickle.dumps([shared, shared])); print(r[0] is r[1])
for bad in (lambda: pickle.dumps(lambda: 0), lambda: pickle._loads(b""), lambda: pickle._loads(b"(")):
    try: bad()
    except Exception as e: print(type(e).__name__, str(e).split(" at 0x")[0])
buf = io.BytesIO(); p = pickle.Pickler(buf); p.dump(1); p.dump([2]); buf.seek(0); u = pickle.Unpickler(buf); print(u.load(), u.load())
copyreg.pickle(complex, lambda c: (complex, (c.real + 1, c.imag))); print(pickle.loads(pickle.dumps(1 + 2j)))
class Persist(pickle._Pickler):
    def persistent_id(self, o): return "id" if isinstance(o, A) else None
class Unpersist(pickle._Unpickler):
    def persistent_load(self, i): return "loaded " + i
b = io.BytesIO(); Persist(b).dump([A(1), 2]); b.seek(0); print(Unpersist(b).load())
import pickletools
pickletools.dis(pickle._dumps([1, "a", {"k": (2,)}], 2))
print(pickle._dumps({"a": [1, 2.5, None]}, 4))
