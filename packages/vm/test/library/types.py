import types
def show(fn):
    try: print(fn())
    except BaseException as e: print(type(e).__name__, e)
def f(a, b=2, *args, c=3, **kw):
    "doc"
    x = a
    return lambda: x + a
co = f.__code__
for n in sorted(dir(co)):
    if n.startswith("co_") and n not in ("co_lnotab", "co_branches"):
        v = getattr(co, n)
        if not callable(v): show(lambda: (n, str(v).split(" at ")[0]))
show(lambda: list(co.co_lines()))
show(lambda: list(co.co_positions())[:5])
show(lambda: co.co_linetable)
show(lambda: co.co_exceptiontable)
show(lambda: co.co_code)
show(lambda: co.replace(co_name="g", co_firstlineno=10).co_name)
show(lambda: co == co.replace(), )
show(lambda: co == co.replace(co_name="q"))
show(lambda: hash(co) == hash(co.replace()))
def g(n):
    try:
        return 1 / n
    except ZeroDivisionError:
        return "z"
h = types.FunctionType(g.__code__.replace(co_name="renamed", co_qualname="q.renamed"), globals())
show(lambda: (h(0), h(2), h.__name__, h.__qualname__))
show(lambda: types.FunctionType(co, {}, "nm", (1, 2)).__defaults__)
show(lambda: types.FunctionType(co, {}, "nm", (1, 2), (types.CellType(3),)))
show(lambda: types.FunctionType(co, {}, kwdefaults={"c": 4}).__kwdefaults__)
show(lambda: types.FunctionType(3, {}))
show(lambda: types.FunctionType(co, 3))
show(lambda: types.CellType(5).cell_contents)
show(lambda: types.CellType() == types.CellType())
show(lambda: types.CellType(1) < types.CellType(2))
show(lambda: types.MethodType(len, [1,2])())
show(lambda: types.MethodType(3, 4))
show(lambda: types.MethodType(len, None))
show(lambda: types.ModuleType("m", "doc").__doc__)
show(lambda: types.ModuleType("m"))
show(lambda: types.SimpleNamespace({"a": 1}, b=2))
show(lambda: types.SimpleNamespace(a=1) == types.SimpleNamespace(a=1))
show(lambda: types.MappingProxyType({"a": 1}) | {"b": 2})
show(lambda: types.MappingProxyType(3))
show(lambda: types.GenericAlias(list, (int,)))
show(lambda: types.GenericAlias(list, int).__args__)
show(lambda: types.UnionType[int, str])
show(lambda: int | str | None)
def tbmaker():
    try: 1/0
    except ZeroDivisionError as e: return e.__traceback__
tb = tbmaker()
show(lambda: types.TracebackType(None, tb.tb_frame, 3, 7).tb_lineno)
show(lambda: types.TracebackType(tb, tb.tb_frame, 3, 7).tb_next is tb)
show(lambda: types.TracebackType(1, 2, 3, 4))
show(lambda: types.TracebackType(None, 2, 3, 4))
show(lambda: [a for a in dir(tb) if not a.startswith("__")])
show(lambda: tb.tb_frame.f_code.co_name)
show(lambda: sorted(tb.tb_frame.f_locals))
k = f.__code__; show(lambda: types.CodeType(0,0,0,0,1,3,g.__code__.co_code,(None,),(),(),"f","n","qn",3,b"",b"",(),()).co_name)
show(lambda: types.resolve_bases((int,)))
show(lambda: types.get_original_bases(int))
show(lambda: types.coroutine(lambda: (yield))().__class__.__name__)
