// Iteration, lengths and formatting as generated code asks for them.

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { newInt } from "../object/int.ts";
import { ITERATION_ERROR } from "../imports.ts";
import { pyBool } from "../object/reference.ts";
import { isInstance as isInstanceOf } from "../protocols/instance-check.ts";
import { getIter, iterNext } from "../protocols/iterate.ts";
import { lengthOf } from "../protocols/subscript.ts";
import { reprObject, strObject } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { asciiObject } from "../text/convert.ts";
import { formatObject } from "../text/format-object.ts";

export { getIter };

/** The next item, 0 when exhausted, `ITERATION_ERROR` when an exception is set. */
export function forIter(rt: Runtime, iterator: number): number {
  const item = iterNext(rt, iterator);
  return item === 0 && errorOccurred(rt) !== 0 ? ITERATION_ERROR : item;
}

export function len(rt: Runtime, value: number): number {
  const length = lengthOf(rt, value);
  return length < 0 ? 0 : newInt(rt, length);
}

export function isinstance(rt: Runtime, value: number, classinfo: number): number {
  const result = isInstanceOf(rt, value, classinfo);
  return result < 0 ? 0 : pyBool(result === 1);
}

export function formatSimple(rt: Runtime, value: number): number {
  return formatObject(rt, value, 0);
}

export function formatWithSpec(rt: Runtime, value: number, spec: number): number {
  return formatObject(rt, value, spec);
}

/** `!s`, `!r`, `!a`: 1, 2, 3. */
export function convertValue(rt: Runtime, value: number, oparg: number): number {
  switch (oparg) {
    case 1:
      return strObject(rt, value);
    case 2:
      return reprObject(rt, value);
    case 3:
      return asciiObject(rt, value);
    default:
      return setError(rt, rt.types.SystemError, `conversion ${oparg}`);
  }
}
