// Reads arguments of builtin functions, with CPython's messages. Null: an exception is set.

import { fail } from "../exceptions/errors.ts";
import { None, isStr, typeName } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";

/** What messages about a wrong argument call its type: `None` is called by its value. */
export function argumentTypeName(rt: Runtime, ref: number): string {
  return ref === None ? "None" : typeName(rt, ref);
}

/** An argument that must be a str. `where` is what the message begins with: `"encode() argument 'encoding'"`. */
export function stringArgument(rt: Runtime, ref: number, where: string, wanted = "str"): string | null {
  if (isStr(rt, ref)) return strValue(rt, ref);
  fail(rt, rt.types.TypeError, `${where} must be ${wanted}, not ${argumentTypeName(rt, ref)}`);
  return null;
}

/** An integer argument that fits a C `ssize_t` or, if `type` is that, an `int`; `missing` where it is not given. */
export function sizeArgument(
  rt: Runtime,
  ref: number,
  missing: number,
  type: "ssize_t" | "int" = "ssize_t",
): number | null {
  if (ref === 0) return missing;
  if ((ref & 1) !== 0) return ref >> 1;
  const message = `Python int too large to convert to C ${type}`;
  const value = indexNumber(rt, ref, rt.types.OverflowError, message);
  if (value === null || type === "ssize_t" || value === (value | 0)) return value;
  fail(rt, rt.types.OverflowError, message);
  return null;
}
