// Functions of complex numbers, after Kahan ("Branch cuts for complex elementary functions") and ISO C: exact where a part is small or large,
// with the signs of zeros that tell the sides of branch cuts.

import { type SpecialName, specialResult } from "./specials.ts";

/** A complex number. */
export interface Complex {
  readonly real: number;
  readonly imaginary: number;
}

/** A value, or why there is none. */
export type Result = Complex | "domain" | "range";

const largest = Number.MAX_VALUE;
const large = largest / 4;
const rootOfLarge = Math.sqrt(large);
const logarithmOfLarge = Math.log(large);
const smallestNormal = 2 ** -1022;
const rootOfSmallest = Math.sqrt(smallestNormal);

function complex(real: number, imaginary: number): Complex {
  return { real, imaginary };
}

function withSignOf(size: number, sign: number): number {
  const absolute = Math.abs(size);
  return sign < 0 || Object.is(sign, -0) ? -absolute : absolute;
}

function isFinite({ real, imaginary }: Complex): boolean {
  return Number.isFinite(real) && Number.isFinite(imaginary);
}

function isLarge({ real, imaginary }: Complex): boolean {
  return Math.abs(real) > large || Math.abs(imaginary) > large;
}

/** `log(|z|)` of a large number. */
function logarithmOfSize({ real, imaginary }: Complex): number {
  return Math.log(Math.hypot(real / 2, imaginary / 2)) + Math.LN2;
}

function logarithmOfDouble(z: Complex): number {
  return logarithmOfSize(z) + Math.LN2;
}

/** A function that takes its results for parts that are not finite from a table. */
function withSpecials(name: SpecialName, compute: (z: Complex) => Result): (z: Complex) => Result {
  return (z) => (isFinite(z) ? compute(z) : specialResult(name, z));
}

/** Overflow: a finite argument, a result that is not. */
function inRange(real: number, imaginary: number): Result {
  return Math.abs(real) === Infinity || Math.abs(imaginary) === Infinity ? "range" : complex(real, imaginary);
}

/** Applies a function to `i * z` and turns the result back. */
function turned(compute: (z: Complex) => Result): (z: Complex) => Result {
  return ({ real, imaginary }) => {
    const result = compute(complex(-imaginary, real));
    return typeof result === "string" ? result : complex(result.imaginary, -result.real);
  };
}

function finiteRoot({ real, imaginary }: Complex): Complex {
  if (real === 0 && imaginary === 0) return complex(0, imaginary);
  let x = Math.abs(real);
  const y = Math.abs(imaginary);
  let size: number;
  if (x < smallestNormal && y < smallestNormal) {
    x *= 2 ** 53;
    size = Math.sqrt(x + Math.hypot(x, y * 2 ** 53)) * 2 ** -27;
  } else {
    x /= 8;
    size = 2 * Math.sqrt(x + Math.hypot(x, y / 8));
  }
  const other = y / (2 * size);
  return real >= 0 ? complex(size, withSignOf(other, imaginary)) : complex(other, withSignOf(size, imaginary));
}

export const sqrt = withSpecials("sqrt", finiteRoot);

export const acos = withSpecials("acos", (z) => {
  const { real, imaginary } = z;
  if (isLarge(z)) {
    const size = logarithmOfDouble(z);
    return complex(
      Math.atan2(Math.abs(imaginary), real),
      real < 0 ? -withSignOf(size, imaginary) : withSignOf(size, -imaginary),
    );
  }
  const s1 = finiteRoot(complex(1 - real, -imaginary));
  const s2 = finiteRoot(complex(1 + real, imaginary));
  return complex(2 * Math.atan2(s1.real, s2.real), Math.asinh(s2.real * s1.imaginary - s2.imaginary * s1.real));
});

export const acosh = withSpecials("acosh", (z) => {
  const { real, imaginary } = z;
  if (isLarge(z)) return complex(logarithmOfDouble(z), Math.atan2(imaginary, real));
  const s1 = finiteRoot(complex(real - 1, imaginary));
  const s2 = finiteRoot(complex(real + 1, imaginary));
  return complex(Math.asinh(s1.real * s2.real + s1.imaginary * s2.imaginary), 2 * Math.atan2(s1.imaginary, s2.real));
});

export const asinh = withSpecials("asinh", (z) => {
  const { real, imaginary } = z;
  if (isLarge(z)) {
    const size = logarithmOfDouble(z);
    return complex(
      imaginary >= 0 ? withSignOf(size, real) : -withSignOf(size, -real),
      Math.atan2(imaginary, Math.abs(real)),
    );
  }
  const s1 = finiteRoot(complex(1 + imaginary, -real));
  const s2 = finiteRoot(complex(1 - imaginary, real));
  return complex(
    Math.asinh(s1.real * s2.imaginary - s2.real * s1.imaginary),
    Math.atan2(imaginary, s1.real * s2.real - s1.imaginary * s2.imaginary),
  );
});

export const atanh = withSpecials("atanh", (z) => {
  if (z.real >= 0 && !Object.is(z.real, -0)) return atanhOfRight(z);
  const result = atanhOfRight(complex(-z.real, -z.imaginary));
  return typeof result === "string" ? result : complex(-result.real, -result.imaginary);
});

/** `atanh` of a number whose real part is not negative. */
function atanhOfRight({ real, imaginary }: Complex): Result {
  const y = Math.abs(imaginary);
  if (real > rootOfLarge || y > rootOfLarge) {
    const size = Math.hypot(real / 2, imaginary / 2);
    return complex(real / 4 / size / size, -withSignOf(Math.PI / 2, -imaginary));
  }
  if (real === 1 && y < rootOfSmallest) {
    if (y === 0) return "domain";
    return complex(-Math.log(Math.sqrt(y) / Math.sqrt(Math.hypot(y, 2))), withSignOf(Math.atan2(2, -y) / 2, imaginary));
  }
  return complex(
    Math.log1p((4 * real) / ((1 - real) * (1 - real) + y * y)) / 4,
    -Math.atan2(-2 * imaginary, (1 - real) * (1 + real) - y * y) / 2,
  );
}

/** Where the real part is infinite and the other is not zero, signs come from sine and cosine. */
function onCircle(size: number, angle: number, signs: Complex): Complex {
  return complex(signs.real * withSignOf(size, Math.cos(angle)), signs.imaginary * withSignOf(size, Math.sin(angle)));
}

function isInfiniteOnCircle({ real, imaginary }: Complex): boolean {
  return Math.abs(real) === Infinity && Number.isFinite(imaginary) && imaginary !== 0;
}

export function cosh(z: Complex): Result {
  const { real, imaginary } = z;
  if (isInfiniteOnCircle(z)) return onCircle(Infinity, imaginary, complex(1, real > 0 ? 1 : -1));
  if (!isFinite(z)) return specialResult("cosh", z);
  if (Math.abs(real) > logarithmOfLarge) {
    const x = real - withSignOf(1, real);
    return inRange(Math.cos(imaginary) * Math.cosh(x) * Math.E, Math.sin(imaginary) * Math.sinh(x) * Math.E);
  }
  return inRange(Math.cos(imaginary) * Math.cosh(real), Math.sin(imaginary) * Math.sinh(real));
}

export function sinh(z: Complex): Result {
  const { real, imaginary } = z;
  if (isInfiniteOnCircle(z)) return onCircle(Infinity, imaginary, complex(real > 0 ? 1 : -1, 1));
  if (!isFinite(z)) return specialResult("sinh", z);
  if (Math.abs(real) > logarithmOfLarge) {
    const x = real - withSignOf(1, real);
    return inRange(Math.cos(imaginary) * Math.sinh(x) * Math.E, Math.sin(imaginary) * Math.cosh(x) * Math.E);
  }
  return inRange(Math.cos(imaginary) * Math.sinh(real), Math.sin(imaginary) * Math.cosh(real));
}

export function tanh(z: Complex): Result {
  const { real, imaginary } = z;
  if (isInfiniteOnCircle(z)) {
    return complex(real > 0 ? 1 : -1, withSignOf(0, 2 * Math.sin(imaginary) * Math.cos(imaginary)));
  }
  if (!isFinite(z)) return specialResult("tanh", z);
  if (Math.abs(real) > logarithmOfLarge) {
    const small = 4 * Math.sin(imaginary) * Math.cos(imaginary) * Math.exp(-2 * Math.abs(real));
    return complex(withSignOf(1, real), small);
  }
  const tx = Math.tanh(real);
  const ty = Math.tan(imaginary);
  const cx = 1 / Math.cosh(real);
  const denominator = 1 + tx * ty * (tx * ty);
  return complex((tx * (1 + ty * ty)) / denominator, (ty / denominator) * cx * cx);
}

export function exp(z: Complex): Result {
  const { real, imaginary } = z;
  if (isInfiniteOnCircle(z)) return onCircle(real > 0 ? Infinity : 0, imaginary, complex(1, 1));
  if (!isFinite(z)) return specialResult("exp", z);
  const isBeyond = real > logarithmOfLarge;
  const size = Math.exp(isBeyond ? real - 1 : real);
  const factor = isBeyond ? Math.E : 1;
  return inRange(size * Math.cos(imaginary) * factor, size * Math.sin(imaginary) * factor);
}

export const log = withSpecials("log", (z) => {
  const { real, imaginary } = z;
  const x = Math.abs(real);
  const y = Math.abs(imaginary);
  const angle = Math.atan2(imaginary, real);
  if (isLarge(z)) return complex(logarithmOfSize(z), angle);
  if (x < smallestNormal && y < smallestNormal) {
    if (x === 0 && y === 0) return "domain";
    return complex(Math.log(Math.hypot(x * 2 ** 53, y * 2 ** 53)) - 53 * Math.LN2, angle);
  }
  const size = Math.hypot(x, y);
  if (size < 0.71 || size > 1.73) return complex(Math.log(size), angle);
  // Near the circle of radius 1 the logarithm is small.
  const [longer, shorter] = x > y ? [x, y] : [y, x];
  return complex(Math.log1p((longer - 1) * (longer + 1) + shorter * shorter) / 2, angle);
});

export function log10(z: Complex): Result {
  const result = log(z);
  return typeof result === "string" ? result : complex(result.real / Math.LN10, result.imaginary / Math.LN10);
}

export const asin = turned(asinh);
export const atan = turned(atanh);
export const sin = turned(sinh);
export const tan = turned(tanh);

export function cos({ real, imaginary }: Complex): Result {
  return cosh(complex(-imaginary, real));
}

/** The number with a size and an angle. */
export function rect(size: number, angle: number): Result {
  if (Math.abs(size) === Infinity && Number.isFinite(angle) && angle !== 0) {
    const sign = size > 0 ? 1 : -1;
    return onCircle(Infinity, angle, complex(sign, sign));
  }
  if (!Number.isFinite(size) || !Number.isFinite(angle)) return specialResult("rect", complex(size, angle));
  if (angle === 0) return complex(size, size * angle);
  return complex(size * Math.cos(angle), size * Math.sin(angle));
}

export function isClose(a: Complex, b: Complex, relative: number, absolute: number): boolean {
  if (a.real === b.real && a.imaginary === b.imaginary) return true;
  const isInfinite = [a.real, a.imaginary, b.real, b.imaginary].some((part) => Math.abs(part) === Infinity);
  if (isInfinite) return false;
  const difference = Math.hypot(a.real - b.real, a.imaginary - b.imaginary);
  return (
    difference <= relative * Math.hypot(b.real, b.imaginary) ||
    difference <= relative * Math.hypot(a.real, a.imaginary) ||
    difference <= absolute
  );
}
