// The number protocol of float. The other operand may be an int, which is converted; an int too large to convert raises.

import { setError } from "../exceptions/errors.ts";
import { TypeFlag } from "../layout/objects.ts";
import { None, NotImplemented, isInt, pyBool, typeFlagsOf } from "../object/reference.ts";
import { floatValue, newFloat } from "../object/float.ts";
import { newTuple, tupleInit } from "../object/tuple.ts";
import { compareResult } from "../protocols/compare.ts";
import { foldHash, hashAddress } from "../protocols/hash.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { complexPower } from "./complex.ts";
import { newComplex } from "./complex-object.ts";
import { zeroDivision } from "./failure.ts";
import { doubleFloorDivide, doubleModulo, doublePower } from "./float.ts";
import { hashDouble } from "./hash.ts";
import { newInteger, readInteger } from "./integer-object.ts";
import { raiseFailure } from "./raise.ts";
import { compareIntegerDouble } from "./rounding.ts";

const realFlags = TypeFlag.LONG_SUBCLASS | TypeFlag.FLOAT_SUBCLASS;

/** Whether this is an int or a float. */
export function isReal(rt: Runtime, ref: number): boolean {
  return (ref & 1) !== 0 || (typeFlagsOf(rt, ref) & realFlags) !== 0;
}

/** The value of an int or float; an int that is too large gives an infinity, see {@link tooLarge}. */
export function realValue(rt: Runtime, ref: number): number {
  if ((ref & 1) !== 0) return ref >> 1;
  if ((typeFlagsOf(rt, ref) & TypeFlag.FLOAT_SUBCLASS) !== 0) return floatValue(rt, ref);
  return Number(readInteger(rt, ref));
}

/** Whether `value`, read from `ref`, stands for an int that no float can hold. */
export function tooLarge(rt: Runtime, ref: number, value: number): boolean {
  return (value === Infinity || value === -Infinity) && isInt(rt, ref);
}

/** OverflowError for such an int. Always 0. */
export function raiseTooLarge(rt: Runtime): 0 {
  return setError(rt, rt.types.OverflowError, "int too large to convert to float");
}

export function floatAdd(rt: Runtime, left: number, right: number): number {
  if (!isReal(rt, left) || !isReal(rt, right)) return NotImplemented;
  const a = realValue(rt, left);
  const b = realValue(rt, right);
  if (tooLarge(rt, left, a) || tooLarge(rt, right, b)) return raiseTooLarge(rt);
  return newFloat(rt, a + b);
}

export function floatSubtract(rt: Runtime, left: number, right: number): number {
  if (!isReal(rt, left) || !isReal(rt, right)) return NotImplemented;
  const a = realValue(rt, left);
  const b = realValue(rt, right);
  if (tooLarge(rt, left, a) || tooLarge(rt, right, b)) return raiseTooLarge(rt);
  return newFloat(rt, a - b);
}

export function floatMultiply(rt: Runtime, left: number, right: number): number {
  if (!isReal(rt, left) || !isReal(rt, right)) return NotImplemented;
  const a = realValue(rt, left);
  const b = realValue(rt, right);
  if (tooLarge(rt, left, a) || tooLarge(rt, right, b)) return raiseTooLarge(rt);
  return newFloat(rt, a * b);
}

export function floatTrueDivide(rt: Runtime, left: number, right: number): number {
  if (!isReal(rt, left) || !isReal(rt, right)) return NotImplemented;
  const a = realValue(rt, left);
  const b = realValue(rt, right);
  if (tooLarge(rt, left, a) || tooLarge(rt, right, b)) return raiseTooLarge(rt);
  return b === 0 ? raiseFailure(rt, zeroDivision("division by zero")) : newFloat(rt, a / b);
}

export function floatFloorDivide(rt: Runtime, left: number, right: number): number {
  if (!isReal(rt, left) || !isReal(rt, right)) return NotImplemented;
  const a = realValue(rt, left);
  const b = realValue(rt, right);
  if (tooLarge(rt, left, a) || tooLarge(rt, right, b)) return raiseTooLarge(rt);
  return b === 0 ? raiseFailure(rt, zeroDivision("division by zero")) : newFloat(rt, doubleFloorDivide(a, b));
}

export function floatRemainder(rt: Runtime, left: number, right: number): number {
  if (!isReal(rt, left) || !isReal(rt, right)) return NotImplemented;
  const a = realValue(rt, left);
  const b = realValue(rt, right);
  if (tooLarge(rt, left, a) || tooLarge(rt, right, b)) return raiseTooLarge(rt);
  return b === 0 ? raiseFailure(rt, zeroDivision("division by zero")) : newFloat(rt, doubleModulo(a, b));
}

export function floatDivmod(rt: Runtime, left: number, right: number): number {
  const quotient = floatFloorDivide(rt, left, right);
  if (quotient === 0 || quotient === NotImplemented) return quotient;
  const pair = newTuple(rt, 2);
  tupleInit(rt, pair, 0, quotient);
  tupleInit(rt, pair, 1, floatRemainder(rt, left, right));
  return pair;
}

export function floatPower(rt: Runtime, base: number, exponent: number, modulus: number): number {
  if (modulus !== None) {
    return setError(rt, rt.types.TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
  }
  if (!isReal(rt, base) || !isReal(rt, exponent)) return NotImplemented;
  const a = realValue(rt, base);
  const b = realValue(rt, exponent);
  if (tooLarge(rt, base, a) || tooLarge(rt, exponent, b)) return raiseTooLarge(rt);
  const result = doublePower(a, b);
  if (typeof result === "number") return newFloat(rt, result);
  if (result !== "complex") return raiseFailure(rt, result);
  const complex = complexPower({ real: a, imaginary: 0 }, { real: b, imaginary: 0 });
  return "real" in complex ? newComplex(rt, complex.real, complex.imaginary) : raiseFailure(rt, complex);
}

export function floatNegative(rt: Runtime, self: number): number {
  return newFloat(rt, -floatValue(rt, self));
}

/** The value as exactly a float. */
export function floatPositive(rt: Runtime, self: number): number {
  return newFloat(rt, floatValue(rt, self));
}

export function floatAbsolute(rt: Runtime, self: number): number {
  return newFloat(rt, Math.abs(floatValue(rt, self)));
}

export function floatBool(rt: Runtime, self: number): number {
  return floatValue(rt, self) === 0 ? 0 : 1;
}

/** A float on the left, a float or int on the right. */
export function floatCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if (!isReal(rt, right)) return NotImplemented;
  const a = floatValue(rt, left);
  if (isInt(rt, right)) {
    const order = compareIntegerDouble(readInteger(rt, right), a);
    return order === undefined ? pyBool(operator === Compare.NE) : compareResult(0 - order, operator);
  }
  return compareDoubles(a, floatValue(rt, right), operator);
}

function compareDoubles(a: number, b: number, operator: number): number {
  switch (operator) {
    case Compare.LT:
      return pyBool(a < b);
    case Compare.LE:
      return pyBool(a <= b);
    case Compare.EQ:
      return pyBool(a === b);
    case Compare.NE:
      return pyBool(a !== b);
    case Compare.GT:
      return pyBool(a > b);
    default:
      return pyBool(a >= b);
  }
}

export function floatHash(rt: Runtime, self: number): number {
  const value = floatValue(rt, self);
  if ((value | 0) === value) return value === -1 ? -2 : value | 0;
  if (Number.isNaN(value)) return hashAddress(self);
  return foldHash(BigInt(hashDouble(value)));
}

export function floatVisibleHash(rt: Runtime, self: number): number {
  const value = floatValue(rt, self);
  return newInteger(rt, Number.isNaN(value) ? hashAddress(self) : hashDouble(value));
}
