# sys.monitoring as far as nothing is monitored, and what debuggers are made of
import sys
import bdb, doctest, pdb
m = sys.monitoring
print(m, "sys.monitoring" in sys.modules, m.events, [m.DEBUGGER_ID, m.COVERAGE_ID, m.PROFILER_ID, m.OPTIMIZER_ID])
code = (lambda: 0).__code__
steps = [
    lambda: m.use_tool_id(9, "x"), lambda: m.use_tool_id(1, 3), lambda: m.use_tool_id("a", "x"), lambda: m.use_tool_id(1, "x"),
    lambda: m.use_tool_id(1, "x"), lambda: m.get_tool(1), lambda: m.get_tool(2), lambda: m.get_events(1), lambda: m.get_events(2),
    lambda: m.register_callback(2, 1, len), lambda: m.register_callback(1, 1, len), lambda: m.register_callback(1, 1, None),
    lambda: m.register_callback(1, 3, None), lambda: m.register_callback(1, 1 << 20, None), lambda: m.set_events(2, 0),
    lambda: m.set_events(1, 1 << 20), lambda: m.set_events(1, 0), lambda: m.get_local_events(1, 3), lambda: m.get_local_events(1, code),
    lambda: m.set_local_events(1, code, 1 << 14), lambda: m.free_tool_id(1), lambda: m.free_tool_id(1), lambda: m.clear_tool_id(1),
    m.restart_events, m._all_events, lambda: m.set_events(1, 1), lambda: m.free_tool_id(77), lambda: sys.settrace(None), sys.gettrace,
]
for step in steps:
    try: print(step())
    except Exception as e: print(type(e).__name__, e)

def twice(x):
    """Doubles.

    >>> twice(2)
    4
    >>> twice("a")
    'ab'
    >>> twice(None)
    Traceback (most recent call last):
    TypeError: unsupported operand type(s) for *: 'int' and 'NoneType'
    """
    return 2 * x
finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(verbose=False)
for test in finder.find(twice, "twice", module=False):
    out = []
    print(runner.run(test, out=out.append))
    print("".join(out).split("Failed example")[1])
