// `format(value, spec)`: PyObject_Format, for the builtin, f-strings and str.format.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { intRepr } from "../numbers/int-repr.ts";
import { decref, isStr, newRef, typeName, typeOf } from "../object/reference.ts";
import { newStr, strLength, strValue } from "../object/str.ts";
import { callSpecial1 } from "../protocols/special.ts";
import { takeText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";

/** `format(value, spec)`; `spec` is a str or 0. A new reference to a str. */
export function formatObject(rt: Runtime, value: number, spec: number): number {
  if (spec === 0 || (isStr(rt, spec) && strLength(rt, spec) === 0)) {
    const type = typeOf(rt, value);
    if (type === FixedType.str) return newRef(rt, value);
    if (type === FixedType.int) return intRepr(rt, value);
  }
  const given = spec === 0 ? newStr(rt, "") : spec;
  const result = callSpecial1(rt, value, rt.names.__format__, given);
  if (spec === 0) decref(rt, given);
  if (result === 0 || isStr(rt, result)) return result;
  setError(
    rt,
    rt.types.TypeError,
    `__format__ must return a str, not ${typeName(rt, result)}`,
  );
  decref(rt, result);
  return 0;
}

/** `format(value, spec)` as host text; null with an exception set. */
export function formatText(rt: Runtime, value: number, spec: string): string | null {
  if (spec === "") {
    if (typeOf(rt, value) === FixedType.str) return strValue(rt, value);
    return takeText(rt, formatObject(rt, value, 0));
  }
  const given = newStr(rt, spec);
  const result = takeText(rt, formatObject(rt, value, given));
  decref(rt, given);
  return result;
}
