// `threading.excepthook`: prints what a thread did not catch.

import {
  clearError,
  decref,
  defineStructSequence,
  formatException,
  getOptionalAttribute,
  internStr,
  None,
  type Runtime,
  setError,
  strText,
  sysAttribute,
  tupleItem,
  typeOf,
  writeText,
  xdecref,
} from "@tjit/runtime/api";
import { threadIdent } from "./locks.ts";

/** Defines `_thread._ExceptHookArgs`. */
export function defineExceptHookArguments(rt: Runtime): number {
  const fields = ["exc_type", "exc_value", "exc_traceback", "thread"];
  return defineStructSequence(rt, "_thread", "_ExceptHookArgs", fields, { construction: "allowed" });
}

/** Prints an exception to `sys.stderr`, but for SystemExit. */
export function exceptHook(rt: Runtime, args: number, type: number): number {
  if (typeOf(rt, args) !== type) {
    return setError(rt, rt.types.TypeError, "_thread.excepthook argument type must be ExceptHookArgs");
  }
  const [exceptionType, exception, thread] = [0, 1, 3].map((index) => tupleItem(rt, args, index)) as [
    number,
    number,
    number,
  ];
  if (exceptionType === rt.types.SystemExit) return None;
  const key = internStr(rt, "stderr");
  const stderr = sysAttribute(rt, key);
  decref(rt, key);
  if (stderr === 0 || stderr === None) return stderr;
  const text = exception === None ? "" : formatException(rt, exception);
  const status = writeText(rt, stderr, `Exception in thread ${nameOf(rt, thread)}:\n${text}`);
  decref(rt, stderr);
  return status < 0 ? 0 : None;
}

function nameOf(rt: Runtime, thread: number): string {
  const key = internStr(rt, "name");
  const name = thread === None ? 0 : getOptionalAttribute(rt, thread, key);
  decref(rt, key);
  const text = name === 0 ? null : strText(rt, name);
  clearError(rt);
  xdecref(rt, name);
  return text ?? String(threadIdent);
}
