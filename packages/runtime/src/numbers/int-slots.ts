// The number protocol of int. Both operands tagged is the fast way in each; other ints go through plain values; strangers get
// NotImplemented.

import { budgetOf, reserveBytes, spendWork } from "../builtins/work.ts";
import { None, NotImplemented, isInt, pyBool } from "../object/reference.ts";
import { isShortInt, newBigInt } from "../object/int.ts";
import { newFloat } from "../object/float.ts";
import { newTuple, tupleInit } from "../object/tuple.ts";
import { compareResult } from "../protocols/compare.ts";
import { foldHash } from "../protocols/hash.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { Failure, zeroDivision } from "./failure.ts";
import { doublePower } from "./float.ts";
import { hashInteger } from "./hash.ts";
import * as integer from "./integer.ts";
import { newInteger, newIntegerOr, readInteger } from "./integer-object.ts";
import { raiseFailure } from "./raise.ts";
import { doubleOfInteger, trueDivide } from "./rounding.ts";

/** A result of tagged operands: any integral number of at most 62 bits would be inexact, so only for sums and differences. */
function fromSmall(rt: Runtime, value: number): number {
  return value >= -0x40000000 && value <= 0x3fffffff ? (value << 1) | 1 : newInteger(rt, value);
}

function bothTagged(left: number, right: number): boolean {
  return (left & right & 1) !== 0;
}

function bothInts(rt: Runtime, left: number, right: number): boolean {
  return isInt(rt, left) && isInt(rt, right);
}

/** Whether arithmetic with both need not be paid for. */
function bothShort(rt: Runtime, left: number, right: number): boolean {
  return isShortInt(rt, left) && isShortInt(rt, right);
}

function large(value: integer.Integer): bigint {
  return typeof value === "bigint" ? value : BigInt(value);
}

export function intAdd(rt: Runtime, left: number, right: number): number {
  if (bothTagged(left, right)) return fromSmall(rt, (left >> 1) + (right >> 1));
  if (!bothInts(rt, left, right)) return NotImplemented;
  const a = readInteger(rt, left);
  const b = readInteger(rt, right);
  if (typeof a === "number" && typeof b === "number") return newInteger(rt, integer.add(a, b));
  return newBigInt(rt, large(a) + large(b));
}

export function intSubtract(rt: Runtime, left: number, right: number): number {
  if (bothTagged(left, right)) return fromSmall(rt, (left >> 1) - (right >> 1));
  if (!bothInts(rt, left, right)) return NotImplemented;
  const a = readInteger(rt, left);
  const b = readInteger(rt, right);
  if (typeof a === "number" && typeof b === "number") return newInteger(rt, integer.subtract(a, b));
  return newBigInt(rt, large(a) - large(b));
}

export function intMultiply(rt: Runtime, left: number, right: number): number {
  if (!bothTagged(left, right) && !bothInts(rt, left, right)) return NotImplemented;
  const a = readInteger(rt, left);
  const b = readInteger(rt, right);
  if ((typeof a === "bigint" || typeof b === "bigint") && bothShort(rt, left, right))
    return newBigInt(rt, large(a) * large(b));
  const cost = integer.productCost(a, b);
  if (cost > 5000 && spendWork(rt, cost) < 0) return 0;
  return newIntegerOr(rt, integer.multiply(a, b));
}

export function intFloorDivide(rt: Runtime, left: number, right: number): number {
  if (!bothTagged(left, right) && !bothInts(rt, left, right)) return NotImplemented;
  const a = readInteger(rt, left);
  const b = readInteger(rt, right);
  if ((typeof a === "bigint" || typeof b === "bigint") && b !== 0 && bothShort(rt, left, right))
    return newBigInt(rt, integer.floorQuotient(large(a), large(b)));
  if (payDivision(rt, a, b) < 0) return 0;
  return newIntegerOr(rt, integer.floorDivide(a, b));
}

export function intRemainder(rt: Runtime, left: number, right: number): number {
  if (!bothTagged(left, right) && !bothInts(rt, left, right)) return NotImplemented;
  const a = readInteger(rt, left);
  const b = readInteger(rt, right);
  if ((typeof a === "bigint" || typeof b === "bigint") && b !== 0 && bothShort(rt, left, right))
    return newBigInt(rt, integer.floorRemainder(large(a), large(b)));
  if (payDivision(rt, a, b) < 0) return 0;
  return newIntegerOr(rt, integer.modulo(a, b));
}

function payDivision(rt: Runtime, left: integer.Integer, right: integer.Integer): number {
  if (typeof left === "number" || typeof right === "number") return 0;
  const cost = 2 * integer.productCost(left, right);
  return cost > 5000 ? spendWork(rt, cost) : 0;
}

export function intDivmod(rt: Runtime, left: number, right: number): number {
  const quotient = intFloorDivide(rt, left, right);
  if (quotient === 0 || quotient === NotImplemented) return quotient;
  const remainder = intRemainder(rt, left, right);
  const pair = newTuple(rt, 2);
  tupleInit(rt, pair, 0, quotient);
  tupleInit(rt, pair, 1, remainder);
  return pair;
}

export function intTrueDivide(rt: Runtime, left: number, right: number): number {
  if (!bothTagged(left, right) && !bothInts(rt, left, right)) return NotImplemented;
  const quotient = trueDivide(readInteger(rt, left), readInteger(rt, right));
  return typeof quotient === "number" ? newFloat(rt, quotient) : raiseFailure(rt, quotient);
}

export function intPower(rt: Runtime, base: number, exponent: number, modulus: number): number {
  if (!bothInts(rt, base, exponent)) return NotImplemented;
  const a = readInteger(rt, base);
  const b = readInteger(rt, exponent);
  if (modulus !== None) {
    if (!isInt(rt, modulus)) return NotImplemented;
    return newIntegerOr(rt, integer.powerModulo(a, b, readInteger(rt, modulus), budgetOf(rt)));
  }
  if (b >= 0) return newIntegerOr(rt, integer.power(a, b, rt.hooks.spend === null ? undefined : budgetOf(rt)));
  return powerOfFloats(rt, a, b);
}

/** A negative exponent: the operands become floats. */
function powerOfFloats(rt: Runtime, base: integer.Integer, exponent: integer.Integer): number {
  if (base === 0) return raiseFailure(rt, zeroDivision("zero to a negative power"));
  const a = doubleOfInteger(base);
  if (a instanceof Failure) return raiseFailure(rt, a);
  const b = doubleOfInteger(exponent);
  if (b instanceof Failure) return raiseFailure(rt, b);
  const result = doublePower(a, b);
  // An integral exponent never gives a complex number.
  return typeof result === "number" ? newFloat(rt, result) : result === "complex" ? 0 : raiseFailure(rt, result);
}

export function intLshift(rt: Runtime, left: number, right: number): number {
  if (!bothTagged(left, right) && !bothInts(rt, left, right)) return NotImplemented;
  const count = readInteger(rt, right);
  if (typeof count === "number" && count > 100000 && reserveBytes(rt, Number(count) / 8) < 0) return 0;
  return newIntegerOr(rt, integer.shiftLeft(readInteger(rt, left), count));
}

export function intRshift(rt: Runtime, left: number, right: number): number {
  if (!bothTagged(left, right) && !bothInts(rt, left, right)) return NotImplemented;
  return newIntegerOr(rt, integer.shiftRight(readInteger(rt, left), readInteger(rt, right)));
}

export function intAnd(rt: Runtime, left: number, right: number): number {
  if (bothTagged(left, right)) return left & right;
  if (!bothInts(rt, left, right)) return NotImplemented;
  return newInteger(rt, integer.bitAnd(readInteger(rt, left), readInteger(rt, right)));
}

export function intOr(rt: Runtime, left: number, right: number): number {
  if (bothTagged(left, right)) return left | right;
  if (!bothInts(rt, left, right)) return NotImplemented;
  return newInteger(rt, integer.bitOr(readInteger(rt, left), readInteger(rt, right)));
}

export function intXor(rt: Runtime, left: number, right: number): number {
  if (bothTagged(left, right)) return (left ^ right) | 1;
  if (!bothInts(rt, left, right)) return NotImplemented;
  return newInteger(rt, integer.bitXor(readInteger(rt, left), readInteger(rt, right)));
}

export function intNegative(rt: Runtime, self: number): number {
  return newInteger(rt, integer.negate(readInteger(rt, self)));
}

/** The value as exactly an int: for `+x`, `int(x)`, `x.real` and so on. */
export function intPositive(rt: Runtime, self: number): number {
  return newInteger(rt, readInteger(rt, self));
}

export function intAbsolute(rt: Runtime, self: number): number {
  return newInteger(rt, integer.absolute(readInteger(rt, self)));
}

export function intInvert(rt: Runtime, self: number): number {
  return newInteger(rt, integer.bitInvert(readInteger(rt, self)));
}

export function intBool(rt: Runtime, self: number): number {
  return readInteger(rt, self) === 0 ? 0 : 1;
}

export function intFloat(rt: Runtime, self: number): number {
  const value = doubleOfInteger(readInteger(rt, self));
  return typeof value === "number" ? newFloat(rt, value) : raiseFailure(rt, value);
}

export function intCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if (!bothInts(rt, left, right)) return NotImplemented;
  const a = readInteger(rt, left);
  const b = readInteger(rt, right);
  if (operator === Compare.EQ) return pyBool(a === b);
  if (operator === Compare.NE) return pyBool(a !== b);
  return compareResult(integer.compare(a, b), operator);
}

export function intHash(rt: Runtime, self: number): number {
  const value = readInteger(rt, self);
  if (typeof value === "number" && (value | 0) === value) return value === -1 ? -2 : value;
  return foldHash(BigInt(hashInteger(value)));
}

export function intVisibleHash(rt: Runtime, self: number): number {
  return newInteger(rt, hashInteger(readInteger(rt, self)));
}
