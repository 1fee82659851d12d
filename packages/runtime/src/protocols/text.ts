// `repr()` and `str()`.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { decref, isStr, newRef, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { newDecimal } from "../numbers/int-repr.ts";
import { newStr, strValue } from "../object/str.ts";
import { enterLevel, leaveLevel } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";

/** `repr(object)`: a new reference to a str. */
export function reprObject(rt: Runtime, object: number): number {
  const repr = slotsOf(rt, object).repr;
  if (repr === null) return newStr(rt, `<${typeName(rt, object)} object at ${addressText(object)}>`);
  if (!enterLevel(rt, " while getting the repr of an object")) return 0;
  const text = checkString(rt, repr(rt, object), "__repr__");
  leaveLevel(rt);
  return text;
}

/** `str(object)`: a new reference to a str. */
export function strObject(rt: Runtime, object: number): number {
  if ((object & 1) !== 0) return newDecimal(rt, object >> 1);
  if (typeOf(rt, object) === FixedType.str) return newRef(rt, object);
  const str = slotsOf(rt, object).str;
  if (str === null) return reprObject(rt, object);
  if (!enterLevel(rt, " while getting the str of an object")) return 0;
  const text = checkString(rt, str(rt, object), "__str__");
  leaveLevel(rt);
  return text;
}

function checkString(rt: Runtime, result: number, method: string): number {
  if (result === 0 || isStr(rt, result)) return result;
  setError(rt, rt.types.TypeError, `${method} returned non-string (type ${typeName(rt, result)})`);
  decref(rt, result);
  return 0;
}

/** `repr(object)` as host text; null with an exception set. */
export function reprText(rt: Runtime, object: number): string | null {
  return takeText(rt, reprObject(rt, object));
}

/** `str(object)` as host text; null with an exception set. */
export function strText(rt: Runtime, object: number): string | null {
  return takeText(rt, strObject(rt, object));
}

/** The text of a string that is released; null for NULL. */
export function takeText(rt: Runtime, string: number): string | null {
  if (string === 0) return null;
  const text = strValue(rt, string);
  decref(rt, string);
  return text;
}

/** How an address is shown: `0x7f…`. */
export function addressText(address: number): string {
  return `0x${(address >>> 0).toString(16).padStart(12, "0")}`;
}

/** Notes that the repr of a container begins; false if it is being made already: show `...`. Pair with {@link leaveRepr}. */
export function enterRepr(rt: Runtime, object: number): boolean {
  if (rt.reprStack.includes(object)) return false;
  rt.reprStack.push(object);
  return true;
}

/** The repr of the container that was entered last is done. */
export function leaveRepr(rt: Runtime): void {
  rt.reprStack.pop();
}
