// Arguments of the module's functions.

import {
  type Runtime,
  decref,
  hasBuffer,
  indexInteger,
  isAscii,
  isStr,
  newRef,
  readBytes,
  setError,
  strValue,
  typeName,
} from "@tjit/runtime/api";

/** The bytes of a bytes-like object or of a str in ASCII; null with an exception set. */
export function asciiBytes(rt: Runtime, ref: number): Uint8Array | null {
  if (isStr(rt, ref)) {
    const text = strValue(rt, ref);
    if (isAscii(text)) return Uint8Array.from(text, (it) => it.charCodeAt(0));
    setError(rt, rt.types.ValueError, "string argument should contain only ASCII characters");
    return null;
  }
  if (hasBuffer(rt, ref)) return readBytes(rt, ref);
  const message = `argument should be bytes, buffer or ASCII string, not '${typeName(rt, ref)}'`;
  setError(rt, rt.types.TypeError, message);
  return null;
}

/** An int as a C `unsigned int`, its bits; `missing` when it is not given, null with an exception set. */
export function wordArgument(rt: Runtime, ref: number, missing: number): number | null {
  if (ref === 0) return missing;
  // Asking for its value may run code that drops the last reference to it.
  newRef(rt, ref);
  const value = indexInteger(rt, ref);
  decref(rt, ref);
  return value === null ? null : Number(BigInt.asUintN(32, BigInt(value)));
}
