// The current exception: setting, asking, taking. CPython's PyErr_ functions.
//
// One word of the VM state owns it; 0 = none. A failed function leaves it set and returns 0 or -1, which `setError` and `fail` return for it.

import { newException } from "./exception-object.ts";
import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { newStr } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { decref, isExceptionType, newRef, typeOf, xdecref } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { chainContext } from "./chain.ts";

const currentException = vmStateAddress + VmState.currentException.offset;

/** Raises `type(message)`. Returns NULL, for `return setError(…)` where a reference is expected. */
export function setError(rt: Runtime, type: number, message: string): 0 {
  const text = newStr(rt, message);
  setErrorObject(rt, type, text);
  decref(rt, text);
  return 0;
}

/** {@link setError} where a status is expected. */
export function fail(rt: Runtime, type: number, message: string): -1 {
  setError(rt, type, message);
  return -1;
}

/** Raises `type()`, without arguments. */
export function setErrorNone(rt: Runtime, type: number): 0 {
  const exception = newException(rt, type, 0);
  raise(rt, exception);
  return 0;
}

/** Raises `type(value)`: the value becomes the only argument, whatever it is. Classes defined in Python are called. */
export function setErrorObject(rt: Runtime, type: number, value: number): 0 {
  const exception = newException(rt, type, value);
  if (exception !== 0) raise(rt, exception);
  return 0;
}

/** Raises `KeyError(key)`; unlike with others, a tuple is one argument. */
export function setKeyError(rt: Runtime, key: number): 0 {
  const args = tupleOf(rt, newRef(rt, key));
  setErrorObject(rt, rt.types.KeyError, args);
  decref(rt, args);
  return 0;
}

/** Makes an exception instance current; the one being handled becomes its context. Steals `exception`. */
export function raise(rt: Runtime, exception: number): void {
  chainContext(rt, exception);
  restoreError(rt, exception);
}

/** Makes an exception instance current as it is. Steals `exception`, which may be 0 to clear. */
export function restoreError(rt: Runtime, exception: number): void {
  const old = rt.heap.load(currentException);
  rt.heap.store(currentException, exception);
  xdecref(rt, old);
}

/** The current exception, borrowed; 0 = none. */
export function errorOccurred(rt: Runtime): number {
  return rt.heap.load(currentException);
}

/** Takes the current exception: a new reference, 0 if there is none. */
export function fetchError(rt: Runtime): number {
  const exception = rt.heap.load(currentException);
  rt.heap.store(currentException, 0);
  return exception;
}

/** Forgets the current exception. */
export function clearError(rt: Runtime): void {
  restoreError(rt, 0);
}

/** Whether the current exception is an instance of `type`; false if there is none. */
export function errorMatches(rt: Runtime, type: number): boolean {
  const exception = rt.heap.load(currentException);
  return exception !== 0 && isSubtype(rt, typeOf(rt, exception), type);
}

/** Clears the current exception if it is an instance of `type`; whether it did. */
export function clearIf(rt: Runtime, type: number): boolean {
  if (!errorMatches(rt, type)) return false;
  clearError(rt);
  return true;
}

/** Whether `exception`, an instance or a class, matches `type`, a class or a tuple of classes, as `except` does. */
export function exceptionMatches(rt: Runtime, exception: number, type: number): boolean {
  const actual = isExceptionType(rt, exception) ? exception : typeOf(rt, exception);
  return isSubtype(rt, actual, type);
}
