// The type bytes: construction, the sequence protocol, comparing, and the methods that programs use most.

import { stringArgument, sizeArgument } from "../builtins/arguments.ts";
import { roomFor } from "./str-methods.ts";
import { setError } from "../exceptions/errors.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { FixedType } from "../layout/memory-map.ts";
import { newInt } from "../object/int.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { listAppendStolen, newList } from "../object/list.ts";
import {
  None,
  NotImplemented,
  decref,
  isStr,
  isTuple,
  newRef,
  pyBool,
  slotsOf,
  typeName,
  typeOf,
} from "../object/reference.ts";
import { sliceBounds } from "../object/slice.ts";
import { newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { compareResult } from "../protocols/compare.ts";
import { forEach } from "../protocols/iterate.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { bytesFrom, byteValue } from "./bytes-from.ts";
import { bytesValue, isByteArray, isBytes, newBytes } from "./bytes-object.ts";
import { decode, encode } from "./encode-object.ts";
import { reprBytes } from "./repr.ts";

/** The bytes of a bytes-like object, without a copy; null with TypeError set. */
function bytesLike(rt: Runtime, ref: number): Uint8Array | null {
  if (isBytes(rt, ref) || isByteArray(rt, ref)) return bytesValue(rt, ref);
  setError(rt, rt.types.TypeError, `a bytes-like object is required, not '${typeName(rt, ref)}'`);
  return null;
}

function bytesNew(rt: Runtime, type: number, source: number, encoding: number, errors: number): number {
  if (source === 0) {
    if (encoding !== 0 || errors !== 0) {
      return setError(rt, rt.types.TypeError, `${encoding === 0 ? "errors" : "encoding"} without a string argument`);
    }
    return newBytes(rt, new Uint8Array(0), type);
  }
  if (isStr(rt, source)) {
    if (encoding === 0) return setError(rt, rt.types.TypeError, "string argument without an encoding");
    const encoded = encode(rt, source, encoding, errors);
    if (encoded === 0 || type === FixedType.bytes) return encoded;
    const result = newBytes(rt, bytesValue(rt, encoded), type);
    decref(rt, encoded);
    return result;
  }
  if (encoding !== 0 || errors !== 0) {
    return setError(rt, rt.types.TypeError, `${encoding === 0 ? "errors" : "encoding"} without a string argument`);
  }
  if (typeOf(rt, source) === FixedType.bytes && type === FixedType.bytes) return newRef(rt, source);
  if (slotsOf(rt, source).index !== null) return zeros(rt, type, source);
  const bytes = bytesFrom(rt, source);
  return bytes === null ? 0 : newBytes(rt, bytes, type);
}

function zeros(rt: Runtime, type: number, count: number): number {
  const size = indexNumber(rt, count, rt.types.OverflowError);
  if (size === null) return 0;
  if (size < 0) return setError(rt, rt.types.ValueError, "negative count");
  return roomFor(rt, size) ? newBytes(rt, new Uint8Array(size), type) : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function richCompareBytes(rt: Runtime, left: number, right: number, operator: number): number {
  if (!isBytes(rt, right) && !isByteArray(rt, right)) return NotImplemented;
  return compareResult(compareBytes(bytesValue(rt, left), bytesValue(rt, right)), operator);
}

function hashBytes(rt: Runtime, self: number): number {
  let hash = 0x811c9dc5 | 0;
  for (const byte of bytesValue(rt, self)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash ^= hash >>> 15;
  return hash === -1 ? -2 : hash;
}

function item(rt: Runtime, self: number, key: number): number {
  const bytes = bytesValue(rt, self);
  if (typeOf(rt, key) === FixedType.slice) {
    const bounds = sliceBounds(rt, key, bytes.length);
    if (bounds === null) return 0;
    const { start, step, length } = bounds;
    if (step === 1) return newBytes(rt, bytes.slice(start, start + length));
    return newBytes(
      rt,
      Uint8Array.from({ length }, (_, index) => bytes[start + index * step] as number),
    );
  }
  if (slotsOf(rt, key).index === null) {
    return setError(rt, rt.types.TypeError, `byte indices must be integers or slices, not ${typeName(rt, key)}`);
  }
  const index = indexNumber(rt, key, rt.types.IndexError);
  if (index === null) return 0;
  const value = bytes[index < 0 ? index + bytes.length : index];
  return value === undefined ? setError(rt, rt.types.IndexError, "index out of range") : newInt(rt, value);
}

function concat(rt: Runtime, left: number, right: number): number {
  if (!isBytes(rt, right) && !isByteArray(rt, right)) {
    return setError(rt, rt.types.TypeError, `can't concat ${typeName(rt, right)} to bytes`);
  }
  return newBytes(rt, joined([bytesValue(rt, left), bytesValue(rt, right)], new Uint8Array(0)));
}

function joined(parts: readonly Uint8Array[], separator: Uint8Array): Uint8Array {
  const total = parts.reduce((sum, part) => sum + part.length, 0) + separator.length * Math.max(0, parts.length - 1);
  const result = new Uint8Array(total);
  let at = 0;
  parts.forEach((part, index) => {
    if (index > 0) {
      result.set(separator, at);
      at += separator.length;
    }
    result.set(part, at);
    at += part.length;
  });
  return result;
}

function repeat(rt: Runtime, self: number, count: number): number {
  const bytes = bytesValue(rt, self);
  const times = Math.max(0, count);
  if (!roomFor(rt, bytes.length * times)) return 0;
  const result = new Uint8Array(bytes.length * times);
  for (let index = 0; index < times; index++) result.set(bytes, index * bytes.length);
  return newBytes(rt, result);
}

function indexOf(bytes: Uint8Array, part: Uint8Array, from: number): number {
  if (part.length === 0) return from <= bytes.length ? from : -1;
  for (let at = bytes.indexOf(part[0] as number, from); at >= 0; at = bytes.indexOf(part[0] as number, at + 1)) {
    let matched = 1;
    while (matched < part.length && bytes[at + matched] === part[matched]) matched++;
    if (matched === part.length) return at;
  }
  return -1;
}

function contains(rt: Runtime, self: number, part: number): number {
  if (slotsOf(rt, part).index !== null) {
    const value = byteValue(rt, part, "byte must be in range(0, 256)");
    return value < 0 ? -1 : bytesValue(rt, self).includes(value) ? 1 : 0;
  }
  const bytes = bytesLike(rt, part);
  return bytes === null ? -1 : indexOf(bytesValue(rt, self), bytes, 0) >= 0 ? 1 : 0;
}

interface BytesIterator {
  readonly bytes: Uint8Array;
  position: number;
}

function defineBytesIterator(rt: Runtime): (rt: Runtime, self: number) => number {
  const type = defineType(rt, {
    name: "bytes_iterator",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    slots: {
      iter: newRef,
      iternext: (rt_, self) => {
        const iterator = hostPayload(rt_, self) as BytesIterator;
        const value = iterator.bytes[iterator.position];
        if (value === undefined) return 0;
        iterator.position++;
        return newInt(rt_, value);
      },
    },
  });
  return (rt_, self) => {
    const iterator: BytesIterator = { bytes: bytesValue(rt_, self), position: 0 };
    return newHostObject(rt_, type, iterator);
  };
}

function hex(rt: Runtime, self: number, separatorRef: number, groupRef: number): number {
  const digits = Array.from(bytesValue(rt, self), (byte) => byte.toString(16).padStart(2, "0"));
  if (separatorRef === 0) return newStr(rt, digits.join(""));
  const separator = isStr(rt, separatorRef)
    ? strValue(rt, separatorRef)
    : String.fromCharCode(...(bytesLike(rt, separatorRef) ?? []));
  const group = sizeArgument(rt, groupRef, 1);
  if (group === null) return 0;
  if (separator.length !== 1) return setError(rt, rt.types.ValueError, "sep must be length 1.");
  const size = Math.abs(group);
  if (size === 0) return newStr(rt, digits.join(""));
  const groups: string[] = [];
  const offset = group > 0 ? digits.length % size : 0;
  if (offset > 0) groups.push(digits.slice(0, offset).join(""));
  for (let index = offset; index < digits.length; index += size)
    groups.push(digits.slice(index, index + size).join(""));
  return newStr(rt, groups.join(separator));
}

function fromHex(rt: Runtime, type: number, text: number): number {
  const source = stringArgument(rt, text, "fromhex() argument");
  if (source === null) return 0;
  const result: number[] = [];
  for (let position = 0; position < source.length;) {
    if (/\s/.test(source.charAt(position))) {
      position++;
      continue;
    }
    for (const at of [position, position + 1]) {
      if (at === source.length) {
        return setError(rt, rt.types.ValueError, "fromhex() arg must contain an even number of hexadecimal digits");
      }
      if (!/^[0-9a-fA-F]$/.test(source.charAt(at))) {
        return setError(rt, rt.types.ValueError, `non-hexadecimal number found in fromhex() arg at position ${at}`);
      }
    }
    result.push(Number.parseInt(source.slice(position, position + 2), 16));
    position += 2;
  }
  return newBytes(rt, Uint8Array.from(result), type);
}

function join(rt: Runtime, self: number, iterable: number): number {
  const parts: Uint8Array[] = [];
  const status = forEach(rt, iterable, (part) => {
    if (isBytes(rt, part) || isByteArray(rt, part)) {
      parts.push(bytesValue(rt, part));
      return 0;
    }
    setError(
      rt,
      rt.types.TypeError,
      `sequence item ${parts.length}: expected a bytes-like object, ${typeName(rt, part)} found`,
    );
    return -1;
  });
  return status < 0 ? 0 : newBytes(rt, joined(parts, bytesValue(rt, self)));
}

function find(rt: Runtime, self: number, part: number): number | null {
  if (slotsOf(rt, part).index !== null) {
    const value = byteValue(rt, part, "byte must be in range(0, 256)");
    return value < 0 ? null : bytesValue(rt, self).indexOf(value);
  }
  const bytes = bytesLike(rt, part);
  return bytes === null ? null : indexOf(bytesValue(rt, self), bytes, 0);
}

function affix(side: "startswith" | "endswith"): BuiltinSpecification {
  return method("($self, prefix, /)", (rt, self, prefix) => {
    const bytes = bytesValue(rt, self);
    const candidates: number[] = [];
    if (isTuple(rt, prefix)) {
      for (let index = 0; index < tupleLength(rt, prefix); index++) candidates.push(tupleItem(rt, prefix, index));
    } else candidates.push(prefix);
    for (const candidate of candidates) {
      const part = bytesLike(rt, candidate);
      if (part === null) return 0;
      const start = side === "startswith" ? 0 : bytes.length - part.length;
      if (start >= 0 && part.every((byte, index) => bytes[start + index] === byte)) return pyBool(true);
    }
    return pyBool(false);
  });
}

function splitBytes(rt: Runtime, self: number, separator: number, limitRef: number): number {
  const limit = sizeArgument(rt, limitRef, -1);
  if (limit === null) return 0;
  const bytes = bytesValue(rt, self);
  const list = newList(rt);
  const add = (start: number, end: number): void => listAppendStolen(rt, list, newBytes(rt, bytes.slice(start, end)));
  const isSpace = (at: number): boolean => bytes[at] === 32 || ((bytes[at] ?? 0) >= 9 && (bytes[at] ?? 0) <= 13);
  let from = 0;
  let count = 0;
  if (separator === 0 || separator === None) {
    for (;;) {
      while (from < bytes.length && isSpace(from)) from++;
      if (from >= bytes.length) return list;
      let end = from;
      if (limit >= 0 && count++ >= limit) {
        add(from, bytes.length);
        return list;
      }
      while (end < bytes.length && !isSpace(end)) end++;
      add(from, end);
      from = end;
    }
  }
  const part = bytesLike(rt, separator);
  if (part === null || part.length === 0) {
    decref(rt, list);
    return part === null ? 0 : setError(rt, rt.types.ValueError, "empty separator");
  }
  for (; limit < 0 || count < limit; count++) {
    const at = indexOf(bytes, part, from);
    if (at < 0) break;
    add(from, at);
    from = at + part.length;
  }
  add(from, bytes.length);
  return list;
}

function stripBytes(side: "left" | "right" | "both"): BuiltinSpecification {
  return method("($self, bytes=None, /)", (rt, self, chars) => {
    const bytes = bytesValue(rt, self);
    let set: Uint8Array | null = Uint8Array.of(9, 10, 11, 12, 13, 32);
    if (chars !== 0 && chars !== None) set = bytesLike(rt, chars);
    if (set === null) return 0;
    let [start, end] = [0, bytes.length];
    if (side !== "right") while (start < end && set.includes(bytes[start] as number)) start++;
    if (side !== "left") while (end > start && set.includes(bytes[end - 1] as number)) end--;
    return newBytes(rt, bytes.slice(start, end));
  });
}

function mapped(map: (byte: number) => number): BuiltinSpecification {
  return method("($self, /)", (rt, self) => newBytes(rt, bytesValue(rt, self).map(map)));
}

function replaceBytes(rt: Runtime, self: number, old: number, replacement: number, countRef: number): number {
  const from = bytesLike(rt, old);
  const to = from === null ? null : bytesLike(rt, replacement);
  const count = sizeArgument(rt, countRef, -1);
  if (from === null || to === null || count === null) return 0;
  const bytes = bytesValue(rt, self);
  if (from.length === 0) {
    const parts = Array.from(bytes, (byte) => Uint8Array.of(byte));
    const limit = count < 0 ? parts.length + 1 : Math.min(count, parts.length + 1);
    return newBytes(
      rt,
      joined(
        parts.flatMap((part, index) => (index < limit ? [to, part] : [part])).concat(limit > parts.length ? [to] : []),
        new Uint8Array(0),
      ),
    );
  }
  const parts: Uint8Array[] = [];
  let start = 0;
  while (count < 0 || parts.length < count) {
    const at = indexOf(bytes, from, start);
    if (at < 0) break;
    parts.push(bytes.subarray(start, at));
    start = at + from.length;
  }
  parts.push(bytes.subarray(start));
  return newBytes(rt, joined(parts, to));
}

/** Defines bytes and its iterator. */
export function defineBytesType(rt: Runtime): void {
  const iter = defineBytesIterator(rt);
  const isUpper = (byte: number): boolean => byte >= 65 && byte <= 90;
  const isLower = (byte: number): boolean => byte >= 97 && byte <= 122;
  defineType(rt, {
    name: "bytes",
    address: FixedType.bytes,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, source=b'', encoding='utf-8', errors='strict')", bytesNew),
    methods: {
      decode: method("($self, /, encoding='utf-8', errors='strict')", (rt, self, encoding, errors) =>
        decode(rt, bytesValue(rt, self), encoding, errors),
      ),
      hex: method("($self, /, sep=NULL, bytes_per_sep=1)", hex),
      join: method("($self, iterable_of_bytes, /)", join),
      find: method("($self, sub, /)", (rt, self, part) => {
        const at = find(rt, self, part);
        return at === null ? 0 : newInt(rt, at);
      }),
      index: method("($self, sub, /)", (rt, self, part) => {
        const at = find(rt, self, part);
        if (at === -1) return setError(rt, rt.types.ValueError, "subsection not found");
        return at === null ? 0 : newInt(rt, at);
      }),
      startswith: affix("startswith"),
      endswith: affix("endswith"),
      split: method("($self, /, sep=None, maxsplit=-1)", splitBytes),
      strip: stripBytes("both"),
      lstrip: stripBytes("left"),
      rstrip: stripBytes("right"),
      replace: method("($self, old, new, count=-1, /)", replaceBytes),
      upper: mapped((byte) => (isLower(byte) ? byte - 32 : byte)),
      lower: mapped((byte) => (isUpper(byte) ? byte + 32 : byte)),
      __bytes__: method("($self, /)", (rt, self) => newRef(rt, self)),
    },
    classMethods: { fromhex: method("($type, string, /)", fromHex) },
    slots: {
      repr: (rt, self) => newStr(rt, reprBytes(bytesValue(rt, self))),
      hash: hashBytes,
      richcompare: richCompareBytes,
      iter,
      length: (rt, self) => bytesValue(rt, self).length,
      getitem: item,
      contains,
      concat,
      repeat,
    },
  });
}
