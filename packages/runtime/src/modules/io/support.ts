// What the types of `_io` have in common: errors, arguments, asking other streams.

import { fail, setError } from "../../exceptions/errors.ts";
import { None, decref, isDict, isStr, slotsOf, typeName } from "../../object/reference.ts";
import { strValue } from "../../object/str.ts";
import { type Identifier } from "../../object/identifiers.ts";
import { getAttribute, getAttributeString } from "../../protocols/attributes.ts";
import { hasBuffer, writableBytes } from "../../protocols/buffer.ts";
import { callMethod } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { isTrue } from "../../protocols/truth.ts";
import { type Runtime } from "../../runtime.ts";

/** Name of the class `io.UnsupportedOperation` among the native types. */
export const unsupportedOperation = "io.UnsupportedOperation";

/** How much is read at once where nobody says. */
export const defaultBufferSize = 131072;

/** Raises `io.UnsupportedOperation(message)`. */
export function unsupported(rt: Runtime, message: string): 0 {
  return setError(rt, rt.nativeTypes.get(unsupportedOperation) ?? rt.types.OSError, message);
}

/** Raises the ValueError of a closed file. */
export function closedError(rt: Runtime, message = "I/O operation on closed file."): 0 {
  return setError(rt, rt.types.ValueError, message);
}

/** A size: -1 for None or not given; null with TypeError set. */
export function optionalSize(rt: Runtime, ref: number): number | null {
  if (ref === 0 || ref === None) return -1;
  if ((ref & 1) === 0 && slotsOf(rt, ref).index === null) {
    fail(rt, rt.types.TypeError, `argument should be integer or None, not '${typeName(rt, ref)}'`);
    return null;
  }
  return indexNumber(rt, ref, rt.types.OverflowError);
}

/** A str argument or None: null for None, undefined with TypeError set. */
export function optionalText(rt: Runtime, ref: number, where: string): string | null | undefined {
  if (ref === 0 || ref === None) return null;
  if (isStr(rt, ref)) return strValue(rt, ref);
  fail(rt, rt.types.TypeError, `${where} must be str or None, not ${typeName(rt, ref)}`);
  return undefined;
}

/** Calls a method of the stream below another one; 0 with ValueError set when an earlier call has detached it. */
export function callBelow(rt: Runtime, stream: number, name: number, ...args: readonly number[]): number {
  if (stream === 0) return closedError(rt, "underlying buffer has been detached");
  return callMethod(rt, stream, name, ...args);
}

/** `stream.name()` as a truth value: 1, 0, or -1. */
export function askStream(rt: Runtime, stream: number, name: Identifier): number {
  const answer = callBelow(rt, stream, rt.names[name]);
  if (answer === 0) return -1;
  const truth = isTrue(rt, answer);
  decref(rt, answer);
  return truth;
}

/** Whether `stream.closed` is true: 1, 0, or -1. */
export function isClosedStream(rt: Runtime, stream: number): number {
  const answer = getAttribute(rt, stream, rt.names.closed);
  if (answer === 0) return -1;
  const truth = isTrue(rt, answer);
  decref(rt, answer);
  return truth;
}

/** Calls a method for its effect. Status. */
export function callForEffect(rt: Runtime, stream: number, name: Identifier, ...args: readonly number[]): number {
  const result = callBelow(rt, stream, rt.names[name], ...args);
  if (result === 0) return -1;
  decref(rt, result);
  return 0;
}

/** Calls a method that answers with an int; null with an exception set. */
export function callForNumber(
  rt: Runtime,
  stream: number,
  name: Identifier,
  ...args: readonly number[]
): number | null {
  const result = callBelow(rt, stream, rt.names[name], ...args);
  if (result === 0) return null;
  const value = indexNumber(rt, result, rt.types.ValueError);
  decref(rt, result);
  return value;
}

/** The attributes that `__setstate__` got: a dict that is added to the object's own, or None. New reference to None. */
export function restoreAttributes(rt: Runtime, self: number, attributes: number, position: "third" | "fourth"): number {
  if (attributes === None) return None;
  if (!isDict(rt, attributes)) {
    const wrong = typeName(rt, attributes);
    return setError(rt, rt.types.TypeError, `${position} item of state should be a dict, got a ${wrong}`);
  }
  const own = getAttributeString(rt, self, "__dict__");
  if (own === 0) return 0;
  const result = callMethod(rt, own, rt.names.update, attributes);
  decref(rt, own);
  return result;
}

/** The bytes of an argument that is read into; null with TypeError set. */
export function writableArgument(rt: Runtime, ref: number, method: string): Uint8Array | null {
  const bytes = hasBuffer(rt, ref) ? writableBytes(rt, ref) : null;
  if (bytes !== null) return bytes;
  const what = ref === None ? "None" : typeName(rt, ref);
  setError(rt, rt.types.TypeError, `${method}() argument must be read-write bytes-like object, not ${what}`);
  return null;
}

/** A truth value that may be left out: 1, 0, or -1. */
export function optionalFlag(rt: Runtime, ref: number): number {
  return ref === 0 ? 0 : isTrue(rt, ref);
}

/** ValueError: `__init__` did not run. Always 0. */
export function uninitialized(rt: Runtime): 0 {
  return setError(rt, rt.types.ValueError, "I/O operation on uninitialized object");
}
