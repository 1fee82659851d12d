// `format(value, spec)`: PyObject_Format, for the builtin, f-strings and str.format.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { type Failure } from "../numbers/failure.ts";
import { decimalText } from "../numbers/int-repr.ts";
import { readInteger } from "../numbers/integer-object.ts";
import { raiseFailure } from "../numbers/raise.ts";
import { floatValue } from "../object/float.ts";
import { decref, isStr, typeName, typeOf } from "../object/reference.ts";
import { newStr, newStrOf, strFlags, strLength, strValue } from "../object/str.ts";
import { callSpecial1 } from "../protocols/special.ts";
import { strObject, takeText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { formatDouble, formatInteger } from "./format-number.ts";
import { formatString } from "./format-string.ts";

/** Whether this is exactly a str, int or float, whose `__format__` cannot be changed. */
function isPlain(type: number): boolean {
  return type === FixedType.str || type === FixedType.int || type === FixedType.float;
}

/** What `__format__` of a str, int or float gives for a specification that is not empty. */
function formatPlain(rt: Runtime, value: number, type: number, spec: string): string | Failure {
  if (type === FixedType.str) return formatString(strValue(rt, value), strLength(rt, value), spec, "str", rt.formats);
  if (type === FixedType.float) return formatDouble(floatValue(rt, value), spec, "float", rt.formats);
  return formatInteger(readInteger(rt, value), spec, "int", rt.maxStrDigits, rt.formats);
}

/** The flags of what {@link formatPlain} gives, of those of the specification. Only `c` makes other characters of a number. */
function plainFlags(rt: Runtime, value: number, type: number, spec: string, flags: number): number {
  return type === FixedType.str ? flags & strFlags(rt, value) : spec.endsWith("c") ? 0 : flags;
}

/** `format(value, spec)`; `spec` is a str or 0. A new reference to a str. */
export function formatObject(rt: Runtime, value: number, spec: number): number {
  const type = typeOf(rt, value);
  const isEmpty = spec === 0 || (isStr(rt, spec) && strLength(rt, spec) === 0);
  if (isEmpty && isPlain(type)) return strObject(rt, value);
  if (isPlain(type) && isStr(rt, spec)) {
    const text = strValue(rt, spec);
    const shown = formatPlain(rt, value, type, text);
    return typeof shown === "string"
      ? newStrOf(rt, shown, plainFlags(rt, value, type, text, strFlags(rt, spec)))
      : raiseFailure(rt, shown);
  }
  const given = spec === 0 ? newStr(rt, "") : spec;
  const result = callSpecial1(rt, value, rt.names.__format__, given);
  if (spec === 0) decref(rt, given);
  if (result === 0 || isStr(rt, result)) return result;
  setError(rt, rt.types.TypeError, `__format__ must return a str, not ${typeName(rt, result)}`);
  decref(rt, result);
  return 0;
}

/** A text to which formatted values are appended; `flags` are those that all of it has. */
export interface FormattedText {
  text: string;
  flags: number;
}

/** Appends `format(value, spec)`, where `flags` are those of the specification; false with an exception set. */
export function appendFormatted(
  rt: Runtime,
  result: FormattedText,
  value: number,
  spec: string,
  flags: number,
): boolean {
  const type = typeOf(rt, value);
  if (spec === "" && (value & 1) !== 0) {
    result.text += decimalText(rt, value >> 1);
    return true;
  }
  if (spec === "" && type === FixedType.str) {
    result.text += strValue(rt, value);
    result.flags &= strFlags(rt, value);
    return true;
  }
  if (spec !== "" && isPlain(type)) {
    const shown = formatPlain(rt, value, type, spec);
    if (typeof shown !== "string") {
      raiseFailure(rt, shown);
      return false;
    }
    result.text += shown;
    result.flags &= plainFlags(rt, value, type, spec, flags);
    return true;
  }
  const given = newStr(rt, spec);
  const made = formatObject(rt, value, given);
  decref(rt, given);
  if (made === 0) return false;
  result.flags &= strFlags(rt, made);
  result.text += takeText(rt, made) ?? "";
  return true;
}
