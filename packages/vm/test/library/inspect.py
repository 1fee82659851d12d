import inspect
from typing import Any
def f(a, b: int = 2, /, c="x", *args: str, d, e: "later" = None, **kwargs) -> list[int]:
    "Doc of f."
    return [a, b]
class C:
    "Doc of C"
    attribute = 1
    def method(self, x, *, y=3): "does it"
    @classmethod
    def cm(cls, a): pass
    @staticmethod
    def sm(a, b=1): pass
    @property
    def prop(self) -> int: return 1
    async def co(self): pass
    def gen(self): yield 1
class D(C):
    def method(self, x, *, y=3): pass
sig = inspect.signature(f)
print(sig, list(sig.parameters), sig.return_annotation)
for p in sig.parameters.values(): print(p.name, p.kind.description, p.default is p.empty, p.annotation)
b = sig.bind(1, 2, 3, 4, d=5, z=6)
print(b, b.args, b.kwargs, b.arguments)
b = sig.bind(1, d=2); b.apply_defaults(); print(b.arguments)
for args, kw in [((), {}), ((1,), {}), ((1,), {"d": 1, "b": 3})]:
    try: sig.bind(*args, **kw)
    except TypeError as e: print("TypeError", e)
print(sig.replace(return_annotation=int), inspect.signature(C.method), inspect.signature(C().method), inspect.signature(C.cm), inspect.signature(C.sm), inspect.signature(C))
print(inspect.getfullargspec(f))
print([n for n, v in inspect.getmembers(C, inspect.isfunction)], inspect.isclass(C), inspect.ismethod(C().method), inspect.isbuiltin(len), inspect.isroutine(len))
print(inspect.getdoc(f), inspect.getdoc(C), inspect.cleandoc("  a\n    b\n   c"))
print(inspect.iscoroutinefunction(C.co), inspect.isgeneratorfunction(C.gen), inspect.isgenerator(C().gen()), inspect.isdatadescriptor(C.prop), inspect.ismodule(inspect))
print(inspect.getmro(D), inspect.classify_class_attrs(D)[-1].name, inspect.getmodule(f).__name__)
print(inspect.getgeneratorstate(C().gen()), inspect.getcallargs(lambda a, b=2, *c: 0, 1, 3, 4))
print(inspect.signature(len), inspect.signature(int.__add__), inspect.signature(sorted))
try: inspect.signature(3)
except TypeError as e: print(e)
def outer():
    x = 1
    def inner(): return x + undefined
    return inner
print(inspect.getclosurevars(outer()), inspect.unwrap(f) is f)
import functools
@functools.wraps(f)
def wrapper(*args, **kwargs): pass
print(inspect.signature(wrapper), inspect.signature(functools.partial(f, 1, c=2)))
def where():
    fr = inspect.currentframe()
    return fr.f_code.co_name, inspect.getframeinfo(fr).function, [s.function for s in inspect.stack()][:2]
print(where())
print(inspect.get_annotations(f), inspect.signature(f, eval_str=False))
class Meta(type):
    def __call__(cls, *args, special=None): return super().__call__()
class M(metaclass=Meta): pass
print(inspect.signature(M), inspect.isabstract(C), inspect.getattr_static(C(), "prop"))
print(inspect.formatannotation(list[int]), inspect.Parameter("x", inspect.Parameter.KEYWORD_ONLY, default=3), inspect.Signature([inspect.Parameter("a", inspect.Parameter.POSITIONAL_ONLY)]))
