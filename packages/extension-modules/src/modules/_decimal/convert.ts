// Python's objects as numbers.

import {
  type Runtime,
  decref,
  fail,
  floatValue,
  hostPayload,
  indexInteger,
  isFloat,
  isInt,
  isList,
  isStr,
  isTuple,
  listFrom,
  listItem,
  listLength,
  readInteger,
  strValue,
  typeName,
} from "@tjit/runtime/api";
import { type Context, Flag, largestExponent } from "./context.ts";
import { type Decimal, adjusted, digitCount, finite, infinity, isNaN, nan, ofInteger, powerOfTen } from "./number.ts";
import { finishNumber, invalid } from "./rounding.ts";
import type { DecimalModule } from "./state.ts";
import { numericText, parseDecimal } from "./text.ts";

/** The value of an object that is a Decimal. */
export function decimalOf(rt: Runtime, object: number): Decimal {
  return hostPayload(rt, object) as Decimal;
}

/** An operand: a Decimal or an int; null, without an exception, for others. */
export function operand(rt: Runtime, module: DecimalModule, object: number): Decimal | null {
  if (module.isDecimal(rt, object)) return decimalOf(rt, object);
  return isInt(rt, object) ? ofInteger(BigInt(readInteger(rt, object))) : null;
}

/** An operand of a method; null with TypeError set. */
export function requiredOperand(rt: Runtime, module: DecimalModule, object: number): Decimal | null {
  const number = operand(rt, module, object);
  if (number === null) notConvertible(rt, object);
  return number;
}

function notConvertible(rt: Runtime, object: number): null {
  fail(rt, rt.types.TypeError, `conversion from ${typeName(rt, object)} to Decimal is not supported`);
  return null;
}

/** The value of a double, exactly. */
export function ofDouble(value: number): Decimal {
  const sign = value < 0 || Object.is(value, -0) ? 1 : 0;
  if (Number.isNaN(value)) return nan();
  if (!Number.isFinite(value)) return infinity(sign);
  if (value === 0) return finite(sign, 0n, 0);
  let size = Math.abs(value);
  let exponent = 0;
  while (!Number.isInteger(size)) {
    size *= 2;
    exponent--;
  }
  // n / 2 ** k = n * 5 ** k / 10 ** k
  return finite(sign, BigInt(size) * 5n ** BigInt(-exponent), exponent);
}

/** What is not exact in a number that shall be: an invalid operation. */
function exact(context: Context, number: Decimal): Decimal {
  if (number.kind !== "finite") return number;
  const isTooLarge =
    number.coefficient === 0n
      ? Math.abs(number.exponent) > 2 * largestExponent
      : adjusted(number) > largestExponent || adjusted(number) < -largestExponent;
  return isTooLarge ? invalid(context) : number;
}

/** How a value becomes a Decimal: as it is, or as the context has it. */
export type Conversion = "exact" | "rounded";

/** `Decimal(value, context)` or `context.create_decimal(value)`; null with an exception set, which traps may set too. */
export function convert(
  rt: Runtime,
  module: DecimalModule,
  context: Context,
  value: number,
  how: Conversion,
): Decimal | null {
  const number = convertExactly(rt, module, context, value, how);
  if (number === null) return null;
  const fitted = how === "exact" ? number : fit(context, number);
  return module.settle(rt, context) < 0 ? null : fitted;
}

function fit(context: Context, number: Decimal): Decimal {
  if (
    isNaN(number) &&
    number.coefficient !== 0n &&
    digitCount(number.coefficient) > context.precision - context.clamp
  ) {
    return invalid(context, Flag.ConversionSyntax);
  }
  return finishNumber(context, number);
}

function convertExactly(
  rt: Runtime,
  module: DecimalModule,
  context: Context,
  value: number,
  how: Conversion,
): Decimal | null {
  if (module.isDecimal(rt, value)) return decimalOf(rt, value);
  if (isStr(rt, value)) {
    const text = strValue(rt, value);
    const number = parseDecimal(how === "exact" ? numericText(text) : text);
    return number === null ? invalid(context, Flag.ConversionSyntax) : exact(context, number);
  }
  if (isInt(rt, value)) return ofInteger(BigInt(readInteger(rt, value)));
  if (isTuple(rt, value) || isList(rt, value)) {
    const number = ofParts(rt, value);
    return number === null ? null : exact(context, number);
  }
  if (isFloat(rt, value)) {
    return module.signal(rt, context, Flag.FloatOperation) < 0 ? null : ofDouble(floatValue(rt, value));
  }
  return notConvertible(rt, value);
}

/** A number from `(sign, digits, exponent)`; null with an exception set. */
function ofParts(rt: Runtime, value: number): Decimal | null {
  const parts = listFrom(rt, value);
  if (parts === 0) return null;
  const number =
    listLength(rt, parts) === 3 ? ofThree(rt, parts) : problem(rt, "argument must be a sequence of length 3");
  decref(rt, parts);
  return number;
}

function problem(rt: Runtime, message: string): null {
  fail(rt, rt.types.ValueError, message);
  return null;
}

function ofThree(rt: Runtime, parts: number): Decimal | null {
  const signPart = listItem(rt, parts, 0);
  const sign = isInt(rt, signPart) ? Number(readInteger(rt, signPart)) : -1;
  if (sign !== 0 && sign !== 1) return problem(rt, "sign must be an integer with the value 0 or 1");
  const exponentPart = listItem(rt, parts, 2);
  let exponent = 0;
  let kind: Decimal["kind"] = "finite";
  if (isStr(rt, exponentPart)) {
    const special = { F: "infinite", n: "quiet", N: "signaling" } as const;
    const found = special[strValue(rt, exponentPart) as keyof typeof special] as Decimal["kind"] | undefined;
    if (found === undefined) return problem(rt, "string argument in the third position must be 'F', 'n' or 'N'");
    kind = found;
  } else {
    if (!isInt(rt, exponentPart)) return problem(rt, "exponent must be an integer");
    exponent = Number(readInteger(rt, exponentPart));
  }
  const digits = digitsOf(rt, listItem(rt, parts, 1));
  if (digits === null) return null;
  if (kind === "infinite") return infinity(sign);
  return { sign, kind, coefficient: BigInt(digits === "" ? 0 : digits), exponent };
}

function digitsOf(rt: Runtime, value: number): string | null {
  const message = "coefficient must be a tuple of digits";
  if (!isTuple(rt, value) && !isList(rt, value)) return problem(rt, message);
  const list = listFrom(rt, value);
  if (list === 0) return null;
  let digits: string | null = "";
  for (let index = 0; index < listLength(rt, list) && digits !== null; index++) {
    const item = listItem(rt, list, index);
    const digit = isInt(rt, item) ? Number(readInteger(rt, item)) : -1;
    digits = digit < 0 || digit > 9 ? problem(rt, message) : digits + String(digit);
  }
  decref(rt, list);
  return digits;
}

/** An argument that is a C `ssize_t`; null with an exception set. */
export function integerArgument(rt: Runtime, object: number): bigint | null {
  if (!isInt(rt, object)) {
    fail(rt, rt.types.TypeError, "an integer is required");
    return null;
  }
  const value = indexInteger(rt, object);
  return value === null ? null : BigInt(value);
}

/** The integer part of a finite number. */
export function truncated({ sign, coefficient, exponent }: Decimal): bigint {
  const size =
    exponent >= 0
      ? coefficient * powerOfTen(exponent)
      : -exponent > digitCount(coefficient)
        ? 0n
        : coefficient / powerOfTen(-exponent);
  return sign === 0 ? size : -size;
}
