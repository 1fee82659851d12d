// Operators: CPython's binary_op1 and its relatives, and `__index__`.

import { fail, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { NotImplemented, None, decref, isInt, newRef, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { intNumber, intValue } from "../object/int.ts";
import { type Runtime } from "../runtime.ts";
import { type BinarySlot, type Slots } from "../types/slots.ts";
import { isSubtype } from "../types/subtype.ts";

/** Operators in the order of `BINARY_OP`'s oparg; in-place ones are 13 higher. */
export const BinaryOperator = {
  ADD: 0,
  AND: 1,
  FLOOR_DIVIDE: 2,
  LSHIFT: 3,
  MATRIX_MULTIPLY: 4,
  MULTIPLY: 5,
  REMAINDER: 6,
  OR: 7,
  POWER: 8,
  RSHIFT: 9,
  SUBTRACT: 10,
  TRUE_DIVIDE: 11,
  XOR: 12,
  DIVMOD: 13,
} as const;

const symbols = ["+", "&", "//", "<<", "@", "*", "%", "|", "** or pow()", ">>", "-", "/", "^", "divmod()"] as const;
const inplaceSymbols = ["+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^="] as const;

function operatorSlot(slots: Slots, operator: number): BinarySlot | null {
  switch (operator) {
    case BinaryOperator.ADD:
      return slots.add;
    case BinaryOperator.AND:
      return slots.and;
    case BinaryOperator.FLOOR_DIVIDE:
      return slots.floorDivide;
    case BinaryOperator.LSHIFT:
      return slots.lshift;
    case BinaryOperator.MATRIX_MULTIPLY:
      return slots.matrixMultiply;
    case BinaryOperator.MULTIPLY:
      return slots.multiply;
    case BinaryOperator.REMAINDER:
      return slots.remainder;
    case BinaryOperator.OR:
      return slots.or;
    case BinaryOperator.RSHIFT:
      return slots.rshift;
    case BinaryOperator.SUBTRACT:
      return slots.subtract;
    case BinaryOperator.TRUE_DIVIDE:
      return slots.trueDivide;
    case BinaryOperator.XOR:
      return slots.xor;
    case BinaryOperator.DIVMOD:
      return slots.divmod;
    default:
      return null;
  }
}

function inplaceSlot(slots: Slots, operator: number): BinarySlot | null {
  switch (operator) {
    case BinaryOperator.ADD:
      return slots.inplaceAdd;
    case BinaryOperator.AND:
      return slots.inplaceAnd;
    case BinaryOperator.FLOOR_DIVIDE:
      return slots.inplaceFloorDivide;
    case BinaryOperator.LSHIFT:
      return slots.inplaceLshift;
    case BinaryOperator.MATRIX_MULTIPLY:
      return slots.inplaceMatrixMultiply;
    case BinaryOperator.MULTIPLY:
      return slots.inplaceMultiply;
    case BinaryOperator.REMAINDER:
      return slots.inplaceRemainder;
    case BinaryOperator.OR:
      return slots.inplaceOr;
    case BinaryOperator.POWER:
      return slots.inplacePower;
    case BinaryOperator.RSHIFT:
      return slots.inplaceRshift;
    case BinaryOperator.SUBTRACT:
      return slots.inplaceSubtract;
    case BinaryOperator.TRUE_DIVIDE:
      return slots.inplaceTrueDivide;
    case BinaryOperator.XOR:
      return slots.inplaceXor;
    default:
      return null;
  }
}

/** `left <operator> right`: a new reference. */
export function binaryOperation(rt: Runtime, left: number, right: number, operator: number): number {
  const result = binaryOrNotImplemented(rt, left, right, operator);
  if (result !== NotImplemented) return result;
  decref(rt, result);
  return sequenceOperation(rt, left, right, operator, symbols[operator] ?? "?");
}

/** `left <operator>= right`: the object to bind, a new reference. */
export function inplaceOperation(rt: Runtime, left: number, right: number, operator: number): number {
  const slots = slotsOf(rt, left);
  const inplace = inplaceSlot(slots, operator);
  if (inplace !== null) {
    const result = inplace(rt, left, right);
    if (result !== NotImplemented) return result;
    decref(rt, result);
  }
  const result = binaryOrNotImplemented(rt, left, right, operator);
  if (result !== NotImplemented) return result;
  decref(rt, result);
  return inplaceSequenceOperation(rt, left, right, operator);
}

/** What is left of an operation, by `BINARY_OP`'s oparg, when the left operand's own method has given up and the right one is of no class in Python. */
export function finishOperation(rt: Runtime, left: number, right: number, oparg: number): number {
  const isInplace = oparg >= symbols.length - 1;
  const operator = isInplace ? oparg - symbols.length + 1 : oparg;
  const slot = typeOf(rt, left) === typeOf(rt, right) ? null : operatorSlot(slotsOf(rt, right), operator);
  let result = slot === null ? newRef(rt, NotImplemented) : slot(rt, left, right);
  if (result === NotImplemented) {
    decref(rt, result);
    result = isInplace
      ? inplaceSequenceOperation(rt, left, right, operator)
      : sequenceOperation(rt, left, right, operator, symbols[operator] ?? "?");
  }
  decref(rt, left);
  decref(rt, right);
  return result;
}

function inplaceSequenceOperation(rt: Runtime, left: number, right: number, operator: number): number {
  const slots = slotsOf(rt, left);
  if (operator === BinaryOperator.ADD && slots.inplaceConcat !== null) return slots.inplaceConcat(rt, left, right);
  if (operator === BinaryOperator.MULTIPLY && slots.inplaceRepeat !== null) {
    const count = repeatCount(rt, right);
    return count === null ? 0 : slots.inplaceRepeat(rt, left, count);
  }
  return sequenceOperation(rt, left, right, operator, inplaceSymbols[operator] ?? "?");
}

/** `left <operator> right`, or NotImplemented when neither operand knows how: a new reference. */
export function binaryOrNotImplemented(rt: Runtime, left: number, right: number, operator: number): number {
  if (operator === BinaryOperator.POWER) return powerOrNotImplemented(rt, left, right, None);
  const leftType = typeOf(rt, left);
  const rightType = typeOf(rt, right);
  const leftSlot = operatorSlot(slotsOf(rt, left), operator);
  let rightSlot = leftType === rightType ? null : operatorSlot(slotsOf(rt, right), operator);
  if (rightSlot === leftSlot) rightSlot = null;
  if (leftSlot !== null) {
    if (rightSlot !== null && isSubtype(rt, rightType, leftType)) {
      const result = rightSlot(rt, left, right);
      if (result !== NotImplemented) return result;
      decref(rt, result);
      rightSlot = null;
    }
    const result = leftSlot(rt, left, right);
    if (result !== NotImplemented) return result;
    decref(rt, result);
  }
  return rightSlot === null ? newRef(rt, NotImplemented) : rightSlot(rt, left, right);
}

function powerOrNotImplemented(rt: Runtime, base: number, exponent: number, modulus: number): number {
  const baseType = typeOf(rt, base);
  const exponentType = typeOf(rt, exponent);
  const baseSlot = slotsOf(rt, base).power;
  let exponentSlot = baseType === exponentType ? null : slotsOf(rt, exponent).power;
  if (exponentSlot === baseSlot) exponentSlot = null;
  if (baseSlot !== null) {
    if (exponentSlot !== null && isSubtype(rt, exponentType, baseType)) {
      const result = exponentSlot(rt, base, exponent, modulus);
      if (result !== NotImplemented) return result;
      decref(rt, result);
      exponentSlot = null;
    }
    const result = baseSlot(rt, base, exponent, modulus);
    if (result !== NotImplemented) return result;
    decref(rt, result);
  }
  if (exponentSlot !== null) {
    const result = exponentSlot(rt, base, exponent, modulus);
    if (result !== NotImplemented || modulus === None) return result;
    decref(rt, result);
  }
  const modulusSlot = slotsOf(rt, modulus).power;
  return modulusSlot === null || modulusSlot === baseSlot || modulusSlot === exponentSlot
    ? newRef(rt, NotImplemented)
    : modulusSlot(rt, base, exponent, modulus);
}

/** `pow(base, exponent, modulus)`; the modulus may be None. */
export function powerOperation(rt: Runtime, base: number, exponent: number, modulus: number): number {
  const result = powerOrNotImplemented(rt, base, exponent, modulus);
  if (result !== NotImplemented) return result;
  decref(rt, result);
  const operands = `'${typeName(rt, base)}'`;
  if (modulus === None)
    return setError(
      rt,
      rt.types.TypeError,
      `unsupported operand type(s) for ** or pow(): ${operands} and '${typeName(rt, exponent)}'`,
    );
  return setError(
    rt,
    rt.types.TypeError,
    `unsupported operand type(s) for ** or pow(): ${operands}, '${typeName(rt, exponent)}', '${typeName(rt, modulus)}'`,
  );
}

/** Sequences concatenate and repeat when no number slot took the operands; else TypeError. */
function sequenceOperation(rt: Runtime, left: number, right: number, operator: number, symbol: string): number {
  if (operator === BinaryOperator.ADD) {
    const concat = slotsOf(rt, left).concat;
    if (concat !== null) return concat(rt, left, right);
  } else if (operator === BinaryOperator.MULTIPLY) {
    const leftRepeat = slotsOf(rt, left).repeat;
    const rightRepeat = slotsOf(rt, right).repeat;
    const repeat = leftRepeat ?? rightRepeat;
    if (repeat !== null) {
      const count = repeatCount(rt, leftRepeat === null ? left : right);
      return count === null ? 0 : repeat(rt, leftRepeat === null ? right : left, count);
    }
  }
  return setError(
    rt,
    rt.types.TypeError,
    `unsupported operand type(s) for ${symbol}: '${typeName(rt, left)}' and '${typeName(rt, right)}'`,
  );
}

function repeatCount(rt: Runtime, times: number): number | null {
  if (slotsOf(rt, times).index === null) {
    setError(rt, rt.types.TypeError, `can't multiply sequence by non-int of type '${typeName(rt, times)}'`);
    return null;
  }
  return indexNumber(rt, times, rt.types.OverflowError);
}

/** `operator.index(object)`: a new reference to an int. */
export function indexObject(rt: Runtime, object: number): number {
  if (isInt(rt, object)) return newRef(rt, object);
  const index = slotsOf(rt, object).index;
  if (index === null)
    return setError(rt, rt.types.TypeError, `'${typeName(rt, object)}' object cannot be interpreted as an integer`);
  const result = index(rt, object);
  if (result === 0 || isInt(rt, result)) return result;
  setError(rt, rt.types.TypeError, `__index__ returned non-int (type ${typeName(rt, result)})`);
  decref(rt, result);
  return 0;
}

/**
 * The index of an object as a number, cut to ±2^53, which is more than there is of anything; null with an exception set. Values beyond 2^63
 * raise `overflow` unless it is absent, as CPython's PyNumber_AsSsize_t does, with its message unless there is another.
 */
export function indexNumber(rt: Runtime, object: number, overflow = 0, message = ""): number | null {
  if ((object & 1) !== 0) return object >> 1;
  const index = indexObject(rt, object);
  if (index === 0) return null;
  const value = intNumber(rt, index);
  const isSize = Number.isSafeInteger(value) || BigInt.asIntN(64, intValue(rt, index)) === intValue(rt, index);
  decref(rt, index);
  if (Number.isSafeInteger(value)) return value;
  if (overflow !== 0 && !isSize) {
    fail(rt, overflow, message || `cannot fit '${typeName(rt, object)}' into an index-sized integer`);
    return null;
  }
  return value > 0 ? Number.MAX_SAFE_INTEGER : -Number.MAX_SAFE_INTEGER;
}

/** `-value`. */
export function negativeOperation(rt: Runtime, value: number): number {
  const slot = slotsOf(rt, value).negative;
  return slot === null ? badUnary(rt, value, "unary -") : slot(rt, value);
}

/** `+value`. */
export function positiveOperation(rt: Runtime, value: number): number {
  const slot = slotsOf(rt, value).positive;
  return slot === null ? badUnary(rt, value, "unary +") : slot(rt, value);
}

/** `~value`. */
export function invertOperation(rt: Runtime, value: number): number {
  const slot = slotsOf(rt, value).invert;
  return slot === null ? badUnary(rt, value, "unary ~") : slot(rt, value);
}

/** `abs(value)`. */
export function absoluteOperation(rt: Runtime, value: number): number {
  const slot = slotsOf(rt, value).absolute;
  return slot === null ? badUnary(rt, value, "abs()") : slot(rt, value);
}

function badUnary(rt: Runtime, value: number, operator: string): 0 {
  return setError(rt, rt.types.TypeError, `bad operand type for ${operator}: '${typeName(rt, value)}'`);
}

/** Whether this is exactly an `int`, tagged or not. */
export function isExactInt(rt: Runtime, ref: number): boolean {
  return typeOf(rt, ref) === FixedType.int;
}
