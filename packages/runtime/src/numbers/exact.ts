// Sums, norms and neighbours of doubles without avoidable rounding.

import { type Failure, overflowError, valueError } from "./failure.ts";
import { binaryOf, roundToDouble } from "./rounding.ts";

/** A running sum kept as doubles that do not overlap, smallest first (Shewchuk 1997). */
export class ExactSum {
  readonly #partials: number[] = [];
  #special = 0;
  #infinities = 0;

  /** Undefined, or OverflowError when the sum of finite numbers left the range. */
  add(value: number): Failure | undefined {
    let x = value;
    const partials = this.#partials;
    let kept = 0;
    for (let index = 0; index < partials.length; index++) {
      let y = partials[index] as number;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    if (x === 0) return undefined;
    if (Number.isFinite(x)) {
      partials.push(x);
      return undefined;
    }
    if (Number.isFinite(value)) return overflowError("intermediate overflow in fsum");
    if (!Number.isNaN(value)) this.#infinities += value;
    this.#special += value;
    partials.length = 0;
    return undefined;
  }

  /** The sum, rounded once. */
  result(): number | Failure {
    if (this.#special !== 0) {
      return Number.isNaN(this.#infinities) ? valueError("-inf + inf in fsum") : this.#special;
    }
    const partials = this.#partials;
    let index = partials.length;
    if (index === 0) return 0;
    let high = partials[--index] as number;
    let low = 0;
    while (index > 0) {
      const x = high;
      const y = partials[--index] as number;
      high = x + y;
      low = y - (high - x);
      if (low !== 0) break;
    }
    // Half way between two doubles, the sign of the next partial decides.
    if (index > 0 && low !== 0 && low < 0 === (partials[index - 1] as number) < 0) {
      const twice = low * 2;
      const next = high + twice;
      if (twice === next - high) high = next;
    }
    return high;
  }
}

const SPLITTER = 134217729;

/** What `product = a * b` lost (Dekker), for operands whose halves do not overflow. */
export function productError(a: number, b: number, product: number): number {
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** The Euclidean norm of a vector. */
export function vectorNorm(values: readonly number[]): number {
  let largest = 0;
  let foundNaN = false;
  for (const value of values) {
    const size = Math.abs(value);
    if (Number.isNaN(size)) foundNaN = true;
    else if (size > largest) largest = size;
  }
  if (largest === Infinity) return Infinity;
  if (foundNaN) return NaN;
  if (largest === 0 || values.length < 2) return largest;
  const exponent = Math.floor(Math.log2(largest)) + 1;
  if (exponent < -1000) return vectorNorm(values.map((value) => value * 2 ** 600)) / 2 ** 600;
  if (exponent > 1000) return vectorNorm(values.map((value) => value * 2 ** -600)) * 2 ** 600;
  const scale = 2 ** -exponent;
  let sum = 1;
  let productRest = 0;
  let sumRest = 0;
  const accumulate = (product: number, error: number): void => {
    const next = sum + product;
    sumRest += product - (next - sum);
    sum = next;
    productRest += error;
  };
  for (const value of values) {
    const x = value * scale;
    const square = x * x;
    accumulate(square, productError(x, x, square));
  }
  let root = Math.sqrt(sum - 1 + (productRest + sumRest));
  // One step of Newton's method with the residual in double length.
  const square = -root * root;
  accumulate(square, productError(-root, root, square));
  root += (sum - 1 + (productRest + sumRest)) / (2 * root);
  return root / scale;
}

/** `x * y + z`, rounded once. */
export function fusedMultiplyAdd(x: number, y: number, z: number): number | Failure {
  // An infinite summand decides, whatever becomes of a finite product.
  if (Math.abs(z) === Infinity && Number.isFinite(x) && Number.isFinite(y)) return z;
  const rough = x * y + z;
  if (![x, y, z].every(Number.isFinite)) {
    const invalid = Number.isNaN(rough) && ![x, y, z].some(Number.isNaN);
    return invalid ? valueError("invalid operation in fma") : rough;
  }
  const a = binaryOf(x);
  const b = binaryOf(y);
  const c = binaryOf(z);
  const product = a.mantissa * b.mantissa;
  if (product === 0n) return rough;
  const exponent = a.exponent + b.exponent;
  if (c.mantissa === 0n) return checkRange(roundToDouble(product, exponent, false));
  const lowest = Math.min(exponent, c.exponent);
  const sum = (product << BigInt(exponent - lowest)) + (c.mantissa << BigInt(c.exponent - lowest));
  return sum === 0n ? 0 : checkRange(roundToDouble(sum, lowest, false));
}

function checkRange(value: number): number | Failure {
  return Number.isFinite(value) ? value : overflowError("overflow in fma");
}

/** The double `steps` steps from `x` towards `y`. */
export function nextAfter(x: number, y: number, steps: bigint): number {
  if (steps === 0n || Number.isNaN(x)) return x;
  if (Number.isNaN(y)) return y;
  if (x === y) return y;
  const from = orderOf(x);
  const to = orderOf(y);
  const distance = to > from ? to - from : from - to;
  if (steps >= distance) return y;
  return doubleOfOrder(to > from ? from + steps : from - steps, x);
}

/** The place of a double in the order of all doubles; zero is 0. */
function orderOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

/** The double at a place; a zero gets the sign of `origin`. */
function doubleOfOrder(order: bigint, origin: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, order < 0n ? -order : order);
  const size = view.getFloat64(0);
  return order < 0n || (order === 0n && origin < 0) ? -size : size;
}

/** The value of the least significant bit. */
export function ulp(x: number): number {
  const size = Math.abs(x);
  if (!Number.isFinite(size)) return size;
  const above = nextAfter(size, Infinity, 1n);
  return above === Infinity ? size - nextAfter(size, -Infinity, 1n) : above - size;
}

/** IEEE remainder: of the division rounded to nearest. */
export function ieeeRemainder(x: number, y: number): number | undefined {
  if (Number.isFinite(x) && Number.isFinite(y)) {
    if (y === 0) return undefined;
    const size = Math.abs(x);
    const unit = Math.abs(y);
    const rest = size % unit;
    const complement = unit - rest;
    const result =
      rest < complement ? rest : rest > complement ? -complement : rest - 2 * ((0.5 * (size - rest)) % unit);
    return x < 0 || Object.is(x, -0) ? -result : result;
  }
  if (Number.isNaN(x)) return x;
  if (Number.isNaN(y)) return y;
  return Math.abs(x) === Infinity ? undefined : x;
}

/** `x * 2 ** exponent`, rounded once. */
export function scaleByPower(x: number, exponent: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const { mantissa, exponent: own } = binaryOf(x);
  const result = roundToDouble(mantissa, own + exponent, false);
  return x < 0 && result === 0 ? -0 : result;
}

/** Mantissa in [0.5, 1) and exponent. */
export function splitDouble(x: number): { readonly mantissa: number; readonly exponent: number } {
  if (x === 0 || !Number.isFinite(x)) return { mantissa: x, exponent: 0 };
  const { mantissa, exponent } = binaryOf(x);
  const bits = (mantissa < 0n ? -mantissa : mantissa).toString(2).length;
  return { mantissa: Number(mantissa) / 2 ** bits, exponent: exponent + bits };
}
