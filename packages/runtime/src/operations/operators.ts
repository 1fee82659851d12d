// Operators as generated code asks for them.

import { binaryOperators, compareOperators } from "@tjit/bytecode";
import { FixedType, Singleton } from "../layout/memory-map.ts";
import {
  intAdd,
  intAnd,
  intFloorDivide,
  intLshift,
  intMultiply,
  intOr,
  intRemainder,
  intRshift,
  intSubtract,
  intTrueDivide,
  intXor,
} from "../numbers/int-slots.ts";
import { listFromMemory, listItems, listLength } from "../object/list.ts";
import { decref, isDict, pyBool, typeOf } from "../object/reference.ts";
import { newSlice } from "../object/slice.ts";
import { strLength, strValue } from "../object/str.ts";
import { type BinarySlot } from "../types/slots.ts";
import { joinStr, strCharacter, substring } from "../text/str-slots.ts";
import { chargeOperands } from "../builtins/work.ts";
import { richCompare } from "../protocols/compare.ts";
import { binaryOperation, inplaceOperation, invertOperation, negativeOperation } from "../protocols/number.ts";
import { containsItem, deleteItem, getItem, setItem } from "../protocols/subscript.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";

const subscriptOperator = binaryOperators.length - 1;
const firstInplaceOperator = 13;
/** Bit of COMPARE_OP's oparg that asks for a bool. */
const wantsBool = 16;

/** Operators of two ints that need no protocol, by oparg. */
const intOperations: readonly (BinarySlot | undefined)[] = [
  intAdd,
  intAnd,
  intFloorDivide,
  intLshift,
  undefined,
  intMultiply,
  intRemainder,
  intOr,
  undefined,
  intRshift,
  intSubtract,
  intTrueDivide,
  intXor,
];

export function binaryOp(rt: Runtime, left: number, right: number, oparg: number): number {
  if (oparg === subscriptOperator) {
    if (typeOf(rt, right) === FixedType.slice) chargeOperands(rt, left, 0);
    return getItem(rt, left, right);
  }
  if (typeOf(rt, left) === FixedType.int && typeOf(rt, right) === FixedType.int) {
    const operation = intOperations[oparg < firstInplaceOperator ? oparg : oparg - firstInplaceOperator];
    if (operation !== undefined) return operation(rt, left, right);
  }
  chargeOperands(rt, left, right);
  if (oparg < firstInplaceOperator) return binaryOperation(rt, left, right, oparg);
  return inplaceOperation(rt, left, right, oparg - firstInplaceOperator);
}

export function compareOp(rt: Runtime, left: number, right: number, oparg: number): number {
  chargeOperands(rt, left, right);
  const result = richCompare(rt, left, right, oparg >>> 5);
  if (result === 0 || (oparg & wantsBool) === 0) return result;
  return toBoolStolen(rt, result);
}

function toBoolStolen(rt: Runtime, value: number): number {
  if (value === Singleton.True || value === Singleton.False) return value;
  const truth = isTrue(rt, value);
  decref(rt, value);
  return truth < 0 ? 0 : pyBool(truth === 1);
}

export function containsOp(rt: Runtime, left: number, right: number, oparg: number): number {
  if (!isDict(rt, right)) chargeOperands(rt, right, 0);
  const found = containsItem(rt, right, left);
  return found < 0 ? 0 : pyBool((found === 1) !== (oparg === 1));
}

export function toBool(rt: Runtime, value: number): number {
  const truth = isTrue(rt, value);
  return truth < 0 ? 0 : pyBool(truth === 1);
}

/** A bound of a slice as a position in a sequence of so many items; -1: it is not None or a small int. */
function slicePosition(bound: number, absent: number, length: number): number {
  if (bound === Singleton.None) return absent;
  if ((bound & 1) === 0) return -1;
  const index = bound >> 1;
  return index < 0 ? Math.max(0, index + length) : Math.min(index, length);
}

export function binarySlice(rt: Runtime, container: number, start: number, stop: number): number {
  chargeOperands(rt, container, 0);
  const type = typeOf(rt, container);
  if (type === FixedType.list || type === FixedType.str) {
    const length = type === FixedType.str ? strLength(rt, container) : listLength(rt, container);
    const from = slicePosition(start, 0, length);
    const to = slicePosition(stop, length, length);
    if (from >= 0 && to >= 0) {
      const end = Math.max(from, to);
      return type === FixedType.str
        ? substring(rt, container, from, end)
        : listFromMemory(rt, listItems(rt, container) + 4 * from, end - from);
    }
  }
  const slice = newSlice(rt, start, stop, Singleton.None);
  const result = getItem(rt, container, slice);
  decref(rt, slice);
  return result;
}

export function storeSlice(rt: Runtime, value: number, container: number, start: number, stop: number): number {
  chargeOperands(rt, container, value);
  const slice = newSlice(rt, start, stop, Singleton.None);
  const status = setItem(rt, container, slice, value);
  decref(rt, slice);
  return status;
}

export function storeSubscr(rt: Runtime, value: number, container: number, subscript: number): number {
  return setItem(rt, container, subscript, value);
}

/** `left + right` of two exact strings. */
export function strAdd(rt: Runtime, left: number, right: number): number {
  return joinStr(rt, left, right);
}

/** A comparison of two exact strings. */
export function strCompare(rt: Runtime, left: number, right: number, oparg: number): number {
  switch (compareOperators[oparg >>> 5]) {
    case "==":
      return pyBool(isEqualText(rt, left, right));
    case "!=":
      return pyBool(!isEqualText(rt, left, right));
    default:
      return richCompare(rt, left, right, oparg >>> 5);
  }
}

function isEqualText(rt: Runtime, left: number, right: number): boolean {
  if (left === right) return true;
  return strLength(rt, left) === strLength(rt, right) && strValue(rt, left) === strValue(rt, right);
}

/** The character of an exact string at an index in range. */
export function strItem(rt: Runtime, string: number, index: number): number {
  return strCharacter(rt, string, index);
}

export { deleteItem as deleteSubscr, invertOperation as unaryInvert, negativeOperation as unaryNegative };
