// The numbers of printf-style formatting, on plain values.

import { Failure } from "../numbers/failure.ts";
import { exponentDigits, fixedDigits, generalDigits, nonFinite } from "../numbers/float-text.ts";
import { absolute, type Integer } from "../numbers/integer.ts";
import { integerToDecimal } from "../numbers/integer-text.ts";

/** A formatted number with its parts apart, so that zeros can go between them. */
export interface PercentNumber {
  readonly sign: string;
  readonly prefix: string;
  readonly digits: string;
}

function signText(negative: boolean, flags: string): string {
  return negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

/** `%d`, `%x` and the like. */
export function percentInteger(
  value: Integer,
  conversion: string,
  flags: string,
  precision: number,
  limit: number,
): PercentNumber | Failure {
  const size = absolute(value);
  const radix = conversion === "o" ? 8 : conversion === "x" || conversion === "X" ? 16 : 10;
  const text = radix === 10 ? integerToDecimal(size, limit) : size.toString(radix);
  if (text instanceof Failure) return text;
  const digits = text.padStart(precision, "0");
  const prefix = radix === 10 || !flags.includes("#") ? "" : `0${conversion}`;
  return { sign: signText(value < 0, flags), prefix, digits: conversion === "X" ? digits.toUpperCase() : digits };
}

/** `%e`, `%f` and `%g`. */
export function percentDouble(value: number, conversion: string, flags: string, precision: number): PercentNumber {
  const negative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  const alternate = flags.includes("#");
  const places = precision < 0 ? 6 : precision;
  let digits: string;
  if (!Number.isFinite(value)) digits = nonFinite(size);
  else if (conversion === "e" || conversion === "E")
    digits = exponentDigits(size, places, alternate ? "alternate" : "plain");
  else if (conversion === "g" || conversion === "G")
    digits = generalDigits(size, places, alternate ? "alternate" : "plain");
  else digits = fixedDigits(size, places) + (alternate && places === 0 ? "." : "");
  const upper = conversion === "E" || conversion === "F" || conversion === "G";
  return { sign: signText(negative, flags), prefix: "", digits: upper ? digits.toUpperCase() : digits };
}

/** The number in its field. */
export function padPercent(number: PercentNumber, flags: string, width: number): string {
  const { sign, prefix, digits } = number;
  const missing = width - sign.length - prefix.length - digits.length;
  if (missing <= 0) return sign + prefix + digits;
  if (flags.includes("-")) return sign + prefix + digits + " ".repeat(missing);
  if (flags.includes("0")) return sign + prefix + "0".repeat(missing) + digits;
  return " ".repeat(missing) + sign + prefix + digits;
}
