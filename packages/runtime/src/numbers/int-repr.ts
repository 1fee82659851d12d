// `repr` and `str` of an int.

import { StrFlag } from "../layout/objects.ts";
import { newStr, newStrWith } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { readInteger } from "./integer-object.ts";
import { integerToDecimal } from "./integer-text.ts";
import { raiseFailure } from "./raise.ts";

export function intRepr(rt: Runtime, self: number): number {
  if ((self & 1) !== 0) return newDecimal(rt, self >> 1);
  const text = integerToDecimal(readInteger(rt, self), rt.maxStrDigits);
  return typeof text === "string" ? newStr(rt, text) : raiseFailure(rt, text);
}

/** A new `str` of a small int. */
export function newDecimal(rt: Runtime, value: number): number {
  const text = decimalText(rt, value);
  return newStrWith(rt, text, text.length, StrFlag.ASCII);
}

/** The decimal digits of a small int; up to a million it takes them from two tables, which is faster than the host. */
export function decimalText(rt: Runtime, value: number): string {
  if (value < 0 || value >= 1000000) return String(value);
  const { plain, padded } = rt.decimals;
  if (value < 1000) return (plain[value] ??= String(value));
  const high = Math.floor(value / 1000);
  const low = value - 1000 * high;
  return (plain[high] ??= String(high)) + (padded[low] ??= String(low).padStart(3, "0"));
}
