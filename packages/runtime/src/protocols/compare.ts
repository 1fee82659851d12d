// Rich comparison: CPython's PyObject_RichCompare.

import { setError } from "../exceptions/errors.ts";
import { False, NotImplemented, True, decref, newRef, pyBool, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { enterLevel, leaveLevel } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { isSubtype } from "../types/subtype.ts";
import { isTrue } from "./truth.ts";

const operatorText = ["<", "<=", "==", "!=", ">", ">="] as const;
const swapped = [Compare.GT, Compare.GE, Compare.EQ, Compare.NE, Compare.LT, Compare.LE] as const;

/** `left <operator> right`: a new reference. */
export function richCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if ((left & right & 1) !== 0) return pyBool(compareSmall(left, right, operator));
  if (!enterLevel(rt, " in comparison")) return 0;
  const result = compareObjects(rt, left, right, operator);
  leaveLevel(rt);
  return result;
}

function compareObjects(rt: Runtime, left: number, right: number, operator: number): number {
  const leftType = typeOf(rt, left);
  const rightType = typeOf(rt, right);
  const leftCompare = slotsOf(rt, left).richcompare;
  const rightCompare = slotsOf(rt, right).richcompare;
  let triedRight = false;
  if (leftType !== rightType && rightCompare !== null && isSubtype(rt, rightType, leftType)) {
    triedRight = true;
    const result = rightCompare(rt, right, left, swapped[operator] as number);
    if (result !== NotImplemented) return result;
    decref(rt, result);
  }
  if (leftCompare !== null) {
    const result = leftCompare(rt, left, right, operator);
    if (result !== NotImplemented) return result;
    decref(rt, result);
  }
  if (!triedRight && rightCompare !== null) {
    const result = rightCompare(rt, right, left, swapped[operator] as number);
    if (result !== NotImplemented) return result;
    decref(rt, result);
  }
  if (operator === Compare.EQ) return newRef(rt, pyBool(left === right));
  if (operator === Compare.NE) return newRef(rt, pyBool(left !== right));
  return setError(
    rt,
    rt.types.TypeError,
    `'${operatorText[operator] ?? "?"}' not supported between instances of '${typeName(rt, left)}' and '${typeName(rt, right)}'`,
  );
}

/** Whether `left <operator> right`: 1, 0, or -1 with an exception set. Identical objects are equal. */
export function richCompareBool(rt: Runtime, left: number, right: number, operator: number): number {
  if (left === right) {
    if (operator === Compare.EQ) return 1;
    if (operator === Compare.NE) return 0;
  }
  const result = richCompare(rt, left, right, operator);
  if (result === True) {
    decref(rt, result);
    return 1;
  }
  if (result === False) {
    decref(rt, result);
    return 0;
  }
  if (result === 0) return -1;
  const truth = isTrue(rt, result);
  decref(rt, result);
  return truth;
}

function compareSmall(left: number, right: number, operator: number): boolean {
  switch (operator) {
    case Compare.LT:
      return left < right;
    case Compare.LE:
      return left <= right;
    case Compare.EQ:
      return left === right;
    case Compare.NE:
      return left !== right;
    case Compare.GT:
      return left > right;
    default:
      return left >= right;
  }
}

/** The result of comparing two numbers, for types that compare by one: a bool reference. */
export function compareResult(difference: number, operator: number): number {
  return pyBool(compareSmall(difference, 0, operator));
}
