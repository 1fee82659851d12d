// Hooks of `sys` that a program has put in the place of the original ones: they are told of exceptions that nobody catches.

import { sysAttribute } from "../builtins/print.ts";
import { ExceptionObject } from "../layout/objects.ts";
import { newStructSequence } from "../modules/struct-sequence.ts";
import { None, decref, newRef, typeOf, xdecref } from "../object/reference.ts";
import { internStr, newStr } from "../object/str.ts";
import { callOneArgument, callWith } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { clearError, fetchError, restoreError } from "./errors.ts";
import { formatException } from "./print.ts";

function attribute(rt: Runtime, name: string): number {
  const key = internStr(rt, name);
  const value = sysAttribute(rt, key);
  decref(rt, key);
  clearError(rt);
  return value;
}

/** The hook of this name unless it is the original one: a new reference, or 0. */
function replacedHook(rt: Runtime, name: string): number {
  const pending = fetchError(rt);
  const hook = attribute(rt, name);
  const original = attribute(rt, `__${name}__`);
  restoreError(rt, pending);
  xdecref(rt, original);
  if (hook !== original && hook !== None && original !== 0) return hook;
  xdecref(rt, hook);
  return 0;
}

function tracebackOf(rt: Runtime, exception: number): number {
  return rt.heap.load(exception + ExceptionObject.traceback.offset) || None;
}

/** Tells `sys.excepthook` of an exception that left the program, if a program has set it. Whether it did; what the hook raises is printed. */
export function callExceptHook(rt: Runtime, exception: number): boolean {
  const hook = replacedHook(rt, "excepthook");
  if (hook === 0) return false;
  const result = callWith(rt, hook, typeOf(rt, exception), exception, tracebackOf(rt, exception));
  decref(rt, hook);
  if (result !== 0) {
    decref(rt, result);
    return true;
  }
  const raised = fetchError(rt);
  rt.host.stderr(`Error in sys.excepthook:\n${formatException(rt, raised)}\nOriginal exception was:\n`);
  decref(rt, raised);
  return false;
}

/** Tells `sys.unraisablehook`, if a program has set it. `exception` may be 0. */
export function callUnraisableHook(rt: Runtime, exception: number, message: string, object: number): boolean {
  const hook = replacedHook(rt, "unraisablehook");
  if (hook === 0) return false;
  const type = exception === 0 ? None : typeOf(rt, exception);
  const args = newStructSequence(rt, "sys.UnraisableHookArgs", [
    newRef(rt, type),
    newRef(rt, exception || None),
    newRef(rt, exception === 0 ? None : tracebackOf(rt, exception)),
    newStr(rt, message),
    newRef(rt, object || None),
  ]);
  const result = callOneArgument(rt, hook, args);
  decref(rt, args);
  decref(rt, hook);
  if (result === 0) clearError(rt);
  else decref(rt, result);
  return result !== 0;
}
