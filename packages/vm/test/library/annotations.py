def show(fn):
    try: print(fn())
    except BaseException as e: print(type(e).__name__, e)
class C[T, *Ts, **P]:
    x: int
    def m[U](self, a: U) -> T: ...
type Al[K] = dict[K, list[K]]
show(lambda: (C.__parameters__, C.__type_params__, C.m.__type_params__))
show(lambda: C.__annotations__)
show(lambda: C.__annotate__(1))
show(lambda: C.m.__annotations__)
show(lambda: C.m.__annotate__.__name__)
show(lambda: Al.__parameters__)
show(lambda: Al[int])
show(lambda: Al[int].__args__)
show(lambda: Al.__value__)
import types
show(lambda: list[int].__parameters__)
T = C.__type_params__[0]
show(lambda: list[T].__parameters__)
show(lambda: list[T][int])
show(lambda: dict[T, int][str])
show(lambda: (list[T] | int).__parameters__)
show(lambda: (list[T] | int)[str])
show(lambda: list[int].__origin__)
show(lambda: list[int].__mro_entries__((list[int],)))
show(lambda: list[int]())
show(lambda: list[int] == list[int])
show(lambda: hash(list[int]) == hash(list[int]))
show(lambda: isinstance([], list[int]))
show(lambda: list[int].__unpacked__)
show(lambda: [*tuple[int, str]])
show(lambda: next(iter(tuple[int])).__unpacked__)
show(lambda: repr(next(iter(tuple[int, ...]))))
show(lambda: dir(list[int])[-3:])
show(lambda: T.__name__)
show(lambda: (T.__bound__, T.__constraints__, T.__covariant__, T.__infer_variance__, T.has_default()))
show(lambda: T.__module__)
show(lambda: T | int)
show(lambda: list["T"])
def f(a: int, b: "str" = 3) -> None: ...
show(lambda: f.__annotations__)
show(lambda: f.__annotate__(1))
show(lambda: f.__annotate__(2))
show(lambda: f.__annotate__(4))
f.__annotations__ = {"x": 1}
show(lambda: (f.__annotations__, f.__annotate__))
f.__annotate__ = lambda f: {"y": f}
show(lambda: f.__annotations__)
def bad():
    f.__annotate__ = 3
show(bad)
def bad():
    f.__annotations__ = 3
show(bad)
def bad():
    f.__type_params__ = 3
show(bad)
def bad(): del f.__annotate__
show(bad)
class D:
    y: "Undefined"
    z: undefined
show(lambda: D.__annotations__)
show(lambda: D.__annotate__)
def setd():
    D.__annotations__ = {"q": 1}
    return D.__annotations__, D.__annotate__
show(setd)
def setd():
    D.__annotate__ = lambda f: {"k": 2}
    return D.__annotations__
show(setd)
def setd():
    int.__annotations__ = {}
show(setd)
show(lambda: int.__annotations__)
class E: pass
show(lambda: E.__annotations__)
show(lambda: E.__type_params__)
show(lambda: type("X", (), {"__annotations__": {"a": int}}).__annotations__)
show(lambda: (lambda x: x).__annotations__)
show(lambda: f.__builtins__ is not None)
show(lambda: (int | str).__args__)
show(lambda: (int | str) == (str | int))
show(lambda: int | "x")
show(lambda: type(int | str))
show(lambda: isinstance(3, int | str))
show(lambda: issubclass(bool, int | None))
show(lambda: (int | None).__origin__)
