// Items of a buffer as Python values, by the format of one character that the module `struct` calls native.

import { clearIf, fail, setError } from "../exceptions/errors.ts";
import { doubleFrom, indexInteger } from "../numbers/int-new.ts";
import { newBigInt, newInt } from "../object/int.ts";
import { newFloat } from "../object/float.ts";
import { pyBool, slotsOf } from "../object/reference.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { bytesValue, isBytes, newBytes } from "./bytes-object.ts";

/** How an item is kept in bytes. */
interface ItemFormat {
  readonly size: number;
  readonly read: (rt: Runtime, data: DataView, at: number) => number;
  /** Status; the value is one that `check` let through. */
  readonly write: (rt: Runtime, data: DataView, at: number, value: number) => number;
}

function integer(
  size: number,
  lowest: bigint,
  highest: bigint,
  read: (data: DataView, at: number) => number | bigint,
  write: (data: DataView, at: number, value: bigint) => void,
): (character: string) => ItemFormat {
  return (character) => ({
    size,
    read: (rt, data, at) => {
      const value = read(data, at);
      return typeof value === "bigint" ? newBigInt(rt, value) : newInt(rt, value);
    },
    write: (rt, data, at, ref) => {
      const value = integerValue(rt, ref, character);
      if (value === null) return -1;
      if (value < lowest || value > highest) return invalid(rt, "value", character);
      write(data, at, value);
      return 0;
    },
  });
}

function integerValue(rt: Runtime, ref: number, character: string): bigint | null {
  if ((ref & 1) === 0 && slotsOf(rt, ref).index === null) {
    invalid(rt, "type", character);
    return null;
  }
  const value = indexInteger(rt, ref);
  return value === null ? null : BigInt(value);
}

function invalid(rt: Runtime, what: "type" | "value", character: string): -1 {
  const type = what === "type" ? rt.types.TypeError : rt.types.ValueError;
  return fail(rt, type, `memoryview: invalid ${what} for format '${character}'`);
}

function real(
  size: number,
  read: (data: DataView, at: number) => number,
  write: (data: DataView, at: number, value: number) => void,
): (character: string) => ItemFormat {
  return (character) => ({
    size,
    read: (rt, data, at) => newFloat(rt, read(data, at)),
    write: (rt, data, at, ref) => {
      const value = doubleFrom(rt, ref);
      if (value === null) return clearIf(rt, rt.types.TypeError) ? invalid(rt, "type", character) : -1;
      write(data, at, value);
      return 0;
    },
  });
}

const int8 = integer(
  1,
  -128n,
  127n,
  (data, at) => data.getInt8(at),
  (data, at, value) => data.setInt8(at, Number(value)),
);
const uint8 = integer(
  1,
  0n,
  255n,
  (data, at) => data.getUint8(at),
  (data, at, value) => data.setUint8(at, Number(value)),
);
const int16 = integer(
  2,
  -(1n << 15n),
  (1n << 15n) - 1n,
  (data, at) => data.getInt16(at, true),
  (data, at, value) => data.setInt16(at, Number(value), true),
);
const uint16 = integer(
  2,
  0n,
  (1n << 16n) - 1n,
  (data, at) => data.getUint16(at, true),
  (data, at, value) => data.setUint16(at, Number(value), true),
);
const int32 = integer(
  4,
  -(1n << 31n),
  (1n << 31n) - 1n,
  (data, at) => data.getInt32(at, true),
  (data, at, value) => data.setInt32(at, Number(value), true),
);
const uint32 = integer(
  4,
  0n,
  (1n << 32n) - 1n,
  (data, at) => data.getUint32(at, true),
  (data, at, value) => data.setUint32(at, Number(value), true),
);
const int64 = integer(
  8,
  -(1n << 63n),
  (1n << 63n) - 1n,
  (data, at) => data.getBigInt64(at, true),
  (data, at, value) => data.setBigInt64(at, value, true),
);
const uint64 = integer(
  8,
  0n,
  (1n << 64n) - 1n,
  (data, at) => data.getBigUint64(at, true),
  (data, at, value) => data.setBigUint64(at, value, true),
);

function byteCharacter(): ItemFormat {
  return {
    size: 1,
    read: (rt, data, at) => newBytes(rt, Uint8Array.of(data.getUint8(at))),
    write: (rt, data, at, ref) => {
      if (!isBytes(rt, ref)) return invalid(rt, "type", "c");
      const bytes = bytesValue(rt, ref);
      if (bytes.length !== 1) return invalid(rt, "value", "c");
      data.setUint8(at, bytes[0] as number);
      return 0;
    },
  };
}

function boolean(): ItemFormat {
  return {
    size: 1,
    read: (_rt, data, at) => pyBool(data.getUint8(at) !== 0),
    write: (rt, data, at, ref) => {
      const truth = isTrue(rt, ref);
      if (truth >= 0) data.setUint8(at, truth);
      return Math.min(truth, 0);
    },
  };
}

/** Native formats, as on a 64-bit machine that puts the low byte first. */
const formats: ReadonlyMap<string, ItemFormat> = new Map(
  Object.entries({
    b: int8,
    B: uint8,
    h: int16,
    H: uint16,
    i: int32,
    I: uint32,
    l: int64,
    L: uint64,
    q: int64,
    Q: uint64,
    n: int64,
    N: uint64,
    P: uint64,
    e: real(
      2,
      (data, at) => data.getFloat16(at, true),
      (data, at, value) => data.setFloat16(at, value, true),
    ),
    f: real(
      4,
      (data, at) => data.getFloat32(at, true),
      (data, at, value) => data.setFloat32(at, value, true),
    ),
    d: real(
      8,
      (data, at) => data.getFloat64(at, true),
      (data, at, value) => data.setFloat64(at, value, true),
    ),
    c: byteCharacter,
    "?": boolean,
  }).map(([character, make]) => [character, make(character)]),
);

/** The character of a native format with or without its `@`; undefined for other formats. */
export function nativeFormat(format: string): string | undefined {
  const character = format.startsWith("@") ? format.slice(1) : format;
  return formats.has(character) ? character : undefined;
}

/** Bytes of an item of a native format; 0 for other formats. */
export function itemSize(format: string): number {
  return formats.get(nativeFormat(format) ?? "")?.size ?? 0;
}

/** Where items are read from and written to. */
export function dataViewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The item at a position: a new reference; 0 with NotImplementedError set. */
export function unpackItem(rt: Runtime, format: string, data: DataView, at: number): number {
  const found = formats.get(nativeFormat(format) ?? "");
  return found === undefined ? unsupported(rt, format) : found.read(rt, data, at);
}

/** Writes an item. Status. */
export function packItem(rt: Runtime, format: string, data: DataView, at: number, value: number): number {
  const found = formats.get(nativeFormat(format) ?? "");
  return found === undefined ? (unsupported(rt, format), -1) : found.write(rt, data, at, value);
}

function unsupported(rt: Runtime, format: string): 0 {
  return setError(rt, rt.types.NotImplementedError, `memoryview: format ${format} not supported`);
}
