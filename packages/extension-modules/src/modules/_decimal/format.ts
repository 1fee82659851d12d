// `format(decimal, spec)`, as CPython reads specifications: fill, alignment, sign, `z`, `#`, `0`, width, separator,
// precision, type.

import { type Context, workContext } from "./context.ts";
import { type Decimal, digitCount, finite, powerOfTen } from "./number.ts";
import { finish, shorten } from "./rounding.ts";

const pattern = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([eEfFgGnN%])?$/su;

/** A specification, taken apart. */
interface Specification {
  readonly fill: string;
  readonly align: "<" | ">" | "=" | "^";
  readonly sign: "-" | "+" | " ";
  readonly zeroSign: "kept" | "dropped";
  readonly isZeroPadded: boolean;
  readonly width: number;
  readonly separator: string;
  /** A point even where no digit follows. */
  readonly hasPoint: boolean;
  readonly precision: number | null;
  readonly type: string;
}

function parse(text: string, capitals: number): Specification | null {
  const found = pattern.exec(text);
  if (found === null) return null;
  const [, fill, align, sign = "-", z, alternate, zero, width = "0", comma, precision, type] = found;
  if (zero !== undefined && fill !== undefined) return null;
  if (comma !== undefined && (type === "n" || type === "N")) return null;
  const shown = type === "n" ? "g" : type === "N" ? "G" : (type ?? (capitals === 0 ? "g" : "G"));
  return {
    fill: zero === undefined ? (fill ?? " ") : "0",
    align: (align as Specification["align"] | undefined) ?? (zero === undefined ? ">" : "="),
    sign: sign as Specification["sign"],
    zeroSign: z === undefined ? "kept" : "dropped",
    isZeroPadded: zero !== undefined,
    width: Number(width),
    separator: comma ?? "",
    hasPoint: alternate !== undefined,
    precision: precision === undefined ? null : Number(precision),
    type: shown,
  };
}

/** The text; null when the specification is none. */
export function formatDecimal(context: Context, number: Decimal, specification: string): string | null {
  const spec = parse(specification, context.capitals);
  if (spec === null) return null;
  if (number.kind !== "finite") {
    const payload = number.coefficient === 0n ? "" : number.coefficient.toString();
    const name = number.kind === "infinite" ? "Infinity" : `${number.kind === "quiet" ? "" : "s"}NaN${payload}`;
    const plain: Specification = spec.isZeroPadded ? { ...spec, fill: " ", align: ">" } : spec;
    return aligned(signOf(spec, number.sign === 1), spec.type === "%" ? `${name}%` : name, plain);
  }
  const scaled = spec.type === "%" ? finite(number.sign, number.coefficient, number.exponent + 2) : number;
  const rounded = roundFor(context, scaled, spec);
  const isNegative = rounded.sign === 1 && !(rounded.coefficient === 0n && spec.zeroSign === "dropped");
  return shown(rounded, signOf(spec, isNegative), spec);
}

function signOf(spec: Specification, isNegative: boolean): string {
  if (isNegative) return "-";
  return spec.sign === "-" ? "" : spec.sign;
}

function isFixed({ type }: Specification): boolean {
  return type === "f" || type === "F" || type === "%";
}

function roundFor(context: Context, number: Decimal, spec: Specification): Decimal {
  const { precision } = spec;
  let result = number;
  if (precision !== null) {
    if (isFixed(spec)) result = toPlaces(context, number, precision);
    else {
      const isGeneral = spec.type === "g" || spec.type === "G";
      const digits = isGeneral ? Math.max(1, precision) : precision + 1;
      if (!isGeneral || digitCount(number.coefficient) > digits) result = toDigits(context, number, digits);
    }
  }
  return result.coefficient === 0n && result.exponent > 0 && isFixed(spec) ? finite(result.sign, 0n, 0) : result;
}

function toPlaces(context: Context, { sign, coefficient, exponent }: Decimal, places: number): Decimal {
  const cut = -places - exponent;
  if (cut <= 0) return finite(sign, coefficient * powerOfTen(-cut), -places);
  return finite(sign, shorten(coefficient, cut, context.rounding, sign).coefficient, -places);
}

function toDigits(context: Context, { sign, coefficient, exponent }: Decimal, digits: number): Decimal {
  if (coefficient === 0n) return finite(sign, 0n, exponent);
  const missing = digits - digitCount(coefficient);
  if (missing >= 0) return finite(sign, coefficient * powerOfTen(missing), exponent - missing);
  const work = workContext(digits);
  work.rounding = context.rounding;
  return finish(work, sign, coefficient, exponent);
}

function shown({ coefficient, exponent }: Decimal, sign: string, spec: Specification): string {
  const digits = coefficient.toString();
  const left = exponent + digits.length;
  const isExponential = spec.type === "e" || spec.type === "E";
  let point = left;
  if (isExponential) point = coefficient === 0n && spec.precision !== null ? 1 - spec.precision : 1;
  else if (!isFixed(spec) && (exponent > 0 || left <= -6)) point = 1;
  const [whole, fraction] = split(digits, point);
  let tail = fraction === "" && !spec.hasPoint ? "" : `.${fraction}`;
  if (left !== point || isExponential) {
    const letter = spec.type === "E" || spec.type === "G" ? "E" : "e";
    tail += `${letter}${left < point ? "" : "+"}${left - point}`;
  }
  if (spec.type === "%") tail += "%";
  const room = spec.isZeroPadded ? spec.width - sign.length - tail.length : 0;
  return aligned(sign, grouped(whole, spec.separator, room) + tail, spec);
}

function split(digits: string, point: number): readonly [whole: string, fraction: string] {
  if (point <= 0) return ["0", "0".repeat(-point) + digits];
  return [digits.slice(0, point).padEnd(point, "0"), digits.slice(point)];
}

/** Digits with a separator before every third, with zeros in front up to a width. */
function grouped(digits: string, separator: string, width: number): string {
  if (separator === "") return digits.padStart(width, "0");
  let zeros = digits;
  const separated = (): string => zeros.replace(/\B(?=(\d{3})+$)/g, separator);
  // A separator in front would be no digit: then there is a zero more.
  while (separated().length < width) zeros = `0${zeros}`;
  return separated();
}

function aligned(sign: string, body: string, { fill, align, width }: Specification): string {
  const padding = Math.max(0, width - Array.from(sign + body).length);
  if (align === "=") return sign + fill.repeat(padding) + body;
  const before = align === "<" ? 0 : align === ">" ? padding : padding >> 1;
  return fill.repeat(before) + sign + body + fill.repeat(padding - before);
}
