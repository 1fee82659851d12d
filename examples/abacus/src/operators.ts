// The four operators, once, as data: instructions, uops, folding rules and the generic operation are all derived from this table.

import { type AbacusValue, fitsInt } from "./values.ts";

/** One operator of the language. */
export interface Operator {
  readonly name: "ADD" | "SUB" | "MUL" | "LESS";
  /** What two numbers give: a number, or for a comparison a flag. */
  readonly compute: (left: number, right: number) => number | boolean;
}

/** The operators; uops refer to them by index. */
export const operators: readonly Operator[] = [
  { name: "ADD", compute: (left, right) => left + right },
  { name: "SUB", compute: (left, right) => left - right },
  { name: "MUL", compute: (left, right) => left * right },
  { name: "LESS", compute: (left, right) => left < right },
];

/** Applies an operator to any two values; `undefined` when one of them is a flag. */
export function calculate(operator: Operator, left: AbacusValue, right: AbacusValue): AbacusValue | undefined {
  if (left.type === "flag" || right.type === "flag") return undefined;
  const value = operator.compute(left.value, right.value);
  if (typeof value === "boolean") return { type: "flag", value };
  const isInt = left.type === "int" && right.type === "int" && fitsInt(value);
  // An int has no negative zero.
  return isInt ? { type: "int", value: value + 0 } : { type: "float", value };
}
