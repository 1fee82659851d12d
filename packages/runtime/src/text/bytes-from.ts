// The bytes of an object: bytes-like ones, `__bytes__`, or an iterable of ints.

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { decref, isStr, slotsOf, typeName } from "../object/reference.ts";
import { indexNumber } from "../protocols/number.ts";
import { callSpecial0, hasSpecial } from "../protocols/special.ts";
import { forEach } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { bytesValue, isByteArray, isBytes } from "./bytes-object.ts";

/** A copy of the bytes that `bytes(object)` would have, for an object that is no int; null with an exception set. */
export function bytesFrom(rt: Runtime, object: number): Uint8Array | null {
  if (isBytes(rt, object) || isByteArray(rt, object)) return bytesValue(rt, object).slice();
  if (hasSpecial(rt, object, rt.names.__bytes__)) return fromMethod(rt, object);
  if (!isStr(rt, object) && (slotsOf(rt, object).iter !== null || slotsOf(rt, object).getitem !== null)) {
    return fromItems(rt, object);
  }
  setError(rt, rt.types.TypeError, `cannot convert '${typeName(rt, object)}' object to bytes`);
  return null;
}

function fromMethod(rt: Runtime, object: number): Uint8Array | null {
  const result = callSpecial0(rt, object, rt.names.__bytes__);
  if (result === 0) return null;
  const bytes = isBytes(rt, result) ? bytesValue(rt, result).slice() : null;
  if (bytes === null) setError(rt, rt.types.TypeError, `__bytes__ returned non-bytes (type ${typeName(rt, result)})`);
  decref(rt, result);
  return bytes;
}

function fromItems(rt: Runtime, object: number): Uint8Array | null {
  const values: number[] = [];
  const status = forEach(rt, object, (item) => {
    const value = byteValue(rt, item, "bytes must be in range(0, 256)");
    if (value < 0) return -1;
    values.push(value);
    return 0;
  });
  return status < 0 || errorOccurred(rt) !== 0 ? null : Uint8Array.from(values);
}

/** The value of a byte; -1 with ValueError(`message`) or TypeError set. */
export function byteValue(rt: Runtime, item: number, message: string): number {
  const value = indexNumber(rt, item);
  if (value === null) return -1;
  if (value >= 0 && value < 256) return value;
  setError(rt, rt.types.ValueError, message);
  return -1;
}
