// Folding rules of the dialect: what a pure uop gives for constants. They repeat no uop's code: they are CPython's semantics on plain
// values, restricted to results that are small ints, floats and bools.

import type { FoldRule, TypedValue } from "@tjit/ir";

const smallIntLimit = 2 ** 30;

function numberOf(value: TypedValue | undefined): number | undefined {
  return typeof value?.value === "number" ? value.value : undefined;
}

/** A fold that keeps its inputs on the stack above the result, as operators do. */
function binary(compute: (left: number, right: number) => TypedValue | undefined): FoldRule {
  return (inputs) => {
    const left = numberOf(inputs[0]);
    const right = numberOf(inputs[1]);
    if (left === undefined || right === undefined) return undefined;
    const result = compute(left, right);
    return result === undefined ? undefined : [result, "input0", "input1"];
  };
}

function smallInt(value: number): TypedValue | undefined {
  return Number.isInteger(value) && value >= -smallIntLimit && value < smallIntLimit
    ? { type: "smallint", value: value + 0 }
    : undefined;
}

function float(value: number): TypedValue {
  return { type: "float", value };
}

function bool(value: boolean): TypedValue {
  return { type: "bool", value };
}

/** Outcome bits of a comparison: 1 unordered, 2 less, 4 greater, 8 equal. */
function outcome(left: number, right: number): number {
  if (left < right) return 2;
  if (left > right) return 4;
  return left === right ? 8 : 1;
}

function comparison(mask: number): FoldRule {
  return binary((left, right) => bool((outcome(left, right) & mask) !== 0));
}

function comparisons(type: "INT" | "FLOAT"): Readonly<Record<string, FoldRule>> {
  return {
    [`_COMPARE_OP_${type}`]: (inputs, oparg) => comparison(oparg & 15)(inputs, oparg),
    [`_COMPARE_OP_${type}_LT`]: comparison(2),
    [`_COMPARE_OP_${type}_GT`]: comparison(4),
    [`_COMPARE_OP_${type}_EQ`]: comparison(8),
    [`_COMPARE_OP_${type}_LE`]: comparison(10),
    [`_COMPARE_OP_${type}_GE`]: comparison(12),
    [`_COMPARE_OP_${type}_NE`]: comparison(7),
  };
}

/** Rules by uop name. */
export const foldRules: Readonly<Record<string, FoldRule>> = {
  _LOAD_SMALL_INT: (_inputs, oparg) => [{ type: "smallint", value: oparg }],
  _BINARY_OP_ADD_INT: binary((left, right) => smallInt(left + right)),
  _BINARY_OP_SUBTRACT_INT: binary((left, right) => smallInt(left - right)),
  _BINARY_OP_MULTIPLY_INT: binary((left, right) => smallInt(left * right)),
  _BINARY_OP_AND_INT: binary((left, right) => smallInt(left & right)),
  _BINARY_OP_OR_INT: binary((left, right) => smallInt(left | right)),
  _BINARY_OP_XOR_INT: binary((left, right) => smallInt(left ^ right)),
  _BINARY_OP_ADD_FLOAT: binary((left, right) => float(left + right)),
  _BINARY_OP_SUBTRACT_FLOAT: binary((left, right) => float(left - right)),
  _BINARY_OP_MULTIPLY_FLOAT: binary((left, right) => float(left * right)),
  _BINARY_OP_TRUEDIV_FLOAT: binary((left, right) => (right === 0 ? undefined : float(left / right))),
  ...comparisons("INT"),
  ...comparisons("FLOAT"),
  _UNARY_NOT: (inputs) => {
    const value = inputs[0]?.value;
    return typeof value === "boolean" ? [bool(!value)] : undefined;
  },
  _TO_BOOL_INT: (inputs) => {
    const value = numberOf(inputs[0]);
    return value === undefined ? undefined : [bool(value !== 0), "input0"];
  },
};
