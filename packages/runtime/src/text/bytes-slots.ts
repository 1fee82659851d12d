// What bytes and bytearray do alike as sequences: comparing, subscripts, concatenation, repetition.

import { spendWork } from "../builtins/work.ts";
import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { newInt } from "../object/int.ts";
import { NotImplemented, newRef, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { sliceBounds, type SliceBounds } from "../object/slice.ts";
import { bytesLike, hasBuffer } from "../protocols/buffer.ts";
import { compareResult } from "../protocols/compare.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { compareBytes, joinBytes, repeatBytes } from "./byte-search.ts";
import { bytesLikeSelf, bytesValue, isBytes } from "./bytes-object.ts";
import { bytesResult } from "./bytes-methods.ts";
import { roomFor } from "./str-methods.ts";

/** How bytes compare: with bytes only. */
export function compareExactBytes(rt: Runtime, left: number, right: number, operator: number): number {
  return isBytes(rt, right) ? richCompareBytes(rt, left, right, operator) : NotImplemented;
}

/** How a bytearray compares: with whatever lends its bytes. */
export function richCompareBytes(rt: Runtime, left: number, right: number, operator: number): number {
  if (!hasBuffer(rt, right)) return NotImplemented;
  const other = bytesLike(rt, right);
  if (other === null) return 0;
  const own = bytesValue(rt, left);
  if (own.length !== other.length) {
    if (operator === Compare.EQ) return compareResult(1, operator);
    if (operator === Compare.NE) return compareResult(1, operator);
  }
  return compareResult(compareBytes(own, other), operator);
}

/** The hash of bytes: 32 bits, never -1. */
export function hashOfBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5 | 0;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  hash ^= hash >>> 15;
  return hash === -1 ? -2 : hash;
}

/** The bytes that a slice selects. */
export function sliceOfBytes(bytes: Uint8Array, { start, step, length }: SliceBounds): Uint8Array {
  if (step === 1) return bytes.slice(start, start + length);
  const result = new Uint8Array(length);
  for (let index = 0; index < length; index++) result[index] = bytes[start + index * step] as number;
  return result;
}

/** The `getitem` slot; messages begin with `what` and, of indices out of range, with `outOfRange`. */
export function bytesItem(what: string, outOfRange: string): (rt: Runtime, self: number, key: number) => number {
  return (rt, self, key) => {
    if ((key & 1) === 0 && typeOf(rt, key) === FixedType.slice) {
      const bounds = sliceBounds(rt, key, () => bytesValue(rt, self).length);
      if (bounds === null) return 0;
      const bytes = bytesValue(rt, self);
      const isAll = bounds.step === 1 && bounds.length === bytes.length;
      return isAll ? bytesResult(rt, self, bytes) : bytesLikeSelf(rt, self, sliceOfBytes(bytes, bounds));
    }
    const index = byteIndex(rt, self, key, what, outOfRange);
    return index < 0 ? 0 : newInt(rt, bytesValue(rt, self)[index] as number);
  };
}

/** The absolute index of a byte; -1 with TypeError or IndexError set. */
export function byteIndex(rt: Runtime, self: number, key: number, what: string, outOfRange: string): number {
  if ((key & 1) === 0 && slotsOf(rt, key).index === null) {
    setError(rt, rt.types.TypeError, `${what} indices must be integers or slices, not ${typeName(rt, key)}`);
    return -1;
  }
  const index = indexNumber(rt, key, rt.types.IndexError);
  if (index === null) return -1;
  const { length } = bytesValue(rt, self);
  const absolute = index < 0 ? index + length : index;
  if (absolute >= 0 && absolute < length) return absolute;
  setError(rt, rt.types.IndexError, outOfRange);
  return -1;
}

/** The `concat` slot. */
export function concatBytes(rt: Runtime, left: number, right: number): number {
  const other = hasBuffer(rt, right) ? bytesLike(rt, right) : undefined;
  if (other === undefined) {
    return setError(rt, rt.types.TypeError, `can't concat ${typeName(rt, right)} to ${typeName(rt, left)}`);
  }
  if (other === null) return 0;
  const own = bytesValue(rt, left);
  if (own.length === 0 && typeOf(rt, left) === FixedType.bytes && typeOf(rt, right) === FixedType.bytes) {
    return newRef(rt, right);
  }
  if (other.length === 0) return bytesResult(rt, left, own);
  return roomFor(rt, own.length + other.length)
    ? bytesLikeSelf(rt, left, joinBytes([own, other], new Uint8Array(0)))
    : 0;
}

/** The `repeat` slot. */
export function repeatSlot(rt: Runtime, self: number, count: number): number {
  const bytes = bytesValue(rt, self);
  const times = Math.max(0, count);
  if (times === 1) return bytesResult(rt, self, bytes);
  const total = bytes.length * times;
  if (!roomFor(rt, total) || (total > 4096 && spendWork(rt, total >> 3) < 0)) return 0;
  return bytesLikeSelf(rt, self, repeatBytes(bytes, bytes.length === 0 ? 0 : times));
}
