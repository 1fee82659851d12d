// float() of a string, float.fromhex and float.hex.

import { type Failure, overflowError, valueError } from "./failure.ts";
import { asciiDigits, stripWhitespace } from "./numeric-text.ts";
import { binaryOf, roundToDouble } from "./rounding.ts";
import { reprString } from "../text/repr.ts";

const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const SPECIAL = /^[+-]?(?:inf(?:inity)?|nan)$/i;

/** `float(text)`; `shown` is what an error says was given (the repr of `text`). */
export function parseDouble(text: string, shown?: string): number | Failure {
  const source = asciiDigits(stripWhitespace(text));
  const value = decimalValue(source);
  return value ?? valueError(`could not convert string to float: ${shown ?? reprString(text)}`);
}

/** The value of a decimal or special text without white space, or undefined. */
export function decimalValue(source: string): number | undefined {
  if (DECIMAL.test(source)) return Number(source.includes("_") ? source.replaceAll("_", "") : source);
  if (!SPECIAL.test(source)) return undefined;
  if (/n$/i.test(source)) return NaN;
  return source.startsWith("-") ? -Infinity : Infinity;
}

/** `value.hex()`. */
export function doubleToHex(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0x0.0p+0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, "0");
  const exponent = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? "" : "+"}${exponent}`;
}

const HEXADECIMAL = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?/i;

/** `float.fromhex(text)`. */
export function parseHexDouble(text: string): number | Failure {
  // Unlike float(), fromhex strips ASCII white space only.
  const source = text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, "");
  if (SPECIAL.test(source)) return decimalValue(source) ?? NaN;
  const match = HEXADECIMAL.exec(source);
  const digits = match === null ? "" : (match[2] ?? "") + (match[3] ?? "");
  if (match === null || digits === "") return valueError("invalid hexadecimal floating-point string");
  const negative = match[1] === "-";
  const garbage = match[0].length < source.length;
  const mantissa = BigInt(`0x${digits}`);
  if (mantissa === 0n && !garbage) return negative ? -0 : 0;
  const exponent = Number(match[4] ?? 0) - 4 * (match[3] ?? "").length;
  const size =
    exponent > 2000000
      ? Infinity
      : exponent < -2000000 - 4 * digits.length
        ? 0
        : roundToDouble(mantissa, exponent, false);
  if (size === Infinity) return overflowError("hexadecimal value too large to represent as a float");
  // An overflow is reported before anything after the number.
  if (garbage) return valueError("invalid hexadecimal floating-point string");
  return negative ? -size : size;
}

/** `value.as_integer_ratio()` of a finite value. */
export function integerRatio(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  const { mantissa, exponent } = binaryOf(value);
  return exponent >= 0
    ? { numerator: mantissa << BigInt(exponent), denominator: 1n }
    : { numerator: mantissa, denominator: 1n << BigInt(-exponent) };
}
