// Methods of bytes and bytearray that make other bytes, take bytes apart, or classify them.

import { sequenceFrom } from "../protocols/collect.ts";
import { sizeArgument } from "../builtins/arguments.ts";
import { spendWork } from "../builtins/work.ts";
import { clearError, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { listAppendStolen, listItem, listLength, newList } from "../object/list.ts";
import { None, decref, isList, isTuple, newRef, pyBool, typeName, typeOf } from "../object/reference.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import {
  BufferFlag,
  type BufferView,
  bytesLike,
  contiguousBytes,
  getBuffer,
  hasBuffer,
  releaseBuffer,
} from "../protocols/buffer.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import {
  type BuiltinSpecification,
  type Implementation,
  builtinFunction,
  method,
} from "../types/builtin-definition.ts";
import * as cases from "./byte-case.ts";
import { findFirstBytes, findLastBytes, joinBytes, matchesAt, replaceBytes } from "./byte-search.ts";
import * as split from "./byte-split.ts";
import { bytesLikeSelf, bytesValue, isByteArray, isBytes, newBytes } from "./bytes-object.ts";
import { decode } from "./encode-object.ts";
import { roomFor } from "./str-methods.ts";

/** A result with these bytes: bytes that did not change are the same object. */
export function bytesResult(rt: Runtime, self: number, bytes: Uint8Array): number {
  if (typeOf(rt, self) === FixedType.bytes && bytes.length === bytesValue(rt, self).length) return newRef(rt, self);
  return bytesLikeSelf(rt, self, bytes.slice());
}

function mapping(map: (bytes: Uint8Array) => Uint8Array): BuiltinSpecification {
  return method("($self, /)", (rt, self) => bytesLikeSelf(rt, self, map(bytesValue(rt, self))));
}

function everyByte(test: cases.ByteClass): (bytes: Uint8Array) => boolean {
  return (bytes) => bytes.length > 0 && bytes.every((byte) => test(byte));
}

function predicate(test: (bytes: Uint8Array) => boolean): BuiltinSpecification {
  return method("($self, /)", (rt, self) => pyBool(test(bytesValue(rt, self))));
}

function listOfBytes(rt: Runtime, self: number, parts: readonly Uint8Array[]): number {
  const list = newList(rt, parts.length);
  for (const part of parts) listAppendStolen(rt, list, bytesLikeSelf(rt, self, part.slice()));
  return list;
}

function splitting(
  bySpaces: (bytes: Uint8Array, limit: number) => Uint8Array[],
  bySeparator: (bytes: Uint8Array, separator: Uint8Array, limit: number) => Uint8Array[],
): BuiltinSpecification {
  return method("($self, /, sep=None, maxsplit=-1)", (rt, self, separator, maxsplit) => {
    const limit = sizeArgument(rt, maxsplit, -1);
    if (limit === null) return 0;
    if (separator === 0 || separator === None) return listOfBytes(rt, self, bySpaces(bytesValue(rt, self), limit));
    const part = bytesLike(rt, separator);
    if (part === null) return 0;
    if (part.length === 0) return setError(rt, rt.types.ValueError, "empty separator");
    return listOfBytes(rt, self, bySeparator(bytesValue(rt, self), part, limit));
  });
}

function partition(from: "start" | "end"): Implementation {
  return (rt, self, separator) => {
    const part = bytesLike(rt, separator);
    if (part === null) return 0;
    if (part.length === 0) return setError(rt, rt.types.ValueError, "empty separator");
    const bytes = bytesValue(rt, self);
    const at = (from === "start" ? findFirstBytes : findLastBytes)(bytes, part, 0, bytes.length);
    const make = (value: Uint8Array): number => bytesLikeSelf(rt, self, value.slice());
    const nothing = new Uint8Array(0);
    if (at >= 0) {
      const middle = isBytes(rt, self) ? newRef(rt, separator) : make(part);
      return tupleOf(rt, make(bytes.subarray(0, at)), middle, make(bytes.subarray(at + part.length)));
    }
    const whole = bytesResult(rt, self, bytes);
    return from === "start"
      ? tupleOf(rt, whole, make(nothing), make(nothing))
      : tupleOf(rt, make(nothing), make(nothing), whole);
  };
}

function stripping(side: "left" | "right" | "both"): BuiltinSpecification {
  return method("($self, bytes=None, /)", (rt, self, chars) => {
    if (chars === 0 || chars === None) {
      return bytesResult(rt, self, split.stripBytes(bytesValue(rt, self), side, split.isSpaceByte));
    }
    const set = bytesLike(rt, chars);
    if (set === null) return 0;
    return bytesResult(
      rt,
      self,
      split.stripBytes(bytesValue(rt, self), side, (byte) => set.includes(byte)),
    );
  });
}

function removing(side: "prefix" | "suffix"): Implementation {
  return (rt, self, partRef) => {
    const part = bytesLike(rt, partRef);
    if (part === null) return 0;
    const bytes = bytesValue(rt, self);
    if (!matchesAt(bytes, part, side === "prefix" ? 0 : bytes.length - part.length))
      return bytesResult(rt, self, bytes);
    return bytesResult(
      rt,
      self,
      side === "prefix" ? bytes.subarray(part.length) : bytes.subarray(0, bytes.length - part.length),
    );
  };
}

function splitLines(rt: Runtime, self: number, keepends: number): number {
  const keeps = keepends === 0 ? 0 : isTrue(rt, keepends);
  if (keeps < 0) return 0;
  return listOfBytes(rt, self, split.splitByteLines(bytesValue(rt, self), keeps > 0 ? "keep" : "drop"));
}

/** Where the bytes are in their field. */
type Placement = "left" | "right" | "center";

function justifying(name: string, placement: Placement): BuiltinSpecification {
  return method("($self, width, fillchar=b' ', /)", (rt, self, widthRef, fillRef) => {
    const width = sizeArgument(rt, widthRef, 0);
    if (width === null) return 0;
    const fill = fillRef === 0 ? 32 : fillByte(rt, name, fillRef);
    if (fill < 0) return 0;
    const bytes = bytesValue(rt, self);
    const missing = width - bytes.length;
    if (missing <= 0) return bytesResult(rt, self, bytes);
    if (!roomFor(rt, width)) return 0;
    // An odd rest goes to the left when the width is odd too.
    const centered = (missing >> 1) + (missing & width & 1);
    const result = new Uint8Array(width).fill(fill);
    result.set(bytes, placement === "left" ? 0 : placement === "right" ? missing : centered);
    return bytesLikeSelf(rt, self, result);
  });
}

function fillByte(rt: Runtime, name: string, ref: number): number {
  const what = "argument 2 must be a byte string of length 1, not";
  if (!isBytes(rt, ref) && !isByteArray(rt, ref)) {
    setError(rt, rt.types.TypeError, `${name}() ${what} ${ref === None ? "None" : typeName(rt, ref)}`);
    return -1;
  }
  const bytes = bytesValue(rt, ref);
  if (bytes.length === 1) return bytes[0] as number;
  const kind = isBytes(rt, ref) ? "bytes" : "bytearray";
  setError(rt, rt.types.TypeError, `${name}(): ${what} a ${kind} object of length ${bytes.length}`);
  return -1;
}

function zeroFill(rt: Runtime, self: number, widthRef: number): number {
  const width = sizeArgument(rt, widthRef, 0);
  if (width === null) return 0;
  const bytes = bytesValue(rt, self);
  if (width <= bytes.length) return bytesResult(rt, self, bytes);
  if (!roomFor(rt, width)) return 0;
  const result = new Uint8Array(width).fill(48);
  result.set(bytes, width - bytes.length);
  const sign = bytes[0];
  if (sign === 43 || sign === 45) {
    result[width - bytes.length] = 48;
    result[0] = sign;
  }
  return bytesLikeSelf(rt, self, result);
}

function expandTabs(rt: Runtime, self: number, sizeRef: number): number {
  const size = sizeArgument(rt, sizeRef, 8, "int");
  if (size === null) return 0;
  const bytes = bytesValue(rt, self);
  const tabs = bytes.reduce((count, byte) => count + (byte === 9 ? 1 : 0), 0);
  if (!roomFor(rt, bytes.length + tabs * Math.max(0, size))) return 0;
  const result = cases.expandTabBytes(bytes, size, 2 ** 31);
  return result === null ? setError(rt, rt.types.OverflowError, "result too long") : bytesLikeSelf(rt, self, result);
}

function replace(rt: Runtime, self: number, old: number, replacement: number, countRef: number): number {
  const from = bytesLike(rt, old);
  const to = from === null ? null : bytesLike(rt, replacement);
  const count = to === null ? null : sizeArgument(rt, countRef, -1);
  if (from === null || to === null || count === null) return 0;
  const bytes = bytesValue(rt, self);
  if (spendWork(rt, bytes.length >> 2) < 0) return 0;
  const most = from.length === 0 ? bytes.length + 1 : Math.floor(bytes.length / from.length);
  const growth = Math.max(0, to.length - from.length) * (count < 0 ? most : Math.min(most, count));
  if (growth > 1 << 20 && !roomFor(rt, bytes.length + growth)) return 0;
  const result = replaceBytes(bytes, from, to, count);
  const isSame = from.length > 0 && findFirstBytes(bytes, from, 0, bytes.length) < 0;
  return isSame || count === 0 ? bytesResult(rt, self, bytes) : bytesLikeSelf(rt, self, result);
}

/** `separator.join(iterable)`. */
function join(rt: Runtime, self: number, iterable: number): number {
  if (!isList(rt, iterable) && !isTuple(rt, iterable)) {
    const list = sequenceFrom(rt, iterable, "can only join an iterable");
    if (list === 0) return 0;
    const result = joinItems(rt, self, list);
    decref(rt, list);
    return result;
  }
  return joinItems(rt, self, iterable);
}

function joinItems(rt: Runtime, self: number, items: number): number {
  const views: BufferView[] = [];
  // Asking for a buffer may run Python code: the ones before stay borrowed.
  const joined = borrowItems(rt, items, views) ? joinViews(rt, self, views) : 0;
  for (const view of views) releaseBuffer(rt, view);
  return joined;
}

/** Borrows the bytes of all items of a list or tuple; false with an exception set. */
function borrowItems(rt: Runtime, items: number, views: BufferView[]): boolean {
  const isOfList = isList(rt, items);
  const count = isOfList ? listLength(rt, items) : tupleLength(rt, items);
  for (let index = 0; index < count; index++) {
    const part = newRef(rt, isOfList ? listItem(rt, items, index) : tupleItem(rt, items, index));
    const view = hasBuffer(rt, part) ? getBuffer(rt, part, BufferFlag.SIMPLE) : null;
    if (view === null) {
      clearError(rt);
      const what = `sequence item ${index}: expected a bytes-like object, ${typeName(rt, part)} found`;
      setError(rt, rt.types.TypeError, what);
    } else views.push(view);
    decref(rt, part);
    if (view === null) return false;
    if (isOfList && listLength(rt, items) !== count) {
      setError(rt, rt.types.RuntimeError, "sequence changed size during iteration");
      return false;
    }
  }
  return true;
}

function joinViews(rt: Runtime, self: number, views: readonly BufferView[]): number {
  const parts = views.map(contiguousBytes);
  const separator = bytesValue(rt, self);
  let total = separator.length * parts.length;
  for (const { length } of parts) total += length;
  if (!roomFor(rt, total)) return 0;
  const [first] = views;
  if (views.length === 1 && first !== undefined && isBytes(rt, self) && typeOf(rt, first.exporter) === FixedType.bytes)
    return newRef(rt, first.exporter);
  return bytesLikeSelf(rt, self, joinBytes(parts, separator));
}

function translate(rt: Runtime, self: number, tableRef: number, deleteRef: number): number {
  const table = tableRef === None ? undefined : bytesLike(rt, tableRef);
  if (table === null) return 0;
  if (table !== undefined && table.length !== 256) {
    return setError(rt, rt.types.ValueError, "translation table must be 256 characters long");
  }
  const deleted = deleteRef === 0 ? new Uint8Array(0) : bytesLike(rt, deleteRef);
  if (deleted === null) return 0;
  const kept = deleted.length === 0 ? bytesValue(rt, self) : bytesValue(rt, self).filter((it) => !deleted.includes(it));
  return bytesLikeSelf(rt, self, table === undefined ? kept.slice() : kept.map((it) => table[it] as number));
}

function makeTranslation(rt: Runtime, from: number, to: number): number {
  const sources = bytesLike(rt, from);
  const targets = sources === null ? null : bytesLike(rt, to);
  if (sources === null || targets === null) return 0;
  if (sources.length !== targets.length) {
    return setError(rt, rt.types.ValueError, "maketrans arguments must have same length");
  }
  const table = Uint8Array.from({ length: 256 }, (_, index) => index);
  sources.forEach((source, index) => void (table[source] = targets[index] as number));
  return newBytes(rt, table);
}

/** Methods of bytes and bytearray. */
export const bytesMethods: Readonly<Record<string, BuiltinSpecification>> = {
  capitalize: mapping((bytes) =>
    bytes.map((byte, index) => (index === 0 ? cases.upperByte(byte) : cases.lowerByte(byte))),
  ),
  center: justifying("center", "center"),
  decode: method("($self, /, encoding='utf-8', errors='strict')", (rt, self, encoding, errors) =>
    decode(rt, bytesValue(rt, self), encoding, errors),
  ),
  expandtabs: method("($self, /, tabsize=8)", expandTabs),
  isalnum: predicate(everyByte(cases.isAlnumByte)),
  isalpha: predicate(everyByte(cases.isAlphaByte)),
  isascii: predicate((bytes) => bytes.every(cases.isAsciiByte)),
  isdigit: predicate(everyByte(cases.isDigitByte)),
  islower: predicate((bytes) => cases.hasCase(bytes, cases.isLowerByte)),
  isspace: predicate(everyByte(cases.isSpaceByte)),
  istitle: predicate(cases.isTitleBytes),
  isupper: predicate((bytes) => cases.hasCase(bytes, cases.isUpperByte)),
  join: method("($self, iterable_of_bytes, /)", join),
  ljust: justifying("ljust", "left"),
  lower: mapping((bytes) => bytes.map(cases.lowerByte)),
  lstrip: stripping("left"),
  partition: method("($self, sep, /)", partition("start")),
  removeprefix: method("($self, prefix, /)", removing("prefix")),
  removesuffix: method("($self, suffix, /)", removing("suffix")),
  replace: method("($self, old, new, count=-1, /)", replace),
  rjust: justifying("rjust", "right"),
  rpartition: method("($self, sep, /)", partition("end")),
  rsplit: splitting(split.splitSpacesFromEnd, split.splitBytesFromEnd),
  rstrip: stripping("right"),
  split: splitting(split.splitSpaces, split.splitBytes),
  splitlines: method("($self, /, keepends=False)", splitLines),
  strip: stripping("both"),
  swapcase: mapping((bytes) => bytes.map(cases.swapByte)),
  title: mapping(cases.titleBytes),
  translate: method("($self, table, /, delete=b'')", translate),
  upper: mapping((bytes) => bytes.map(cases.upperByte)),
  zfill: method("($self, width, /)", zeroFill),
};

/** Static methods of bytes and bytearray. */
export const bytesStaticMethods: Readonly<Record<string, BuiltinSpecification>> = {
  maketrans: builtinFunction("(frm, to, /)", makeTranslation),
};
