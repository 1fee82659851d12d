// Arithmetic on Python ints as plain values: a `number` exactly when the value is a safe integer, else a `bigint`.
//
// Every result is in that normal form, so `===` compares two ints, and a number is never -0.
// Division floors. Nothing here allocates for numbers.

import { type Budget, Failure, overflowError, pendingFailure, valueError, zeroDivision } from "./failure.ts";

/** A Python int: `number` if and only if it is a safe integer. */
export type Integer = number | bigint;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const MAX_SAFE_BIG = BigInt(MAX_SAFE);

/** Bits of the largest int the host can hold. */
export const maximumBits = 2 ** 30 - 64;

/** The normal form of a bigint. */
export function normalize(value: bigint): Integer {
  return value <= MAX_SAFE_BIG && value >= -MAX_SAFE_BIG ? Number(value) : value;
}

/** A JavaScript number that is an integer, of any size. */
export function integerOfNumber(value: number): Integer {
  return value <= MAX_SAFE && value >= -MAX_SAFE ? value + 0 : BigInt(value);
}

export function isNegative(value: Integer): boolean {
  return value < 0;
}

export function add(left: Integer, right: Integer): Integer {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (sum <= MAX_SAFE && sum >= -MAX_SAFE) return sum;
  }
  return normalize(BigInt(left) + BigInt(right));
}

export function subtract(left: Integer, right: Integer): Integer {
  if (typeof left === "number" && typeof right === "number") {
    const difference = left - right;
    if (difference <= MAX_SAFE && difference >= -MAX_SAFE) return difference;
  }
  return normalize(BigInt(left) - BigInt(right));
}

/** Product. The caller pays for big ones; see {@link productCost}. */
export function multiply(left: Integer, right: Integer): Integer | Failure {
  if (typeof left === "number" && typeof right === "number") {
    const product = left * right;
    if (product <= MAX_SAFE && product >= -MAX_SAFE) return product + 0;
  } else if (!(isFarBelowMaximum(left) && isFarBelowMaximum(right)) && left !== 0 && right !== 0) {
    if (roughBits(left) + roughBits(right) > maximumBits) return new Failure("MemoryError", "");
  }
  return normalize(BigInt(left) * BigInt(right));
}

const MODEST = 2n ** 1024n;
const FAR_BELOW_MAXIMUM = 2n ** 65536n;

function isFarBelowMaximum(value: Integer): boolean {
  return typeof value === "number" || (value < FAR_BELOW_MAXIMUM && value > -FAR_BELOW_MAXIMUM);
}

/** Whether arithmetic with an int takes no time worth counting. Comparing is faster than asking for the size. */
export function isModest(value: Integer): boolean {
  return typeof value === "number" || (value < MODEST && value > -MODEST);
}

/** About how many nanoseconds a product takes; 0 for small operands. */
export function productCost(left: Integer, right: Integer): number {
  if (typeof left === "number" || typeof right === "number" || (isModest(left) && isModest(right))) return 0;
  const leftBits = roughBits(left);
  const rightBits = roughBits(right);
  const words = Math.min(leftBits, rightBits) / 64;
  const other = Math.max(leftBits, rightBits) / 64;
  return words < 40 ? words * other : other * words ** 0.5 * 8;
}

export function negate(value: Integer): Integer {
  return typeof value === "number" ? 0 - value : -value;
}

export function absolute(value: Integer): Integer {
  return value < 0 ? negate(value) : value;
}

/** `left // right`. */
export function floorDivide(left: Integer, right: Integer): Integer | Failure {
  if (typeof left === "number" && typeof right === "number") {
    if (right === 0) return zeroDivision("division by zero");
    const remainder = left % right;
    const quotient = (left - remainder) / right;
    return remainder !== 0 && remainder < 0 !== right < 0 ? quotient - 1 : quotient + 0;
  }
  if (right === 0) return zeroDivision("division by zero");
  return normalize(floorQuotient(BigInt(left), BigInt(right)));
}

/** `left % right`; the result has the sign of `right`. */
export function modulo(left: Integer, right: Integer): Integer | Failure {
  if (right === 0) return zeroDivision("division by zero");
  if (typeof left === "number" && typeof right === "number") {
    const remainder = left % right;
    return remainder !== 0 && remainder < 0 !== right < 0 ? remainder + right : remainder + 0;
  }
  return normalize(floorRemainder(BigInt(left), BigInt(right)));
}

/** Quotient of bigints, rounded down. */
export function floorQuotient(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  if (left < 0n === right < 0n) return quotient;
  return quotient * right === left ? quotient : quotient - 1n;
}

/** Remainder of bigints, with the sign of the divisor. */
export function floorRemainder(left: bigint, right: bigint): bigint {
  const remainder = left % right;
  return remainder !== 0n && remainder < 0n !== right < 0n ? remainder + right : remainder;
}

export function shiftLeft(value: Integer, count: Integer): Integer | Failure {
  if (count < 0) return valueError("negative shift count");
  if (value === 0) return 0;
  if (typeof value === "number" && typeof count === "number" && count < 64) {
    const shifted = value * 2 ** count;
    if (shifted <= MAX_SAFE && shifted >= -MAX_SAFE) return shifted;
  }
  if (typeof count !== "number") return overflowError("too many digits in integer");
  if (count + bitLength(value) > maximumBits) return new Failure("MemoryError", "");
  return normalize(BigInt(value) << BigInt(count));
}

export function shiftRight(value: Integer, count: Integer): Integer | Failure {
  if (count < 0) return valueError("negative shift count");
  if (typeof count !== "number") return value < 0 ? -1 : 0;
  if (typeof value === "number") return count < 64 ? Math.floor(value / 2 ** count) : value < 0 ? -1 : 0;
  return normalize(value >> BigInt(count));
}

export function bitAnd(left: Integer, right: Integer): Integer {
  if (isInt32(left) && isInt32(right)) return left & right;
  return normalize(BigInt(left) & BigInt(right));
}

export function bitOr(left: Integer, right: Integer): Integer {
  if (isInt32(left) && isInt32(right)) return left | right;
  return normalize(BigInt(left) | BigInt(right));
}

export function bitXor(left: Integer, right: Integer): Integer {
  if (isInt32(left) && isInt32(right)) return left ^ right;
  return normalize(BigInt(left) ^ BigInt(right));
}

export function bitInvert(value: Integer): Integer {
  return typeof value === "number" ? subtract(-1, value) : normalize(~value);
}

function isInt32(value: Integer): value is number {
  return typeof value === "number" && (value | 0) === value;
}

/** Larger ones are infinite as host numbers, or nearly. */
const largestRounded = 2 ** 1000;

/** Bits of the absolute value. Linear in the size of a bigint. */
export function bitLength(value: Integer): number {
  if (typeof value === "number") {
    const size = Math.abs(value);
    const high = Math.floor(size / 0x100000000);
    return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(size);
  }
  const size = value < 0n ? -value : value;
  if (size === 0n) return 0;
  const rounded = Number(size);
  if (rounded < largestRounded) {
    // The logarithm is off by one at most, next to a power of two.
    const guess = Math.ceil(Math.log2(rounded));
    return size >> BigInt(guess) > 0n ? guess + 1 : size >> BigInt(guess - 1) > 0n ? guess : guess - 1;
  }
  // Halves the size until a double holds it: faster than digits.
  let shift = 512;
  while (size >> BigInt(2 * shift) > 0n) shift *= 2;
  return shift + bitLength(size >> BigInt(shift));
}

/** Bits of the absolute value, perhaps one more or less: what a size is judged by. */
function roughBits(value: Integer): number {
  const rounded = Math.abs(Number(value));
  return rounded < largestRounded ? Math.log2(rounded + 1) : bitLength(value);
}

/** Set bits of the absolute value. */
export function bitCount(value: Integer): number {
  const text = absolute(value).toString(16);
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = Number.parseInt(text.charAt(index), 16);
    count += (digit & 1) + ((digit >> 1) & 1) + ((digit >> 2) & 1) + (digit >> 3);
  }
  return count;
}

/** -1, 0 or 1. */
export function compare(left: Integer, right: Integer): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `left ** right` for `right >= 0`. */
export function power(left: Integer, right: Integer, budget?: Budget): Integer | Failure {
  if (right === 0 || left === 1) return 1;
  if (left === 0) return 0;
  if (left === -1) return bitAnd(right, 1) === 1 ? -1 : 1;
  if (typeof right !== "number") return new Failure("MemoryError", "");
  if (typeof left === "number") {
    const result = left ** right;
    // Math.pow is inexact in general, but products of safe integers are not.
    if (result <= 0x1fffff && result >= -0x1fffff) return smallPower(left, right);
  }
  const bits = (bitLength(left) - 1) * right;
  if (bits > maximumBits) return new Failure("MemoryError", "");
  if (budget !== undefined && bits > 20000) {
    if (!budget.allows(bits / 8) || !budget.spend((bits / 64) ** 1.5)) return pendingFailure();
  }
  return normalize(BigInt(left) ** BigInt(right));
}

function smallPower(base: number, exponent: number): number {
  let result = 1;
  for (let index = 0; index < exponent; index++) result *= base;
  return result;
}

/** `pow(base, exponent, modulus)`. */
export function powerModulo(base: Integer, exponent: Integer, modulus: Integer, budget?: Budget): Integer | Failure {
  if (modulus === 0) return valueError("pow() 3rd argument cannot be 0");
  const size = BigInt(absolute(modulus));
  if (size === 1n) return 0;
  let factor = floorRemainder(BigInt(base), size);
  let remaining = BigInt(exponent);
  if (remaining < 0n) {
    const inverse = inverseModulo(factor, size);
    if (inverse === undefined) return valueError("base is not invertible for the given modulus");
    factor = inverse;
    remaining = -remaining;
  }
  const result =
    factor < 1n << 26n && size < 1n << 26n
      ? BigInt(smallPowerModulo(Number(factor), remaining, Number(size)))
      : bigPowerModulo(factor, remaining, size, budget);
  if (result === undefined) return pendingFailure();
  return normalize(modulus < 0 && result !== 0n ? result - size : result);
}

function smallPowerModulo(base: number, exponent: bigint, modulus: number): number {
  const bits = exponent.toString(2);
  let result = 1 % modulus;
  for (let index = 0; index < bits.length; index++) {
    result = (result * result) % modulus;
    if (bits.charCodeAt(index) === 49) result = (result * base) % modulus;
  }
  return result;
}

/** With fewer hexadecimal digits an exponent is taken bit by bit: the table of powers takes longer. */
const fewDigits = 12;

/** Left to right, four bits at a time. */
function bigPowerModulo(base: bigint, exponent: bigint, modulus: bigint, budget?: Budget): bigint | undefined {
  const digits = exponent.toString(16);
  const isShort = digits.length < fewDigits;
  const table = [1n, base];
  if (!isShort) for (let index = 2; index < 16; index++) table.push(((table[index - 1] ?? 1n) * base) % modulus);
  const words = bitLength(normalize(modulus)) / 64;
  const cost = 5 * (200 + words ** 1.6 * 4);
  let result = 1n;
  for (let index = 0; index < digits.length; index++) {
    if (budget !== undefined && !budget.spend(cost)) return undefined;
    const digit = Number.parseInt(digits.charAt(index), 16);
    if (isShort) {
      for (let bit = 8; bit > 0; bit >>= 1) {
        if (result !== 1n) result = (result * result) % modulus;
        if ((digit & bit) !== 0) result = (result * base) % modulus;
      }
      continue;
    }
    for (let step = 0; step < 4; step++) result = (result * result) % modulus;
    if (digit !== 0) result = (result * (table[digit] ?? 1n)) % modulus;
  }
  return result;
}

/** The inverse of `value` (0 <= value < modulus), or undefined if they have a common factor. */
export function inverseModulo(value: bigint, modulus: bigint): bigint | undefined {
  let [r0, r1] = [modulus, value];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1n) return undefined;
  return t0 < 0n ? t0 + modulus : t0;
}
