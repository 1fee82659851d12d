// Floats as digits: the shortest text that reads back (repr), and the `e`, `f` and `g` presentations, correctly rounded,
// ties to even.
//
// JavaScript has the same shortest digits and exact toFixed/toExponential, with two differences that this file mends: it
// rounds ties up, and it writes exponents and large numbers otherwise.

import { binaryOf } from "./rounding.ts";

/** `repr(value)`. */
export function reprDouble(value: number): string {
  const size = Math.abs(value);
  if (size < 1e16 && size >= 1e-4) {
    const text = String(value);
    return Number.isInteger(value) ? `${text}.0` : text;
  }
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  if (!Number.isFinite(value)) return nonFinite(value);
  return pythonExponent(value.toExponential());
}

/** "nan", "inf" or "-inf". */
export function nonFinite(value: number): string {
  return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
}

/** JavaScript's `1e+5` as Python's `1e+05`. */
function pythonExponent(text: string): string {
  const mark = text.indexOf("e");
  const digits = text.slice(mark + 2);
  return digits.length > 1 ? text : `${text.slice(0, mark + 2)}0${digits}`;
}

/** `%.{precision}f` of a finite value, of any precision. */
export function fixedDigits(value: number, precision: number): string {
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  // A tie has at most `precision + 1` binary places.
  if (size < 1e21 && precision <= 100) {
    const scaled = size * 2 ** (precision + 1);
    if (scaled !== Math.floor(scaled)) return sign + size.toFixed(precision);
  }
  const digits = scaledDigits(size, precision).padStart(precision + 1, "0");
  if (precision === 0) return sign + digits;
  const point = digits.length - precision;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** `value * 10 ** places` rounded to an integer, half to even, as digits. */
function scaledDigits(size: number, places: number): string {
  const { mantissa, exponent } = binaryOf(size);
  const numerator = mantissa * (places > 0 ? 10n ** BigInt(places) : 1n) * (exponent > 0 ? 1n << BigInt(exponent) : 1n);
  const denominator = (places < 0 ? 10n ** BigInt(-places) : 1n) * (exponent < 0 ? 1n << BigInt(-exponent) : 1n);
  return roundedQuotient(numerator, denominator).toString();
}

/** Quotient of non-negative bigints, half to even. */
export function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator - quotient * denominator);
  return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

/** A finite value as `digits[0].digits[1..] * 10 ** exponent` with `precision + 1` digits. */
interface Scientific {
  readonly digits: string;
  readonly exponent: number;
}

function scientific(size: number, precision: number): Scientific {
  if (size === 0) return { digits: "0".repeat(precision + 1), exponent: 0 };
  if (precision < 100) {
    const probe = size.toExponential(precision + 1);
    const mark = probe.indexOf("e");
    // The digit after the last one kept is no 5, so this is no tie.
    if (probe.charCodeAt(mark - 1) !== 53) {
      const text = size.toExponential(precision);
      const end = text.indexOf("e");
      const digits = precision === 0 ? text.slice(0, end) : text.charAt(0) + text.slice(2, end);
      return { digits, exponent: Number(text.slice(end + 1)) };
    }
  }
  let exponent = Number(size.toExponential(20).split("e")[1]);
  // The estimate may be one too high when 20 digits round up to the next power of ten.
  let digits = scaledDigits(size, precision - exponent);
  if (digits.length < precision + 1) digits = scaledDigits(size, precision - --exponent);
  if (digits.length > precision + 1) {
    digits = digits.slice(0, precision + 1);
    exponent++;
  }
  return { digits, exponent };
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/** What `%#g` and the like keep. */
export type Alternate = "alternate" | "plain";

/** `%.{precision}e` of a finite value. */
export function exponentDigits(value: number, precision: number, alternate: Alternate): string {
  const { digits, exponent } = scientific(Math.abs(value), precision);
  return signOf(value) + withExponent(digits, exponent, alternate);
}

function withExponent(digits: string, exponent: number, alternate: Alternate): string {
  const fraction = digits.slice(1);
  const point = fraction !== "" || alternate === "alternate" ? "." : "";
  const size = Math.abs(exponent);
  return `${digits.charAt(0)}${point}${fraction}e${exponent < 0 ? "-" : "+"}${size < 10 ? "0" : ""}${size}`;
}

/** How `generalDigits` ends a number that needs no fraction: as `%g`, as `%#g`, or as float's own format, with ".0". */
export type GeneralStyle = "plain" | "alternate" | "float" | "float-alternate";

function keepsPoint(style: GeneralStyle): boolean {
  return style === "alternate" || style === "float-alternate";
}

function endsInZero(style: GeneralStyle): boolean {
  return style === "float" || style === "float-alternate";
}

/** `%.{precision}g` of a finite value. */
export function generalDigits(value: number, precision: number, style: GeneralStyle): string {
  const count = precision === 0 ? 1 : precision;
  const { digits, exponent } = scientific(Math.abs(value), count - 1);
  return (
    signOf(value) +
    generalText(digits, exponent, exponent < -4 || exponent >= count - (endsInZero(style) ? 1 : 0), style)
  );
}

/** The digits that round trip, in the `g` presentation with `style`. */
export function shortestDigits(value: number, style: GeneralStyle): string {
  const text = Math.abs(value).toExponential();
  const mark = text.indexOf("e");
  const digits = text.charAt(0) + text.slice(2, mark);
  const exponent = Number(text.slice(mark + 1));
  return signOf(value) + generalText(digits, exponent, exponent < -4 || exponent >= 16, style);
}

function generalText(all: string, exponent: number, useExponent: boolean, style: GeneralStyle): string {
  const digits = keepsPoint(style) ? all : trimZeros(all);
  if (useExponent) return withExponent(digits, exponent, keepsPoint(style) ? "alternate" : "plain");
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) {
    const whole = digits.padEnd(exponent + 1, "0");
    return endsInZero(style) ? `${whole}.0` : style === "alternate" ? `${whole}.` : whole;
  }
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
  return end === digits.length ? digits : digits.slice(0, end);
}
