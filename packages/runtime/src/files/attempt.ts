// Asks the host for something that it may refuse: its refusal becomes an OSError.

import { raise } from "../exceptions/errors.ts";
import { newInt } from "../object/int.ts";
import { None, decref, newRef } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { callWith } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { type SystemError, systemErrorNamed } from "./system-errors.ts";

/** What `operation` answers; null with an OSError set, which names the files, when the host refuses. */
export function attempt<Value>(rt: Runtime, operation: () => Value, file = 0, second = 0): Value | null {
  try {
    return operation();
  } catch (error) {
    raiseSystemError(rt, refusalOf(error), file, second);
    return null;
  }
}

/** The system's error that a host threw. What is no refusal but a defect is thrown on. */
export function refusalOf(error: unknown): SystemError {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const found = systemErrorNamed(code);
  if (found === undefined) throw error;
  return found;
}

/** Raises the OSError of a name, such as `ENOENT`. */
export function raiseNamedError(rt: Runtime, name: string, file = 0): 0 {
  const error = systemErrorNamed(name);
  if (error !== undefined) raiseSystemError(rt, error, file);
  return 0;
}

/** Raises an OSError, of the class that its number asks for. `file` and `second` are what it names, 0 for nothing. */
export function raiseSystemError(rt: Runtime, { number, text }: SystemError, file = 0, second = 0): 0 {
  const values = [newInt(rt, number), newStr(rt, text)];
  if (file !== 0) values.push(newRef(rt, file));
  if (second !== 0) values.push(None, newRef(rt, second));
  const exception = callWith(rt, rt.types.OSError, ...values);
  for (const it of values) decref(rt, it);
  if (exception !== 0) raise(rt, exception);
  return 0;
}
