// The type bytes.

import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { NotImplemented, decref, newRef, typeOf } from "../object/reference.ts";
import { newInt } from "../object/int.ts";
import { newStr } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { plainView } from "../protocols/buffer.ts";
import { callOneArgument } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { bytesFromArguments } from "./bytes-from.ts";
import { bytesFromHex, hexText } from "./bytes-hex.ts";
import { newBytesIterator } from "./bytes-iterator.ts";
import { bytesMethods, bytesStaticMethods } from "./bytes-methods.ts";
import { bytesValue, isBytes, newBytes } from "./bytes-object.ts";
import { bytesContains, bytesSearchMethods } from "./bytes-search-methods.ts";
import { bytesItem, compareExactBytes, concatBytes, hashOfBytes, repeatSlot } from "./bytes-slots.ts";
import { bytesPercent } from "./percent.ts";
import { reprBytes } from "./repr.ts";

function bytesNew(rt: Runtime, type: number, source: number, encoding: number, errors: number): number {
  if (type === FixedType.bytes && source !== 0 && encoding === 0 && errors === 0) {
    if (typeOf(rt, source) === FixedType.bytes) return newRef(rt, source);
  }
  const bytes = bytesFromArguments(rt, source, encoding, errors, "bytes");
  return bytes === null ? 0 : newBytes(rt, bytes, type);
}

function fromHex(rt: Runtime, type: number, digits: number): number {
  const bytes = bytesFromHex(rt, digits);
  if (bytes === null) return 0;
  const result = newBytes(rt, bytes);
  return type === FixedType.bytes ? result : madeOf(rt, type, result);
}

/** `type(value)`, for class methods of derived classes. Steals `value`. */
export function madeOf(rt: Runtime, type: number, value: number): number {
  const result = callOneArgument(rt, type, value);
  decref(rt, value);
  return result;
}

/** Bytes of an object itself, plus what it takes to hold them: `__sizeof__`. */
const headerSize = 33;

function shown(rt: Runtime, self: number): number {
  return newStr(rt, reprBytes(bytesValue(rt, self)));
}

/** Defines bytes. */
export function defineBytesType(rt: Runtime): void {
  defineType(rt, {
    name: "bytes",
    address: FixedType.bytes,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, source=b'', encoding='utf-8', errors='strict')", bytesNew),
    methods: {
      ...bytesMethods,
      ...bytesSearchMethods,
      hex: method("($self, /, sep=NULL, bytes_per_sep=1)", (rt_, self, separator, group) =>
        hexText(rt_, bytesValue(rt_, self), separator, group),
      ),
      __bytes__: method("($self, /)", (rt_, self) =>
        typeOf(rt_, self) === FixedType.bytes ? newRef(rt_, self) : newBytes(rt_, bytesValue(rt_, self).slice()),
      ),
      __getnewargs__: method("($self, /)", (rt_, self) => tupleOf(rt_, newBytes(rt_, bytesValue(rt_, self).slice()))),
      __sizeof__: method("($self, /)", (rt_, self) => newInt(rt_, headerSize + bytesValue(rt_, self).length)),
    },
    classMethods: { fromhex: method("($type, string, /)", fromHex) },
    staticMethods: bytesStaticMethods,
    slots: {
      repr: shown,
      str: shown,
      hash: (rt_, self) => hashOfBytes(bytesValue(rt_, self)),
      richcompare: compareExactBytes,
      iter: newBytesIterator,
      length: (rt_, self) => bytesValue(rt_, self).length,
      getitem: bytesItem("byte", "index out of range"),
      contains: bytesContains,
      concat: concatBytes,
      repeat: repeatSlot,
      remainder: (rt_, left, right) =>
        isBytes(rt_, left) ? bytesPercent(rt_, left, right) : newRef(rt_, NotImplemented),
      buffer: (rt_, self, flags) => plainView(rt_, self, bytesValue(rt_, self), "readonly", flags),
    },
  });
}
