// What interactive input does with a value: it asks `sys.displayhook`.

import { sysAttribute } from "../builtins/print.ts";
import { errorOccurred, setError } from "../exceptions/errors.ts";
import { decref } from "../object/reference.ts";
import { internStr } from "../object/str.ts";
import { callOneArgument } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";

/** Calls the hook. A new reference. */
export function printExpression(rt: Runtime, value: number): number {
  const key = internStr(rt, "displayhook");
  const hook = sysAttribute(rt, key);
  decref(rt, key);
  if (hook === 0) return errorOccurred(rt) === 0 ? setError(rt, rt.types.RuntimeError, "lost sys.displayhook") : 0;
  const result = callOneArgument(rt, hook, value);
  decref(rt, hook);
  return result;
}
