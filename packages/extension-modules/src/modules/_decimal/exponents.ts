// Operations on exponents and digits: quantize, rounding to integers, neighbours, scaling, shifting, logic.

import { type Context, Flag } from "./context.ts";
import { order } from "./compare.ts";
import { add } from "./arithmetic.ts";
import {
  type Decimal,
  adjusted,
  digitCount,
  finite,
  infinity,
  isNaN,
  isZero,
  ofInteger,
  powerOfTen,
  withSign,
} from "./number.ts";
import { finish, finishNumber, invalid, nanResult, shorten } from "./rounding.ts";

/** `a` with the exponent of `b`. */
export function quantize(context: Context, a: Decimal, b: Decimal): Decimal {
  const special = nanResult(context, a, b);
  if (special !== null) return special;
  if (a.kind === "infinite" || b.kind === "infinite") return a.kind === b.kind ? a : invalid(context);
  return rescale(context, a, b.exponent);
}

/** The same with an exponent. */
export function rescale(context: Context, a: Decimal, exponent: number): Decimal {
  if (exponent < context.etiny || exponent > context.emax) return invalid(context);
  if (a.coefficient === 0n) return finish(context, a.sign, 0n, exponent);
  if (adjusted(a) > context.emax || adjusted(a) - exponent + 1 > context.precision) return invalid(context);
  const shift = exponent - a.exponent;
  let { coefficient } = a;
  let happened = 0;
  if (shift <= 0) coefficient *= powerOfTen(-shift);
  else {
    const shortened = shorten(coefficient, shift, context.rounding, a.sign);
    coefficient = shortened.coefficient;
    happened = shortened.isExact ? Flag.Rounded : Flag.Rounded | Flag.Inexact;
  }
  if (coefficient !== 0n && digitCount(coefficient) > context.precision) return invalid(context);
  if (coefficient !== 0n && exponent + digitCount(coefficient) - 1 > context.emax) return invalid(context);
  context.pending |= happened;
  return finish(context, a.sign, coefficient, exponent);
}

/** Whether rounding to an integer is noted. */
export type Noting = "noted" | "quiet";

/** A number without digits behind the point; one that has none stays as it is. */
export function toIntegral(context: Context, a: Decimal, noting: Noting): Decimal {
  const special = nanResult(context, a);
  if (special !== null) return special;
  if (a.kind === "infinite" || a.exponent >= 0) return a;
  if (a.coefficient === 0n) return finite(a.sign, 0n, 0);
  const shortened = shorten(a.coefficient, -a.exponent, context.rounding, a.sign);
  if (noting === "noted") context.pending |= shortened.isExact ? Flag.Rounded : Flag.Rounded | Flag.Inexact;
  return finite(a.sign, shortened.coefficient, 0);
}

/** Without trailing zeros. */
export function normalize(context: Context, a: Decimal): Decimal {
  const special = nanResult(context, a);
  if (special !== null) return special;
  const number = finishNumber(context, a);
  if (number.kind === "infinite") return number;
  if (number.coefficient === 0n) return finite(number.sign, 0n, 0);
  const highest = context.clamp === 1 ? context.etop : context.emax;
  let { coefficient, exponent } = number;
  while (coefficient % 10n === 0n && exponent < highest) {
    coefficient /= 10n;
    exponent++;
  }
  return finite(number.sign, coefficient, exponent);
}

/** The next number above or below. */
export function nextNumber(context: Context, a: Decimal, direction: "plus" | "minus"): Decimal {
  const special = nanResult(context, a);
  if (special !== null) return special;
  const isUp = direction === "plus";
  if (a.kind === "infinite") {
    if ((a.sign === 0) === isUp) return a;
    return finite(a.sign, powerOfTen(context.precision) - 1n, context.etop);
  }
  const work = context.copy();
  work.rounding = isUp ? "ROUND_CEILING" : "ROUND_FLOOR";
  work.pending = 0;
  const rounded = finishNumber(work, a);
  if (rounded.kind !== "finite" || order(rounded, a) !== 0) return rounded;
  return add(work, a, finite(isUp ? 0 : 1, 1n, context.etiny - 1));
}

/** The next number on the way from `a` to `b`. */
export function nextToward(context: Context, a: Decimal, b: Decimal): Decimal {
  const special = nanResult(context, a, b);
  if (special !== null) return special;
  const difference = order(a, b);
  if (difference === 0) return withSign(a, b.sign);
  const result = nextNumber(context, a, difference < 0 ? "plus" : "minus");
  if (result.kind === "infinite") context.pending |= Flag.Overflow | Flag.Inexact | Flag.Rounded;
  else if (adjusted(result) < context.emin || isZero(result)) {
    context.pending |= Flag.Underflow | Flag.Subnormal | Flag.Inexact | Flag.Rounded;
    if (isZero(result)) context.pending |= Flag.Clamped;
  }
  return result;
}

/** The exponent of the first digit, as a number. */
export function logb(context: Context, a: Decimal): Decimal {
  const special = nanResult(context, a);
  if (special !== null) return special;
  if (a.kind === "infinite") return infinity(0);
  if (a.coefficient === 0n) {
    context.pending |= Flag.DivisionByZero;
    return infinity(1);
  }
  return finishNumber(context, ofInteger(BigInt(adjusted(a))));
}

/** The value of an operand that must be an integer in some limits; null when it is not. */
function integerWithin(a: Decimal, limit: number): number | null {
  if (a.kind !== "finite" || a.exponent !== 0) return null;
  if (a.coefficient > BigInt(Math.floor(limit))) return null;
  const value = Number(a.coefficient);
  return a.sign === 0 ? value : -value;
}

/** `a * 10 ** b`. */
export function scaleB(context: Context, a: Decimal, b: Decimal): Decimal {
  const special = nanResult(context, a, b);
  if (special !== null) return special;
  const exponent = integerWithin(b, 2 * (context.emax + context.precision));
  if (exponent === null) return invalid(context);
  return a.kind === "infinite" ? a : finish(context, a.sign, a.coefficient, a.exponent + exponent);
}

/** Shifts digits left, or right by a negative number; in a rotation they come in again at the other end. */
export function shiftDigits(context: Context, a: Decimal, b: Decimal, how: "shift" | "rotate"): Decimal {
  const special = nanResult(context, a, b);
  if (special !== null) return special;
  const count = integerWithin(b, context.precision);
  if (count === null) return invalid(context);
  if (a.kind === "infinite") return a;
  const size = powerOfTen(context.precision);
  const coefficient = a.coefficient % size;
  if (how === "shift") {
    const shifted = count < 0 ? coefficient / powerOfTen(-count) : (coefficient * powerOfTen(count)) % size;
    return finite(a.sign, shifted, a.exponent);
  }
  const left = count < 0 ? context.precision + count : count;
  const split = powerOfTen(context.precision - left);
  return finite(a.sign, (coefficient % split) * powerOfTen(left) + coefficient / split, a.exponent);
}

/** The digits of a logical operand, zeros and ones; null when it is none. */
function logicalDigits(context: Context, a: Decimal): string | null {
  if (a.kind !== "finite" || a.sign !== 0 || a.exponent !== 0) return null;
  const digits = a.coefficient.toString();
  return /^[01]*$/.test(digits) ? digits.slice(-context.precision) : null;
}

/** `and`, `or`, `xor`, digit by digit. */
export function logical(
  context: Context,
  a: Decimal,
  b: Decimal,
  combine: (x: boolean, y: boolean) => boolean,
): Decimal {
  const x = logicalDigits(context, a);
  const y = logicalDigits(context, b);
  if (x === null || y === null) return invalid(context);
  const length = Math.max(x.length, y.length);
  const left = x.padStart(length, "0");
  const right = y.padStart(length, "0");
  const digits = Array.from(left, (digit, index) => (combine(digit === "1", right[index] === "1") ? "1" : "0"));
  return finite(0, BigInt(digits.join("")), 0);
}

/** All digits of the precision inverted. */
export function logicalInvert(context: Context, a: Decimal): Decimal {
  const digits = logicalDigits(context, a);
  if (digits === null) return invalid(context);
  const inverted = Array.from(digits.padStart(context.precision, "0"), (digit) => (digit === "0" ? "1" : "0"));
  return finite(0, BigInt(inverted.join("")), 0);
}

/** Zero, subnormal, normal and so on, with a sign. */
export function numberClass(context: Context, a: Decimal): string {
  if (a.kind === "signaling") return "sNaN";
  if (a.kind === "quiet") return "NaN";
  const sign = a.sign === 0 ? "+" : "-";
  if (a.kind === "infinite") return `${sign}Infinity`;
  if (a.coefficient === 0n) return `${sign}Zero`;
  return `${sign}${adjusted(a) < context.emin ? "Subnormal" : "Normal"}`;
}

export function sameQuantum(a: Decimal, b: Decimal): boolean {
  if (isNaN(a) || isNaN(b)) return isNaN(a) && isNaN(b);
  if (a.kind === "infinite" || b.kind === "infinite") return a.kind === b.kind;
  return a.exponent === b.exponent;
}

/** `a * b`, exactly. */
export function exactProduct(a: Decimal, b: bigint): Decimal {
  return a.kind === "finite" ? finite(a.sign, a.coefficient * b, a.exponent) : a;
}
