// Hashing: 32 bits inside, and how 64-bit hashes, which Python sees, fold into them.

import { fail } from "../exceptions/errors.ts";
import { slotsOf, typeName } from "../object/reference.ts";
import { enterLevel, leaveLevel } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";

/** The hash of an object; -1 = an exception is set. */
export function hashObject(rt: Runtime, ref: number): number {
  if ((ref & 1) !== 0) return ref === -1 ? -2 : ref >> 1;
  const hash = slotsOf(rt, ref).hash;
  if (hash === null) return unhashable(rt, ref);
  if (!enterLevel(rt, "")) return -1;
  const value = hash(rt, ref);
  leaveLevel(rt);
  return value;
}

/** TypeError: this object has no hash. Always -1. */
export function unhashable(rt: Runtime, ref: number): number {
  return fail(rt, rt.types.TypeError, `unhashable type: '${typeName(rt, ref)}'`);
}

/**
 * The 32-bit hash for a 64-bit one: the same number if it fits. Equal numbers of different types (`1`, `1.0`, `True`, `Decimal(1)`)
 * must come here with equal 64-bit hashes.
 */
export function foldHash(hash: bigint): number {
  return foldHalves(Number(BigInt.asIntN(32, hash)), Number(BigInt.asIntN(32, hash >> 32n)));
}

/** The same of a hash in halves of 32 bits. */
export function foldHalves(low: number, high: number): number {
  const folded = high === low >> 31 ? low : low ^ Math.imul(high, 0x9e3779b1);
  return folded === -1 ? -2 : folded;
}

/** The hash of an address, for objects that compare by identity. */
export function hashAddress(address: number): number {
  return (address >>> 3) | 0;
}
