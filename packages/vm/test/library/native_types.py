# Native types of types, typing, warnings, contextvars and traceback, at their edges.
import contextvars, copy, pickle, sys, traceback, types, typing, warnings


def show(function):
    try:
        print(function())
    except BaseException as error:
        print(type(error).__name__, error)


print(types.MappingProxyType("abc"), types.MappingProxyType(mapping={}))
show(lambda: types.MappingProxyType())
show(lambda: types.MappingProxyType({}, {}))
show(lambda: types.SimpleNamespace(a=1) < types.SimpleNamespace(a=1))
show(lambda: hash(types.SimpleNamespace()))
for kind in types.NoneType, types.EllipsisType, types.NotImplementedType:
    show(lambda: kind(1))
    show(lambda: kind(x=1))
show(lambda: types.CellType().cell_contents)
show(lambda: types.UnionType())
print((int | str).__module__)
module = types.ModuleType("m")
module.__file__ = None
print(module)
for value in object(), 1, (1,), "a", {}.keys(), types.MappingProxyType({}), type("A", (), {})():
    for key in 0, "a":
        try:
            del value[key]
        except TypeError as error:
            print(str(error).split(" object ")[1])

starred = next(iter(tuple[int]))
print(starred, iter(list[int]).__reduce__()[1], [pickle.loads(pickle.dumps(starred, p)) for p in range(6)])
iterator = iter(list[int])
print(list(copy.copy(iterator)), list(iterator), list(iterator), iterator.__reduce__()[1])

top = types.TracebackType(None, sys._getframe(), 2, 3)
inner = types.TracebackType(top, sys._getframe(), 2, 3)
show(lambda: setattr(top, "tb_next", inner))
show(lambda: setattr(top, "tb_next", top))
show(lambda: setattr(top, "tb_next", 1))
show(lambda: delattr(top, "tb_next"))
show(lambda: types.TracebackType(None, None, 1, 2))
print(dir(top))

parameter = typing.TypeVar("parameter")
print(parameter.evaluate_default, parameter.has_default(), parameter.evaluate_bound)
bound = typing.TypeVar("bound", bound=list[int], default=None).evaluate_bound
print(bound(1), repr(bound(4)), typing.TypeVar("c", int, str).evaluate_constraints(4))
show(lambda: bound())
show(lambda: bound("a"))
show(lambda: parameter.__dict__)
P = typing.ParamSpec("P")
show(lambda: hash(P.args))
Ts = typing.TypeVarTuple("Ts")
show(lambda: typing.Dict[parameter, P][int])
show(lambda: typing.TypeAliasType("A", int, type_params=(1,)))
show(lambda: typing.TypeAliasType("A", int, type_params=(typing.TypeVar("D", default=int), parameter)))
print(typing.TypeAliasType("A", int, type_params=(parameter, P, Ts)).__type_params__)

registry = {}
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("module")
    for line in 1, 1, 2:
        warnings.warn_explicit("a", UserWarning, "f", line, "m", registry)
print(len(caught), [key for key in registry if key != "version"])
show(lambda: warnings.warn_explicit("m", int, "f", 3))
show(lambda: warnings.warn_explicit("m", "x", "f", 3))
with warnings.catch_warnings():
    warnings.filters = 3
    show(lambda: warnings.warn_explicit("m", UserWarning, "f", 3))

variable = contextvars.ContextVar("v")
context = contextvars.Context()
context.run(variable.set, 1)
print([it is variable for it in context.keys()], list(context.values()), next(context.items())[1], len(list(context)))
show(lambda: pickle.dumps(contextvars.ContextVar("v")))


class Near:
    T1 = 1


for wrong in "T9", "t1", "xx":
    try:
        getattr(Near, wrong)
    except AttributeError as error:
        print(traceback.format_exception_only(error)[-1], end="")
