// `bytes` objects: the host's bytes behind a handle. Immutable once made.

import { FixedType } from "../layout/memory-map.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { typeOf } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";

/** A new bytes object, of `bytes` or a class derived from it, that takes the array over. */
export function newBytes(rt: Runtime, value: Uint8Array, type: number = FixedType.bytes): number {
  return newHostObject(rt, type, value);
}

/** Whether this is a bytes object. */
export function isBytes(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && isSubtype(rt, typeOf(rt, ref), FixedType.bytes);
}

/** Whether this is a bytearray. */
export function isByteArray(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && isSubtype(rt, typeOf(rt, ref), FixedType.bytearray);
}

/** The bytes of an object. */
export function bytesValue(rt: Runtime, ref: number): Uint8Array {
  return hostPayload(rt, ref) as Uint8Array;
}
