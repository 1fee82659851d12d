// Operators on complex constants. With a real operand the arithmetic is mixed, as from Python 3.14 on: the real number has no
// imaginary zero whose sign could show.

import { type CodeConstant } from "@tjit/bytecode";

type Complex = readonly [real: number, imag: number];

/** `left operator right` where at least one is complex; `null` when it raises or is not defined. */
export function complexBinary(
  left: CodeConstant,
  operator: string,
  right: CodeConstant,
  floatValue: (constant: CodeConstant) => number | null,
): CodeConstant | null {
  const first = left.type === "complex" ? ([left.real, left.imag] as const) : floatValue(left);
  const second = right.type === "complex" ? ([right.real, right.imag] as const) : floatValue(right);
  if (first === null || second === null) return null;
  const result = compute(first, operator, second);
  return result === null ? null : { type: "complex", real: result[0], imag: result[1] };
}

function compute(left: Complex | number, operator: string, right: Complex | number): Complex | null {
  switch (operator) {
    case "+":
      if (typeof left === "number") return typeof right === "number" ? null : [left + right[0], right[1]];
      return typeof right === "number" ? [left[0] + right, left[1]] : [left[0] + right[0], left[1] + right[1]];
    case "-":
      if (typeof left === "number") return typeof right === "number" ? null : [left - right[0], -right[1]];
      return typeof right === "number" ? [left[0] - right, left[1]] : [left[0] - right[0], left[1] - right[1]];
    case "*":
      if (typeof left === "number") return typeof right === "number" ? null : [left * right[0], left * right[1]];
      return typeof right === "number" ? [left[0] * right, left[1] * right] : multiply(left, right);
    case "/":
      if (typeof right === "number") return right === 0 ? null : [toPair(left)[0] / right, toPair(left)[1] / right];
      return divide(left, right);
    case "**":
      return power(toPair(left), toPair(right));
    default:
      return null;
  }
}

const toPair = (value: Complex | number): Complex => (typeof value === "number" ? [value, 0] : value);

const multiply = (left: Complex, right: Complex): Complex => [
  left[0] * right[0] - left[1] * right[1],
  left[0] * right[1] + left[1] * right[0],
];

/** Scaled by the larger part of the divisor, so that it neither overflows nor loses digits. */
function divide(left: Complex | number, right: Complex): Complex | null {
  const [real, imag] = right;
  const [a, b] = toPair(left);
  if (real === 0 && imag === 0) return null;
  if (Math.abs(real) >= Math.abs(imag)) {
    const ratio = imag / real;
    const divisor = real + imag * ratio;
    if (typeof left === "number") return [a / divisor, (-a * ratio) / divisor];
    return [(a + b * ratio) / divisor, (b - a * ratio) / divisor];
  }
  const ratio = real / imag;
  const divisor = real * ratio + imag;
  if (typeof left === "number") return [(a * ratio) / divisor, -a / divisor];
  return [(a * ratio + b) / divisor, (b * ratio - a) / divisor];
}

/** Integer powers by squaring, others in polar form. */
function power(base: Complex, exponent: Complex): Complex | null {
  if (exponent[0] === 0 && exponent[1] === 0) return [1, 0];
  if (base[0] === 0 && base[1] === 0) return exponent[1] !== 0 || exponent[0] < 0 ? null : [0, 0];
  const count = exponent[0];
  if (exponent[1] === 0 && Number.isInteger(count) && Math.abs(count) <= 100) {
    const result = integerPower(base, Math.abs(count));
    return count > 0 ? result : divide([1, 0], result);
  }
  const modulus = Math.hypot(base[0], base[1]);
  const angle = Math.atan2(base[1], base[0]);
  let length = modulus ** exponent[0];
  let phase = angle * exponent[0];
  if (exponent[1] !== 0) {
    length *= Math.exp(-angle * exponent[1]);
    phase += exponent[1] * Math.log(modulus);
  }
  return [length * Math.cos(phase), length * Math.sin(phase)];
}

function integerPower(base: Complex, exponent: number): Complex {
  let result: Complex = [1, 0];
  let square = base;
  for (let mask = 1; mask <= exponent; mask *= 2) {
    if ((exponent & mask) !== 0) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}
