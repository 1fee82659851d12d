// Arithmetic of complex numbers on plain parts, as CPython does it: mixed operations with a real number leave the other part alone.

import { reprString } from "../text/repr.ts";
import { Failure, valueError, zeroDivision } from "./failure.ts";
import { asciiDigits, stripWhitespace } from "./numeric-text.ts";
import { vectorNorm } from "./exact.ts";
import { decimalValue } from "./float-parse.ts";

/** A complex number. */
export interface Complex {
  readonly real: number;
  readonly imaginary: number;
}

export function complexProduct(a: Complex, b: Complex): Complex {
  return {
    real: a.real * b.real - a.imaginary * b.imaginary,
    imaginary: a.real * b.imaginary + a.imaginary * b.real,
  };
}

/** Smith's method: divides by the larger part first. */
export function complexQuotient(a: Complex, b: Complex): Complex | Failure {
  const real = Math.abs(b.real);
  const imaginary = Math.abs(b.imaginary);
  if (real >= imaginary) {
    if (real === 0) return zeroDivision("division by zero");
    const ratio = b.imaginary / b.real;
    const divisor = b.real + b.imaginary * ratio;
    return {
      real: (a.real + a.imaginary * ratio) / divisor,
      imaginary: (a.imaginary - a.real * ratio) / divisor,
    };
  }
  if (imaginary >= real) {
    const ratio = b.real / b.imaginary;
    const divisor = b.real * ratio + b.imaginary;
    return {
      real: (a.real * ratio + a.imaginary) / divisor,
      imaginary: (a.imaginary * ratio - a.real) / divisor,
    };
  }
  return { real: NaN, imaginary: NaN };
}

/** A real number divided by a complex one. */
export function realQuotient(a: number, b: Complex): Complex | Failure {
  const real = Math.abs(b.real);
  const imaginary = Math.abs(b.imaginary);
  if (real >= imaginary) {
    if (real === 0) return zeroDivision("division by zero");
    const ratio = b.imaginary / b.real;
    const divisor = b.real + b.imaginary * ratio;
    return { real: a / divisor, imaginary: (-a * ratio) / divisor };
  }
  if (imaginary >= real) {
    const ratio = b.real / b.imaginary;
    const divisor = b.real * ratio + b.imaginary;
    return { real: (a * ratio) / divisor, imaginary: -a / divisor };
  }
  return { real: NaN, imaginary: NaN };
}

/** `a ** b`. Small integral exponents multiply, others go through polar form. */
export function complexPower(a: Complex, b: Complex): Complex | Failure {
  let result: Complex;
  if (b.imaginary === 0 && Number.isInteger(b.real) && Math.abs(b.real) <= 100) {
    const power = integralPower(a, b.real);
    if (power instanceof Failure) return zeroDivision("zero to a negative or complex power");
    result = power;
  } else if (b.real === 0 && b.imaginary === 0) result = { real: 1, imaginary: 0 };
  else if (a.real === 0 && a.imaginary === 0) {
    if (b.imaginary !== 0 || b.real < 0) return zeroDivision("zero to a negative or complex power");
    return { real: 0, imaginary: 0 };
  } else result = polarPower(a, b);
  const overflowed = !Number.isFinite(result.real) || !Number.isFinite(result.imaginary);
  const finite = [a.real, a.imaginary, b.real, b.imaginary].every(Number.isFinite);
  return overflowed && finite ? new Failure("OverflowError", "complex exponentiation") : result;
}

function polarPower(a: Complex, b: Complex): Complex {
  const size = Math.hypot(a.real, a.imaginary);
  const angle = Math.atan2(a.imaginary, a.real);
  let length = size ** b.real;
  let phase = angle * b.real;
  if (b.imaginary !== 0) {
    length *= Math.exp(-angle * b.imaginary);
    phase += b.imaginary * Math.log(size);
  }
  return { real: length * Math.cos(phase), imaginary: length * Math.sin(phase) };
}

/** Squares and multiplies, starting from 1 as CPython does, which decides the signs of zeros. */
function integralPower(base: Complex, exponent: number): Complex | Failure {
  const one: Complex = { real: 1, imaginary: 0 };
  let result = one;
  let factor = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = complexProduct(result, factor);
    factor = complexProduct(factor, factor);
  }
  return exponent < 0 ? complexQuotient(one, result) : result;
}

/** `abs(a)`. */
export function complexSize(a: Complex): number | Failure {
  const size = vectorNorm([a.real, a.imaginary]);
  if (size === Infinity && Number.isFinite(a.real) && Number.isFinite(a.imaginary)) {
    return new Failure("OverflowError", "absolute value too large");
  }
  return size;
}

const NUMBER =
  "(?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:[eE][+-]?\\d+(?:_\\d+)*)?|inf(?:inity)?|nan";
const REAL = new RegExp(`^[+-]?(?:${NUMBER})$`, "i");
const IMAGINARY = new RegExp(`^([+-]?(?:${NUMBER})?)j$`, "i");
const BOTH = new RegExp(`^([+-]?(?:${NUMBER}))([+-](?:${NUMBER})?)j$`, "i");

/** `complex(text)`. */
export function parseComplex(text: string): Complex | Failure {
  let source = asciiDigits(stripWhitespace(text));
  if (source.startsWith("(") && source.endsWith(")")) source = stripWhitespace(source.slice(1, -1));
  if (REAL.test(source)) return { real: decimalValue(source) ?? NaN, imaginary: 0 };
  const imaginary = IMAGINARY.exec(source);
  if (imaginary !== null) return { real: 0, imaginary: coefficient(imaginary[1] ?? "") };
  const both = BOTH.exec(source);
  if (both !== null) return { real: decimalValue(both[1] ?? "") ?? NaN, imaginary: coefficient(both[2] ?? "") };
  return valueError(
    /(^|\D)_|_(\D|$)/.test(source)
      ? `could not convert string to complex: ${reprString(text)}`
      : "complex() arg is a malformed string",
  );
}

/** `j` alone is one. */
function coefficient(text: string): number {
  return text === "" || text === "+" ? 1 : text === "-" ? -1 : (decimalValue(text) ?? NaN);
}
