import ast
src = '''
import os, sys as s
from . import x
@deco(1)
def f(a, /, b: int = 1, *c, d, e=2, **k) -> "str":
    """doc"""
    x = y = [i * 2 for i in range(10) if i % 2] + [*a, {**k}]
    with open("f") as g, h: pass
    try: raise X from Y
    except (A, B) as e: pass
    else: pass
    finally: del x[0], y.z
    for i, j in w: continue
    while True: break
    return lambda q, *r: f"{q!r:>{i}} {j=}" if a and not b or c else -1 ** 2
async def g():
    async with a as b: await c
    async for i in x: yield i
class C[T: int](Base, metaclass=M):
    attr: int = 3
    global q
match z:
    case [1, *_, {"k": v, **r}] | C(1, x=2) if g: pass
    case None | -1.5 | "s": pass
type A[X] = list[X]
assert a < b <= c not in d, "m"
x += 1; y //= (2, 3)[0:1, ::2]; (n := 3)
print(t"{x} y", b"b", 1j, ..., sep="")
'''
tree = ast.parse(src)
un = ast.unparse(tree)
print(un)
print(ast.dump(ast.parse(un)) == ast.dump(tree))
print(ast.dump(ast.parse("x = 1 + y"), indent=2), ast.dump(ast.parse("f(a)", mode="eval"), include_attributes=True))
for s in ["1", "-1.5", "'a' 'b'", "[1, (2, 3), {4: {5}}]", "None", "1+2j", "b'x'", "{'a': True}", "set()"]: print(ast.literal_eval(s))
for s in ["f()", "1 + 1", "x", "[", "'a' + 'b'"]:
    try: print(ast.literal_eval(s))
    except Exception as e: print(type(e).__name__, str(e).split(" at 0x")[0].split(": <")[0])
class V(ast.NodeVisitor):
    def __init__(self): self.names = []
    def visit_Name(self, n): self.names.append(n.id); self.generic_visit(n)
v = V(); v.visit(tree); print(v.names[:12])
class T(ast.NodeTransformer):
    def visit_BinOp(self, n):
        self.generic_visit(n)
        return ast.copy_location(ast.Constant(42), n) if isinstance(n.op, ast.Add) else n
    def visit_Name(self, n): return ast.copy_location(ast.Name(id="q_" + n.id, ctx=n.ctx), n)
t = T().visit(ast.parse("a = b + c\nd = e * f")); print(ast.unparse(t))
ns = {}; exec(compile(ast.fix_missing_locations(ast.Module([ast.Assign([ast.Name("z", ast.Store())], ast.Constant(5))], [])), "x", "exec"), ns); print(ns["z"])
print(ast.get_docstring(tree.body[2]), [type(n).__name__ for n in ast.walk(ast.parse("a.b[c]"))], list(ast.iter_fields(ast.parse("a").body[0]))[0][0])
print(ast.get_source_segment("x = foo(1)\n", ast.parse("x = foo(1)\n").body[0].value), ast.increment_lineno(ast.parse("x"), 3).body[0].lineno)
print(ast.Constant(3).value, isinstance(ast.Constant(3), ast.expr), ast.Name("x").id, ast.compare(ast.parse("a"), ast.parse("a")), ast.compare(ast.parse("a"), ast.parse("b")))
