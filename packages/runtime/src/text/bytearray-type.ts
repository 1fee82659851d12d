// The type bytearray.

import { sizeArgument } from "../builtins/arguments.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { newInt } from "../object/int.ts";
import { setHostPayload } from "../object/new-object.ts";
import { NotImplemented, None, newRef, typeInfo, typeOf } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { newTuple, tupleOf } from "../object/tuple.ts";
import { plainView } from "../protocols/buffer.ts";
import { getOptionalAttribute } from "../protocols/attributes.ts";
import { errorOccurred } from "../exceptions/errors.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { hashNotImplemented } from "../types/type-parts.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { byteArrayMethods, canResize, extendByteArray, inplaceRepeat, setByteArrayItem } from "./bytearray-methods.ts";
import { bytesFromArguments } from "./bytes-from.ts";
import { bytesFromHex, hexText } from "./bytes-hex.ts";
import { newBytesIterator } from "./bytes-iterator.ts";
import { bytesMethods, bytesStaticMethods } from "./bytes-methods.ts";
import { byteBuffer, bytesValue, isByteArray, newByteArray } from "./bytes-object.ts";
import { bytesContains, bytesSearchMethods } from "./bytes-search-methods.ts";
import { bytesItem, concatBytes, repeatSlot, richCompareBytes } from "./bytes-slots.ts";
import { madeOf } from "./bytes-type.ts";
import { bytesPercent } from "./percent.ts";
import { reprByteArray } from "./repr.ts";

function init(rt: Runtime, self: number, source: number, encoding: number, errors: number): number {
  const bytes = bytesFromArguments(rt, source, encoding, errors, "bytearray");
  if (bytes === null) return -1;
  if (byteBuffer(rt, self).length > 0 && !canResize(rt, self)) return -1;
  setHostPayload(rt, self, new ByteBuffer(bytes));
  return 0;
}

function fromHex(rt: Runtime, type: number, digits: number): number {
  const bytes = bytesFromHex(rt, digits);
  if (bytes === null) return 0;
  const result = newByteArray(rt, bytes);
  return type === FixedType.bytearray ? result : madeOf(rt, type, result);
}

/** `__reduce_ex__`: below protocol 3 the bytes are a str with its encoding. */
function reduce(rt: Runtime, self: number, protocol: number): number {
  const bytes = bytesValue(rt, self);
  const state = getOptionalAttribute(rt, self, rt.names.__dict__);
  if (state === 0 && errorOccurred(rt) !== 0) return 0;
  let args = newTuple(rt, 0);
  if (bytes.length > 0) {
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    args =
      protocol < 3
        ? tupleOf(rt, newStr(rt, text), newStr(rt, "latin-1"))
        : tupleOf(rt, rt.makers.bytes(rt, bytes.slice()));
  }
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), args, state === 0 ? None : state);
}

function shown(rt: Runtime, self: number): number {
  return newStr(rt, reprByteArray(bytesValue(rt, self), typeInfo(rt, typeOf(rt, self)).name));
}

/** Bytes of the object itself: `__sizeof__`. */
const headerSize = 57;

/** Defines bytearray. */
export function defineByteArrayType(rt: Runtime): void {
  defineType(rt, {
    name: "bytearray",
    address: FixedType.bytearray,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    init: method("($self, source=b'', encoding='utf-8', errors='strict')", init),
    methods: {
      ...bytesMethods,
      ...bytesSearchMethods,
      ...byteArrayMethods,
      hex: method("($self, /, sep=NULL, bytes_per_sep=1)", (rt_, self, separator, group) =>
        hexText(rt_, bytesValue(rt_, self), separator, group),
      ),
      __alloc__: method("($self, /)", (rt_, self) => newInt(rt_, byteBuffer(rt_, self).capacity)),
      __reduce__: method("($self, /)", (rt_, self) => reduce(rt_, self, 2)),
      __reduce_ex__: method("($self, proto=0, /)", (rt_, self, protocol) => {
        const number = sizeArgument(rt_, protocol, 0, "int");
        return number === null ? 0 : reduce(rt_, self, number);
      }),
      __sizeof__: method("($self, /)", (rt_, self) => newInt(rt_, headerSize + byteBuffer(rt_, self).capacity)),
    },
    classMethods: { fromhex: method("($type, string, /)", fromHex) },
    staticMethods: bytesStaticMethods,
    slots: {
      new: (rt_, type) => newByteArray(rt_, new Uint8Array(0), type),
      repr: shown,
      str: shown,
      hash: hashNotImplemented,
      richcompare: richCompareBytes,
      iter: newBytesIterator,
      length: (rt_, self) => byteBuffer(rt_, self).length,
      getitem: bytesItem("bytearray", "bytearray index out of range"),
      setitem: setByteArrayItem,
      contains: bytesContains,
      concat: concatBytes,
      repeat: repeatSlot,
      inplaceConcat: (rt_, self, other) => (extendByteArray(rt_, self, other, "concat") < 0 ? 0 : newRef(rt_, self)),
      inplaceRepeat,
      remainder: (rt_, left, right) =>
        isByteArray(rt_, left) ? bytesPercent(rt_, left, right) : newRef(rt_, NotImplemented),
      buffer: (rt_, self, flags) => {
        const buffer = byteBuffer(rt_, self);
        buffer.exports++;
        return plainView(rt_, self, buffer.bytes, "writable", flags);
      },
      releaseBuffer: (rt_, self) => void byteBuffer(rt_, self).exports--,
    },
  });
}
