// Operators on int constants.

import { type CodeConstant } from "@tjit/bytecode";
import { intConstant } from "./constant.ts";
import { floatBinary } from "./float.ts";

/** Results of `*`, `**` and `<<` may have this many bits. */
const maximumBits = 128;

/** `left operator right`; `null` when it raises or is too large to fold. */
export function intBinary(left: bigint, operator: string, right: bigint): CodeConstant | null {
  switch (operator) {
    case "+":
      return intConstant(left + right);
    case "-":
      return intConstant(left - right);
    case "*":
      return left !== 0n && right !== 0n && bits(left) + bits(right) > maximumBits ? null : intConstant(left * right);
    case "/":
      return right === 0n ? null : trueDivide(left, right);
    case "//":
      return right === 0n ? null : intConstant(floorDivide(left, right));
    case "%":
      return right === 0n ? null : intConstant(left - right * floorDivide(left, right));
    case "**":
      return power(left, right);
    case "<<":
      if (right < 0n) return null;
      if (left !== 0n && right !== 0n && (right > maximumBits || bits(left) > maximumBits - Number(right))) return null;
      return intConstant(left === 0n ? 0n : left << right);
    case ">>":
      if (right < 0n) return null;
      return intConstant(right > 1n << 20n ? (left < 0n ? -1n : 0n) : left >> right);
    case "|":
      return intConstant(left | right);
    case "^":
      return intConstant(left ^ right);
    case "&":
      return intConstant(left & right);
    default:
      return null;
  }
}

const bits = (value: bigint): number => (value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length);

function floorDivide(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

function power(base: bigint, exponent: bigint): CodeConstant | null {
  if (exponent < 0n) return floatBinary(Number(base), "**", Number(exponent));
  if (base !== 0n && exponent > 0n) {
    if (exponent > 0xffffffffn || bits(base) > Math.floor(maximumBits / Number(exponent))) return null;
  }
  return intConstant(base ** exponent);
}

/** The float nearest to the exact quotient, ties to even. */
function trueDivide(left: bigint, right: bigint): CodeConstant | null {
  const exactLimit = 1n << 53n;
  const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
  if (magnitude(left) <= exactLimit && magnitude(right) <= exactLimit) {
    return { type: "float", value: Number(left) / Number(right) };
  }
  const negative = left < 0n !== right < 0n;
  const numerator = magnitude(left);
  const denominator = magnitude(right);
  // Scale so that the quotient has 55 to 56 bits, then make the last bit sticky: Number() rounds correctly.
  const shift = BigInt(bits(numerator) - bits(denominator) - 55);
  const scaledNumerator = shift < 0n ? numerator << -shift : numerator;
  const scaledDenominator = shift > 0n ? denominator << shift : denominator;
  const quotient = scaledNumerator / scaledDenominator;
  const sticky = scaledNumerator % scaledDenominator === 0n ? quotient : quotient | 1n;
  const value = Number(sticky) * 2 ** Number(shift);
  if (!Number.isFinite(value)) return null;
  return { type: "float", value: negative ? -value : value };
}
