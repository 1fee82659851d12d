// The type `array.array`.

import {
  BufferFlag,
  type BufferView,
  Compare,
  HostObject,
  LayoutKind,
  NotImplemented,
  type Runtime,
  TypeFlag,
  decref,
  defineType,
  getset,
  isStr,
  isBytes,
  isByteArray,
  isSubtype,
  isTuple,
  isList,
  method,
  newGenericAlias,
  newHostObject,
  newInt,
  newRef,
  newStr,
  pyBool,
  reprText,
  reserveBytes,
  reprString,
  richCompare,
  richCompareBool,
  setError,
  strLength,
  strValue,
  tupleItem,
  tupleLength,
  typeInfo,
  typeName,
  typeOf,
  warn,
} from "@tjit/runtime/api";
import { getArrayItem, setArrayItem } from "./items.ts";
import { type ItemType, itemTypes } from "./item-types.ts";
import { append, appendBytes, appendText, arrayMethods, extend, listOfItems, textOf } from "./methods.ts";
import { Storage, storageOf } from "./storage.ts";

/** The module in one machine. */
export class ArrayModule {
  type = 0;
  iterator = 0;
  /** `_array_reconstructor`, owned. */
  reconstructor = 0;

  isArray(rt: Runtime, object: number): boolean {
    return isSubtype(rt, typeOf(rt, object), this.type);
  }

  /** A new array with these bytes, which it takes over. */
  make(rt: Runtime, type: ItemType, bytes: Uint8Array): number {
    return reserveBytes(rt, bytes.length) < 0 ? 0 : newHostObject(rt, this.type, new Storage(type, bytes));
  }
}

const badCode = "bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)";

function construct(rt: Runtime, module: ArrayModule, type: number, args: number, keywords: number): number {
  const { TypeError } = rt.types;
  if (keywords !== 0 && type === module.type) {
    return setError(rt, TypeError, "array.array() takes no keyword arguments");
  }
  const count = tupleLength(rt, args);
  if (count === 0) return setError(rt, TypeError, "array() takes at least 1 argument (0 given)");
  if (count > 2) return setError(rt, TypeError, `array() takes at most 2 arguments (${count} given)`);
  const code = tupleItem(rt, args, 0);
  if (!isStr(rt, code) || strLength(rt, code) !== 1) {
    const found = isStr(rt, code) ? `a string of length ${strLength(rt, code)}` : typeName(rt, code);
    return setError(rt, TypeError, `array() argument 1 must be a unicode character, not ${found}`);
  }
  const initial = count > 1 ? tupleItem(rt, args, 1) : 0;
  const itemType = itemTypes.get(strValue(rt, code));
  const problem = initial === 0 ? null : textProblem(rt, module, strValue(rt, code), initial);
  if (problem !== null) return setError(rt, TypeError, problem);
  if (itemType === undefined) return setError(rt, rt.types.ValueError, badCode);
  if (
    itemType.code === "u" &&
    warn(rt, rt.types.DeprecationWarning, "The 'u' type code is deprecated and will be removed in Python 3.16") < 0
  ) {
    return 0;
  }
  const self = newHostObject(rt, type, new Storage(itemType));
  if (initial === 0 || fill(rt, module, self, initial) === 0) return self;
  decref(rt, self);
  return 0;
}

/** Why text cannot be the start of an array of this type. */
function textProblem(rt: Runtime, module: ArrayModule, code: string, initial: number): string | null {
  if (code === "u" || code === "w") return null;
  if (isStr(rt, initial)) return `cannot use a str to initialize an array with typecode '${code}'`;
  const other = module.isArray(rt, initial) ? storageOf(rt, initial).type.code : "";
  return other === "u" || other === "w"
    ? `cannot use a unicode array to initialize an array with typecode '${code}'`
    : null;
}

function fill(rt: Runtime, module: ArrayModule, self: number, initial: number): number {
  const storage = storageOf(rt, self);
  if (isStr(rt, initial)) return appendText(rt, storage, strValue(rt, initial));
  if (isBytes(rt, initial) || isByteArray(rt, initial)) return appendBytes(rt, storage, initial);
  if (isList(rt, initial) || isTuple(rt, initial) || !module.isArray(rt, initial)) {
    return extend(rt, module, self, initial);
  }
  const other = storageOf(rt, initial);
  if (other.type === storage.type) return extend(rt, module, self, initial);
  for (let index = 0; index < other.length; index++) {
    const item = other.read(rt, index);
    const status = append(rt, storage, item);
    decref(rt, item);
    if (status < 0) return -1;
  }
  return 0;
}

function repr(rt: Runtime, self: number): number {
  const storage = storageOf(rt, self);
  const name = typeInfo(rt, typeOf(rt, self)).name;
  const { code } = storage.type;
  if (storage.length === 0) return newStr(rt, `${name}('${code}')`);
  if (code === "u" || code === "w") return newStr(rt, `${name}('${code}', ${reprString(textOf(storage))})`);
  const list = listOfItems(rt, storage);
  const items = reprText(rt, list);
  decref(rt, list);
  return items === null ? 0 : newStr(rt, `${name}('${code}', ${items})`);
}

function compare(rt: Runtime, module: ArrayModule, left: number, right: number, operator: number): number {
  if (!module.isArray(rt, left) || !module.isArray(rt, right)) return newRef(rt, NotImplemented);
  const a = storageOf(rt, left);
  const b = storageOf(rt, right);
  const isEquality = operator === Compare.EQ || operator === Compare.NE;
  if (isEquality && a.length !== b.length) return pyBool(operator === Compare.NE);
  for (let index = 0; index < a.length && index < b.length; index++) {
    const x = a.read(rt, index);
    const y = b.read(rt, index);
    const equal = richCompareBool(rt, x, y, Compare.EQ);
    const result = equal !== 0 ? 0 : isEquality ? pyBool(operator === Compare.NE) : richCompare(rt, x, y, operator);
    decref(rt, x);
    decref(rt, y);
    if (equal !== 1) return result;
  }
  const difference = a.length - b.length;
  const results = [
    difference < 0,
    difference <= 0,
    difference === 0,
    difference !== 0,
    difference > 0,
    difference >= 0,
  ];
  return pyBool(results[operator] === true);
}

function concat(rt: Runtime, module: ArrayModule, self: number, other: number): number {
  if (!module.isArray(rt, other)) {
    return setError(rt, rt.types.TypeError, `can only append array (not "${typeName(rt, other)}") to array`);
  }
  const a = storageOf(rt, self);
  const b = storageOf(rt, other);
  if (a.type !== b.type) return setError(rt, rt.types.TypeError, "bad argument type for built-in operation");
  const bytes = new Uint8Array(a.bytes.length + b.bytes.length);
  bytes.set(a.bytes);
  bytes.set(b.bytes, a.bytes.length);
  return module.make(rt, a.type, bytes);
}

/** The bytes some times over; null with an exception set. */
function repeated(rt: Runtime, storage: Storage, count: number): Uint8Array | null {
  const length = storage.bytes.length * Math.max(0, count);
  if (reserveBytes(rt, length) < 0) return null;
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += storage.bytes.length) bytes.set(storage.bytes, at);
  return bytes;
}

function lend(rt: Runtime, self: number, flags: number): BufferView {
  const storage = storageOf(rt, self);
  storage.exports++;
  const { size, format } = storage.type;
  return {
    bytes: storage.bytes,
    isReadonly: false,
    format: (flags & BufferFlag.FORMAT) === 0 ? "B" : format,
    itemsize: size,
    offset: 0,
    shape: [storage.length],
    strides: [size],
    exporter: newRef(rt, self),
    internal: 0,
  };
}

/** Defines the type. */
export function defineArray(rt: Runtime, module: ArrayModule): void {
  module.type = defineType(rt, {
    name: "array",
    module: "array",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    flags: TypeFlag.WEAK_REFERENCES,
    new: method("($type, /, *args, **kwargs)", (rt_, type, args, kwargs) => construct(rt_, module, type, args, kwargs)),
    init: method("($self, /, *args, **kwargs)", () => 0),
    methods: arrayMethods(module),
    classMethods: {
      __class_getitem__: method("($type, object, /)", newGenericAlias),
    },
    getset: {
      typecode: getset((rt_, self) => newStr(rt_, storageOf(rt_, self).type.code)),
      itemsize: getset((rt_, self) => newInt(rt_, storageOf(rt_, self).type.size)),
    },
    slots: {
      repr,
      richcompare: (rt_, left, right, operator) => compare(rt_, module, left, right, operator),
      iter: (rt_, self) => newHostObject(rt_, module.iterator, { references: [newRef(rt_, self)], count: 0 }),
      length: (rt_, self) => storageOf(rt_, self).length,
      getitem: (rt_, self, key) => getArrayItem(rt_, module, self, key),
      setitem: (rt_, self, key, value) => setArrayItem(rt_, module, self, key, value),
      contains: (rt_, self, value) => {
        const storage = storageOf(rt_, self);
        for (let index = 0; index < storage.length; index++) {
          const item = storage.read(rt_, index);
          const equal = richCompareBool(rt_, item, value, Compare.EQ);
          decref(rt_, item);
          if (equal !== 0) return equal;
        }
        return 0;
      },
      concat: (rt_, self, other) => concat(rt_, module, self, other),
      repeat: (rt_, self, count) => {
        const storage = storageOf(rt_, self);
        const bytes = repeated(rt_, storage, count);
        return bytes === null ? 0 : module.make(rt_, storage.type, bytes);
      },
      inplaceConcat: (rt_, self, other) => {
        if (!module.isArray(rt_, other)) {
          return setError(rt_, rt_.types.TypeError, `can only extend array with array (not "${typeName(rt_, other)}")`);
        }
        return extend(rt_, module, self, other) < 0 ? 0 : newRef(rt_, self);
      },
      inplaceRepeat: (rt_, self, count) => {
        const storage = storageOf(rt_, self);
        const bytes = repeated(rt_, storage, count);
        if (bytes === null || storage.splice(rt_, 0, storage.length, bytes) < 0) return 0;
        return newRef(rt_, self);
      },
      buffer: lend,
      releaseBuffer: (rt_, self) => void storageOf(rt_, self).exports--,
    },
  });
  rt.patternSequences.add(module.type);
}
