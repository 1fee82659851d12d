// What the flow graph folds: operators on constants, within CPython's limits on the size of the result. Anything that would
// raise, or whose result would be too large, is left for run time.

import { type CodeConstant } from "@tjit/bytecode";
import { TRUE, FALSE, intConstant, isTrue } from "./constant.ts";
import { complexBinary } from "./complex.ts";
import { floatBinary } from "./float.ts";
import { intBinary } from "./int.ts";
import { getItem, repeat } from "./sequence.ts";

/** A numeric constant as its value; bools count as ints. `null` for others. */
function integerValue(constant: CodeConstant): bigint | null {
  if (constant.type === "int") return BigInt(constant.value);
  return constant.type === "bool" ? (constant.value ? 1n : 0n) : null;
}

/** Nearest float; `null` when out of range or not a number. */
function floatValue(constant: CodeConstant): number | null {
  if (constant.type === "float") return constant.value;
  const integer = integerValue(constant);
  if (integer === null) return null;
  const float = Number(integer);
  return Number.isFinite(float) ? float : null;
}

/**
 * `left operator right`, or `null` when it is not folded.
 *
 * @param operator - As in `binaryOperators` of the bytecode package; `[]` is subscription.
 */
export function foldBinary(left: CodeConstant, operator: string, right: CodeConstant): CodeConstant | null {
  if (operator === "[]") return getItem(left, right);
  const leftInt = integerValue(left);
  const rightInt = integerValue(right);
  if (leftInt !== null && rightInt !== null) {
    if (left.type === "bool" && right.type === "bool" && "&|^".includes(operator)) {
      const result = intBinary(leftInt, operator, rightInt);
      return result === null ? null : isTrue(result) ? TRUE : FALSE;
    }
    return intBinary(leftInt, operator, rightInt);
  }
  if (left.type === "complex" || right.type === "complex") return complexBinary(left, operator, right, floatValue);
  if (left.type === "float" || right.type === "float") {
    const leftFloat = floatValue(left);
    const rightFloat = floatValue(right);
    if (leftFloat === null || rightFloat === null) return null;
    if (operator === "**" && isComplexPower(leftFloat, rightFloat)) {
      return complexBinary({ type: "complex", real: leftFloat, imag: 0 }, operator, right, floatValue);
    }
    return floatBinary(leftFloat, operator, rightFloat);
  }
  if (operator === "*") {
    if (leftInt !== null) return repeat(right, leftInt);
    if (rightInt !== null) return repeat(left, rightInt);
    return null;
  }
  return operator === "+" ? concatenate(left, right) : null;
}

/** A fractional power of a negative number is complex. */
const isComplexPower = (base: number, exponent: number): boolean =>
  base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && !Number.isInteger(exponent);

function concatenate(left: CodeConstant, right: CodeConstant): CodeConstant | null {
  if (left.type === "str" && right.type === "str") return { type: "str", value: left.value + right.value };
  if (left.type === "bytes" && right.type === "bytes") {
    return { type: "bytes", value: Uint8Array.from([...left.value, ...right.value]) };
  }
  if (left.type === "tuple" && right.type === "tuple") return { type: "tuple", items: [...left.items, ...right.items] };
  return null;
}

/** `-x`, `~x`, `+x` or `not x`; `null` when it is not folded. */
export function foldUnary(operator: "-" | "~" | "+" | "not", operand: CodeConstant): CodeConstant | null {
  if (operator === "not") return isTrue(operand) ? FALSE : TRUE;
  const integer = integerValue(operand);
  if (integer !== null) {
    if (operator === "-") return intConstant(-integer);
    // That of a bool is deprecated, and warned of when it is computed.
    if (operator === "~") return operand.type === "bool" ? null : intConstant(~integer);
    return intConstant(integer);
  }
  if (operator === "~") return null;
  if (operand.type === "float") return operator === "-" ? { type: "float", value: -operand.value } : operand;
  if (operand.type === "complex") {
    return operator === "-" ? { type: "complex", real: -operand.real, imag: -operand.imag } : operand;
  }
  return null;
}
