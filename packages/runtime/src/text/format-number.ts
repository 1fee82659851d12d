// `__format__` of int, float and complex.

import { Failure, overflowError, valueError } from "../numbers/failure.ts";
import {
  exponentDigits,
  fixedDigits,
  generalDigits,
  type GeneralStyle,
  nonFinite,
  shortestDigits,
} from "../numbers/float-text.ts";
import { absolute, type Integer } from "../numbers/integer.ts";
import { integerToDecimal } from "../numbers/integer-text.ts";
import { doubleOfInteger } from "../numbers/rounding.ts";
import { type FormatCaches } from "./format-caches.ts";
import { codePointLength, groupFraction, layOutNumber, padText } from "./format-layout.ts";
import { type FormatSpec, parseFormatSpec, unknownFormatCode } from "./format-spec.ts";

/** `format(value, text)` of an int for a `text` that is not empty; `limit` is the one on decimal digits. */
export function formatInteger(
  value: Integer,
  text: string,
  typeName: string,
  limit: number,
  caches?: FormatCaches,
): string | Failure {
  const spec = parseFormatSpec(text, typeName, ">", caches);
  if (spec instanceof Failure) return spec;
  switch (spec.type) {
    case "":
    case "d":
    case "n":
    case "b":
    case "o":
    case "x":
    case "X":
    case "c":
      return formatIntegerSpec(value, spec, limit);
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
    case "%": {
      const double = doubleOfInteger(value);
      return double instanceof Failure ? double : formatDoubleSpec(double, spec);
    }
    default:
      return unknownFormatCode(spec.type, typeName);
  }
}

function formatIntegerSpec(value: Integer, spec: FormatSpec, limit: number): string | Failure {
  if (spec.precision >= 0) return valueError("Precision not allowed in integer format specifier");
  if (spec.coerceZero) return valueError("Negative zero coercion (z) not allowed in integer format specifier");
  if (spec.type === "c") return formatCharacter(value, spec);
  const size = absolute(value);
  let digits: string | Failure;
  let prefix = "";
  switch (spec.type) {
    case "b":
      digits = size.toString(2);
      prefix = "0b";
      break;
    case "o":
      digits = size.toString(8);
      prefix = "0o";
      break;
    case "x":
      digits = size.toString(16);
      prefix = "0x";
      break;
    case "X":
      digits = size.toString(16).toUpperCase();
      prefix = "0X";
      break;
    default:
      digits = integerToDecimal(size, limit);
  }
  if (digits instanceof Failure) return digits;
  const grouped = spec.type === "" || spec.type === "d" || spec.type === "n" ? 3 : 4;
  const sign = signText(value < 0, spec);
  return layOutNumber({ sign, prefix: spec.alternate ? prefix : "", digits, rest: "" }, spec, grouped);
}

function formatCharacter(value: Integer, spec: FormatSpec): string | Failure {
  if (spec.sign !== "") return valueError("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) return valueError("Alternate form (#) not allowed with integer format specifier 'c'");
  if (BigInt.asIntN(64, BigInt(value)) !== BigInt(value))
    return overflowError("Python int too large to convert to C long");
  if (value < 0 || value > 0x10ffff) return overflowError("%c arg not in range(0x110000)");
  return padText(String.fromCodePoint(Number(value)), 1, spec);
}

function signText(negative: boolean, spec: FormatSpec): string {
  return negative ? "-" : spec.sign === "+" || spec.sign === " " ? spec.sign : "";
}

/** `format(value, text)` of a float for a `text` that is not empty. */
export function formatDouble(value: number, text: string, typeName: string, caches?: FormatCaches): string | Failure {
  const spec = parseFormatSpec(text, typeName, ">", caches);
  if (spec instanceof Failure) return spec;
  if (!"eEfFgGn%".includes(spec.type)) return unknownFormatCode(spec.type, typeName);
  return formatDoubleSpec(value, spec);
}

const precisionLimit = 0x7fffffff;

function formatDoubleSpec(value: number, spec: FormatSpec): string | Failure {
  if (spec.precision > precisionLimit) return valueError("precision too big");
  const text = presentDouble(value, spec);
  const negative = text.startsWith("-");
  return layOutDouble(negative ? text.slice(1) : text, signText(negative, spec), spec);
}

function layOutDouble(text: string, sign: string, spec: FormatSpec): string {
  const end = digitsEnd(text);
  let rest = text.slice(end);
  if (spec.fractionGrouping !== "") rest = groupFraction(rest, spec.fractionGrouping);
  return layOutNumber({ sign, prefix: "", digits: text.slice(0, end), rest }, spec, 3);
}

function digitsEnd(text: string): number {
  let end = 0;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return end;
}

/** The presentation of a float with its sign, without padding. */
function presentDouble(value: number, spec: FormatSpec): string {
  const type = spec.type;
  const scaled = type === "%" ? value * 100 : value;
  let text = Number.isFinite(scaled) ? digitsOfDouble(scaled, type, spec) : nonFinite(scaled);
  if (Number.isFinite(scaled)) text = coerceZero(text, spec);
  if (type === "%") return `${text}%`;
  return type === "E" || type === "F" || type === "G" ? text.toUpperCase() : text;
}

/** With `z`, digits that are all zero lose their sign. */
function coerceZero(text: string, spec: FormatSpec): string {
  return spec.coerceZero && text.startsWith("-") && !/[1-9]/.test(text.replace(/e.*/, "")) ? text.slice(1) : text;
}

function digitsOfDouble(value: number, type: string, spec: FormatSpec): string {
  const alternate = spec.alternate ? "alternate" : "plain";
  const precision = spec.precision >= 0 ? spec.precision : 6;
  switch (type) {
    case "e":
    case "E":
      return exponentDigits(value, precision, alternate);
    case "f":
    case "F":
    case "%": {
      const text = fixedDigits(value, precision);
      return precision === 0 && spec.alternate ? `${text}.` : text;
    }
    case "g":
    case "G":
    case "n":
      return generalDigits(value, precision, alternate);
    default: {
      const style: GeneralStyle = spec.alternate ? "float-alternate" : "float";
      return spec.precision < 0 ? shortestDigits(value, style) : generalDigits(value, spec.precision, style);
    }
  }
}

/** `format(value, text)` of a complex number for a `text` that is not empty. */
export function formatComplex(real: number, imaginary: number, text: string, typeName: string): string | Failure {
  const spec = parseFormatSpec(text, typeName, ">");
  if (spec instanceof Failure) return spec;
  if (!"eEfFgGn".includes(spec.type)) return unknownFormatCode(spec.type, typeName);
  if (spec.precision > precisionLimit) return valueError("precision too big");
  if (spec.fill === "0") return valueError("Zero padding is not allowed in complex format specifier");
  if (spec.align === "=") return valueError("'=' alignment flag is not allowed in complex format specifier");
  const bare = spec.type === "";
  const onlyImaginary = bare && Object.is(real, 0);
  const partSpec: FormatSpec = { ...spec, width: -1, align: ">" };
  const realText = onlyImaginary ? "" : layOutPart(real, partSpec, spec.sign);
  const imaginaryText = layOutPart(imaginary, partSpec, onlyImaginary ? spec.sign : "+");
  const joined = bare && !onlyImaginary ? `(${realText}${imaginaryText}j)` : `${realText}${imaginaryText}j`;
  return padText(joined, codePointLength(joined), spec);
}

function layOutPart(value: number, spec: FormatSpec, sign: FormatSpec["sign"]): string {
  let text = presentDouble(value, spec);
  if (spec.type === "" && Number.isFinite(value)) {
    // Parts of a complex number are shown as repr shows them: without ".0".
    const style: GeneralStyle = spec.alternate ? "alternate" : "plain";
    const digits = spec.precision < 0 ? shortestDigits(value, style) : generalDigits(value, spec.precision, style);
    text = coerceZero(digits, spec);
  }
  const negative = text.startsWith("-");
  return layOutDouble(negative ? text.slice(1) : text, signText(negative, { ...spec, sign }), spec);
}

/** `repr` of a complex number. */
export function reprComplex(real: number, imaginary: number): string {
  const imaginaryText = reprPart(imaginary);
  if (Object.is(real, 0)) return `${imaginaryText}j`;
  return `(${reprPart(real)}${imaginaryText.startsWith("-") ? "" : "+"}${imaginaryText}j)`;
}

function reprPart(value: number): string {
  return Number.isFinite(value) ? shortestDigits(value, "plain") : nonFinite(value);
}
