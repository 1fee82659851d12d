// What `hash()` shows: 64 bits in CPython.

import { newInt } from "../object/int.ts";
import { newRef, slotsOf } from "../object/reference.ts";
import { enterLevel, leaveLevel } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { hashObject } from "./hash.ts";
import { type InquirySlot } from "../types/slots.ts";

/** `hash(object)`: a new int reference. */
export function hashValue(rt: Runtime, object: number): number {
  if ((object & 1) !== 0) return object === -1 ? -3 : newRef(rt, object);
  const visible = slotsOf(rt, object).visibleHash;
  if (visible !== null) {
    if (!enterLevel(rt, "")) return 0;
    const value = visible(rt, object);
    leaveLevel(rt);
    return value;
  }
  const hash = hashObject(rt, object);
  return hash === -1 ? 0 : newInt(rt, hash);
}

/** The result of a `__hash__` wrapper around the slot `hash`. */
export function visibleHash(rt: Runtime, object: number, hash: InquirySlot): number {
  if (slotsOf(rt, object).hash === hash) return hashValue(rt, object);
  const value = hash(rt, object);
  return value === -1 ? 0 : newInt(rt, value);
}
