// int(): conversion from numbers, text and bytes, and `__index__` for a base.

import { warn } from "../exceptions/warn.ts";
import { clearError, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { decref, isFloat, isInt, isStr, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { floatValue } from "../object/float.ts";
import { strValue } from "../object/str.ts";
import { bytesLike, hasBuffer } from "../protocols/buffer.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { isByteArray, isBytes } from "../text/bytes-object.ts";
import { reprBytes } from "../text/repr.ts";
import { Failure, valueError } from "./failure.ts";
import { truncateToInteger } from "./float.ts";
import { type Integer } from "./integer.ts";
import { newIntegerOfType, readInteger } from "./integer-object.ts";
import { parseInteger } from "./integer-text.ts";
import { raiseFailure } from "./raise.ts";

/** `type(value, base)`, where `type` is `int` or derives from it. Arguments not given are 0. */
export function newIntFrom(rt: Runtime, type: number, value: number, base: number): number {
  if (value === 0) {
    if (base !== 0) return setError(rt, rt.types.TypeError, "int() missing string argument");
    return newIntegerOfType(rt, type, 0);
  }
  const result = base === 0 ? integerFrom(rt, value) : integerInBase(rt, value, base);
  return result === null ? 0 : newIntegerOfType(rt, type, result);
}

function integerInBase(rt: Runtime, value: number, baseRef: number): Integer | null {
  const base = indexNumber(rt, baseRef);
  if (base === null) return null;
  if (base !== 0 && (base < 2 || base > 36)) {
    return orRaise(rt, valueError("int() base must be >= 2 and <= 36, or 0"));
  }
  const text = isStr(rt, value) || isBytes(rt, value) || isByteArray(rt, value) ? textOf(rt, value) : null;
  if (text === null) {
    setError(rt, rt.types.TypeError, "int() can't convert non-string with explicit base");
    return null;
  }
  return parse(rt, value, text, base);
}

function parse(rt: Runtime, value: number, text: string, base: number): Integer | null {
  const shown = isStr(rt, value) ? undefined : shownBytes(rt, value).slice(0, 200);
  return orRaise(rt, parseInteger(text, base, rt.maxStrDigits, shown));
}

/** The text of a str or bytes-like object; null for others, without an exception. */
export function textOf(rt: Runtime, value: number): string | null {
  if (isStr(rt, value)) return strValue(rt, value);
  const bytes = hasBuffer(rt, value) ? bytesLike(rt, value) : null;
  if (bytes !== null) return Array.from(bytes, (byte) => String.fromCharCode(byte < 128 ? byte : 0xfffd)).join("");
  clearError(rt);
  return null;
}

/** A bytes-like object as messages show it. */
export function shownBytes(rt: Runtime, value: number): string {
  return reprBytes(bytesLike(rt, value) ?? new Uint8Array(0));
}

function orRaise(rt: Runtime, result: Integer | Failure): Integer | null {
  if (!(result instanceof Failure)) return result;
  raiseFailure(rt, result);
  return null;
}

/** `int(value)` as a plain value; null with an exception set. */
export function integerFrom(rt: Runtime, value: number): Integer | null {
  const type = typeOf(rt, value);
  if (type === FixedType.int || type === FixedType.bool) return readInteger(rt, value);
  if (type === FixedType.float) return orRaise(rt, truncateToInteger(floatValue(rt, value)));
  if (type === FixedType.str) return parse(rt, value, strValue(rt, value), 10);
  const slots = slotsOf(rt, value);
  const convert = slots.int ?? slots.index;
  if (convert !== null) {
    const result = convert(rt, value);
    if (result === 0) return null;
    return takeInteger(rt, result, slots.int === null ? "__index__" : "__int__");
  }
  const text = textOf(rt, value);
  if (text !== null) return parse(rt, value, text, 10);
  const expected = "a string, a bytes-like object or a real number";
  setError(rt, rt.types.TypeError, `int() argument must be ${expected}, not '${typeName(rt, value)}'`);
  return null;
}

/** Reads and releases the result of a special method that must be an int. */
function takeInteger(rt: Runtime, result: number, method: string): Integer | null {
  let value: Integer | null = null;
  if (isInt(rt, result))
    value =
      typeOf(rt, result) === FixedType.int || deprecateSubclass(rt, result, `${method} returned non-int`, "int")
        ? readInteger(rt, result)
        : null;
  else setError(rt, rt.types.TypeError, `${method} returned non-int (type ${typeName(rt, result)})`);
  decref(rt, result);
  return value;
}

/** Warns that a special method gave an instance of a subclass; false with an exception set. */
function deprecateSubclass(rt: Runtime, result: number, what: string, type: "int" | "float"): boolean {
  const deprecated = `The ability to return an instance of a strict subclass of ${type} is deprecated, and may be removed in a future version of Python.`;
  return warn(rt, rt.types.DeprecationWarning, `${what} (type ${typeName(rt, result)}).  ${deprecated}`) === 0;
}

/** The int that `__index__` gives, as a plain value; null with an exception set. */
export function indexInteger(rt: Runtime, value: number): Integer | null {
  if (isInt(rt, value)) return readInteger(rt, value);
  const index = slotsOf(rt, value).index;
  if (index === null) {
    setError(rt, rt.types.TypeError, `'${typeName(rt, value)}' object cannot be interpreted as an integer`);
    return null;
  }
  const result = index(rt, value);
  return result === 0 ? null : takeInteger(rt, result, "__index__");
}

/** `float(value)` for arguments that must be real numbers: math functions and the like. Null with an exception set. */
export function doubleFrom(rt: Runtime, value: number): number | null {
  if ((value & 1) !== 0) return value >> 1;
  if (isFloat(rt, value)) return floatValue(rt, value);
  return convertedDouble(rt, value);
}

/** The same for `float()`, which asks subclasses of float, too. */
export function convertedDouble(rt: Runtime, value: number): number | null {
  if (typeOf(rt, value) === FixedType.float) return floatValue(rt, value);
  const slots = slotsOf(rt, value);
  if (slots.float !== null) {
    const result = slots.float(rt, value);
    if (result === 0) return null;
    const what = `${typeName(rt, value)}.__float__ returned non-float`;
    let double: number | null = null;
    if (!isFloat(rt, result)) setError(rt, rt.types.TypeError, `${what} (type ${typeName(rt, result)})`);
    else if (typeOf(rt, result) === FixedType.float || deprecateSubclass(rt, result, what, "float"))
      double = floatValue(rt, result);
    decref(rt, result);
    return double;
  }
  if (slots.index !== null) {
    const integer = indexInteger(rt, value);
    if (integer === null) return null;
    const double = Number(integer);
    if (Number.isFinite(double)) return double;
    setError(rt, rt.types.OverflowError, "int too large to convert to float");
    return null;
  }
  setError(rt, rt.types.TypeError, `must be real number, not ${typeName(rt, value)}`);
  return null;
}
