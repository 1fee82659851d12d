// The hash of a frozenset: CPython's, of 64 bits, and the 32 bits that the machine uses.

import { SetObject } from "../layout/objects.ts";
import { readInteger } from "../numbers/integer-object.ts";
import { newBigInt } from "../object/int.ts";
import { decref } from "../object/reference.ts";
import { nextSlot, setLength, slotAddress } from "../object/set-table.ts";
import { foldHash } from "../protocols/hash.ts";
import { hashValue } from "../protocols/visible-hash.ts";
import { type Runtime } from "../runtime.ts";

/** CPython's factor of the items' hashes. */
const factor = 3644798167;

/** From the 64-bit hashes of the items, in halves of 32 bits; null: an exception is set. */
function hashItems(rt: Runtime, set: number): bigint | null {
  let high = 0;
  let low = 0;
  for (let at = nextSlot(rt, set, 0); at >= 0; at = nextSlot(rt, set, at + 1)) {
    const key = rt.heap.load(slotAddress(rt, set, at));
    const value = hashValue(rt, key);
    if (value === 0) return null;
    const hash = readInteger(rt, value);
    decref(rt, value);
    const isNumber = typeof hash === "number";
    const lower = isNumber ? hash | 0 : Number(BigInt.asIntN(32, hash));
    const upper = isNumber ? Math.floor(hash / 0x100000000) : Number(BigInt.asIntN(32, hash >> 32n));
    const mixedLow = (lower ^ 89869747 ^ (lower << 16)) >>> 0;
    const mixedHigh = upper ^ ((upper << 16) | (lower >>> 16));
    // The product of the low half has 64 bits; doubles hold 48.
    const carry = Math.floor((mixedLow * (factor & 0xffff)) / 0x10000);
    high ^= Math.imul(mixedHigh, factor) + Math.floor((mixedLow * (factor >>> 16) + carry) / 0x10000);
    low ^= Math.imul(mixedLow, factor);
  }
  let hash = (BigInt.asUintN(32, BigInt(high)) << 32n) | BigInt(low >>> 0);
  hash ^= BigInt.asUintN(64, (BigInt(setLength(rt, set)) + 1n) * 1927868237n);
  hash ^= (hash >> 11n) ^ (hash >> 25n);
  hash = BigInt.asUintN(64, hash * 69069n + 907133923n);
  return hash === 0xffffffffffffffffn ? 590923713n : BigInt.asIntN(64, hash);
}

/** The `hash` slot of frozenset. */
export function frozenHash(rt: Runtime, self: number): number {
  const known = rt.heap.load(self + SetObject.hash.offset);
  if (known !== 0) return known;
  const visible = hashItems(rt, self);
  if (visible === null) return -1;
  const hash = foldHash(visible);
  rt.heap.storeI64(self + SetObject.visibleHash.offset, visible);
  rt.heap.store(self + SetObject.hash.offset, hash);
  return hash;
}

/** What `hash()` shows of a frozenset. */
export function frozenVisibleHash(rt: Runtime, self: number): number {
  if (frozenHash(rt, self) === -1) return 0;
  return newBigInt(rt, rt.heap.loadI64(self + SetObject.visibleHash.offset));
}
