// Exact conversions between ints and floats: every result is the double nearest to the exact value, ties to even.

import { type Failure, overflowError, zeroDivision } from "./failure.ts";
import { bitLength, type Integer, normalize } from "./integer.ts";

/** A finite double as `mantissa * 2 ** exponent`, with an odd mantissa (0: `0n, 0`). */
export interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** The parts of a finite double. */
export function binaryOf(value: number): Binary {
  if (value === 0) return { mantissa: 0n, exponent: 0 };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  let mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  let exponent = (biased === 0 ? 1 : biased) - 1075;
  const low = mantissa & -mantissa;
  const zeros = low.toString(2).length - 1;
  mantissa >>= BigInt(zeros);
  exponent += zeros;
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent };
}

/** `mantissa * 2 ** exponent` rounded once; ±Infinity if it is too large. `sticky`: the exact value is a little farther from 0. */
export function roundToDouble(mantissa: bigint, exponent: number, sticky: boolean): number {
  if (mantissa < 0n) return -roundToDouble(-mantissa, exponent, sticky);
  if (mantissa === 0n) return 0;
  let bits = bitLength(normalize(mantissa));
  let scaled = mantissa;
  let scale = exponent;
  // Two bits more than a double has, so that the sticky bit has a place below the rounding bit.
  if (bits < 56) {
    scaled <<= BigInt(56 - bits);
    scale -= 56 - bits;
    bits = 56;
  }
  const extra = Math.max(bits - 53, -1074 - scale);
  if (extra > bits + 1) return 0;
  const unit = 1n << BigInt(extra);
  const rest = scaled & (unit - 1n);
  let kept = scaled >> BigInt(extra);
  const half = unit >> 1n;
  if (rest > half || (rest === half && (sticky || (kept & 1n) === 1n))) kept++;
  const power = scale + extra;
  const size = Number(kept);
  if (power > 971) return power > 1100 ? Infinity : size * 2 ** 971 * 2 ** (power - 971);
  return power < -1022 ? size * 2 ** -1022 * 2 ** (power + 1022) : size * 2 ** power;
}

/** `float(value)`. */
export function doubleOfInteger(value: Integer): number | Failure {
  if (typeof value === "number") return value;
  const result = Number(value);
  return Number.isFinite(result) ? result : overflowError("int too large to convert to float");
}

/** `left / right`, correctly rounded. */
export function trueDivide(left: Integer, right: Integer): number | Failure {
  if (right === 0) return zeroDivision("division by zero");
  if (typeof left === "number" && typeof right === "number") return left / right;
  const negative = left < 0 !== right < 0;
  let dividend = BigInt(left < 0 ? -left : left);
  let divisor = BigInt(right < 0 ? -right : right);
  const shift = bitLength(left) - bitLength(right) - 66;
  if (shift > 960) return overflowError("integer division result too large for a float");
  if (shift < -1300) return negative ? -0 : 0;
  if (shift < 0) dividend <<= BigInt(-shift);
  else divisor <<= BigInt(shift);
  const quotient = dividend / divisor;
  const result = roundToDouble(quotient, shift, quotient * divisor !== dividend);
  if (result === Infinity) return overflowError("integer division result too large for a float");
  return negative ? -result : result;
}

/** -1, 0, 1, or undefined with NaN: the order of an int and a float, exactly. */
export function compareIntegerDouble(left: Integer, right: number): number | undefined {
  if (Number.isNaN(right)) return undefined;
  // JavaScript's mixed comparison is by mathematical value.
  return left < right ? -1 : left > right ? 1 : 0;
}
