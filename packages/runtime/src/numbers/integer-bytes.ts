// int.to_bytes and int.from_bytes. Linear, by way of hexadecimal text.

import { type Failure, overflowError } from "./failure.ts";
import { bitLength, type Integer, normalize } from "./integer.ts";

/** Byte orders. */
export type ByteOrder = "little" | "big";

/** `value.to_bytes(length, order, signed=signed)`. */
export function integerToBytes(
  value: Integer,
  length: number,
  order: ByteOrder,
  signedness: "signed" | "unsigned",
): Uint8Array | Failure {
  if (value < 0 && signedness === "unsigned") return overflowError("can't convert negative int to unsigned");
  const bits = value < 0 ? bitLength(-BigInt(value) - 1n) : bitLength(value);
  if (signedness === "signed" ? !fitsSigned(value, bits, length) : bits > 8 * length) {
    return overflowError("int too big to convert");
  }
  const result = new Uint8Array(length);
  const size = value < 0 ? (1n << BigInt(8 * length)) + BigInt(value) : BigInt(value);
  const text = size.toString(16);
  for (let index = 0; 2 * index < text.length && index < length; index++) {
    const end = text.length - 2 * index;
    const byte = Number.parseInt(text.slice(Math.max(0, end - 2), end), 16);
    result[order === "little" ? index : length - 1 - index] = byte;
  }
  return result;
}

function fitsSigned(value: Integer, bits: number, length: number): boolean {
  return length === 0 ? value === 0 : bits < 8 * length;
}

const HEX = "0123456789abcdef";

/** `int.from_bytes(bytes, order, signed=signed)`. */
export function integerFromBytes(bytes: Uint8Array, order: ByteOrder, signedness: "signed" | "unsigned"): Integer {
  if (bytes.length === 0) return 0;
  const parts: string[] = new Array<string>(bytes.length);
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[order === "big" ? index : bytes.length - 1 - index] ?? 0;
    parts[index] = HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
  }
  const value = BigInt(`0x${parts.join("")}`);
  return normalize(signedness === "signed" ? BigInt.asIntN(8 * bytes.length, value) : value);
}
