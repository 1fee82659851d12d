import typing
from typing import *
T = TypeVar("T"); K = TypeVar("K", bound=int); S = TypeVar("S", int, str); P = ParamSpec("P"); Ts = TypeVarTuple("Ts")
print(T, K.__bound__, S.__constraints__, P, Ts, P.args, P.kwargs)
print(List[int], Dict[str, List[T]], Optional[int], Union[int, str, None], Callable[[int, str], bool], Callable[P, T], Tuple[int, ...], Type[int], Literal["a", 1], Annotated[int, "meta"], ClassVar[int], Final[str])
print(Dict[str, List[T]][int], get_origin(Dict[str, int]), get_args(Callable[[int], str]), get_args(Union[int, None]), get_origin(list[int]))
class Box(Generic[T]):
    def __init__(self, item: T): self.item = item
    def get(self) -> T: return self.item
print(Box[int], Box[int](3).get(), Box.__parameters__, Box[int].__args__, Box[List[K]].__parameters__, Box[int] == Box[int])
class Pair(Box[T], Generic[T, K]): pass
print(Pair[str, int], Pair.__parameters__, Pair.__orig_bases__)
@runtime_checkable
class HasName(Protocol):
    name: str
    def hello(self) -> str: ...
class N:
    name = "n"
    def hello(self): return "hi"
print(isinstance(N(), HasName), isinstance(3, HasName), HasName._is_protocol)
class Movie(TypedDict, total=False):
    title: Required[str]
    year: int
print(Movie(title="x", year=1), Movie.__annotations__, Movie.__required_keys__, Movie.__optional_keys__, Movie.__total__)
class Emp(NamedTuple):
    name: str
    id: int = 3
print(Emp("a"), Emp._fields, Emp.__annotations__, Emp("b", 4)._replace(id=9))
UserId = NewType("UserId", int)
print(UserId(5), UserId)
def f(a: "int", b: Optional["Box[int]"] = None, *args: T, **kw: Any) -> "List[str]": ...
print(get_type_hints(f), get_type_hints(Emp), get_type_hints(Movie))
@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x): return x
print(len(get_overloads(g)), cast(int, "x"), g(3), Any, NoReturn, Never, Self, LiteralString)
for bad in (lambda: Box[int, str], lambda: Union[3], lambda: Generic[int], lambda: Optional[int, str], lambda: List[int][str], lambda: isinstance([], List[int]), lambda: Literal[int]()):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
try:
    class Bad(Generic[T], Generic[K]): pass
except TypeError as e: print(e)
type Alias[X] = dict[X, list[X]]
print(Alias, Alias[int], Alias.__value__, get_args(Alias[int]))
class New[A, *B, **C]:
    def m[D: (int, str) = int](self, d: D) -> A: ...
print(New[int, str, float, [int]], New.__parameters__, New.m.__type_params__[0].__constraints__, New.m.__type_params__[0].__default__)
print(Concatenate[int, P], Unpack[Ts], Tuple[int, Unpack[Ts]], tuple[*Ts], Callable[[*Ts], int])
print(ForwardRef("int"), List["int"], TypeGuard[int], Iterable[int], Mapping[str, int], Awaitable[T], ContextManager[int])
@final
class Fin: pass
print(Fin.__final__, typing.TYPE_CHECKING, assert_type(3, int), is_typeddict(Movie), is_protocol(HasName), sorted(get_protocol_members(HasName)))
@no_type_check
def q(a: "nonsense("): pass
print(get_type_hints(q), Text, AnyStr, SupportsInt, isinstance(3, SupportsInt), issubclass(int, Hashable), reveal_type(3) if 0 else 1)
class TD2(Movie): extra: ReadOnly[NotRequired[int]]
print(TD2.__required_keys__, TD2.__readonly_keys__, get_type_hints(TD2, include_extras=True))
try: assert_never(3)
except AssertionError as e: print(e)
