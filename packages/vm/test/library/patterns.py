# str and bytes are no sequences to patterns, even with collections.abc; what comes first in the order decides
import collections.abc as abc
def kind(x):
    match x:
        case [*_]: return "seq"
        case {}: return "map"
        case _: return "other"
class S(list, abc.Mapping):
    __getitem__ = None; __iter__ = None; __len__ = None
class M(dict, abc.Sequence):
    __getitem__ = None
class Own: pass
abc.Sequence.register(Own)
print([kind(x) for x in ["abc", b"ab", bytearray(b"a"), memoryview(b"ab"), (1,), range(2), {}, {1}, M(), Own()]])
class Twice:
    __match_args__ = ("a", "a")
    a = None
try:
    match Twice():
        case Twice(y, z): pass
except TypeError as e: print(e)
