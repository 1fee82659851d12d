// `int` objects: tagged, with 64 inline bits, or with a host bigint.
//
// The smallest form that fits is always used, so that equal ints have equal forms: a tagged value never has an object
// (but for bool and for subclasses), and a handle means that 64 bits do not suffice.

import { FixedType, VmState, vmStateAddress } from "../layout/memory-map.ts";
import { IntObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { allocateSized, keepObject, takeKept } from "./new-object.ts";
import { smallIntMax, smallIntMin } from "./reference.ts";

const valueOffset = IntObject.value.offset;
const freeBigInts = vmStateAddress + VmState.freeBigInts.offset;
const shortLimit = 1n << 256n;
const handleOffset = IntObject.handle.offset;

/** A new `int` from an integral number that is exact (below 2^53 in size). */
export function newInt(rt: Runtime, value: number): number {
  if (value >= smallIntMin && value <= smallIntMax) return (value << 1) | 1;
  const object = allocateSized(rt, FixedType.int, IntObject.size);
  rt.heap.storeI64(object + valueOffset, BigInt(value));
  return object;
}

/** A new `int` of any size. */
export function newBigInt(rt: Runtime, value: bigint): number {
  if (value > 0x7fffffffffffffffn || value < -0x8000000000000000n) return newLargeInt(rt, value);
  if (value >= -0x40000000n && value <= 0x3fffffffn) return (Number(value) << 1) | 1;
  const object = allocateSized(rt, FixedType.int, IntObject.size);
  rt.heap.storeI64(object + valueOffset, value);
  return object;
}

/** Makes a dead object live again if there is one. */
function newLargeInt(rt: Runtime, value: bigint): number {
  const { heap } = rt;
  const object = takeKept(rt, freeBigInts, FixedType.int);
  if (object !== 0) {
    rt.bigints.set(heap.load(object + handleOffset), value);
    heap.store(object + valueOffset, isShort(value) ? 1 : 0);
    return object;
  }
  const made = allocateSized(rt, FixedType.int, IntObject.size);
  storeBigInt(rt, made, value);
  return made;
}

function isShort(value: bigint): boolean {
  return value < shortLimit && value > -shortLimit;
}

/** Whether an int has no more than 256 bits: arithmetic with it takes no time worth counting. */
export function isShortInt(rt: Runtime, ref: number): boolean {
  return (ref & 1) !== 0 || rt.heap.load(ref + handleOffset) === 0 || rt.heap.load(ref + valueOffset) === 1;
}

/** Frees an int with a handle, which the next one uses. */
export function freeBigInt(rt: Runtime, object: number): void {
  rt.bigints.set(rt.heap.load(object + handleOffset), 0n);
  keepObject(rt, freeBigInts, object);
}

/** Fills the fields of a new int object; for `int` subclasses, whose instances are never tagged. */
export function storeBigInt(rt: Runtime, object: number, value: bigint): void {
  if (BigInt.asIntN(64, value) === value) rt.heap.storeI64(object + valueOffset, value);
  else {
    rt.heap.store(object + valueOffset, isShort(value) ? 1 : 0);
    rt.heap.store(object + handleOffset, rt.bigints.add(value));
  }
}

/** The value of an int as a bigint. */
export function intValue(rt: Runtime, ref: number): bigint {
  if ((ref & 1) !== 0) return BigInt(ref >> 1);
  const handle = rt.heap.load(ref + handleOffset);
  return handle === 0 ? rt.heap.loadI64(ref + valueOffset) : rt.bigints.get(handle);
}

/** The value of an int as a number: exact below 2^53 in size, rounded above, infinite when out of range. */
export function intNumber(rt: Runtime, ref: number): number {
  if ((ref & 1) !== 0) return ref >> 1;
  return Number(intValue(rt, ref));
}
