# Signatures of builtins, and which of them have a docstring.
import builtins
import functools
import inspect
import itertools
import math
import operator
import pydoc
import types

def shown(it):
    try: return str(inspect.signature(it))
    except (ValueError, TypeError) as error: return type(error).__name__

for it in (len, print, str.split, int, sorted, sum, dict.get, list.append, "".join, [].sort, int.__add__, (5).__add__, int.from_bytes, dict.fromkeys,
           object, type, float, list, open, isinstance, max, str, compile, range, math.hypot, itertools.count, functools.reduce, functools.partial,
           operator.itemgetter, ValueError, property, classmethod, (x for x in ()).send, types.FunctionType, types.SimpleNamespace, object.__init__):
    print(getattr(it, "__name__", it), shown(it))

def text(it):
    found = getattr(it, "__text_signature__", None)
    return found and " ".join(found.split())

kinds = [it for it in vars(builtins).values() if isinstance(it, type) and it.__module__ == "builtins"]
kinds += [types.FunctionType, types.MethodType, types.GeneratorType, types.CoroutineType, types.MappingProxyType, type({}.keys()), type({}.values()), type({}.items())]
functions = [it for module in (builtins, math, itertools) for it in vars(module).values() if isinstance(it, types.BuiltinFunctionType)]
for it in sorted(functions, key=lambda it: it.__name__):
    print(it.__name__, text(it), bool(it.__doc__))
for kind in sorted(kinds, key=lambda it: it.__name__):
    if issubclass(kind, BaseExceptionGroup) or kind.__name__ in ("_IncompleteInputError", "UnicodeTranslateError"): continue
    print(kind.__name__, text(kind), bool(kind.__doc__))
    for name, it in sorted(vars(kind).items()):
        if name == "characters_written" or name.startswith("_"): continue
        it = getattr(it, "__func__", it)
        print("   ", name, text(it), bool(it.__doc__))

for kind in (int, str, list, dict, object, type, property):
    for name in "__init__ __repr__ __eq__ __add__ __radd__ __iadd__ __getitem__ __setitem__ __len__ __iter__ __contains__ __getattribute__ __get__ __call__ __format__".split():
        it = vars(kind).get(name)
        if it is not None: print(kind.__name__, name, text(it), bool(it.__doc__))

class Derived(int):
    pass
class Documented(int):
    "mine"
print(Derived.__doc__, Documented.__doc__, Derived.__text_signature__, Derived.bit_length.__text_signature__)
print(pydoc.plain(pydoc.render_doc(len)).splitlines()[2])
print(help, exit, quit)
