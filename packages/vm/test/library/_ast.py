import _ast
def show(fn):
    try: print(fn())
    except BaseException as e: print(type(e).__name__, e)
src = '''
@deco
async def f[T: int](a, /, b: int = 1, *c, d, e=2, **k) -> "str":
    "doc"
    x = y = 1 + -2 * ~z ** 3 if not q else [*a, {1: 2, **d}]
    for i, j in w: continue
    else: pass
    while True: break
    with a as b, c: ...
    async with a: pass
    try: raise X from Y
    except* E as e: pass
    finally: del q, w[0]
    match z:
        case [1, *_, {"k": v, **r}] | C(1, x=2) if g: return
        case None: pass
        case -1+2j | "a" | a.b: pass
    lambda *a, b=1: (yield a)
    print(f"{x!r:>{w}} {y=}", b"x", 1.5, 2j, 10**20, 123456789012345678901234567890, "é", ..., None, True, k=1, **w)
    global g
    import a.b as c, d
    from . import x
    from ..m import y as z
    assert a, "b"
    x += 1
    z: int = 3
    (z): int
    type A[*Ts, **P] = list[Ts]
    return [i async for i in x if a < b <= c not in d], {k: v for k, v in z}, (i for i in x), {1}, a[1:2, ::3], (n := 3)
class C(B, metaclass=M): x: int
nonlocal_ = t"{a!s:x}b"
'''
tree = compile(src, "f.py", "exec", _ast.PyCF_ONLY_AST)
def dump(n):
    if isinstance(n, _ast.AST):
        return type(n).__name__ + "(" + ", ".join([f"{k}={dump(getattr(n, k))}" for k in n._fields] + [str(getattr(n, a)) for a in n._attributes]) + ")"
    if isinstance(n, list): return "[" + ", ".join(map(dump, n)) + "]"
    return repr(n)
for s in tree.body: 
    for part in (s.body if hasattr(s, "body") else [s]): print(dump(part))
print(dump(tree))
show(lambda: repr(tree))
show(lambda: repr(tree.body[0].body[4]))
show(lambda: _ast.Name("x"))
show(lambda: _ast.Name("x").ctx)
show(lambda: _ast.FunctionDef("f").body)
show(lambda: _ast.Name("x", "y", "z"))
show(lambda: _ast.Name("x", id="y"))
show(lambda: _ast.Name(id="x", lineno=3).lineno)
show(lambda: _ast.Name._fields)
show(lambda: _ast.Name._attributes)
show(lambda: _ast.Name._field_types)
show(lambda: _ast.FunctionDef._field_types)
show(lambda: _ast.FunctionDef.__doc__)
show(lambda: _ast.stmt.__doc__[:300])
show(lambda: _ast.expr_context.__doc__)
show(lambda: _ast.arguments.__doc__)
show(lambda: (_ast.Load.__doc__, _ast.arg.__mro__, _ast.Add.__mro__, _ast.AST.__doc__, _ast.AST.__mro__))
show(lambda: _ast.Name.__match_args__)
show(lambda: _ast.Return().value)
show(lambda: _ast.Return.value)
show(lambda: _ast.arg("x").end_lineno)
show(lambda: _ast.Name("x").__reduce_ex__(2))
show(lambda: _ast.Name("x").lineno)
show(lambda: sorted(n for n in dir(_ast) if not n.startswith("__")))
show(lambda: (_ast.PyCF_ONLY_AST, _ast.PyCF_OPTIMIZED_AST, _ast.PyCF_TYPE_COMMENTS, _ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))
show(lambda: _ast.Add() is tree)
show(lambda: compile("a+b", "", "eval", 0x400).body.op is compile("c+d", "", "eval", 0x400).body.op)
show(lambda: isinstance(_ast.Add(), _ast.operator))
code = compile(compile("x = 1\ndef f(a, *b, c=3, **d):\n  '''doc'''\n  return (a, b, c, d, [i * 2 for i in b if i > 1])\nprint(f(1, 2, 3, q=4), f.__doc__)\nclass C:\n  '''cd'''\n  y = f\"{x!r:>5}\"\nprint(C.y, C.__doc__)\nmatch [1,2]:\n  case [a, *b]: print(a, b)\n", "m.py", "exec", 0x400), "z.py", "exec")
exec(code)
show(lambda: code.co_filename)
show(lambda: eval(compile(compile("1 + 2", "e", "eval", 0x400), "e", "eval")))
show(lambda: compile(_ast.Module([_ast.Expr(_ast.Name("x"))], []), "e", "exec"))
show(lambda: compile(_ast.Module([_ast.Expr(_ast.Name("x", lineno=1, col_offset=0), lineno=1)], []), "e", "exec"))
kw = dict(lineno=1, col_offset=0)
show(lambda: compile(_ast.Module([_ast.Expr(_ast.Name(3, **kw), **kw)], []), "e", "exec"))
show(lambda: compile(_ast.Module([_ast.Expr(3, **kw)], []), "e", "exec"))
show(lambda: compile(_ast.Module([3], []), "e", "exec"))
show(lambda: compile(_ast.Module(3, []), "e", "exec"))
show(lambda: compile(_ast.Expression(_ast.Constant(object(), **kw)), "e", "eval"))
show(lambda: eval(compile(_ast.Expression(_ast.Constant(5, **kw)), "e", "eval")))
show(lambda: compile(_ast.Expression(_ast.Constant(5, **kw)), "e", "exec"))
show(lambda: compile(_ast.Module([_ast.Assign([_ast.Name("x", _ast.Load(), **kw)], _ast.Constant(1, **kw), **kw)], []), "e", "exec"))
show(lambda: compile(_ast.Module([_ast.FunctionDef("f", _ast.arguments(), [], **kw)], []), "e", "exec"))
show(lambda: compile(_ast.Module([_ast.Delete([], **kw)], []), "e", "exec"))
show(lambda: compile(_ast.Expression(_ast.BoolOp(_ast.And(), [_ast.Constant(1, **kw)], **kw)), "e", "eval"))
show(lambda: compile("x", "e", "nope"))
show(lambda: compile("x", "e", "func_type"))
show(lambda: dump(compile("(int, *str) -> bool", "e", "func_type", 0x400)))
show(lambda: compile("x", "e", "exec", 1))
show(lambda: compile("x", "e", "exec", optimize=5))
show(lambda: compile(3, "e", "exec"))
show(lambda: compile("x", 3, "exec"))
show(lambda: exec(compile("assert 0", "e", "exec", optimize=1)))
exec(compile("def f():\n 'doc'\nprint(f.__doc__)", "e", "exec", optimize=2))
show(lambda: eval(b"  1+1"))
show(lambda: exec(b"# coding: latin-1\nprint('\xe9')"))
class Sub(_ast.Name): pass
show(lambda: eval(compile(_ast.Expression(Sub("kw", _ast.Load(), **kw)), "e", "eval")))
import copy
t2 = copy.deepcopy(tree)
print(dump(t2) == dump(tree))
print(copy.replace(_ast.Name("a", _ast.Load()), id="b").id)
show(lambda: copy.replace(_ast.Name("a", _ast.Load()), idd="b").id)
for name in "True", "None", "x": show(lambda: compile(_ast.Expression(_ast.Name(name, _ast.Load(), **kw)), "e", "eval"))
for pattern in _ast.MatchAs(None, "_", **kw), _ast.MatchAs(None, "True", **kw), _ast.MatchMapping([], [], "None", **kw), _ast.MatchSequence([_ast.MatchStar("True", **kw)], **kw):
    case = _ast.match_case(pattern, None, [_ast.Pass(**kw)])
    show(lambda: compile(_ast.Module([_ast.Match(_ast.Name("x", _ast.Load(), **kw), [case], **kw)], []), "e", "exec"))
show(lambda: compile(_ast.Module([_ast.Try([_ast.Pass(**kw)], [], [], [], **kw)], []), "e", "exec"))
