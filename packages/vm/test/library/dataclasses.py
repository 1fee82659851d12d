import dataclasses
from dataclasses import dataclass, field, asdict, astuple, replace, fields, KW_ONLY, InitVar, make_dataclass, is_dataclass
from typing import ClassVar

@dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)
    count: ClassVar[int] = 3

    def __post_init__(self):
        self.tags.append("made")

@dataclass(frozen=True, slots=True)
class Frozen:
    a: str
    b: tuple[int, ...] = ()

@dataclass(kw_only=True)
class Base:
    name: str
    _: KW_ONLY
    scale: InitVar[int] = 2
    result: int = field(init=False)

    def __post_init__(self, scale):
        self.result = len(self.name) * scale

@dataclass
class Derived(Base):
    extra: dict[str, "Point"] = field(default_factory=dict, metadata={"doc": "more"})

p = Point(1, 2)
print(p, p == Point(1, 2), p < Point(1, 3), sorted([Point(2), Point(1, 5), Point(1)]), p.tags)
print(replace(p, y=9), asdict(p), astuple(p), [f.name for f in fields(Point)])
f = Frozen("k", (1, 2))
print(f, hash(f) == hash(Frozen("k", (1, 2))), hasattr(f, "__dict__"), Frozen.__slots__)
for bad in (lambda: setattr(f, "a", 1), lambda: Point(), lambda: Point(1, 2, 3, 4), lambda: Derived("n"), lambda: replace(Derived(name="q"), result=3)):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
d = Derived(name="abc", extra={"p": p})
print(d, d.result, asdict(d), fields(d)[-1].metadata["doc"], is_dataclass(d), is_dataclass(3))
print(Derived.__match_args__, Point.__match_args__, Point.__doc__)
match p:
    case Point(x, y): print("matched", x, y)
C = make_dataclass("C", [("x", int), ("y", int, 5)], namespace={"total": lambda self: self.x + self.y})
print(C(1), C(1).total(), C.__annotations__)
@dataclass(eq=False, repr=False)
class Plain: v: int = 1
print(Plain() == Plain(), "Plain object" in repr(Plain()))
try:
    @dataclass
    class Wrong:
        a: int = 1
        b: str
except TypeError as error:
    print(error)
try:
    @dataclass
    class Mutable:
        a: list = []
except ValueError as error:
    print(error)
import inspect
print(inspect.signature(Point), inspect.signature(Derived))
@dataclass
class Node:
    value: int
    children: list["Node"] = field(default_factory=list)
print(Node(1, [Node(2), Node(3)]))
