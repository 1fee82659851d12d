// The bytes of bytes-like arguments.

import { argumentTypeName } from "../builtins/arguments.ts";
import { clearError, setError } from "../exceptions/errors.ts";
import * as buffers from "../protocols/buffer.ts";
import { type Runtime } from "../runtime.ts";

/** The bytes of a bytes-like object, not copied; null if it is none. No exception. */
export function bytesOf(rt: Runtime, ref: number): Uint8Array | null {
  const bytes = buffers.hasBuffer(rt, ref) ? buffers.bytesLike(rt, ref) : null;
  if (bytes === null) clearError(rt);
  return bytes;
}

/** The same for an argument that must be one: null with TypeError set. */
export const readBytes: (rt: Runtime, ref: number) => Uint8Array | null = buffers.bytesLike;

/** The bytes of an argument that is written to; null with TypeError set. */
export function writableBytes(rt: Runtime, ref: number): Uint8Array | null {
  const bytes = buffers.hasBuffer(rt, ref) ? buffers.writableBytes(rt, ref) : null;
  if (bytes !== null) return bytes;
  clearError(rt);
  setError(rt, rt.types.TypeError, `argument must be read-write bytes-like object, not ${argumentTypeName(rt, ref)}`);
  return null;
}
