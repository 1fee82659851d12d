// `bytes` and `bytearray` objects: the host's bytes behind a handle. Those of `bytes` do not change once it is made.

import { FixedType } from "../layout/memory-map.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { typeOf } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { ByteBuffer } from "./byte-buffer.ts";

/** A new bytes object, of `bytes` or a class derived from it, that takes the array over. */
export function newBytes(rt: Runtime, value: Uint8Array, type: number = FixedType.bytes): number {
  return newHostObject(rt, type, value);
}

/** A new bytearray, of that type or a class derived from it, that takes the array over. */
export function newByteArray(rt: Runtime, value: Uint8Array, type: number = FixedType.bytearray): number {
  return newHostObject(rt, type, new ByteBuffer(value));
}

/** Whether this is a bytes object. */
export function isBytes(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && isSubtype(rt, typeOf(rt, ref), FixedType.bytes);
}

/** Whether this is a bytearray. */
export function isByteArray(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && isSubtype(rt, typeOf(rt, ref), FixedType.bytearray);
}

/** The bytes of a bytes object or a bytearray, in place. */
export function bytesValue(rt: Runtime, ref: number): Uint8Array {
  const payload = hostPayload(rt, ref);
  return payload instanceof ByteBuffer ? payload.bytes : (payload as Uint8Array);
}

/** The buffer of a bytearray. */
export function byteBuffer(rt: Runtime, ref: number): ByteBuffer {
  return hostPayload(rt, ref) as ByteBuffer;
}

/** A result of a method of `self`: of the builtin type that `self` is of or derives from. */
export function bytesLikeSelf(rt: Runtime, self: number, value: Uint8Array): number {
  return hostPayload(rt, self) instanceof ByteBuffer ? newByteArray(rt, value) : newBytes(rt, value);
}
