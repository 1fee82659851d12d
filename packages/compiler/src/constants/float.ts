// Operators on float constants, with Python's signs of remainders and its exceptions (which are not folded).

import { type CodeConstant } from "@tjit/bytecode";

/** `left operator right`; `null` when it raises or has no float result. */
export function floatBinary(left: number, operator: string, right: number): CodeConstant | null {
  const value = compute(left, operator, right);
  return value === null ? null : { type: "float", value };
}

function compute(left: number, operator: string, right: number): number | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? null : left / right;
    case "//":
      return right === 0 ? null : floorDivide(left, right);
    case "%":
      return right === 0 ? null : remainder(left, right);
    case "**":
      return power(left, right);
    default:
      return null;
  }
}

/** The remainder with the divisor's sign. */
function remainder(left: number, right: number): number {
  const result = left % right;
  if (result === 0) return right < 0 ? -0 : 0;
  return result < 0 !== right < 0 ? result + right : result;
}

function floorDivide(left: number, right: number): number {
  const modulus = left % right;
  const roundsDown = modulus !== 0 && modulus < 0 !== right < 0;
  const quotient = (left - modulus) / right - (roundsDown ? 1 : 0);
  if (quotient === 0) return left / right < 0 || Object.is(left / right, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function power(base: number, exponent: number): number | null {
  if (base === 1 || exponent === 0) return 1;
  if (base === 0 && exponent < 0) return null;
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
  const result = base ** exponent;
  return !Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent) ? null : result;
}
