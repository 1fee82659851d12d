// Reads arguments of builtin functions, with CPython's messages. Null: an exception is set.

import { fail } from "../exceptions/errors.ts";
import { None, isStr, typeName } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";

/** An argument that must be a str. `where` is what the message begins with: `"encode() argument 'encoding'"`. */
export function stringArgument(rt: Runtime, ref: number, where: string): string | null {
  if (isStr(rt, ref)) return strValue(rt, ref);
  fail(rt, rt.types.TypeError, `${where} must be str, not ${ref === None ? "None" : typeName(rt, ref)}`);
  return null;
}

/** An integer argument that fits a C `ssize_t`; `missing` where it is not given. */
export function sizeArgument(rt: Runtime, ref: number, missing: number): number | null {
  if (ref === 0) return missing;
  if ((ref & 1) !== 0) return ref >> 1;
  return indexNumber(rt, ref, rt.types.OverflowError, "Python int too large to convert to C ssize_t");
}
