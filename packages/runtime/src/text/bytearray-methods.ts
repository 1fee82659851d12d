// What only a bytearray can do: changing its bytes and its size.

import { sizeArgument } from "../builtins/arguments.ts";
import { strLength } from "../object/str.ts";
import { reserveBytes, spendWork } from "../builtins/work.ts";
import { fail, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { newInt } from "../object/int.ts";
import { None, isStr, newRef, typeName, typeOf } from "../object/reference.ts";
import { adjustIndices, unpackSlice } from "../object/slice.ts";
import { bytesLike, hasBuffer } from "../protocols/buffer.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, method } from "../types/builtin-definition.ts";
import { repeatBytes } from "./byte-search.ts";
import { byteValue, bytesOfObject, bytesFromItems } from "./bytes-from.ts";
import { byteBuffer, bytesValue, newByteArray } from "./bytes-object.ts";
import { byteIndex } from "./bytes-slots.ts";
import { roomFor } from "./str-methods.ts";

const resizeMessage = "Existing exports of data: object cannot be re-sized";

/** Whether the size may change: not while others see the bytes. BufferError is set if not. */
export function canResize(rt: Runtime, self: number): boolean {
  if (byteBuffer(rt, self).exports === 0) return true;
  setError(rt, rt.types.BufferError, resizeMessage);
  return false;
}

/** Puts bytes in the place of others. Status. */
function splice(rt: Runtime, self: number, start: number, end: number, bytes: Uint8Array): number {
  const buffer = byteBuffer(rt, self);
  if (bytes.length !== end - start) {
    if (!canResize(rt, self)) return -1;
    const size = buffer.length + bytes.length - (end - start);
    if (size > buffer.capacity && size > 4096 && reserveBytes(rt, size) < 0) return -1;
  }
  buffer.splice(start, end, bytes.buffer === buffer.bytes.buffer ? bytes.slice() : bytes);
  return 0;
}

/** The `setitem` slot: items and slices, assigned or deleted. */
export function setByteArrayItem(rt: Runtime, self: number, key: number, value: number): number {
  if ((key & 1) === 0 && typeOf(rt, key) === FixedType.slice) return setSlice(rt, self, key, value);
  const index = byteIndex(rt, self, key, "bytearray", "bytearray index out of range");
  if (index < 0) return -1;
  if (value === 0) return splice(rt, self, index, index + 1, new Uint8Array(0));
  const byte = byteValue(rt, value);
  if (byte < 0) return -1;
  // Reading the value may have run Python code.
  if (index >= byteBuffer(rt, self).length) {
    return fail(rt, rt.types.IndexError, "bytearray index out of range");
  }
  byteBuffer(rt, self).put(index, byte);
  return 0;
}

function setSlice(rt: Runtime, self: number, key: number, value: number): number {
  const indices = unpackSlice(rt, key);
  if (indices === null) return -1;
  const bytes = value === 0 ? new Uint8Array(0) : assignedBytes(rt, value);
  if (bytes === null) return -1;
  const buffer = byteBuffer(rt, self);
  const { start, step, length } = adjustIndices(indices, buffer.length);
  if (step === 1) return splice(rt, self, start, start + length, bytes);
  if (value === 0)
    return deleteStepped(rt, self, step < 0 ? start + step * (length - 1) : start, Math.abs(step), length);
  if (bytes.length === 0 && length > 0) {
    return deleteStepped(rt, self, step < 0 ? start + step * (length - 1) : start, Math.abs(step), length);
  }
  if (bytes.length !== length) {
    const what = `attempt to assign bytes of size ${bytes.length} to extended slice of size ${length}`;
    return fail(rt, rt.types.ValueError, what);
  }
  const source = bytes.slice();
  source.forEach((byte, index) => buffer.put(start + index * step, byte));
  return 0;
}

function assignedBytes(rt: Runtime, value: number): Uint8Array | null {
  if (hasBuffer(rt, value)) return bytesLike(rt, value)?.slice() ?? null;
  if ((value & 1) !== 0 || isStr(rt, value)) {
    const what = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
    setError(rt, rt.types.TypeError, what);
    return null;
  }
  return bytesOfObject(rt, value, "bytearray");
}

function deleteStepped(rt: Runtime, self: number, start: number, step: number, length: number): number {
  if (length === 0) return 0;
  if (!canResize(rt, self)) return -1;
  const buffer = byteBuffer(rt, self);
  const last = start + step * (length - 1);
  const kept = buffer.bytes.filter((_, index) => index < start || index > last || (index - start) % step !== 0);
  buffer.splice(0, buffer.length, kept);
  return 0;
}

/** Appends the bytes of an object: `extend`, and `+=`. Status. */
export function extendByteArray(rt: Runtime, self: number, other: number, how: "extend" | "concat"): number {
  if (hasBuffer(rt, other)) {
    const bytes = bytesLike(rt, other);
    if (bytes === null) return -1;
    const { length } = byteBuffer(rt, self);
    if (other === self && how === "concat" && length > 0) {
      return fail(rt, rt.types.BufferError, resizeMessage);
    }
    return splice(rt, self, length, length, bytes);
  }
  if (how === "concat") {
    return fail(rt, rt.types.TypeError, `can't concat ${typeName(rt, other)} to ${typeName(rt, self)}`);
  }
  if (isStr(rt, other) && strLength(rt, other) > 0) {
    return fail(rt, rt.types.TypeError, "expected iterable of integers; got: 'str'");
  }
  const bytes = bytesFromItems(rt, other, "bytearray", `can't extend bytearray with ${typeName(rt, other)}`);
  if (bytes === null) return -1;
  const { length } = byteBuffer(rt, self);
  return splice(rt, self, length, length, bytes);
}

/** The `inplaceRepeat` slot. */
export function inplaceRepeat(rt: Runtime, self: number, count: number): number {
  const bytes = bytesValue(rt, self);
  const times = Math.max(0, count);
  const total = bytes.length * times;
  if (times === 1 || bytes.length === 0) return newRef(rt, self);
  if (!roomFor(rt, total) || (total > 4096 && spendWork(rt, total >> 3) < 0)) return 0;
  const status = splice(rt, self, 0, bytes.length, repeatBytes(bytes, times));
  return status < 0 ? 0 : newRef(rt, self);
}

function append(rt: Runtime, self: number, item: number): number {
  const value = byteValue(rt, item);
  if (value < 0 || !canResize(rt, self)) return 0;
  const buffer = byteBuffer(rt, self);
  if (buffer.length === buffer.capacity && buffer.length > 4096 && reserveBytes(rt, buffer.length) < 0) return 0;
  buffer.push(value);
  return None;
}

function insert(rt: Runtime, self: number, where: number, item: number): number {
  const index = sizeArgument(rt, where, 0);
  if (index === null) return 0;
  const value = byteValue(rt, item);
  if (value < 0) return 0;
  const { length } = byteBuffer(rt, self);
  const at = index < 0 ? Math.max(0, index + length) : Math.min(index, length);
  return splice(rt, self, at, at, Uint8Array.of(value)) < 0 ? 0 : None;
}

function pop(rt: Runtime, self: number, where: number): number {
  const index = sizeArgument(rt, where, -1);
  if (index === null) return 0;
  const buffer = byteBuffer(rt, self);
  if (buffer.length === 0) return setError(rt, rt.types.IndexError, "pop from empty bytearray");
  const at = index < 0 ? index + buffer.length : index;
  if (at < 0 || at >= buffer.length) return setError(rt, rt.types.IndexError, "pop index out of range");
  const value = buffer.at(at);
  return splice(rt, self, at, at + 1, new Uint8Array(0)) < 0 ? 0 : newInt(rt, value);
}

function remove(rt: Runtime, self: number, item: number): number {
  const value = byteValue(rt, item);
  if (value < 0) return 0;
  const at = bytesValue(rt, self).indexOf(value);
  if (at < 0) return setError(rt, rt.types.ValueError, "value not found in bytearray");
  return splice(rt, self, at, at + 1, new Uint8Array(0)) < 0 ? 0 : None;
}

function clear(rt: Runtime, self: number): number {
  return splice(rt, self, 0, byteBuffer(rt, self).length, new Uint8Array(0)) < 0 ? 0 : None;
}

function resize(rt: Runtime, self: number, sizeRef: number): number {
  const size = sizeArgument(rt, sizeRef, 0);
  if (size === null) return 0;
  if (size < 0) {
    return setError(rt, rt.types.ValueError, `Can only resize to positive sizes, got ${size}`);
  }
  if (size === byteBuffer(rt, self).length) return None;
  if (!canResize(rt, self) || !roomFor(rt, size)) return 0;
  byteBuffer(rt, self).resize(size);
  return None;
}

/** Methods of bytearray. */
export const byteArrayMethods: Readonly<Record<string, BuiltinSpecification>> = {
  append: method("($self, item, /)", append),
  clear: method("($self, /)", clear),
  copy: method("($self, /)", (rt, self) => newByteArray(rt, bytesValue(rt, self).slice())),
  extend: method("($self, iterable_of_ints, /)", (rt, self, iterable) =>
    extendByteArray(rt, self, iterable, "extend") < 0 ? 0 : None,
  ),
  insert: method("($self, index, item, /)", insert),
  pop: method("($self, index=-1, /)", pop),
  remove: method("($self, value, /)", remove),
  resize: method("($self, size, /)", resize),
  reverse: method("($self, /)", (rt, self) => (bytesValue(rt, self).reverse(), None)),
};
