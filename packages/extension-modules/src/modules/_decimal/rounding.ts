// Fits results into a context.

import { type Context, Flag, type Rounding } from "./context.ts";
import { type Decimal, type Sign, digitCount, finite, infinity, nan, powerOfTen } from "./number.ts";

/** `10 ** n / 2` by n. */
const halves = Array.from({ length: 64 }, (_, exponent) => powerOfTen(exponent) / 2n);

/** What is left of a coefficient without its last digits, and whether these were all zero. */
export interface Shortened {
  readonly coefficient: bigint;
  readonly isExact: boolean;
}

/** Takes `count` > 0 digits off a coefficient. */
export function shorten(coefficient: bigint, count: number, rounding: Rounding, sign: Sign): Shortened {
  // A multiple of half of 10 ** count is a multiple of 2 ** (count - 1), too: hardly any number is, and no other needs its rest.
  if (rounding === "ROUND_HALF_EVEN" && count > 1 && count < halves.length) {
    if (BigInt.asUintN(Math.min(count - 1, 30), coefficient) !== 0n) {
      const half = halves[count] as bigint;
      return { coefficient: (coefficient + half) / powerOfTen(count), isExact: false };
    }
  }
  // Digits that all go: a rest below one half.
  const digits = count > 30 ? digitCount(coefficient) : 0;
  const cut = digits !== 0 && count > digits + 1 ? digits + 1 : count;
  const unit = powerOfTen(cut);
  const quotient = coefficient / unit;
  const rest = coefficient - quotient * unit;
  if (rest === 0n) return { coefficient: quotient, isExact: true };
  return { coefficient: goesUp(quotient, rest, unit, rounding, sign) ? quotient + 1n : quotient, isExact: false };
}

function goesUp(quotient: bigint, rest: bigint, unit: bigint, rounding: Rounding, sign: Sign): boolean {
  switch (rounding) {
    case "ROUND_UP":
      return true;
    case "ROUND_DOWN":
      return false;
    case "ROUND_CEILING":
      return sign === 0;
    case "ROUND_FLOOR":
      return sign === 1;
    case "ROUND_HALF_UP":
      return rest * 2n >= unit;
    case "ROUND_HALF_DOWN":
      return rest * 2n > unit;
    case "ROUND_HALF_EVEN": {
      const double = rest * 2n;
      return double > unit || (double === unit && (quotient & 1n) === 1n);
    }
    case "ROUND_05UP":
      return quotient % 5n === 0n;
  }
}

/** A finite result in a context: rounded, limited, with what happened noted. */
export function finish(context: Context, sign: Sign, coefficient: bigint, exponent: number): Decimal {
  const { precision } = context;
  if (
    coefficient !== 0n &&
    exponent >= context.emin &&
    exponent <= context.etop &&
    coefficient < powerOfTen(Math.min(precision, 1000))
  ) {
    return finite(sign, coefficient, exponent);
  }
  if (coefficient === 0n) return finishZero(context, sign, exponent);
  const digits = digitCount(coefficient);
  const top = exponent + digits - 1;
  if (top > context.emax) return overflow(context, sign);
  if (top < context.emin) return finishSubnormal(context, sign, coefficient, exponent);
  let result = coefficient;
  let scale = exponent;
  if (digits > precision) {
    const cut = digits - precision;
    const shortened = shorten(coefficient, cut, context.rounding, sign);
    context.pending |= shortened.isExact ? Flag.Rounded : Flag.Rounded | Flag.Inexact;
    result = shortened.coefficient;
    scale += cut;
    if (result === powerOfTen(precision)) {
      result /= 10n;
      scale++;
      if (scale + precision - 1 > context.emax) return overflow(context, sign);
    }
  }
  if (context.clamp === 1 && scale > context.etop) {
    context.pending |= Flag.Clamped;
    result *= powerOfTen(scale - context.etop);
    scale = context.etop;
  }
  return finite(sign, result, scale);
}

function finishZero(context: Context, sign: Sign, exponent: number): Decimal {
  const highest = context.clamp === 1 ? context.etop : context.emax;
  const scale = Math.min(Math.max(exponent, context.etiny), highest);
  if (scale !== exponent) context.pending |= Flag.Clamped;
  return finite(sign, 0n, scale);
}

function finishSubnormal(context: Context, sign: Sign, coefficient: bigint, exponent: number): Decimal {
  context.pending |= Flag.Subnormal;
  const { etiny } = context;
  if (exponent >= etiny) return finite(sign, coefficient, exponent);
  const shortened = shorten(coefficient, etiny - exponent, context.rounding, sign);
  context.pending |= shortened.isExact ? Flag.Rounded : Flag.Rounded | Flag.Inexact | Flag.Underflow;
  if (shortened.coefficient === 0n) context.pending |= Flag.Clamped;
  return finite(sign, shortened.coefficient, etiny);
}

function overflow(context: Context, sign: Sign): Decimal {
  context.pending |= Flag.Overflow | Flag.Inexact | Flag.Rounded;
  const { rounding, precision } = context;
  const isCut =
    rounding === "ROUND_DOWN" ||
    rounding === "ROUND_05UP" ||
    (rounding === "ROUND_CEILING" && sign === 1) ||
    (rounding === "ROUND_FLOOR" && sign === 0);
  return isCut ? finite(sign, powerOfTen(precision) - 1n, context.etop) : infinity(sign);
}

/** A number as a result: what `plus` does, but the sign of zero stays. */
export function finishNumber(context: Context, number: Decimal): Decimal {
  if (number.kind === "finite") return finish(context, number.sign, number.coefficient, number.exponent);
  return number.kind === "infinite" ? number : fitPayload(context, number);
}

/** A NaN whose payload has at most as many digits as the context allows. */
export function fitPayload(context: Context, number: Decimal): Decimal {
  const digits = context.precision - context.clamp;
  if (number.coefficient === 0n || digitCount(number.coefficient) <= digits) return number;
  return { ...number, coefficient: digits <= 0 ? 0n : number.coefficient % powerOfTen(digits) };
}

/** The result of an operation with NaNs among its operands; null when there are none. */
export function nanResult(context: Context, ...operands: readonly Decimal[]): Decimal | null {
  const signaling = operands.find(({ kind }) => kind === "signaling");
  if (signaling !== undefined) {
    context.pending |= Flag.InvalidOperation;
    return fitPayload(context, { ...signaling, kind: "quiet" });
  }
  const quiet = operands.find(({ kind }) => kind === "quiet");
  return quiet === undefined ? null : fitPayload(context, quiet);
}

/** The result of an operation that makes no sense. */
export function invalid(context: Context, flag: number = Flag.InvalidOperation): Decimal {
  context.pending |= flag;
  return nan();
}
