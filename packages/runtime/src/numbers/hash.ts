// CPython's numeric hash: the value modulo the prime 2^61 - 1, so that equal numbers of any type hash alike.
// Source: "Hashing of numeric types" in the library reference, 64-bit builds.

import { type Integer, normalize } from "./integer.ts";
import { binaryOf } from "./rounding.ts";

const PRIME = (1n << 61n) - 1n;

/** `sys.hash_info.inf`. */
export const hashOfInfinity = 314159;
/** `sys.hash_info.imag`. */
export const hashImaginary = 1000003;

/** `hash()` of an int. */
export function hashInteger(value: Integer): Integer {
  if (typeof value === "number") return value === -1 ? -2 : value;
  const size = (value < 0n ? -value : value) % PRIME;
  return signed(size, value < 0n);
}

/** `hash()` of a float other than NaN, whose hash is that of its identity. */
export function hashDouble(value: number): Integer {
  if (Number.isSafeInteger(value)) return value === -1 ? -2 : value + 0;
  if (value === Infinity) return hashOfInfinity;
  if (value === -Infinity) return -hashOfInfinity;
  const { mantissa, exponent } = binaryOf(value < 0 ? -value : value);
  // 2 ** 61 is 1 modulo the prime, so a power of two rotates.
  const turn = BigInt(((exponent % 61) + 61) % 61);
  return signed(((mantissa % PRIME) << turn) % PRIME, value < 0);
}

/** `hash()` of a complex number from the hashes of its parts. */
export function hashComplex(real: Integer, imaginary: Integer): Integer {
  const combined = BigInt.asIntN(64, BigInt(real) + BigInt(hashImaginary) * BigInt(imaginary));
  return combined === -1n ? -2 : normalize(combined);
}

/** `hash()` of the fraction `numerator / denominator` in lowest terms is left to the library, as in CPython. */
function signed(size: bigint, negative: boolean): Integer {
  const value = normalize(negative ? -size : size);
  return value === -1 ? -2 : value;
}
