// The bytes of bytes-like arguments.

import { setError } from "../exceptions/errors.ts";
import { typeName } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { bytesValue, isByteArray, isBytes } from "../text/bytes-object.ts";

/** The bytes of a bytes-like object, not copied; null if it is none. No exception. */
export function bytesOf(rt: Runtime, ref: number): Uint8Array | null {
  return isBytes(rt, ref) || isByteArray(rt, ref) ? bytesValue(rt, ref) : null;
}

/** The same for an argument that must be one: null with TypeError set. */
export function readBytes(rt: Runtime, ref: number): Uint8Array | null {
  const bytes = bytesOf(rt, ref);
  if (bytes === null) setError(rt, rt.types.TypeError, `a bytes-like object is required, not '${typeName(rt, ref)}'`);
  return bytes;
}

/** The bytes of an argument that is written to; null with TypeError set. */
export function writableBytes(rt: Runtime, ref: number): Uint8Array | null {
  if (isByteArray(rt, ref)) return bytesValue(rt, ref);
  setError(rt, rt.types.TypeError, `argument must be read-write bytes-like object, not ${typeName(rt, ref)}`);
  return null;
}
