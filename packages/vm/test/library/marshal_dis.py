import marshal, io, _opcode
def show(fn):
    try: print(fn())
    except BaseException as e: print(type(e).__name__, e)
for o in [None, True, False, ..., 0, 1, -5, 2**31, -2**70, 1.5, float("inf"), 2j, "", "abc", "é日\U0001F600", "\ud800", b"abc", (), (1, "a"), [1, [2]], {1: 2, "k": [3]}, {1, 2}, frozenset([3]), StopIteration, slice(1, 2, None), bytearray(b"x")]:
    b = marshal.dumps(o)
    r = marshal.loads(b)
    print(repr(r), type(r).__name__, r == o if not isinstance(o, bytearray) else bytes(o) == r)
def f(a, b=2, *c, d, **e):
    "doc"
    def g(): return a + d
    try: return g() / b
    except ZeroDivisionError: return (1, 2.5, 'x', b'y', ...)
code = marshal.loads(marshal.dumps(f.__code__))
import types
f2 = types.FunctionType(code, globals(), "f2", (2,))
print(f2(1, d=2), f2(1, 0, d=3), code == f.__code__, code.co_firstlineno, code.co_consts == f.__code__.co_consts)
n = marshal.loads(marshal.dumps([f.__code__, (f.__code__, "s")]))
print(types.FunctionType(n[1][0], globals())(1, 2, d=3))
for bad in [b"", b"i\1", b"?", b"(\xff\xff\xff\xff", b"[\2\0\0\0i\1\0\0\0", b"r\5\0\0\0"]:
    show(lambda: marshal.loads(bad))
show(lambda: marshal.dumps(object()))
show(lambda: marshal.loads(marshal.dumps(f.__code__), allow_code=False))
show(lambda: marshal.dumps(f.__code__, allow_code=False))
buf = io.BytesIO()
marshal.dump([1, 2], buf); marshal.dump("x", buf); buf.seek(0)
print(marshal.load(buf), marshal.load(buf), marshal.version)
show(lambda: marshal.load(buf))
l = []; l.append(l)
show(lambda: marshal.dumps(l))
show(lambda: marshal.loads(b"\xdb\1\0\0\0r\0\0\0\0"))
import opcode, dis
print([ (n, opcode.stack_effect(o, 3 if o > 43 else None)) for n, o in opcode.opmap.items() if n not in ("ENTER_EXECUTOR", "CACHE", "RESERVED") and not n.startswith("INSTRUMENTED")])
for j in (True, False, None): print([(n, opcode.stack_effect(opcode.opmap[n], 1, jump=j)) for n in ("SETUP_FINALLY","SETUP_CLEANUP","SETUP_WITH","POP_BLOCK","JUMP","JUMP_NO_INTERRUPT","JUMP_IF_TRUE","JUMP_IF_FALSE","LOAD_CLOSURE","STORE_FAST_MAYBE_NULL","ANNOTATIONS_PLACEHOLDER") if n in opcode.opmap])
show(lambda: opcode.stack_effect(3000))
show(lambda: opcode.stack_effect(1, jump=3))
dis.dis(f)
dis.show_code(f)
print([i.opname for i in dis.get_instructions(compile("x = [i for i in y]", "e", "exec"))])
print(dis.code_info(lambda x: x + 1).splitlines()[0])
