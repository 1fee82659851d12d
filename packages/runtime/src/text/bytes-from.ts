// The bytes of an object: an int for so many zeros, bytes-like ones, `__bytes__`, or an iterable of ints.

import { stringArgument } from "../builtins/arguments.ts";
import { clearIf, errorOccurred, setError } from "../exceptions/errors.ts";
import { decref, isStr, slotsOf, typeName } from "../object/reference.ts";
import { BufferFlag, contiguousBytes, getBuffer, hasBuffer, releaseBuffer } from "../protocols/buffer.ts";
import { forEach, getIter } from "../protocols/iterate.ts";
import { indexNumber } from "../protocols/number.ts";
import { callSpecial0, hasSpecial } from "../protocols/special.ts";
import { type Runtime } from "../runtime.ts";
import { bytesValue, isBytes } from "./bytes-object.ts";
import { encodeFor } from "./encode-object.ts";
import { roomFor } from "./str-methods.ts";

/** A copy of the bytes that `bytes(object)` would have; null with an exception set. */
export function bytesFrom(rt: Runtime, object: number): Uint8Array | null {
  if (hasSpecial(rt, object, rt.names.__bytes__)) return fromMethod(rt, object);
  return bytesOfObject(rt, object, "bytes");
}

/** {@link bytesFrom} for what cannot be a number of zeros: CPython's PyObject_Bytes. */
export function bytesFromContents(rt: Runtime, object: number): Uint8Array | null {
  if (slotsOf(rt, object).index === null || hasSpecial(rt, object, rt.names.__bytes__)) return bytesFrom(rt, object);
  if (hasBuffer(rt, object)) return copyOfBuffer(rt, object);
  setError(rt, rt.types.TypeError, cannotConvert(rt, object, "bytes"));
  return null;
}

function cannotConvert(rt: Runtime, object: number, what: "bytes" | "bytearray"): string {
  return `cannot convert '${typeName(rt, object)}' object to ${what}`;
}

/** {@link bytesFrom} without `__bytes__`, which a bytearray does not ask. */
export function bytesOfObject(rt: Runtime, object: number, what: "bytes" | "bytearray"): Uint8Array | null {
  if (slotsOf(rt, object).index !== null) {
    const zeros = zeroBytes(rt, object);
    if (zeros !== null || !clearIf(rt, rt.types.TypeError)) return zeros;
  }
  if (hasBuffer(rt, object)) return copyOfBuffer(rt, object);
  if (!isStr(rt, object) && (slotsOf(rt, object).iter !== null || slotsOf(rt, object).getitem !== null)) {
    return bytesFromItems(rt, object, what);
  }
  setError(rt, rt.types.TypeError, cannotConvert(rt, object, what));
  return null;
}

function zeroBytes(rt: Runtime, count: number): Uint8Array | null {
  const size = indexNumber(rt, count, rt.types.OverflowError);
  if (size === null) return null;
  if (size >= 0) return roomFor(rt, size) ? new Uint8Array(size) : null;
  setError(rt, rt.types.ValueError, "negative count");
  return null;
}

function copyOfBuffer(rt: Runtime, object: number): Uint8Array | null {
  const view = getBuffer(rt, object, BufferFlag.FULL_RO);
  if (view === null) return null;
  const bytes = contiguousBytes(view).slice();
  releaseBuffer(rt, view);
  return bytes;
}

function fromMethod(rt: Runtime, object: number): Uint8Array | null {
  const result = callSpecial0(rt, object, rt.names.__bytes__);
  if (result === 0) return null;
  const bytes = isBytes(rt, result) ? bytesValue(rt, result).slice() : null;
  if (bytes === null) setError(rt, rt.types.TypeError, `__bytes__ returned non-bytes (type ${typeName(rt, result)})`);
  decref(rt, result);
  return bytes;
}

/** The bytes that an iterable of ints gives; null with an exception set. */
export function bytesFromItems(
  rt: Runtime,
  object: number,
  what: "bytes" | "bytearray",
  message = cannotConvert(rt, object, what),
): Uint8Array | null {
  const values: number[] = [];
  const iterator = getIter(rt, object);
  if (iterator === 0) {
    if (clearIf(rt, rt.types.TypeError)) setError(rt, rt.types.TypeError, message);
    return null;
  }
  const status = forEach(rt, iterator, (item) => {
    const value = byteValue(rt, item, what === "bytes" ? "bytes must be in range(0, 256)" : undefined);
    if (value < 0) return -1;
    values.push(value);
    return 0;
  });
  decref(rt, iterator);
  return status < 0 || errorOccurred(rt) !== 0 ? null : Uint8Array.from(values);
}

/** The value of a byte; -1 with ValueError(`message`) or TypeError set. */
export function byteValue(rt: Runtime, item: number, message = "byte must be in range(0, 256)"): number {
  if ((item & 1) === 0 && slotsOf(rt, item).index === null) {
    setError(rt, rt.types.TypeError, `'${typeName(rt, item)}' object cannot be interpreted as an integer`);
    return -1;
  }
  const value = indexNumber(rt, item);
  if (value === null) return -1;
  if (value >= 0 && value < 256) return value;
  setError(rt, rt.types.ValueError, message);
  return -1;
}

/** The bytes that the arguments of `bytes` and `bytearray` mean; null with an exception set. */
export function bytesFromArguments(
  rt: Runtime,
  source: number,
  encoding: number,
  errors: number,
  where: "bytes" | "bytearray",
): Uint8Array | null {
  for (const [name, given] of [
    ["encoding", encoding],
    ["errors", errors],
  ] as const)
    if (given !== 0 && stringArgument(rt, given, `${where}() argument '${name}'`) === null) return null;
  if (source !== 0 && isStr(rt, source)) {
    if (encoding === 0) {
      if (where === "bytes" && hasSpecial(rt, source, rt.names.__bytes__)) return bytesFrom(rt, source);
      setError(rt, rt.types.TypeError, "string argument without an encoding");
      return null;
    }
    const encoded = encodeFor(rt, source, encoding, errors, where);
    if (encoded === 0) return null;
    const bytes = bytesValue(rt, encoded).slice();
    decref(rt, encoded);
    return bytes;
  }
  if (encoding !== 0 || errors !== 0) {
    setError(rt, rt.types.TypeError, `${encoding === 0 ? "errors" : "encoding"} without a string argument`);
    return null;
  }
  if (source === 0) return new Uint8Array(0);
  return where === "bytes" ? bytesFrom(rt, source) : bytesOfObject(rt, source, "bytearray");
}
