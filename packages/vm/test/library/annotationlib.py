import annotationlib, typing, functools
from annotationlib import Format, get_annotations, ForwardRef, call_annotate_function, annotations_to_string, type_repr
def f(a: int, b: undefined, *c: list[undefined2], d: "quoted" = 1, e: a.b[c] | None = None) -> Optional[missing]: ...
print(get_annotations(f, format=Format.STRING))
fr = get_annotations(f, format=Format.FORWARDREF)
print({k: (v if not isinstance(v, ForwardRef) else ("FR", v.__forward_arg__)) for k, v in fr.items()})
try: get_annotations(f)
except NameError as e: print(e)
class C[T]:
    x: int
    y: Undef
    z: "T"
    w: list[T]
    if True: v: str
print(get_annotations(C, format=Format.STRING), get_annotations(C, format=Format.FORWARDREF)["x"], list(get_annotations(C, format=Format.FORWARDREF)))
class D(C[int]): q: float
print(get_annotations(D), D.__annotations__, C.__annotate__(4) if 0 else annotationlib.get_annotate_from_class_namespace(D.__dict__) is not None)
ref = ForwardRef("int"); print(ref.evaluate(), ref == ForwardRef("int"), ForwardRef("x.y").evaluate(format=Format.FORWARDREF), repr(ForwardRef("list[int]", module="m")))
try: ForwardRef("nope").evaluate()
except NameError as e: print(e)
print(ForwardRef("q", owner=D).evaluate(globals={"q": 5}))
print(annotations_to_string({"a": int, "b": "s", "c": list[int]}), type_repr(int), type_repr("x"), type_repr(...), type_repr(f) .startswith("__main__"))
type A = undefined3
try: A.__value__
except NameError as e: print(e)
print(annotationlib.call_evaluate_function(A.evaluate_value, Format.STRING), annotationlib.call_evaluate_function(A.evaluate_value, Format.FORWARDREF))
def g[S: (int, undefined4)](x: S) -> S: ...
print(annotationlib.call_evaluate_function(g.__type_params__[0].evaluate_constraints, Format.STRING))
def outer():
    local = int
    def inner(x: local, y: missing_local): ...
    return inner
print(get_annotations(outer(), format=Format.FORWARDREF)["x"], get_annotations(outer(), format=Format.STRING))
@functools.wraps(f)
def w(*a): ...
print(get_annotations(w, format=Format.STRING) == get_annotations(f, format=Format.STRING))
exec("from __future__ import annotations\ndef h(a: x | y): ...")
print(get_annotations(h), get_annotations(h, format=Format.STRING))
print(get_annotations(functools.partial(f)) if 0 else 1, Format.VALUE, list(Format))
from string.templatelib import Template, Interpolation
n = 3
t = t"a{n!r:>{n}}b{n + 1}"
print(t.strings, t.values, t.interpolations, type(t), isinstance(t, Template), list(t), t + t"x")
import contextlib, io
@contextlib.contextmanager
def cm(x):
    print("enter", x)
    try: yield x * 2
    except ValueError as e: print("swallowed", e)
    finally: print("exit")
with cm(2) as v: print(v); raise ValueError("v")
with contextlib.suppress(KeyError), contextlib.redirect_stdout(io.StringIO()) as buf: print("hidden"); {}["k"]
print(repr(buf.getvalue()))
with contextlib.ExitStack() as st:
    st.enter_context(cm(1)); st.callback(print, "cb"); st.push(lambda *e: print(e[0]) or True)
    raise TypeError
with contextlib.closing(io.StringIO("x")) as s: print(s.read())
@cm(5)
def decorated(): print("in")
decorated()
class AC(contextlib.AbstractContextManager):
    def __exit__(self, *a): print("ac")
with AC(): pass
with contextlib.chdir(".") if 0 else contextlib.nullcontext(3) as q: print(q)
