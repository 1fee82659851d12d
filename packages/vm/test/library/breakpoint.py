# breakpoint() and what stands behind it
import os, sys
calls = []
sys.breakpointhook = lambda *args, **kwargs: calls.append((args, kwargs)) or "result"
print(breakpoint(1, a=2), calls)
sys.breakpointhook = sys.__breakpointhook__
for name in "builtins.sorted", "len", "0", "no.such", "sys.nothing":
    os.environ["PYTHONBREAKPOINT"] = name
    import warnings
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(name, breakpoint([3, 1, 2]), [str(w.message) for w in caught])
os.environ["PYTHONBREAKPOINT"] = "len"
try: breakpoint()
except TypeError as e: print(e)
del sys.breakpointhook
try: breakpoint()
except RuntimeError as e: print(e)
sys.breakpointhook = sys.__breakpointhook__

# a repr that asks for itself
import io
class Raw(io.RawIOBase):
    @property
    def name(self): return self.around
raw = Raw()
raw.readable = raw.writable = lambda: True
raw.around = io.BufferedReader(raw)
try: repr(raw.around)
except RuntimeError as e: print(e)
import collections
print(collections.deque[int])
