// exp, ln, log10, powers and roots. What has endless digits is computed in binary fixed point with more and more of them, until it
// is clear how to round.

import { divide, multiply } from "./arithmetic.ts";
import { order } from "./compare.ts";
import { type Context, Flag, workContext } from "./context.ts";
import {
  type Decimal,
  type Sign,
  adjusted,
  digitCount,
  finite,
  infinity,
  isZero,
  powerOfTen,
  withSign,
} from "./number.ts";
import { finish, finishNumber, invalid, nanResult } from "./rounding.ts";

const bitsPerDigit = Math.log2(10);

/** `e ** x` of a fixed-point number, not far from 0. */
function expFixed(x: bigint, bits: number): bigint {
  const halvings = Math.ceil(Math.sqrt(bits));
  const guard = halvings + 8;
  const one = 1n << BigInt(bits + guard);
  const shift = BigInt(bits + guard);
  const small = halvings > guard ? x >> BigInt(halvings - guard) : x << BigInt(guard - halvings);
  let sum = one + small;
  let term = small;
  for (let n = 2n; term !== 0n && term !== -1n; n++) {
    term = (term * small) >> shift;
    term /= n;
    sum += term;
  }
  for (let count = 0; count < halvings; count++) sum = (sum * sum) >> shift;
  return sum >> BigInt(guard);
}

/** `ln(x)` of a fixed-point number between 0.5 and 16. */
function lnFixed(x: bigint, bits: number): bigint {
  const guard = 16;
  const all = bits + guard;
  const one = 1n << BigInt(all);
  const wide = x << BigInt(guard);
  // A guess of 50 bits, then the series for what is left of the quotient.
  const guess = BigInt(Math.round(Math.log(Number(wide >> BigInt(all - 53)) / 2 ** 53) * 2 ** 50));
  const start = all >= 50 ? guess << BigInt(all - 50) : guess >> BigInt(50 - all);
  const rest = ((wide * expFixed(-start, all)) >> BigInt(all)) - one;
  let sum = 0n;
  let power = rest;
  for (let n = 1n; power !== 0n && power !== -1n; n++) {
    sum += n % 2n === 1n ? power / n : -(power / n);
    power = (power * rest) >> BigInt(all);
  }
  return (start + sum) >> BigInt(guard);
}

/** Rounds `value(digits)`, whose last digit may be off by one, when that is enough to be sure. */
function rounded(
  context: Context,
  sign: Sign,
  value: (digits: number) => { readonly coefficient: bigint; readonly exponent: number },
): Decimal {
  const work = context.copy();
  work.rounding = "ROUND_HALF_EVEN";
  for (let extra = 6; ; extra *= 2) {
    const { coefficient, exponent } = value(context.precision + extra);
    const excess = digitCount(coefficient) - context.precision;
    const rest = excess > 1 ? coefficient % powerOfTen(excess) : 0n;
    const half = excess > 1 ? powerOfTen(excess - 1) * 5n : 0n;
    if (excess <= 1 || (rest > half - 4n && rest < half + 4n)) continue;
    work.pending = 0;
    const result = finish(work, sign, coefficient, exponent);
    context.pending |= work.pending | Flag.Inexact | Flag.Rounded;
    return result;
  }
}

/** A finite number in fixed point, truncated. */
function toFixed({ sign, coefficient, exponent }: Decimal, bits: number): bigint {
  const size =
    exponent >= 0
      ? (coefficient * powerOfTen(exponent)) << BigInt(bits)
      : (coefficient << BigInt(bits)) / powerOfTen(-exponent);
  return sign === 0 ? size : -size;
}

export function exp(context: Context, a: Decimal): Decimal {
  const special = nanResult(context, a);
  if (special !== null) return special;
  if (a.kind === "infinite") return a.sign === 0 ? a : finite(0, 0n, 0);
  if (a.coefficient === 0n) return finite(0, 1n, 0);
  const top = adjusted(a);
  // Beyond all exponents that a context has.
  if (top > 19) {
    const work = context.copy();
    work.rounding = "ROUND_HALF_EVEN";
    work.pending = 0;
    const exponent = a.sign === 0 ? 2 * context.emax + 2 : 2 * (context.etiny - 1) - context.precision;
    const result = finish(work, 0, 1n, exponent);
    context.pending |= work.pending;
    return result;
  }
  if (top < -context.precision - 2) {
    const zeros = powerOfTen(context.precision + 1);
    return rounded(context, 0, () => ({
      coefficient: a.sign === 0 ? zeros * 10n + 1n : zeros * 10n - 1n,
      exponent: -context.precision - 2,
    }));
  }
  return rounded(context, 0, (digits) => {
    const bits = Math.ceil((digits + Math.max(0, top) + 4) * bitsPerDigit);
    const x = toFixed(a, bits);
    const ln10 = lnFixed(10n << BigInt(bits), bits);
    // e ** x = 10 ** n * e ** rest
    let n = x / ln10;
    if (x < 0n) n--;
    const power = expFixed(x - n * ln10, bits);
    return { coefficient: (power * powerOfTen(digits)) >> BigInt(bits), exponent: Number(n) - digits };
  });
}

/** The natural logarithm with so many digits, of a positive number that is not 1. */
function lnDigits(a: Decimal, digits: number): { readonly value: bigint; readonly bits: number } {
  const top = adjusted(a);
  // Next to 1 the first digits of the logarithm are zeros.
  const distance = distanceFromOne(a);
  const bits = Math.ceil((digits + distance + 6) * bitsPerDigit) + 16;
  const mantissa = finite(0, a.coefficient, a.exponent - top);
  const value = lnFixed(toFixed(mantissa, bits), bits);
  if (top === 0) return { value, bits };
  // Numbers below 1 but near it have a mantissa near 10.
  return { value: value + BigInt(top) * lnFixed(10n << BigInt(bits), bits), bits };
}

function distanceFromOne(a: Decimal): number {
  const exponent = Math.min(a.exponent, 0);
  if (a.exponent > 0 || adjusted(a) > 0 || adjusted(a) < -1) return 0;
  const difference = a.coefficient * powerOfTen(a.exponent - exponent) - powerOfTen(-exponent);
  if (difference === 0n) return 0;
  return Math.max(0, -(exponent + digitCount(difference < 0n ? -difference : difference) - 1));
}

/** A logarithm as a coefficient of so many digits. */
function scaled(
  value: bigint,
  bits: number,
  digits: number,
): { readonly coefficient: bigint; readonly exponent: number } {
  const size = value < 0n ? -value : value;
  const magnitude = Math.floor((size.toString(16).length * 4 - bits) / bitsPerDigit);
  const places = digits - magnitude;
  const coefficient =
    places >= 0 ? (size * powerOfTen(places)) >> BigInt(bits) : (size >> BigInt(bits)) / powerOfTen(-places);
  return { coefficient, exponent: -places };
}

function logarithmOfSpecial(context: Context, a: Decimal): Decimal | null {
  const special = nanResult(context, a);
  if (special !== null) return special;
  if (isZero(a)) return infinity(1);
  if (a.sign === 1) return invalid(context);
  return a.kind === "infinite" ? a : null;
}

function isOne(a: Decimal): boolean {
  return order(a, finite(0, 1n, 0)) === 0;
}

export function ln(context: Context, a: Decimal): Decimal {
  const special = logarithmOfSpecial(context, a);
  if (special !== null) return special;
  if (isOne(a)) return finite(0, 0n, 0);
  return rounded(context, order(a, finite(0, 1n, 0)) < 0 ? 1 : 0, (digits) => {
    const { value, bits } = lnDigits(a, digits);
    return scaled(value, bits, digits);
  });
}

export function log10(context: Context, a: Decimal): Decimal {
  const special = logarithmOfSpecial(context, a);
  if (special !== null) return special;
  const top = adjusted(a);
  if (a.coefficient === powerOfTen(digitCount(a.coefficient) - 1)) {
    return finish(context, top < 0 ? 1 : 0, BigInt(Math.abs(top)), 0);
  }
  return rounded(context, order(a, finite(0, 1n, 0)) < 0 ? 1 : 0, (digits) => {
    const { value, bits } = lnDigits(a, digits);
    return scaled((value << BigInt(bits)) / lnFixed(10n << BigInt(bits), bits), bits, digits);
  });
}

/** The integer part of a square root. */
function integerRoot(value: bigint): bigint {
  if (value < 1n << 52n) return BigInt(Math.floor(Math.sqrt(Number(value))));
  const bits = value.toString(16).length * 4;
  let root = 1n << BigInt((bits + 1) >> 1);
  if (bits < 1000) root = BigInt(Math.floor(Math.sqrt(Number(value)) * (1 + 2 ** -50))) + 1n;
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

export function squareRoot(context: Context, a: Decimal): Decimal {
  const special = nanResult(context, a);
  if (special !== null) return special;
  const ideal = Math.floor(a.exponent / 2);
  if (isZero(a)) return finish(context, a.sign, 0n, ideal);
  if (a.sign === 1) return invalid(context);
  if (a.kind === "infinite") return a;
  const isOdd = a.exponent % 2 !== 0;
  const coefficient = isOdd ? a.coefficient * 10n : a.coefficient;
  const even = isOdd ? a.exponent - 1 : a.exponent;
  const places = context.precision + 1 - Math.ceil(digitCount(coefficient) / 2);
  let exponent = even / 2 - places;
  const square = places >= 0 ? coefficient * powerOfTen(2 * places) : coefficient / powerOfTen(-2 * places);
  let root = integerRoot(square);
  const isExact = root * root === square && (places >= 0 || square * powerOfTen(-2 * places) === coefficient);
  const work = context.copy();
  work.rounding = "ROUND_HALF_EVEN";
  work.pending = 0;
  if (isExact) {
    while (exponent < ideal && root % 10n === 0n) {
      root /= 10n;
      exponent++;
    }
  } else if (root % 5n === 0n) root++;
  const result = finish(work, 0, root, exponent);
  context.pending |= work.pending;
  return result;
}

/** The value of an integer; null for other numbers. */
function integerOf(a: Decimal): bigint | null {
  const size = a.kind === "finite" ? integerSize(a) : null;
  return size === null || a.sign === 0 ? size : -size;
}

function integerSize({ coefficient, exponent }: Decimal): bigint | null {
  if (exponent >= 0) return exponent > 1e6 ? null : coefficient * powerOfTen(exponent);
  if (-exponent > digitCount(coefficient)) return coefficient === 0n ? 0n : null;
  const unit = powerOfTen(-exponent);
  return coefficient % unit === 0n ? coefficient / unit : null;
}

function isInteger(a: Decimal): boolean {
  return a.kind === "finite" && (a.exponent >= 0 || integerOf(a) !== null);
}

function isOddInteger(a: Decimal): boolean {
  return a.kind === "finite" && a.exponent <= 0 && ((integerOf(a) ?? 0n) & 1n) === 1n;
}

export function power(context: Context, base: Decimal, exponent: Decimal): Decimal {
  const special = nanResult(context, base, exponent);
  if (special !== null) return special;
  const sign: Sign = base.sign === 1 && isOddInteger(exponent) ? 1 : 0;
  const isNegative = exponent.sign === 1;
  if (isZero(base)) {
    if (isZero(exponent)) return invalid(context);
    return isNegative ? infinity(sign) : finite(sign, 0n, 0);
  }
  if (base.sign === 1 && !isInteger(exponent)) return invalid(context);
  const one = finite(0, 1n, 0);
  const size = withSign(base, 0);
  if (exponent.kind === "infinite") {
    const difference = order(size, one);
    if (difference === 0) return paddedOne(context, sign);
    return difference < 0 === isNegative ? infinity(sign) : finite(sign, 0n, 0);
  }
  if (isZero(exponent)) return finite(0, 1n, 0);
  if (base.kind === "infinite") return isNegative ? finite(sign, 0n, 0) : infinity(sign);
  if (order(size, one) === 0) return powerOfOne(context, base, exponent, sign);
  const integer = integerOf(exponent);
  const bound = powerBeyondLimits(context, size, exponent, sign);
  if (bound !== null) return bound;
  const result =
    integer === null ? powerOfReal(context, size, exponent) : powerOfInteger(context, base, exponent, integer);
  return finishNumber(context, withSign(result, sign));
}

/** 1 with all digits: a result that is not exact. */
function paddedOne(context: Context, sign: Sign): Decimal {
  context.pending |= Flag.Inexact | Flag.Rounded;
  const places = context.precision - 1;
  return finite(sign, powerOfTen(places), -places);
}

function powerOfOne(context: Context, base: Decimal, exponent: Decimal, sign: Sign): Decimal {
  const count = integerOf(exponent);
  if (count === null) return paddedOne(context, sign);
  if (count < 0n) return finite(sign, 1n, 0);
  const ideal = count * BigInt(-base.exponent);
  const most = BigInt(context.precision - 1);
  if (ideal > most) context.pending |= Flag.Rounded;
  const places = Number(ideal > most ? most : ideal < 0n ? 0n : ideal);
  return finite(sign, powerOfTen(places), -places);
}

/** A result beyond the limits, when orders of magnitude alone tell that it is; libmpdec's bound, since how it rounds then shows. */
function powerBeyondLimits(context: Context, size: Decimal, exponent: Decimal, sign: Sign): Decimal | null {
  const isLarge = order(size, finite(0, 1n, 0)) > 0 === (exponent.sign === 0);
  const magnitude = adjusted(exponent) + logarithmMagnitude(size);
  if (magnitude <= integerDigits(isLarge ? context.emax : context.etiny)) return null;
  return finish(context, sign, 1n, isLarge ? 2 * context.emax + 2 : context.etiny - 1);
}

/** The order of magnitude that the decimal logarithm of a number other than 1 has at least. */
function logarithmMagnitude(size: Decimal): number {
  const top = adjusted(size);
  if (top > 0) return integerDigits(top) - 1;
  return top < -1 ? integerDigits(top + 1) - 1 : -distanceFromOne(size) - 2;
}

function integerDigits(value: number): number {
  return digitCount(BigInt(Math.abs(value)));
}

/** Squaring and multiplying with some digits more than asked for, as libmpdec does. */
function powerOfInteger(context: Context, base: Decimal, exponent: Decimal, count: bigint): Decimal {
  const digits = digitCount(exponent.coefficient) + exponent.exponent;
  const work = context.copy();
  work.precision += digits + 2 + (count < 0n ? 1 : 0);
  work.rounding = "ROUND_HALF_EVEN";
  work.clamp = 0;
  work.pending = 0;
  const factor = count < 0n ? divide(work, finite(0, 1n, 0), base) : base;
  const bits = (count < 0n ? -count : count).toString(2);
  let result = factor;
  for (const bit of bits.slice(1)) {
    result = multiply(work, result, result);
    if (bit === "1") result = multiply(work, result, factor);
    // What has left the limits does not come back.
    if (result.kind === "infinite" || isZero(result)) break;
  }
  context.pending |= work.pending;
  return result.kind === "infinite" ? finite(0, 1n, 2 * context.emax + 2) : result;
}

/** Digits of an exponent, by which libmpdec computes more. */
const exponentDigits = 19;

function powerOfReal(context: Context, base: Decimal, exponent: Decimal): Decimal {
  const work = workContext(Math.max(digitCount(base.coefficient), context.precision) + 4 + exponentDigits);
  const result = exp(work, multiply(work, ln(work, base), exponent));
  context.pending |= Flag.Inexact | Flag.Rounded;
  return result;
}

/** `base ** exponent % modulus` of integers. */
export function powerModulo(context: Context, base: Decimal, exponent: Decimal, modulus: Decimal): Decimal {
  const special = nanResult(context, base, exponent, modulus);
  if (special !== null) return special;
  const x = integerOf(base);
  const y = integerOf(exponent);
  const m = integerOf(modulus);
  if (x === null || y === null || m === null || y < 0n || m === 0n || (x === 0n && y === 0n)) return invalid(context);
  const size = m < 0n ? -m : m;
  if (digitCount(size) > context.precision) return invalid(context);
  let result = 1n % size;
  let square = (x < 0n ? -x : x) % size;
  for (let rest = y; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % size;
    square = (square * square) % size;
  }
  return finite(base.sign === 1 && (y & 1n) === 1n ? 1 : 0, result, 0);
}
