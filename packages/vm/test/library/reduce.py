import operator, itertools, copy
def show(fn):
    try: print(fn())
    except BaseException as e: print(type(e).__name__, e)
def red(it):
    try:
        r = it.__reduce__()
        print(type(it).__name__, r)
    except BaseException as e: print(type(it).__name__, type(e).__name__, e)
mk = [lambda: iter([1,2,3]), lambda: iter((1,2,3)), lambda: iter("aé日"), lambda: iter(b"abc"), lambda: iter(bytearray(b"abc")), lambda: iter(range(5)), lambda: iter(range(10**20, 10**20+5)), lambda: iter({1:2,3:4}), lambda: iter({1:2,3:4}.values()), lambda: iter({1:2,3:4}.items()), lambda: iter({1,2}), lambda: reversed([1,2,3]), lambda: enumerate([1,2,3], 5), lambda: zip((1,2,3), [1,2,3]), lambda: zip([1,2], [3,4], strict=True), lambda: map(abs, [1,-2,3]), lambda: filter(None, [0,1,2]), lambda: reversed((1,2,3)), lambda: iter(memoryview(b"abc"))]
for m in mk:
    it = m(); red(it)
    next(it); red(it)
    show(lambda: operator.length_hint(it, -1))
    try:
        c = copy.copy(it)
        print(list(c), list(it))
    except Exception as e: print(type(e).__name__, e)
    list(it); red(it)
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 2
    def __len__(self): return 4
it = iter(Seq()); next(it)
r = it.__reduce__(); print(r[0].__name__, type(r[1][0]).__name__, r[2:])
show(lambda: it.__length_hint__())
r = reversed(Seq()); next(r); rr = r.__reduce__(); print(rr[0].__name__, rr[2:])
it = iter(int, 5); r = it.__reduce__(); print(r)
it = iter([1,2,3]); it.__setstate__(2); print(list(it))
it = iter((1,2,3)); it.__setstate__(-5); print(list(it))
it = iter("abc"); it.__setstate__(1); print(list(it))
it = iter(range(10)); it.__setstate__(4); print(list(it))
it = reversed([1,2,3]); it.__setstate__(0); print(list(it))
for t in [itertools.count(3), itertools.repeat(1, 2), itertools.chain([1],[2])]:
    show(lambda: repr(t))
show(lambda: copy.copy(slice(1,2,3)))
show(lambda: copy.copy(range(3)))
show(lambda: (1).__reduce_ex__(2))
show(lambda: slice(1,2).__reduce__())
show(lambda: range(3).__reduce__())
show(lambda: [].__reduce_ex__(4))
show(lambda: {}.__reduce_ex__(4))
show(lambda: {1}.__reduce__())
show(lambda: frozenset([1]).__reduce__())
show(lambda: bytearray(b"a").__reduce_ex__(2))
show(lambda: bytearray(b"a").__reduce_ex__(3))
show(lambda: ValueError(1, 2).__reduce__())
e = ValueError(1); e.x = 3
show(lambda: e.__reduce__())
show(lambda: OSError(2, "x", "f").__reduce__()[1])
show(lambda: KeyError("k").__reduce__())
show(lambda: ImportError("m", name="n", path="p").__reduce__())
show(lambda: (1j).__reduce_ex__(2))
show(lambda: (1.5).__getnewargs__())
show(lambda: "x".__getnewargs__())
show(lambda: (1,).__getnewargs__())
show(lambda: len.__reduce__())
show(lambda: [].append.__reduce__()[0])
show(lambda: str.upper.__reduce__())
show(lambda: Seq().__len__.__reduce__()[0])
show(lambda: type(None).__reduce_ex__(type(None), 2) if 0 else None)
show(lambda: (lambda: 0).__reduce_ex__(2))
show(lambda: Ellipsis.__reduce__())
show(lambda: NotImplemented.__reduce__())
show(lambda: None.__reduce_ex__(2))
import types
show(lambda: types.SimpleNamespace(a=1).__reduce__())
show(lambda: list[int].__reduce__())
show(lambda: property(len).__reduce_ex__(2))
show(lambda: iter(()).__reduce__())
show(lambda: (x for x in ()).__reduce_ex__(2))
