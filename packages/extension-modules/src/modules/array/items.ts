// Items by index and by slice.

import {
  FixedType,
  type Runtime,
  fail,
  indexNumber,
  setError,
  sliceBounds,
  slotsOf,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import type { ArrayModule } from "./array-type.ts";
import { type Storage, storageOf } from "./storage.ts";

/** The position that an index means; null with an exception set. */
function position(rt: Runtime, storage: Storage, key: number, message: string): number | null {
  const index = indexNumber(rt, key, rt.types.IndexError);
  if (index === null) return null;
  // The index may be the work of code that made the array shorter.
  const { length } = storage;
  const at = index < 0 ? index + length : index;
  if (at >= 0 && at < length) return at;
  setError(rt, rt.types.IndexError, message);
  return null;
}

function isIndex(rt: Runtime, key: number): boolean {
  return (key & 1) !== 0 || slotsOf(rt, key).index !== null;
}

/** `self[key]`. */
export function getArrayItem(rt: Runtime, module: ArrayModule, self: number, key: number): number {
  const storage = storageOf(rt, self);
  if (isIndex(rt, key)) {
    const at = position(rt, storage, key, "array index out of range");
    return at === null ? 0 : storage.read(rt, at);
  }
  if (typeOf(rt, key) !== FixedType.slice) return setError(rt, rt.types.TypeError, "array indices must be integers");
  const bounds = sliceBounds(rt, key, () => storage.length);
  if (bounds === null) return 0;
  const { start, step, length } = bounds;
  if (step === 1) return module.make(rt, storage.type, storage.copy(start, start + length));
  const { size } = storage.type;
  const bytes = new Uint8Array(length * size);
  for (let index = 0; index < length; index++) {
    const from = (start + index * step) * size;
    bytes.set(storage.bytes.subarray(from, from + size), index * size);
  }
  return module.make(rt, storage.type, bytes);
}

/** `self[key] = value`, or `del self[key]` when `value` is 0. Status. */
export function setArrayItem(rt: Runtime, module: ArrayModule, self: number, key: number, value: number): number {
  const storage = storageOf(rt, self);
  if (isIndex(rt, key)) {
    const at = position(rt, storage, key, "array assignment index out of range");
    if (at === null) return -1;
    if (value === 0) return storage.splice(rt, at, at + 1, new Uint8Array(0));
    const store = storage.type.convert(rt, value);
    if (store === null) return -1;
    // Converting may have run code that made the array shorter.
    if (at < storage.length) storage.write(at, store);
    return 0;
  }
  if (typeOf(rt, key) !== FixedType.slice) return fail(rt, rt.types.TypeError, "array indices must be integers");
  if (value !== 0 && !module.isArray(rt, value)) {
    return fail(rt, rt.types.TypeError, `can only assign array (not "${typeName(rt, value)}") to array slice`);
  }
  const items = value === 0 ? null : storageOf(rt, value);
  if (items !== null && items.type !== storage.type) {
    return fail(rt, rt.types.TypeError, "bad argument type for built-in operation");
  }
  const bounds = sliceBounds(rt, key, () => storage.length);
  if (bounds === null) return -1;
  const bytes = items === null ? new Uint8Array(0) : items.copy(0, items.length);
  const { start, step, length } = bounds;
  if (step === 1) return storage.splice(rt, start, start + length, bytes);
  // As in CPython an empty array deletes the items, too.
  return bytes.length === 0
    ? deleteItems(rt, storage, step < 0 ? start + (length - 1) * step : start, Math.abs(step), length)
    : assignItems(rt, storage, bounds, bytes);
}

function deleteItems(rt: Runtime, storage: Storage, start: number, step: number, count: number): number {
  if (count > 0 && storage.mayResize(rt) < 0) return -1;
  const { size } = storage.type;
  const kept = new Uint8Array((storage.length - count) * size);
  let at = 0;
  for (let index = 0; index < storage.length; index++) {
    const offset = index - start;
    if (offset >= 0 && offset % step === 0 && offset / step < count) continue;
    kept.set(storage.bytes.subarray(index * size, (index + 1) * size), at);
    at += size;
  }
  return storage.splice(rt, 0, storage.length, kept);
}

function assignItems(
  rt: Runtime,
  storage: Storage,
  { start, step, length }: { readonly start: number; readonly step: number; readonly length: number },
  bytes: Uint8Array,
): number {
  const { size } = storage.type;
  const given = bytes.length / size;
  if (given !== length) {
    const message = `attempt to assign array of size ${given} to extended slice of size ${length}`;
    return fail(rt, rt.types.ValueError, message);
  }
  for (let index = 0; index < length; index++) {
    storage.bytes.set(bytes.subarray(index * size, (index + 1) * size), (start + index * step) * size);
  }
  return 0;
}
