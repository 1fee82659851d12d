// Between int objects and plain values: `Integer` is a number where it can be, so that no bigint is made for most ints.

import { FixedType } from "../layout/memory-map.ts";
import { IntObject } from "../layout/objects.ts";
import { newBigInt, storeBigInt } from "../object/int.ts";
import { allocate, allocateSized } from "../object/new-object.ts";
import { type Runtime } from "../runtime.ts";
import { type Failure } from "./failure.ts";
import { type Integer } from "./integer.ts";
import { raiseFailure } from "./raise.ts";

const valueOffset = IntObject.value.offset;
const handleOffset = IntObject.handle.offset;
const twoTo32 = 0x100000000;

/** The value of an int of any form, `bool` and subclasses too. */
export function readInteger(rt: Runtime, ref: number): Integer {
  if ((ref & 1) !== 0) return ref >> 1;
  const heap = rt.heap;
  const handle = heap.load(ref + handleOffset);
  if (handle !== 0) return rt.bigints.get(handle);
  const high = heap.load(ref + valueOffset + 4);
  if (high >= -0x200000 && high < 0x200000) {
    const value = high * twoTo32 + (heap.load(ref + valueOffset) >>> 0);
    if (value !== -0x20000000000000) return value;
  }
  return heap.loadI64(ref + valueOffset);
}

/** A new int. */
export function newInteger(rt: Runtime, value: Integer): number {
  if (typeof value !== "number") return newBigInt(rt, value);
  if (value >= -0x40000000 && value <= 0x3fffffff) return (value << 1) | 1;
  const object = allocateSized(rt, FixedType.int, IntObject.size);
  storeSafe(rt, object, value);
  return object;
}

/** A new int, or the exception that `value` is. */
export function newIntegerOr(rt: Runtime, value: Integer | Failure): number {
  return typeof value === "object" ? raiseFailure(rt, value) : newInteger(rt, value);
}

/** An int of a class: `type` is `int` or derives from it. */
export function newIntegerOfType(rt: Runtime, type: number, value: Integer): number {
  if (type === FixedType.int) return newInteger(rt, value);
  const object = allocate(rt, type);
  if (typeof value === "number") storeSafe(rt, object, value);
  else storeBigInt(rt, object, value);
  return object;
}

function storeSafe(rt: Runtime, object: number, value: number): void {
  const high = Math.floor(value / twoTo32);
  rt.heap.store(object + valueOffset, (value - high * twoTo32) | 0);
  rt.heap.store(object + valueOffset + 4, high);
}
