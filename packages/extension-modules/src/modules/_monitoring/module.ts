// The module `sys.monitoring` (PEP 669) as far as this machine has it: tools can be named and callbacks registered, but nothing is told
// of what runs, and whoever turns an event on is told so.

import {
  type BuiltinSpecification,
  FixedType,
  None,
  type Runtime,
  builtinFunction,
  indexNumber,
  isStr,
  newDict,
  allocate,
  newInt,
  newModule,
  newNamespace,
  newRef,
  setError,
  typeName,
  xdecref,
} from "@tjit/runtime/api";

/** Events in the order of their bits. */
const eventNames = [
  ..."PY_START PY_RESUME PY_RETURN PY_YIELD CALL LINE INSTRUCTION JUMP BRANCH_LEFT BRANCH_RIGHT STOP_ITERATION".split(
    " ",
  ),
  ..."RAISE EXCEPTION_HANDLED PY_UNWIND PY_THROW RERAISE C_RETURN C_RAISE".split(" "),
];
const BRANCH = 1 << eventNames.length;
/** Those that can be had for one code object: all up to this one. */
const localEvents = (1 << eventNames.indexOf("RAISE")) - 1;
const allEvents = BRANCH * 2 - 1;
const toolCount = 6;

/** Makes the module. */
export function newMonitoringModule(rt: Runtime): number {
  /** Names by the number of the tool, owned. */
  const tools = new Map<number, number>();
  /** By tool and event, owned. They may be there before the tool is. */
  const callbacks = new Map<string, number>();

  /** The number of a tool; null with ValueError set when there is no such, or it must be in use and is not. */
  const toolNumber = (ref: number, mustBeUsed: "used" | "any"): number | null => {
    const tool = indexNumber(rt, ref, rt.types.OverflowError);
    if (tool === null) return null;
    const isKnown = tool >= 0 && tool < toolCount;
    if (isKnown && (mustBeUsed === "any" || tools.has(tool))) return tool;
    setError(
      rt,
      rt.types.ValueError,
      isKnown ? `tool ${tool} is not in use` : `invalid tool ${tool} (must be between 0 and 5)`,
    );
    return null;
  };

  /** A set of events that a tool asks for; null with an exception set. */
  const eventSet = (ref: number, allowed: number, kind: string): number | null => {
    const events = indexNumber(rt, ref, rt.types.OverflowError);
    if (events === null) return null;
    if (events >= 0 && (events & ~allowed) === 0) {
      if (events === 0) return events;
      setError(rt, rt.types.NotImplementedError, "events of sys.monitoring are not available on this machine");
    } else setError(rt, rt.types.ValueError, `invalid ${kind}event set 0x${events.toString(16)}`);
    return null;
  };

  const forget = (tool: number): void => {
    for (const [key, callback] of [...callbacks]) {
      if (!key.startsWith(`${tool} `)) continue;
      callbacks.delete(key);
      xdecref(rt, callback);
    }
  };

  const isCode = (ref: number): boolean => {
    if ((ref & 1) === 0 && typeName(rt, ref) === "code") return true;
    setError(rt, rt.types.TypeError, "code must be a code object");
    return false;
  };

  const functions: Readonly<Record<string, BuiltinSpecification>> = {
    use_tool_id: builtinFunction("(tool_id, name, /)", (rt_, toolRef, name) => {
      const tool = toolNumber(toolRef, "any");
      if (tool === null) return 0;
      if (!isStr(rt_, name)) return setError(rt_, rt_.types.ValueError, "tool name must be a str");
      if (tools.has(tool)) return setError(rt_, rt_.types.ValueError, `tool ${tool} is already in use`);
      tools.set(tool, newRef(rt_, name));
      return None;
    }),
    clear_tool_id: builtinFunction("(tool_id, /)", (_, toolRef) => {
      const tool = toolNumber(toolRef, "any");
      if (tool === null) return 0;
      forget(tool);
      return None;
    }),
    free_tool_id: builtinFunction("(tool_id, /)", (rt_, toolRef) => {
      const tool = toolNumber(toolRef, "any");
      if (tool === null) return 0;
      const name = tools.get(tool) ?? 0;
      tools.delete(tool);
      forget(tool);
      xdecref(rt_, name);
      return None;
    }),
    get_tool: builtinFunction("(tool_id, /)", (rt_, toolRef) => {
      const tool = toolNumber(toolRef, "any");
      return tool === null ? 0 : newRef(rt_, tools.get(tool) ?? None);
    }),
    register_callback: builtinFunction("(tool_id, event, func, /)", (rt_, toolRef, eventRef, callback) => {
      const tool = toolNumber(toolRef, "any");
      const event = tool === null ? null : indexNumber(rt_, eventRef, rt_.types.OverflowError);
      if (tool === null || event === null) return 0;
      if (event <= 0 || (event & (event - 1)) !== 0) {
        const wrong = "The callback can only be set for one event at a time";
        return setError(rt_, rt_.types.ValueError, wrong);
      }
      if (event > BRANCH) return setError(rt_, rt_.types.ValueError, `invalid event ${event}`);
      const key = `${tool} ${event}`;
      const old = callbacks.get(key) ?? None;
      callbacks.delete(key);
      if (callback !== None) callbacks.set(key, newRef(rt_, callback));
      return old;
    }),
    get_events: builtinFunction("(tool_id, /)", (rt_, toolRef) =>
      toolNumber(toolRef, "any") === null ? 0 : newInt(rt_, 0),
    ),
    set_events: builtinFunction("(tool_id, event_set, /)", (_, toolRef, events) =>
      toolNumber(toolRef, "used") === null || eventSet(events, allEvents, "") === null ? 0 : None,
    ),
    get_local_events: builtinFunction("(tool_id, code, /)", (rt_, toolRef, code) =>
      !isCode(code) || toolNumber(toolRef, "any") === null ? 0 : newInt(rt_, 0),
    ),
    set_local_events: builtinFunction("(tool_id, code, event_set, /)", (_, toolRef, code, events) =>
      !isCode(code) || toolNumber(toolRef, "used") === null || eventSet(events, localEvents | BRANCH, "local ") === null
        ? 0
        : None,
    ),
    restart_events: builtinFunction("()", () => None),
    _all_events: builtinFunction("()", newDict),
  };

  const numbers = eventNames.map((name, bit) => [name, newInt(rt, 1 << bit)] as const);
  return newModule(rt, "sys.monitoring", functions, {
    events: newNamespace(rt, [...numbers, ["BRANCH", newInt(rt, BRANCH)], ["NO_EVENTS", newInt(rt, 0)]]),
    DISABLE: allocate(rt, FixedType.object),
    MISSING: allocate(rt, FixedType.object),
    DEBUGGER_ID: newInt(rt, 0),
    COVERAGE_ID: newInt(rt, 1),
    PROFILER_ID: newInt(rt, 2),
    OPTIMIZER_ID: newInt(rt, 5),
  });
}
