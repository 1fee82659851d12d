// `_array_reconstructor`: an array from a pickle, whose items may be in another machine's format.

import {
  type Runtime,
  callWith,
  decref,
  indexNumber,
  isBytes,
  isStr,
  isSubtype,
  isType,
  listAppendStolen,
  newBigInt,
  newFloat,
  newInt,
  newList,
  newStr,
  readBytes,
  setError,
  strLength,
  strValue,
  typeInfo,
  typeName,
} from "@tjit/runtime/api";
import type { ArrayModule } from "./array-type.ts";
import { itemTypes } from "./item-types.ts";

/** How items of one of CPython's machine formats are read. */
interface MachineFormat {
  readonly size: number;
  /** The type that integers of this format get, whatever they were. */
  readonly code?: string;
  readonly read: (rt: Runtime, view: DataView, at: number) => number;
}

/** By number: integers by size and sign, floats, UTF-16 and UTF-32; each little endian, then big endian. */
const formats: readonly MachineFormat[] = [
  { size: 1, code: "B", read: (rt, view, at) => newInt(rt, view.getUint8(at)) },
  { size: 1, code: "b", read: (rt, view, at) => newInt(rt, view.getInt8(at)) },
  ...inBothOrders(2, (rt, view, at, isLittle) => newInt(rt, view.getUint16(at, isLittle)), "H"),
  ...inBothOrders(2, (rt, view, at, isLittle) => newInt(rt, view.getInt16(at, isLittle)), "h"),
  ...inBothOrders(4, (rt, view, at, isLittle) => newInt(rt, view.getUint32(at, isLittle)), "I"),
  ...inBothOrders(4, (rt, view, at, isLittle) => newInt(rt, view.getInt32(at, isLittle)), "i"),
  ...inBothOrders(8, (rt, view, at, isLittle) => newBigInt(rt, view.getBigUint64(at, isLittle)), "Q"),
  ...inBothOrders(8, (rt, view, at, isLittle) => newBigInt(rt, view.getBigInt64(at, isLittle)), "q"),
  ...inBothOrders(4, (rt, view, at, isLittle) => newFloat(rt, view.getFloat32(at, isLittle))),
  ...inBothOrders(8, (rt, view, at, isLittle) => newFloat(rt, view.getFloat64(at, isLittle))),
  ...inBothOrders(2, (rt, view, at, isLittle) => newStr(rt, String.fromCharCode(view.getUint16(at, isLittle)))),
  ...inBothOrders(4, (rt, view, at, isLittle) => newStr(rt, character(view.getUint32(at, isLittle)))),
];

function inBothOrders(
  size: number,
  read: (rt: Runtime, view: DataView, at: number, isLittle: boolean) => number,
  code?: string,
): readonly MachineFormat[] {
  return [true, false].map((isLittle) => ({
    size,
    ...(code === undefined ? {} : { code }),
    read: (rt, view, at) => read(rt, view, at, isLittle),
  }));
}

function character(point: number): string {
  return String.fromCodePoint(point > 0x10ffff ? 0xfffd : point);
}

/** `_array_reconstructor(arraytype, typecode, mformat_code, items)`. */
export function reconstruct(rt: Runtime, module: ArrayModule, args: readonly number[]): number {
  const { TypeError, ValueError } = rt.types;
  const [type = 0, code = 0, formatRef = 0, items = 0] = args;
  if (!isType(rt, type)) {
    return setError(rt, TypeError, `first argument must be a type object, not ${typeName(rt, type)}`);
  }
  if (!isSubtype(rt, type, module.type)) {
    return setError(rt, TypeError, `${typeInfo(rt, type).name} is not a subtype of array.array`);
  }
  if (!isStr(rt, code) || strLength(rt, code) !== 1 || !itemTypes.has(strValue(rt, code))) {
    return setError(rt, ValueError, "second argument must be a valid type code");
  }
  const number = indexNumber(rt, formatRef, rt.types.OverflowError);
  if (number === null) return 0;
  const format = formats[number];
  if (format === undefined) return setError(rt, ValueError, "third argument must be a valid machine format code.");
  if (!isBytes(rt, items)) {
    return setError(rt, TypeError, `fourth argument should be bytes, not ${typeName(rt, items)}`);
  }
  const bytes = readBytes(rt, items);
  if (bytes === null) return 0;
  if (bytes.length % format.size !== 0) {
    return setError(rt, ValueError, "bytes length not a multiple of item size");
  }
  if (itemTypes.get(strValue(rt, code))?.machineFormat === number) return callWith(rt, type, code, items);
  const list = newList(rt);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += format.size) listAppendStolen(rt, list, format.read(rt, view, at));
  const given = newStr(rt, format.code ?? strValue(rt, code));
  const array = callWith(rt, type, given, list);
  for (const it of [given, list]) decref(rt, it);
  return array;
}
