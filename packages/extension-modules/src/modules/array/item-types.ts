// What an array can hold: the type codes, and how an item is read and written.

import {
  type Runtime,
  doubleFrom,
  fail,
  indexInteger,
  isStr,
  newBigInt,
  newFloat,
  newInt,
  newStr,
  strLength,
  strValue,
  typeName,
} from "@tjit/runtime/api";

/** One type code. */
export interface ItemType {
  readonly code: string;
  /** Bytes of an item. */
  readonly size: number;
  /** The format of its buffer, where that is not the type code. */
  readonly format: string;
  /** CPython's number for the machine's format, for pickles. */
  readonly machineFormat: number;
  /** The item as an object: a new reference. */
  readonly read: (rt: Runtime, view: DataView, at: number) => number;
  /** Stores an object; status. Only the value may be at fault. */
  readonly convert: (rt: Runtime, value: number) => Store | null;
}

/** Puts a converted value where it belongs. */
export type Store = (view: DataView, at: number) => void;

/** An integer type; messages speak of `name`. */
interface IntegerSpecification {
  readonly code: string;
  readonly size: 1 | 2 | 4 | 8;
  readonly kind: "signed" | "unsigned";
  readonly name: string;
  readonly machineFormat: number;
}

const integers: readonly IntegerSpecification[] = [
  { code: "b", size: 1, kind: "signed", name: "signed char", machineFormat: 1 },
  { code: "B", size: 1, kind: "unsigned", name: "unsigned byte integer", machineFormat: 0 },
  { code: "h", size: 2, kind: "signed", name: "signed short integer", machineFormat: 4 },
  { code: "H", size: 2, kind: "unsigned", name: "unsigned short", machineFormat: 2 },
  { code: "i", size: 4, kind: "signed", name: "signed integer", machineFormat: 8 },
  { code: "I", size: 4, kind: "unsigned", name: "unsigned int", machineFormat: 6 },
  { code: "l", size: 8, kind: "signed", name: "C long", machineFormat: 12 },
  { code: "L", size: 8, kind: "unsigned", name: "C unsigned long", machineFormat: 10 },
  { code: "q", size: 8, kind: "signed", name: "C long long", machineFormat: 12 },
  { code: "Q", size: 8, kind: "unsigned", name: "C unsigned long long", machineFormat: 10 },
];

function integerType(specification: IntegerSpecification): ItemType {
  const { code, size, kind, machineFormat } = specification;
  const isSigned = kind === "signed";
  const bits = 8 * size;
  const lowest = isSigned ? -(1n << BigInt(bits - 1)) : 0n;
  const highest = isSigned ? (1n << BigInt(bits - 1)) - 1n : (1n << BigInt(bits)) - 1n;
  return {
    code,
    size,
    format: code,
    machineFormat,
    read: (rt, view, at) => {
      if (size === 8) return newBigInt(rt, isSigned ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
      return newInt(rt, readSmall(view, at, size, isSigned));
    },
    convert: (rt, ref) => {
      const value = indexInteger(rt, ref);
      if (value === null) return null;
      if (value < lowest || value > highest) {
        fail(rt, rt.types.OverflowError, overflowMessage(specification, BigInt(value)));
        return null;
      }
      const number = Number(value);
      if (size === 1) return (view, at) => void view.setUint8(at, number);
      if (size === 2) return (view, at) => void view.setUint16(at, number, true);
      if (size === 4) return (view, at) => void view.setUint32(at, number, true);
      const word = BigInt(value);
      return (view, at) => void view.setBigInt64(at, word, true);
    },
  };
}

function readSmall(view: DataView, at: number, size: number, isSigned: boolean): number {
  if (size === 1) return isSigned ? view.getInt8(at) : view.getUint8(at);
  if (size === 2) return isSigned ? view.getInt16(at, true) : view.getUint16(at, true);
  return isSigned ? view.getInt32(at, true) : view.getUint32(at, true);
}

/** CPython converts to a larger C type first, whose limits have messages of their own. */
function overflowMessage({ code, kind, name }: IntegerSpecification, value: bigint): string {
  const fitsLong = value === BigInt.asIntN(64, value);
  const fitsUnsignedLong = value === BigInt.asUintN(64, value);
  const side = value < 0 ? "less than minimum" : "greater than maximum";
  switch (code) {
    case "q":
      return "int too big to convert";
    case "Q":
      return value < 0 ? "can't convert negative int to unsigned" : "int too big to convert";
    case "I":
    case "L":
      if (value < 0) return "can't convert negative value to unsigned int";
      return fitsUnsignedLong ? `${name} is ${side}` : "Python int too large to convert to C unsigned long";
    case "b":
      if (fitsLong && BigInt.asIntN(16, value) !== value) return `signed short integer is ${side}`;
      break;
    case "H":
      if (fitsLong && BigInt.asIntN(32, value) !== value) return `signed integer is ${side}`;
      break;
  }
  return fitsLong && kind !== undefined && code !== "l"
    ? `${name} is ${side}`
    : "Python int too large to convert to C long";
}

function floatType(code: "f" | "d", size: 4 | 8, machineFormat: number): ItemType {
  return {
    code,
    size,
    format: code,
    machineFormat,
    read: (rt, view, at) => newFloat(rt, size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true)),
    convert: (rt, ref) => {
      const value = doubleFrom(rt, ref);
      if (value === null) return null;
      return size === 4
        ? (view, at) => void view.setFloat32(at, value, true)
        : (view, at) => void view.setFloat64(at, value, true);
    },
  };
}

/** Characters of four bytes. */
function characterType(code: "u" | "w"): ItemType {
  return {
    code,
    size: 4,
    format: "w",
    machineFormat: 20,
    read: (rt, view, at) => newStr(rt, characterAt(view, at)),
    convert: (rt, ref) => {
      if (!isStr(rt, ref)) {
        fail(rt, rt.types.TypeError, `array item must be a unicode character, not ${typeName(rt, ref)}`);
        return null;
      }
      const length = strLength(rt, ref);
      if (length !== 1) {
        const shown = "array item must be a unicode character, not a string of length";
        fail(rt, rt.types.TypeError, `${shown} ${length}`);
        return null;
      }
      const point = strValue(rt, ref).codePointAt(0) ?? 0;
      return (view, at) => void view.setUint32(at, point, true);
    },
  };
}

/** The character at a position; one that is none is U+FFFD. */
export function characterAt(view: DataView, at: number): string {
  const point = view.getUint32(at, true);
  return String.fromCodePoint(point > 0x10ffff ? 0xfffd : point);
}

/** By type code, in CPython's order. */
export const itemTypes: ReadonlyMap<string, ItemType> = new Map(
  [
    ...integers.slice(0, 2).map(integerType),
    characterType("u"),
    characterType("w"),
    ...integers.slice(2).map(integerType),
    floatType("f", 4, 14),
    floatType("d", 8, 16),
  ].map((it) => [it.code, it]),
);
