// `sys.excepthook`, `sys.displayhook`, `sys.unraisablehook` as they are before a program replaces them.

import { sysAttribute, writeText } from "../builtins/print.ts";
import { clearError, errorOccurred, setError } from "../exceptions/errors.ts";
import { formatException, formatUnraisable } from "../exceptions/print.ts";
import { ExceptionObject } from "../layout/objects.ts";
import { moduleDict, setEntry } from "../kinds/module.ts";
import { dictGet } from "../object/dict.ts";
import { None, decref, isExceptionInstance, newRef, typeName, typeOf } from "../object/reference.ts";
import { internStr } from "../object/str.ts";
import { tupleItem } from "../object/tuple.ts";
import { reprText, strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";
import { breakpointHookFunction } from "./breakpoint.ts";
import { defineStructSequence } from "./struct-sequence.ts";

/** Defines the type of what `unraisablehook` is given. */
export function defineHookArguments(rt: Runtime): void {
  defineStructSequence(rt, "sys", "UnraisableHookArgs", [
    "exc_type",
    "exc_value",
    "exc_traceback",
    "err_msg",
    "object",
  ]);
}

/** Writes to `sys.stderr`, if there is one. */
function complain(rt: Runtime, text: string): void {
  const key = internStr(rt, "stderr");
  const stderr = sysAttribute(rt, key);
  decref(rt, key);
  if (stderr !== 0 && stderr !== None) writeText(rt, stderr, text);
  if (stderr !== 0) decref(rt, stderr);
  clearError(rt);
}

function excepthook(rt: Runtime, _type: number, exception: number, traceback: number): number {
  if (!isExceptionInstance(rt, exception)) {
    complain(rt, `TypeError: print_exception(): Exception expected for value, ${typeName(rt, exception)} found\n`);
    return None;
  }
  // It is printed with the traceback that is given, not with its own.
  const place = exception + ExceptionObject.traceback.offset;
  const own = rt.heap.load(place);
  rt.heap.store(place, typeOf(rt, traceback) === rt.types.traceback ? traceback : 0);
  const text = formatException(rt, exception);
  rt.heap.store(place, own);
  complain(rt, text);
  return None;
}

function unraisablehook(rt: Runtime, args: number): number {
  const [exception, message, object] = [1, 3, 4].map((index) => tupleItem(rt, args, index)) as [number, number, number];
  const heading = message === None ? "Exception ignored in" : (strText(rt, message) ?? "");
  const shown = object === None ? "" : ` ${reprText(rt, object) ?? ""}`;
  clearError(rt);
  complain(rt, `${heading}${shown}:\n${exception === None ? "" : formatUnraisable(rt, exception)}`);
  return None;
}

/** Shows a value, and remembers it as `_`, unless it is None. */
function displayhook(rt: Runtime, value: number): number {
  if (value === None) return None;
  setEntry(rt, rt.builtins, "_", None);
  const text = reprText(rt, value);
  const stdout = text === null ? 0 : sysAttribute(rt, rt.names.stdout);
  if (text === null || stdout === 0) {
    return errorOccurred(rt) === 0 ? setError(rt, rt.types.RuntimeError, "lost sys.stdout") : 0;
  }
  const status = writeText(rt, stdout, `${text}\n`);
  decref(rt, stdout);
  if (status < 0) return 0;
  setEntry(rt, rt.builtins, "_", newRef(rt, value));
  return None;
}

/** Functions of the module. */
export const hookFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  excepthook: builtinFunction("(exctype, value, traceback, /)", excepthook),
  unraisablehook: builtinFunction("(unraisable, /)", unraisablehook),
  displayhook: builtinFunction("(object, /)", displayhook),
  breakpointhook: breakpointHookFunction,
};

/** `sys.__excepthook__` and its like: the hooks under names that nobody replaces. */
export function addOriginalHooks(rt: Runtime, module: number): void {
  const dict = moduleDict(rt, module);
  for (const name of Object.keys(hookFunctions)) {
    const key = internStr(rt, name);
    setEntry(rt, dict, `__${name}__`, newRef(rt, dictGet(rt, dict, key)));
    decref(rt, key);
  }
}
