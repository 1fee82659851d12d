// The methods of arrays.

import {
  type BuiltinSpecification,
  Compare,
  None,
  type Runtime,
  bytesLike,
  callMethod,
  decref,
  errorOccurred,
  fail,
  forEach,
  getOptionalAttribute,
  indexNumber,
  internStr,
  isBytes,
  isInt,
  isList,
  isStr,
  listAppendStolen,
  listItem,
  listLength,
  method,
  newBytes,
  newInt,
  newList,
  newRef,
  newStr,
  readBytes,
  richCompareBool,
  setError,
  slotsOf,
  strValue,
  tupleOf,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import type { ArrayModule } from "./array-type.ts";
import { characterAt } from "./item-types.ts";
import { type Storage, storageOf } from "./storage.ts";

/** Appends one object. Status. */
export function append(rt: Runtime, storage: Storage, value: number): number {
  const store = storage.type.convert(rt, value);
  return store === null ? -1 : storage.insert(rt, storage.length, store);
}

/** Appends the items of an iterable; of an array its bytes. Status. */
export function extend(rt: Runtime, module: ArrayModule, self: number, source: number): number {
  const storage = storageOf(rt, self);
  if (!module.isArray(rt, source)) return forEach(rt, source, (item) => append(rt, storage, item));
  const other = storageOf(rt, source);
  if (other.type !== storage.type) return fail(rt, rt.types.TypeError, "can only extend with array of same kind");
  return storage.splice(rt, storage.length, storage.length, other.copy(0, other.length));
}

/** Appends the bytes of a bytes-like object. Status. */
export function appendBytes(rt: Runtime, storage: Storage, source: number): number {
  const bytes = bytesLike(rt, source);
  if (bytes === null) return -1;
  if (bytes.length % storage.type.size !== 0) {
    return fail(rt, rt.types.ValueError, "bytes length not a multiple of item size");
  }
  return storage.splice(rt, storage.length, storage.length, bytes.slice());
}

/** Appends the characters of a text. Status. */
export function appendText(rt: Runtime, storage: Storage, text: string): number {
  const points = Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return storage.splice(rt, storage.length, storage.length, new Uint8Array(points.buffer));
}

function isCharacters({ type }: Storage): boolean {
  return type.code === "u" || type.code === "w";
}

/** The text of an array of characters. */
export function textOf(storage: Storage): string {
  let text = "";
  for (let index = 0; index < storage.length; index++) text += characterAt(storage.view, 4 * index);
  return text;
}

/** The items as a list: a new reference. */
export function listOfItems(rt: Runtime, storage: Storage): number {
  const list = newList(rt, storage.length);
  for (let index = 0; index < storage.length; index++) listAppendStolen(rt, list, storage.read(rt, index));
  return list;
}

/** Where an equal item is; -1: nowhere; null with an exception set. */
function find(rt: Runtime, storage: Storage, value: number, start: number, stop: number): number | null {
  for (let index = start; index < stop && index < storage.length; index++) {
    const item = storage.read(rt, index);
    const equal = richCompareBool(rt, item, value, Compare.EQ);
    decref(rt, item);
    if (equal < 0) return null;
    if (equal === 1) return index;
  }
  return -1;
}

/** A position where to start or stop; null with an exception set. */
function boundArgument(rt: Runtime, ref: number, missing: number): number | null {
  if (ref === 0) return missing;
  if ((ref & 1) !== 0 || slotsOf(rt, ref).index !== null) return indexNumber(rt, ref);
  setError(rt, rt.types.TypeError, "slice indices must be integers or have an __index__ method");
  return null;
}

function fromList(rt: Runtime, storage: Storage, list: number): number {
  if (!isList(rt, list)) return setError(rt, rt.types.TypeError, "arg must be list");
  const length = listLength(rt, list);
  const before = storage.length;
  for (let index = 0; index < length; index++) {
    const isChanged = listLength(rt, list) !== length;
    if (isChanged) setError(rt, rt.types.RuntimeError, "list changed size during iteration");
    if (!isChanged && append(rt, storage, listItem(rt, list, index)) === 0) continue;
    storage.splice(rt, before, storage.length, new Uint8Array(0));
    return 0;
  }
  return None;
}

function fromFile(rt: Runtime, storage: Storage, file: number, count: number): number {
  const number = indexNumber(rt, count, rt.types.OverflowError);
  if (number === null) return 0;
  if (number < 0) return setError(rt, rt.types.ValueError, "negative count");
  const size = newInt(rt, number * storage.type.size);
  const bytes = callNamed(rt, file, "read", size);
  decref(rt, size);
  if (bytes === 0) return 0;
  const isBytesObject = isBytes(rt, bytes);
  const length = isBytesObject ? (readBytes(rt, bytes)?.length ?? 0) : 0;
  const status = isBytesObject
    ? appendBytes(rt, storage, bytes)
    : fail(rt, rt.types.TypeError, "read() didn't return bytes");
  decref(rt, bytes);
  if (status < 0) return 0;
  return length === number * storage.type.size
    ? None
    : setError(rt, rt.types.EOFError, "read() didn't return enough bytes");
}

function toFile(rt: Runtime, storage: Storage, file: number): number {
  const block = 64 * 1024;
  for (let start = 0; start < storage.bytes.length; start += block) {
    const bytes = newBytes(rt, storage.bytes.slice(start, start + block));
    const result = callNamed(rt, file, "write", bytes);
    decref(rt, bytes);
    if (result === 0) return 0;
    decref(rt, result);
  }
  return None;
}

function callNamed(rt: Runtime, object: number, name: string, argument: number): number {
  const attribute = internStr(rt, name);
  const result = callMethod(rt, object, attribute, argument);
  decref(rt, attribute);
  return result;
}

function byteSwap(storage: Storage): void {
  const { bytes, type } = storage;
  for (let at = 0; at < bytes.length; at += type.size) bytes.subarray(at, at + type.size).reverse();
}

function reduce(rt: Runtime, module: ArrayModule, self: number, protocolRef: number): number {
  if (!isInt(rt, protocolRef)) return setError(rt, rt.types.TypeError, "__reduce_ex__ argument should be an integer");
  const protocol = indexNumber(rt, protocolRef);
  if (protocol === null) return 0;
  const storage = storageOf(rt, self);
  const name = internStr(rt, "__dict__");
  const dict = getOptionalAttribute(rt, self, name);
  decref(rt, name);
  if (dict === 0 && errorOccurred(rt) !== 0) return 0;
  const state = dict === 0 ? None : dict;
  const code = newStr(rt, storage.type.code);
  const type = newRef(rt, typeOf(rt, self));
  if (protocol < 3) return tupleOf(rt, type, tupleOf(rt, code, listOfItems(rt, storage)), state);
  const bytes = newBytes(rt, storage.copy(0, storage.length));
  const format = newInt(rt, storage.type.machineFormat);
  return tupleOf(rt, newRef(rt, module.reconstructor), tupleOf(rt, type, code, format, bytes), state);
}

/** The methods; those that answer with a status give None. */
export function arrayMethods(module: ArrayModule): Readonly<Record<string, BuiltinSpecification>> {
  const doing = (
    signature: string,
    run: (rt: Runtime, storage: Storage, ...args: number[]) => number,
  ): BuiltinSpecification =>
    method(signature, (rt, self, ...args) => (run(rt, storageOf(rt, self), ...args) < 0 ? 0 : None));
  const giving = (
    signature: string,
    run: (rt: Runtime, storage: Storage, ...args: number[]) => number,
  ): BuiltinSpecification => method(signature, (rt, self, ...args) => run(rt, storageOf(rt, self), ...args));
  const copy = (rt: Runtime, storage: Storage): number =>
    module.make(rt, storage.type, storage.copy(0, storage.length));
  return {
    append: doing("($self, v, /)", append),
    buffer_info: method("($self, /)", (rt, self) =>
      tupleOf(rt, newInt(rt, self >>> 0), newInt(rt, storageOf(rt, self).length)),
    ),
    byteswap: doing("($self, /)", (_rt, storage) => {
      byteSwap(storage);
      return 0;
    }),
    clear: doing("($self, /)", (rt, storage) => storage.splice(rt, 0, storage.length, new Uint8Array(0))),
    count: giving("($self, v, /)", (rt, storage, value) => {
      let count = 0;
      for (let at = 0; ; at++) {
        const found = find(rt, storage, value, at, Infinity);
        if (found === null) return 0;
        if (found < 0) return newInt(rt, count);
        count++;
        at = found;
      }
    }),
    extend: method("($self, bb, /)", (rt, self, source) => (extend(rt, module, self, source) < 0 ? 0 : None)),
    fromfile: giving("($self, f, n, /)", fromFile),
    frombytes: doing("($self, buffer, /)", appendBytes),
    fromlist: giving("($self, list, /)", fromList),
    fromunicode: doing("($self, ustr, /)", (rt, storage, text) => {
      if (!isStr(rt, text)) {
        return fail(
          rt,
          rt.types.TypeError,
          `fromunicode() argument must be str, not ${text === None ? "None" : typeName(rt, text)}`,
        );
      }
      return isCharacters(storage)
        ? appendText(rt, storage, strValue(rt, text))
        : fail(rt, rt.types.ValueError, "fromunicode() may only be called on unicode type arrays ('u' or 'w')");
    }),
    index: giving("($self, v, start=0, stop=9223372036854775807, /)", (rt, storage, value, startRef, stopRef) => {
      const start = boundArgument(rt, startRef, 0);
      if (start === null) return 0;
      const stop = boundArgument(rt, stopRef, Infinity);
      if (stop === null) return 0;
      const bound = (index: number): number => (index < 0 ? Math.max(0, index + storage.length) : index);
      const found = find(rt, storage, value, bound(start), bound(stop));
      if (found === null) return 0;
      return found < 0 ? setError(rt, rt.types.ValueError, "array.index(x): x not in array") : newInt(rt, found);
    }),
    insert: doing("($self, i, v, /)", (rt, storage, indexRef, value) => {
      const index = indexNumber(rt, indexRef, rt.types.OverflowError);
      if (index === null) return -1;
      const store = storage.type.convert(rt, value);
      if (store === null) return -1;
      const at = index < 0 ? Math.max(0, index + storage.length) : Math.min(index, storage.length);
      return storage.insert(rt, at, store);
    }),
    pop: giving("($self, i=-1, /)", (rt, storage, indexRef) => {
      const index = indexRef === 0 ? -1 : indexNumber(rt, indexRef, rt.types.OverflowError);
      if (index === null) return 0;
      if (storage.length === 0) return setError(rt, rt.types.IndexError, "pop from empty array");
      const at = index < 0 ? index + storage.length : index;
      if (at < 0 || at >= storage.length) return setError(rt, rt.types.IndexError, "pop index out of range");
      const item = storage.read(rt, at);
      if (storage.splice(rt, at, at + 1, new Uint8Array(0)) === 0) return item;
      decref(rt, item);
      return 0;
    }),
    remove: doing("($self, v, /)", (rt, storage, value) => {
      const found = find(rt, storage, value, 0, Infinity);
      if (found === null) return -1;
      if (found < 0) return fail(rt, rt.types.ValueError, "array.remove(x): x not in array");
      return storage.splice(rt, found, found + 1, new Uint8Array(0));
    }),
    reverse: doing("($self, /)", (_rt, storage) => {
      // Backwards as bytes, then each item forwards again.
      storage.bytes.reverse();
      byteSwap(storage);
      return 0;
    }),
    tobytes: giving("($self, /)", (rt, storage) => newBytes(rt, storage.copy(0, storage.length))),
    tofile: giving("($self, f, /)", toFile),
    tolist: giving("($self, /)", listOfItems),
    tounicode: giving("($self, /)", (rt, storage) =>
      isCharacters(storage)
        ? newStr(rt, textOf(storage))
        : setError(rt, rt.types.ValueError, "tounicode() may only be called on unicode type arrays ('u' or 'w')"),
    ),
    __copy__: giving("($self, /)", copy),
    __deepcopy__: giving("($self, unused, /)", copy),
    __reduce_ex__: method("($self, value, /)", (rt, self, protocol) => reduce(rt, module, self, protocol)),
    __sizeof__: giving("($self, /)", (rt, storage) => newInt(rt, 64 + storage.bytes.length)),
  };
}
