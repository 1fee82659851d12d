// The protocols of str: comparing, concatenating, repeating, items, slices, membership.

import { textFromUnits } from "./from-units.ts";
import { reserveBytes } from "../builtins/work.ts";
import { fail, setError, setErrorNone } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { StrFlag } from "../layout/objects.ts";
import { NotImplemented, isStr, newRef, pyBool, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { sliceBounds } from "../object/slice.ts";
import { concatStr, newStr, newStrWith, strFlags, strLength, strValue } from "../object/str.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { type TextKind, unitIndex } from "./code-points.ts";

/** The longest text a host can hold. */
export const maximumTextLength = 2 ** 29 - 25;

/** How positions in a string are counted. */
export function kindOf(rt: Runtime, ref: number): TextKind {
  return (strFlags(rt, ref) & StrFlag.ASTRAL) !== 0 ? "astral" : "simple";
}

/** -1, 0 or 1 in the order of code points. */
export function compareTexts(rt: Runtime, left: number, right: number): number {
  const a = strValue(rt, left);
  const b = strValue(rt, right);
  if (a === b) return 0;
  if (((strFlags(rt, left) | strFlags(rt, right)) & StrFlag.ASTRAL) === 0) return a < b ? -1 : 1;
  let index = 0;
  while (index < a.length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  // The difference may be in the second half of a pair: the halves before it are equal then.
  return (a.codePointAt(index) ?? -1) < (b.codePointAt(index) ?? -1) ? -1 : 1;
}

/** Whether two strings have the same text. */
export function equalTexts(rt: Runtime, left: number, right: number): boolean {
  return left === right || (strLength(rt, left) === strLength(rt, right) && strValue(rt, left) === strValue(rt, right));
}

export function strCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if (!isStr(rt, left) || !isStr(rt, right)) return NotImplemented;
  switch (operator) {
    case Compare.EQ:
      return pyBool(equalTexts(rt, left, right));
    case Compare.NE:
      return pyBool(!equalTexts(rt, left, right));
    case Compare.LT:
      return pyBool(compareTexts(rt, left, right) < 0);
    case Compare.LE:
      return pyBool(compareTexts(rt, left, right) <= 0);
    case Compare.GT:
      return pyBool(compareTexts(rt, left, right) > 0);
    default:
      return pyBool(compareTexts(rt, left, right) >= 0);
  }
}

/** `left + right` for two strings. The host makes a rope, so that building a text by appending is linear. */
export function strConcat(rt: Runtime, left: number, right: number): number {
  if (!isStr(rt, right)) {
    return setError(rt, rt.types.TypeError, `can only concatenate str (not "${typeName(rt, right)}") to str`);
  }
  const leftLength = strLength(rt, left);
  const rightLength = strLength(rt, right);
  if (rightLength === 0 && typeOf(rt, left) === FixedType.str) return newRef(rt, left);
  if (leftLength === 0 && typeOf(rt, right) === FixedType.str) return newRef(rt, right);
  return joinStr(rt, left, right);
}

/** Two strings as a new one; 0 with MemoryError when it would be longer than the host's can be. */
export function joinStr(rt: Runtime, left: number, right: number): number {
  const length = strLength(rt, left) + strLength(rt, right);
  return length > maximumTextLength / 2 ? setErrorNone(rt, rt.types.MemoryError) : concatStr(rt, left, right);
}

export function strRepeat(rt: Runtime, self: number, count: number): number {
  const length = strLength(rt, self);
  if (count <= 0 || length === 0) return newStr(rt, "");
  if (count === 1 && typeOf(rt, self) === FixedType.str) return newRef(rt, self);
  const text = strValue(rt, self);
  const units = text.length * count;
  if (units > maximumTextLength) return setErrorNone(rt, rt.types.MemoryError);
  if (units > 10000 && reserveBytes(rt, units) < 0) return 0;
  return newStrWith(rt, text.repeat(count), length * count, strFlags(rt, self) & (StrFlag.ASCII | StrFlag.ASTRAL));
}

/** The character at a position that is in range. */
export function strCharacter(rt: Runtime, self: number, index: number): number {
  const text = strValue(rt, self);
  if ((strFlags(rt, self) & StrFlag.ASTRAL) === 0) return newStr(rt, text.charAt(index));
  return newStr(rt, String.fromCodePoint(text.codePointAt(unitIndex(text, index, "astral")) ?? 0));
}

export function strItem(rt: Runtime, self: number, key: number): number {
  if (typeOf(rt, key) === FixedType.slice) return strSlice(rt, self, key);
  if ((key & 1) === 0 && slotsOf(rt, key).index === null) {
    return setError(rt, rt.types.TypeError, `string indices must be integers, not '${typeName(rt, key)}'`);
  }
  const index = indexNumber(rt, key, rt.types.IndexError);
  if (index === null) return 0;
  const length = strLength(rt, self);
  const position = index < 0 ? index + length : index;
  if (position < 0 || position >= length) return setError(rt, rt.types.IndexError, "string index out of range");
  return strCharacter(rt, self, position);
}

function strSlice(rt: Runtime, self: number, slice: number): number {
  const bounds = sliceBounds(rt, slice, strLength(rt, self));
  if (bounds === null) return 0;
  const { start, step, length } = bounds;
  if (length === 0) return newStr(rt, "");
  if (step === 1) return substring(rt, self, start, start + length);
  const text = strValue(rt, self);
  if (kindOf(rt, self) !== "astral") {
    return newStr(
      rt,
      textFromUnits(length, (index) => text.charCodeAt(start + index * step)),
    );
  }
  const points = Array.from(text);
  let result = "";
  for (let index = start, count = 0; count < length; index += step, count++) result += points[index] ?? "";
  return newStr(rt, result);
}

/** `self[start:end]` for code point positions in range. */
export function substring(rt: Runtime, self: number, start: number, end: number): number {
  const length = strLength(rt, self);
  if (start === 0 && end === length && typeOf(rt, self) === FixedType.str) return newRef(rt, self);
  const text = strValue(rt, self);
  if ((strFlags(rt, self) & StrFlag.ASCII) !== 0)
    return newStrWith(rt, text.slice(start, end), end - start, StrFlag.ASCII);
  const kind = kindOf(rt, self);
  return newStr(rt, text.slice(unitIndex(text, start, kind), unitIndex(text, end, kind)));
}

export function strContains(rt: Runtime, self: number, part: number): number {
  if (!isStr(rt, part)) {
    return fail(rt, rt.types.TypeError, `'in <string>' requires string as left operand, not ${typeName(rt, part)}`);
  }
  return strValue(rt, self).includes(strValue(rt, part)) ? 1 : 0;
}
