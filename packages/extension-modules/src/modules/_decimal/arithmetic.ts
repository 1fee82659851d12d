// Arithmetic: each function answers with a number that fits the context, and notes there what happened.

import { type Context, Flag } from "./context.ts";
import {
  type Decimal,
  type Sign,
  adjusted,
  digitCount,
  finite,
  infinity,
  isZero,
  nan,
  negated,
  powerOfTen,
} from "./number.ts";
import { finish, finishNumber, invalid, nanResult } from "./rounding.ts";

export function add(context: Context, a: Decimal, b: Decimal): Decimal {
  if (a.kind !== "finite" || b.kind !== "finite") return addSpecial(context, a, b);
  if (a.exponent === b.exponent) return addAligned(context, a, b, a.coefficient, b.coefficient, a.exponent);
  const [high, low] = a.exponent > b.exponent ? [a, b] : [b, a];
  const gap = high.exponent - low.exponent;
  if (high.coefficient === 0n || low.coefficient === 0n) return addZero(context, a, b);
  // A number so small that no digit of it can show is as good as a one in a place behind all that count.
  if (gap > 2 * Math.min(context.precision, 1e9) + 20 || gap > 400) {
    const highDigits = digitCount(high.coefficient);
    const bottom = high.exponent + Math.min(-1, highDigits - context.precision - 2);
    if (adjusted(low) < bottom) {
      const speck = finite(low.sign, 1n, bottom);
      const coefficient = high.coefficient * powerOfTen(high.exponent - bottom);
      return addAligned(context, high, speck, coefficient, 1n, bottom);
    }
  }
  const coefficient = high.coefficient * powerOfTen(gap);
  return addAligned(context, high, low, coefficient, low.coefficient, low.exponent);
}

function addAligned(context: Context, a: Decimal, b: Decimal, x: bigint, y: bigint, exponent: number): Decimal {
  if (a.sign === b.sign) {
    const sum = x + y;
    return finish(context, a.sign, sum, exponent);
  }
  if (x === y) return finish(context, context.rounding === "ROUND_FLOOR" ? 1 : 0, 0n, exponent);
  return x > y ? finish(context, a.sign, x - y, exponent) : finish(context, b.sign, y - x, exponent);
}

function addZero(context: Context, a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  if (a.coefficient === 0n && b.coefficient === 0n) {
    const sign: Sign = a.sign === b.sign ? a.sign : context.rounding === "ROUND_FLOOR" ? 1 : 0;
    return finish(context, sign, 0n, exponent);
  }
  const number = a.coefficient === 0n ? b : a;
  if (exponent === number.exponent) return finishNumber(context, number);
  // As many zeros as fit.
  const lowest = Math.max(exponent, number.exponent + digitCount(number.coefficient) - context.precision - 1);
  const scale = Math.min(lowest, number.exponent);
  return finish(context, number.sign, number.coefficient * powerOfTen(number.exponent - scale), scale);
}

function addSpecial(context: Context, a: Decimal, b: Decimal): Decimal {
  const result = nanResult(context, a, b);
  if (result !== null) return result;
  if (a.kind === "infinite") return b.kind === "infinite" && a.sign !== b.sign ? invalid(context) : a;
  return b;
}

export function subtract(context: Context, a: Decimal, b: Decimal): Decimal {
  if (b.kind === "quiet" || b.kind === "signaling") return addSpecial(context, a, b);
  return add(context, a, negated(b));
}

export function multiply(context: Context, a: Decimal, b: Decimal): Decimal {
  const sign = (a.sign ^ b.sign) as Sign;
  if (a.kind !== "finite" || b.kind !== "finite") {
    const result = nanResult(context, a, b);
    if (result !== null) return result;
    return isZero(a) || isZero(b) ? invalid(context) : infinity(sign);
  }
  return finish(context, sign, a.coefficient * b.coefficient, a.exponent + b.exponent);
}

export function divide(context: Context, a: Decimal, b: Decimal): Decimal {
  const sign = (a.sign ^ b.sign) as Sign;
  if (a.kind !== "finite" || b.kind !== "finite") {
    const result = nanResult(context, a, b);
    if (result !== null) return result;
    if (a.kind === "infinite") return b.kind === "infinite" ? invalid(context) : infinity(sign);
    context.pending |= Flag.Clamped;
    return finite(sign, 0n, context.etiny);
  }
  if (b.coefficient === 0n) return divideByZero(context, a, sign);
  const ideal = a.exponent - b.exponent;
  if (a.coefficient === 0n) return finish(context, sign, 0n, ideal);
  const shift = digitCount(b.coefficient) - digitCount(a.coefficient) + context.precision + 1;
  const dividend = shift >= 0 ? a.coefficient * powerOfTen(shift) : a.coefficient;
  const divisor = shift >= 0 ? b.coefficient : b.coefficient * powerOfTen(-shift);
  let quotient = dividend / divisor;
  let exponent = ideal - shift;
  if (quotient * divisor !== dividend) {
    // A digit behind those that count tells that more follow.
    return finish(context, sign, quotient * 10n + 1n, exponent - 1);
  }
  while (exponent < ideal && quotient % 10n === 0n) {
    quotient /= 10n;
    exponent++;
  }
  return finish(context, sign, quotient, exponent);
}

function divideByZero(context: Context, a: Decimal, sign: Sign): Decimal {
  if (a.coefficient === 0n) return invalid(context, Flag.DivisionUndefined);
  context.pending |= Flag.DivisionByZero;
  return infinity(sign);
}

/** The integer quotient and what is left of it, both finite; null when the quotient has too many digits. */
function divideIntegers(
  context: Context,
  a: Decimal,
  b: Decimal,
): { readonly quotient: bigint; readonly rest: Decimal } | null {
  const exponent = Math.min(a.exponent, b.exponent);
  const gap = adjusted(a) - adjusted(b);
  if (isZero(a) || gap < -1) return { quotient: 0n, rest: a };
  if (gap > context.precision) return null;
  const x = a.coefficient * powerOfTen(a.exponent - exponent);
  const y = b.coefficient * powerOfTen(b.exponent - exponent);
  const quotient = x / y;
  if (quotient >= powerOfTen(context.precision)) return null;
  return { quotient, rest: finite(a.sign, x - quotient * y, exponent) };
}

export function divideToInteger(context: Context, a: Decimal, b: Decimal): Decimal {
  const sign = (a.sign ^ b.sign) as Sign;
  const special = nanResult(context, a, b);
  if (special !== null) return special;
  if (a.kind === "infinite") return b.kind === "infinite" ? invalid(context) : infinity(sign);
  if (b.kind === "infinite") return finish(context, sign, 0n, 0);
  if (isZero(b)) return divideByZero(context, a, sign);
  const divided = divideIntegers(context, a, b);
  return divided === null ? invalid(context, Flag.DivisionImpossible) : finish(context, sign, divided.quotient, 0);
}

export function remainder(context: Context, a: Decimal, b: Decimal): Decimal {
  const special = nanResult(context, a, b);
  if (special !== null) return special;
  if (a.kind === "infinite") return invalid(context);
  if (b.kind === "infinite") return finishNumber(context, a);
  if (isZero(b)) return invalid(context, isZero(a) ? Flag.DivisionUndefined : Flag.InvalidOperation);
  const divided = divideIntegers(context, a, b);
  if (divided === null) return invalid(context, Flag.DivisionImpossible);
  return finishRest(context, divided.rest, a, b);
}

/** A remainder, with the smaller of the operands' exponents. */
function finishRest(context: Context, rest: Decimal, a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  if (rest.coefficient === 0n) return finish(context, rest.sign, 0n, exponent);
  const most = context.precision - digitCount(rest.coefficient);
  const shift = Math.max(0, Math.min(rest.exponent - exponent, most));
  if (shift < rest.exponent - exponent) context.pending |= Flag.Rounded;
  return finish(context, rest.sign, rest.coefficient * powerOfTen(shift), rest.exponent - shift);
}

export function divideWithRemainder(context: Context, a: Decimal, b: Decimal): readonly [Decimal, Decimal] {
  const special = nanResult(context, a, b);
  if (special !== null) return [special, special];
  const sign = (a.sign ^ b.sign) as Sign;
  if (a.kind === "infinite") {
    const quotient = b.kind === "infinite" ? nan() : infinity(sign);
    return [quotient, invalid(context)];
  }
  if (b.kind === "infinite") return [finish(context, sign, 0n, 0), finishNumber(context, a)];
  if (isZero(b)) {
    if (isZero(a)) return [invalid(context, Flag.DivisionUndefined), nan()];
    return [divideByZero(context, a, sign), invalid(context)];
  }
  const divided = divideIntegers(context, a, b);
  if (divided === null) return [invalid(context, Flag.DivisionImpossible), nan()];
  return [finish(context, sign, divided.quotient, 0), finishRest(context, divided.rest, a, b)];
}

/** What is left of the quotient that is rounded to the nearest integer. */
export function remainderNear(context: Context, a: Decimal, b: Decimal): Decimal {
  const special = nanResult(context, a, b);
  if (special !== null) return special;
  if (a.kind === "infinite") return invalid(context);
  if (b.kind === "infinite") return finishNumber(context, a);
  if (isZero(b)) return invalid(context, isZero(a) ? Flag.DivisionUndefined : Flag.InvalidOperation);
  const exponent = Math.min(a.exponent, b.exponent);
  if (isZero(a)) return finish(context, a.sign, 0n, exponent);
  const gap = adjusted(a) - adjusted(b);
  if (gap < -2) return finishRest(context, a, a, b);
  if (gap > context.precision) return invalid(context, Flag.DivisionImpossible);
  const x = a.coefficient * powerOfTen(a.exponent - exponent);
  const y = b.coefficient * powerOfTen(b.exponent - exponent);
  let quotient = x / y;
  let rest = x - quotient * y;
  let { sign } = a;
  const double = 2n * rest;
  if (double > y || (double === y && (quotient & 1n) === 1n)) {
    rest = y - rest;
    quotient++;
    sign = sign === 0 ? 1 : 0;
  }
  if (quotient >= powerOfTen(context.precision)) return invalid(context, Flag.DivisionImpossible);
  return finish(context, rest === 0n ? a.sign : sign, rest, exponent);
}

/** `a * b + c`, rounded once. */
export function multiplyAdd(context: Context, a: Decimal, b: Decimal, c: Decimal): Decimal {
  if (a.kind !== "finite" || b.kind !== "finite") {
    const special = nanResult(context, a, b, c);
    if (special !== null) return special;
    const product = multiply(context, a, b);
    return product.kind === "quiet" ? product : add(context, product, c);
  }
  const product = finite((a.sign ^ b.sign) as Sign, a.coefficient * b.coefficient, a.exponent + b.exponent);
  return add(context, product, c);
}

/** `+a`: rounded; a zero loses its sign. */
export function plus(context: Context, a: Decimal): Decimal {
  const special = nanResult(context, a);
  if (special !== null) return special;
  if (isZero(a)) return finish(context, a.sign === 1 && context.rounding === "ROUND_FLOOR" ? 1 : 0, 0n, a.exponent);
  return finishNumber(context, a);
}

export function minus(context: Context, a: Decimal): Decimal {
  const special = nanResult(context, a);
  return special ?? plus(context, negated(a));
}

export function absolute(context: Context, a: Decimal): Decimal {
  const special = nanResult(context, a);
  if (special !== null) return special;
  return finishNumber(context, { ...a, sign: 0 });
}
