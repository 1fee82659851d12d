// Ints as text: str(), bin(), oct(), hex(), and int() of a string, with CPython's limit on decimal digits.

import { type Failure, valueError } from "./failure.ts";
import { bitLength, isModest, type Integer, normalize } from "./integer.ts";
import { asciiDigits, stripWhitespace } from "./numeric-text.ts";
import { reprString } from "../text/repr.ts";

/** `sys.int_info.default_max_str_digits`. */
export const defaultDigitLimit = 4300;
/** `sys.int_info.str_digits_check_threshold`: the lowest limit one can set, and what is never refused. */
export const digitLimitThreshold = 640;

/** `str(value)`; `limit` 0 = none. */
export function integerToDecimal(value: Integer, limit: number): string | Failure {
  if (typeof value === "number") return String(value);
  // log10(2) > 3 / 10: below this size no conversion can pass the limit.
  if (limit > 0 && !isModest(value) && bitLength(value) > limit * 3) {
    const text = value.toString();
    if (text.length - (value < 0n ? 1 : 0) > limit) {
      return valueError(
        `Exceeds the limit (${limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
      );
    }
    return text;
  }
  return value.toString();
}

/** Digits of the absolute value in base 2, 8 or 16, with `prefix` and a sign. */
export function integerToRadix(value: Integer, radix: 2 | 8 | 16, prefix: string): string {
  return value < 0 ? `-${prefix}${(-value).toString(radix)}` : prefix + value.toString(radix);
}

const PREFIX: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 };

/** `int(text, base)`. */
export function parseInteger(text: string, base: number, limit: number, shown?: string): Integer | Failure {
  if (base !== 0 && (base < 2 || base > 36)) return valueError("int() base must be >= 2 and <= 36, or 0");
  const source = asciiDigits(stripWhitespace(text));
  let position = 0;
  let negative = false;
  if (source[0] === "+" || source[0] === "-") {
    negative = source[0] === "-";
    position = 1;
  }
  let radix = base;
  let body = source.slice(position);
  const prefix = body[0] === "0" ? PREFIX[(body[1] ?? "").toLowerCase()] : undefined;
  if (base === 0) radix = prefix ?? 10;
  const prefixed = prefix !== undefined && prefix === radix;
  if (prefixed) {
    body = body.slice(2);
    if (body.startsWith("_")) body = body.slice(1);
  }
  const invalid = (): Failure =>
    valueError(`invalid literal for int() with base ${base}: ${shown ?? shorten(reprString(text))}`);
  if (!digitsOf(radix).test(body)) return invalid();
  if (body.includes("_")) {
    if (body.startsWith("_") || body.endsWith("_") || body.includes("__")) return invalid();
    body = body.replaceAll("_", "");
  }
  // Without a prefix, base 0 accepts only zeros after a leading zero.
  if (base === 0 && !prefixed && body.startsWith("0") && /[^0]/.test(body)) return invalid();
  const decimal = (radix & (radix - 1)) !== 0;
  if (decimal && limit > 0 && body.length > digitLimitThreshold && body.length > limit) {
    return valueError(
      `Exceeds the limit (${limit} digits) for integer string conversion: value has ${body.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  const size = valueOfDigits(body, radix);
  return negative ? (typeof size === "number" ? 0 - size : -size) : size;
}

/** Python shows at most 200 characters of a value in these messages. */
function shorten(text: string): string {
  return text.length > 200 ? text.slice(0, 200) : text;
}

function digitsOf(radix: number): RegExp {
  if (radix === 10) return /^[0-9_]+$/;
  if (radix === 16) return /^[0-9a-fA-F_]+$/;
  if (radix < 10) return new RegExp(`^[0-${radix - 1}_]+$`);
  const last = String.fromCharCode(86 + radix);
  return new RegExp(`^[0-9a-${last}A-${last.toUpperCase()}_]+$`);
}

function valueOfDigits(digits: string, radix: number): Integer {
  if (digits.length <= 9) return Number.parseInt(digits, radix);
  if (radix === 10) return normalize(BigInt(digits));
  if (radix === 16) return normalize(BigInt(`0x${digits}`));
  if (radix === 8) return normalize(BigInt(`0o${digits}`));
  if (radix === 2) return normalize(BigInt(`0b${digits}`));
  return normalize(splitDigits(digits, radix));
}

/** Halves the digits, so that the multiplications are of numbers of like size. */
function splitDigits(digits: string, radix: number): bigint {
  if (digits.length <= 9) return BigInt(Number.parseInt(digits, radix));
  const low = digits.length >> 1;
  const middle = digits.length - low;
  return (
    splitDigits(digits.slice(0, middle), radix) * BigInt(radix) ** BigInt(low) +
    splitDigits(digits.slice(middle), radix)
  );
}
