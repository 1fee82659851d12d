// The hash of a frozenset: CPython's, of 64 bits, and the 32 bits that the machine uses.

import { SetObject } from "../layout/objects.ts";
import { readInteger } from "../numbers/integer-object.ts";
import { newBigInt } from "../object/int.ts";
import { decref } from "../object/reference.ts";
import { nextSlot, setLength, slotAddress } from "../object/set-table.ts";
import { foldHalves } from "../protocols/hash.ts";
import { hashValue } from "../protocols/visible-hash.ts";
import { type Runtime } from "../runtime.ts";

/** CPython's factor of the items' hashes. */
const factor = 3644798167;

/** The upper half of the product of two unsigned 32-bit numbers. Doubles hold 48 bits of it. */
function upperProduct(left: number, right: number): number {
  return Math.floor((left * (right >>> 16) + Math.floor((left * (right & 0xffff)) / 0x10000)) / 0x10000);
}

/** Stores both hashes, made of the 64-bit hashes of the items in halves of 32 bits; false: an exception is set. */
function hashItems(rt: Runtime, set: number): boolean {
  let high = 0;
  let low = 0;
  for (let at = nextSlot(rt, set, 0); at >= 0; at = nextSlot(rt, set, at + 1)) {
    const value = hashValue(rt, rt.heap.load(slotAddress(rt, set, at)));
    if (value === 0) return false;
    const hash = readInteger(rt, value);
    decref(rt, value);
    const isNumber = typeof hash === "number";
    const lower = isNumber ? hash | 0 : Number(BigInt.asIntN(32, hash));
    const upper = isNumber ? Math.floor(hash / 0x100000000) : Number(BigInt.asIntN(32, hash >> 32n));
    const mixed = (lower ^ 89869747 ^ (lower << 16)) >>> 0;
    high ^= Math.imul(upper ^ ((upper << 16) | (lower >>> 16)), factor) + upperProduct(mixed, factor);
    low ^= Math.imul(mixed, factor);
  }
  const count = setLength(rt, set) + 1;
  low ^= Math.imul(count, 1927868237);
  high ^= upperProduct(count, 1927868237);
  const shifted = ((low >>> 11) | (high << 21)) ^ ((low >>> 25) | (high << 7));
  high ^= (high >>> 11) ^ (high >>> 25);
  const product = ((low ^ shifted) >>> 0) * 69069 + 907133923;
  low = product | 0;
  high = (Math.imul(high, 69069) + Math.floor(product / 0x100000000)) | 0;
  if ((low & high) === -1) {
    low = 590923713;
    high = 0;
  }
  rt.heap.store(set + SetObject.visibleHash.offset, low);
  rt.heap.store(set + SetObject.visibleHash.offset + 4, high);
  rt.heap.store(set + SetObject.hash.offset, foldHalves(low, high));
  return true;
}

/** The `hash` slot of frozenset. */
export function frozenHash(rt: Runtime, self: number): number {
  const hash = self + SetObject.hash.offset;
  return rt.heap.load(hash) !== 0 || hashItems(rt, self) ? rt.heap.load(hash) : -1;
}

/** What `hash()` shows of a frozenset. */
export function frozenVisibleHash(rt: Runtime, self: number): number {
  if (frozenHash(rt, self) === -1) return 0;
  return newBigInt(rt, rt.heap.loadI64(self + SetObject.visibleHash.offset));
}
