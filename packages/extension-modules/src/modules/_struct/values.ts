// Values of structs: from Python objects to bytes and back.

import {
  type Runtime,
  bytesOf,
  clearError,
  complexFrom,
  doubleFrom,
  indexInteger,
  integerFromBytes,
  isByteArray,
  isBytes,
  isInt,
  isTrue,
  newBytes,
  newComplex,
  newFloat,
  newInteger,
  pyBool,
  setError,
  slotsOf,
} from "@tjit/runtime/api";
import { halfBits, halfValue } from "./half.ts";
import { type Field, type Layout } from "./layout.ts";

/** The bytes of a struct, while it is written or read. */
export interface Target {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the struct begins. */
  readonly start: number;
}

/** A target in `bytes` from `start` on. */
export function targetAt(bytes: Uint8Array, start: number): Target {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), start };
}

/** Writes `value` as a field. `error`: the class `struct.error`. Status. */
export function packValue(
  rt: Runtime,
  error: number,
  layout: Layout,
  field: Field,
  target: Target,
  value: number,
): number {
  const { kind, size } = field;
  const at = target.start + field.offset;
  switch (kind) {
    case "char": {
      const bytes = isBytes(rt, value) ? bytesOf(rt, value) : null;
      if (bytes?.length !== 1) return failWith(rt, error, "char format requires a bytes object of length 1");
      target.bytes.set(bytes, at);
      return 0;
    }
    case "bool": {
      const truth = isTrue(rt, value);
      if (truth < 0) return -1;
      target.bytes[at] = truth;
      return 0;
    }
    case "string":
    case "pascal": {
      const bytes = isBytes(rt, value) || isByteArray(rt, value) ? bytesOf(rt, value) : null;
      if (bytes === null) return failWith(rt, error, `argument for '${field.code}' must be a bytes object`);
      const room = kind === "string" ? size : Math.max(0, size - 1);
      const part = bytes.subarray(0, room);
      if (kind === "string") target.bytes.set(part, at);
      else if (size > 0) {
        target.bytes[at] = Math.min(255, part.length);
        target.bytes.set(part, at + 1);
      }
      return 0;
    }
    case "float": {
      const double = doubleFrom(rt, value);
      if (double !== null) {
        const status = packFloat(rt, layout, field.code, target.view, at, double);
        // An int that is too large for the format is another error than a float is.
        return status < 0 && isInt(rt, value) ? failWith(rt, error, "int too large to convert") : status;
      }
      clearError(rt);
      return failWith(rt, error, "required argument is not a float");
    }
    case "complex": {
      const number = complexFrom(rt, value);
      if (number === null) {
        clearError(rt);
        return failWith(rt, error, "required argument is not a complex");
      }
      const part = field.code === "F" ? "f" : "d";
      return (
        packFloat(rt, layout, part, target.view, at, number.real, true) ||
        packFloat(rt, layout, part, target.view, at + size / 2, number.imaginary, true)
      );
    }
    default:
      return packInteger(rt, error, layout, field, target, at, value);
  }
}

function failWith(rt: Runtime, error: number, message: string): -1 {
  setError(rt, error, message);
  return -1;
}

function packFloat(
  rt: Runtime,
  { littleEndian, isNative }: Layout,
  code: string,
  view: DataView,
  at: number,
  value: number,
  mayOverflow = isNative,
): number {
  if (code === "d") view.setFloat64(at, value, littleEndian);
  else if (code === "f") {
    view.setFloat32(at, value, littleEndian);
    if (!mayOverflow && Number.isFinite(value) && !Number.isFinite(Math.fround(value))) return tooLarge(rt, code);
  } else {
    const bits = halfBits(value);
    if (bits < 0) return tooLarge(rt, code);
    view.setUint16(at, bits, littleEndian);
  }
  return 0;
}

function tooLarge(rt: Runtime, code: string): -1 {
  return failWith(rt, rt.types.OverflowError, `float too large to pack with ${code} format`);
}

function packInteger(
  rt: Runtime,
  error: number,
  { littleEndian }: Layout,
  { code, kind, size }: Field,
  { view }: Target,
  at: number,
  ref: number,
): number {
  if (slotsOf(rt, ref).index === null) return failWith(rt, error, "required argument is not an integer");
  const value = indexInteger(rt, ref);
  if (value === null) return -1;
  const bits = BigInt(8 * size);
  const isSigned = kind === "signed";
  const last = (1n << (isSigned ? bits - 1n : bits)) - 1n;
  const first = isSigned ? -last - 1n : code === "P" ? -(1n << (bits - 1n)) : 0n;
  if (value < first || value > last) {
    return failWith(rt, error, `'${code}' format requires ${String(first)} <= number <= ${String(last)}`);
  }
  if (size === 8) view.setBigInt64(at, BigInt.asIntN(64, BigInt(value)), littleEndian);
  else if (size === 4) view.setUint32(at, Number(value), littleEndian);
  else if (size === 2) view.setUint16(at, Number(value), littleEndian);
  else view.setUint8(at, Number(value));
  return 0;
}

/** The value of a field: a new reference. */
export function unpackValue(
  rt: Runtime,
  { littleEndian }: Layout,
  field: Field,
  { bytes, view, start }: Target,
): number {
  const { code, kind, size } = field;
  const at = start + field.offset;
  const float = (format: string, where: number): number => {
    if (format === "d") return view.getFloat64(where, littleEndian);
    return format === "f" ? view.getFloat32(where, littleEndian) : halfValue(view.getUint16(where, littleEndian));
  };
  switch (kind) {
    case "char":
    case "string":
      return newBytes(rt, bytes.slice(at, at + size));
    case "pascal": {
      const length = size === 0 ? 0 : Math.min(bytes[at] as number, size - 1);
      return newBytes(rt, bytes.slice(at + 1, at + 1 + length));
    }
    case "bool":
      return pyBool(bytes[at] !== 0);
    case "float":
      return newFloat(rt, float(code, at));
    case "complex": {
      const part = code === "F" ? "f" : "d";
      return newComplex(rt, float(part, at), float(part, at + size / 2));
    }
    default: {
      const part = bytes.subarray(at, at + size);
      const signedness = kind === "signed" ? "signed" : "unsigned";
      return newInteger(rt, integerFromBytes(part, littleEndian ? "little" : "big", signedness));
    }
  }
}
