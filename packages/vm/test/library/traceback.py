import traceback, sys, io
def inner(x):
    return 1 / x
def middle(x):
    try:
        inner(x)
    except ZeroDivisionError as e:
        raise ValueError("bad value") from e
def outer():
    middle(0)
try:
    outer()
except ValueError as e:
    traceback.print_exc(file=sys.stdout)
    print(traceback.format_exception_only(e))
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)])
    te = traceback.TracebackException.from_exception(e, capture_locals=False)
    print("".join(te.format()), end="")
    print(te.exc_type_str, len(te.stack), te.__cause__.exc_type_str)
    print("".join(traceback.format_tb(e.__traceback__, limit=1)), end="")
    print("".join(traceback.format_tb(e.__traceback__, limit=-1)), end="")
try:
    try: {}["k"]
    except KeyError: undefined_name
except NameError as e:
    traceback.print_exception(e, file=sys.stdout)
try:
    compile("x = (1,\n", "f.py", "exec")
except SyntaxError as e:
    traceback.print_exception(e, file=sys.stdout)
    print(traceback.format_exception_only(type(e), e))
try:
    raise ExceptionGroup("eg", [ValueError(1), ExceptionGroup("inner", [TypeError("t"), LookupError("no")])])
except ExceptionGroup as e:
    e.add_note("a note\nof two lines")
    traceback.print_exception(e, file=sys.stdout)
def rec(n):
    if n == 0: raise RuntimeError("deep")
    rec(n - 1)
try: rec(10)
except RuntimeError:
    s = traceback.format_exc()
    print(s)
class Attr: colour = 1
try: Attr().color
except AttributeError as e: print(traceback.format_exception_only(e)[0], end="")
def st(): return traceback.extract_stack(limit=2)
print([f.name for f in st()])
print(traceback.format_list([("file.py", 3, "fn", "code line"), traceback.FrameSummary("x.py", 1, "g")]))
buf = io.StringIO()
traceback.print_stack(limit=1, file=buf)
print(buf.getvalue())
try:
    a = [1, 2]; b = 3
    (a[0] + b)(
        4)
except TypeError: print(traceback.format_exc())
try:
    import nothing.such
except ImportError as e: print("".join(traceback.format_exception(e)))
try: raise KeyError("x").with_traceback(None)
except KeyError as e: print(traceback.format_exception(None, e, None))
class Odd(Exception):
    def __str__(self): raise ValueError
print(traceback.format_exception_only(Odd()))
print(traceback.format_exception_only(None), list(traceback.walk_tb(None)))
s = traceback.StackSummary.from_list([("a.py", 1, "f", "x")] * 5)
print(s.format())
