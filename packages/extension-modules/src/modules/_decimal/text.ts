// Numbers as text, and back.

import { asciiDigits, stripWhitespace } from "@tjit/runtime/api";
import { type Decimal, finite, infinity } from "./number.ts";

const pattern = /^([+-]?)(?:(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?|(inf(?:inity)?)|(s?)nan(\d*))$/i;

/** The number that a text stands for, exactly; null when it stands for none. */
export function parseDecimal(text: string): Decimal | null {
  const found = pattern.exec(text);
  if (found === null) return null;
  const [, signText, whole = "", fraction = "", exponentText, isInfinite, signaling, payload] = found;
  const sign = signText === "-" ? 1 : 0;
  if (isInfinite !== undefined) return infinity(sign);
  if (payload !== undefined) {
    return { sign, kind: signaling === "" ? "quiet" : "signaling", coefficient: BigInt(payload || 0), exponent: 0 };
  }
  // Beyond all limits, but still a number.
  const exponent = Math.min(Math.max(Number(exponentText ?? 0), -3e18), 3e18);
  return finite(sign, BigInt(whole + fraction), exponent - fraction.length);
}

/** The text of a str as digits in ASCII, without spaces around it and underscores in it. */
export function numericText(text: string): string {
  return asciiDigits(stripWhitespace(text)).replaceAll("_", "");
}

/** How exponents are shown. */
export type Notation = "scientific" | "engineering";

/** A number as text. */
export function decimalText(number: Decimal, capitals: number, notation: Notation = "scientific"): string {
  const sign = number.sign === 0 ? "" : "-";
  if (number.kind === "infinite") return `${sign}Infinity`;
  const digits = number.coefficient.toString();
  if (number.kind !== "finite") {
    return `${sign}${number.kind === "quiet" ? "" : "s"}NaN${number.coefficient === 0n ? "" : digits}`;
  }
  const left = number.exponent + digits.length;
  const point = pointPlace(number, left, notation);
  const exponent = left - point;
  const shown = exponent === 0 ? "" : `${capitals === 0 ? "e" : "E"}${exponent < 0 ? "" : "+"}${exponent}`;
  return `${sign}${withPoint(digits, point)}${shown}`;
}

function pointPlace({ coefficient, exponent }: Decimal, left: number, notation: Notation): number {
  if (exponent <= 0 && left > -6) return left;
  if (notation === "scientific") return 1;
  const modulo = (value: number): number => ((value % 3) + 3) % 3;
  return coefficient === 0n ? modulo(left + 1) - 1 : modulo(left - 1) + 1;
}

/** Digits with a point behind the first `point` of them. */
export function withPoint(digits: string, point: number): string {
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + "0".repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
