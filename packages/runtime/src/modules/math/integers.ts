// Integer functions of the module `math`, on plain values.

import { type Budget, Failure, pendingFailure } from "../../numbers/failure.ts";
import { absolute, bitLength, type Integer, maximumBits, normalize } from "../../numbers/integer.ts";

/** The greatest common divisor of numbers: not negative. */
export function gcdOfNumbers(left: number, right: number): number {
  let a = Math.abs(left);
  let b = Math.abs(right);
  while (b > 0x7fffffff) [a, b] = [b, a % b];
  if (b === 0) return a;
  // Integer division is several times as fast as that of floats.
  let divisor = b | 0;
  for (let rest = (a % b) | 0; rest !== 0;) {
    const next = (divisor % rest) | 0;
    divisor = rest;
    rest = next;
  }
  return divisor;
}

/** The greatest common divisor. */
export function gcd(left: Integer, right: Integer, budget: Budget): Integer | Failure {
  let a = absolute(left);
  let b = absolute(right);
  while (typeof a === "bigint" || typeof b === "bigint") {
    if (b === 0) return a;
    if (!budget.spend(bitLength(a) / 2)) return pendingFailure();
    const [dividend, divisor]: [bigint, bigint] = [BigInt(a), BigInt(b)];
    [a, b] = [b, normalize(dividend % divisor)];
  }
  return gcdOfNumbers(a, b);
}

/** The integer square root of a value that is not negative. */
export function integerSquareRoot(value: Integer, budget: Budget): Integer | Failure {
  if (typeof value === "number") {
    const root = Math.floor(Math.sqrt(value));
    return root * root > value ? root - 1 : root;
  }
  const half = (bitLength(value) - 1) >> 1;
  let root = 1n;
  let done = 0;
  // Each step of Newton's method doubles the bits that are right.
  for (let shift = half === 0 ? -1 : Math.floor(Math.log2(half)); shift >= 0; shift--) {
    if (!budget.spend((half / 64) ** 1.5)) return pendingFailure();
    const before = done;
    done = half >> shift;
    root = (root << BigInt(done - before - 1)) + (value >> BigInt(2 * half - before - done + 1)) / root;
  }
  return normalize(root * root > value ? root - 1n : root);
}

/** The product of `first` to `last`, halving the range so that the factors have like sizes. */
export function productOfRange(first: bigint, last: bigint, budget: Budget): bigint | Failure {
  if (first > last) return 1n;
  const count = last - first;
  if (count < 16n) {
    let product = first;
    for (let factor = first + 1n; factor <= last; factor++) product *= factor;
    return product;
  }
  const middle = first + count / 2n;
  const left = productOfRange(first, middle, budget);
  if (left instanceof Failure) return left;
  const right = productOfRange(middle + 1n, last, budget);
  if (right instanceof Failure) return right;
  const bits = Number(count) * last.toString(2).length;
  if (bits > maximumBits) return new Failure("MemoryError", "");
  if (bits > 5000 && !budget.spend((bits / 64) ** 1.5)) return pendingFailure();
  return left * right;
}

/** `n!` */
export function factorial(n: number, budget: Budget): Integer | Failure {
  if (n <= 18) {
    let product = 1;
    for (let factor = 2; factor <= n; factor++) product *= factor;
    return product;
  }
  const product = productOfRange(2n, BigInt(n), budget);
  return product instanceof Failure ? product : normalize(product);
}

/** `n * (n - 1) * …`, `k` factors, for `k <= n`. */
export function permutations(n: Integer, k: number, budget: Budget): Integer | Failure {
  const product = productOfRange(BigInt(n) - BigInt(k) + 1n, BigInt(n), budget);
  return product instanceof Failure ? product : normalize(product);
}

/** Binomial coefficient for `k <= n`. */
export function combinations(n: Integer, k: number, budget: Budget): Integer | Failure {
  const product = productOfRange(BigInt(n) - BigInt(k) + 1n, BigInt(n), budget);
  if (product instanceof Failure) return product;
  const divisor = productOfRange(2n, BigInt(k), budget);
  return divisor instanceof Failure ? divisor : normalize(product / divisor);
}
