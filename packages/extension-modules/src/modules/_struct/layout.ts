// Format strings of `struct`, parsed: where each value is, and how.

import { type Failure, valueError } from "@tjit/runtime/api";

/** What a format character stands for. */
export type Kind = "pad" | "char" | "bool" | "signed" | "unsigned" | "float" | "complex" | "string" | "pascal";

/** One value of a struct, or one run of bytes. */
export interface Field {
  readonly code: string;
  readonly kind: Kind;
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

/** A parsed format. */
export interface Layout {
  readonly format: string;
  readonly littleEndian: boolean;
  /** In the machine's own sizes and alignment. */
  readonly isNative: boolean;
  readonly size: number;
  /** Fields with a value: no padding. */
  readonly fields: readonly Field[];
}

/** Size in the standard formats, and aligned size in the native one. */
const codes: Readonly<Record<string, readonly [kind: Kind, standard: number, native: number]>> = {
  x: ["pad", 1, 1],
  c: ["char", 1, 1],
  b: ["signed", 1, 1],
  B: ["unsigned", 1, 1],
  "?": ["bool", 1, 1],
  h: ["signed", 2, 2],
  H: ["unsigned", 2, 2],
  i: ["signed", 4, 4],
  I: ["unsigned", 4, 4],
  l: ["signed", 4, 8],
  L: ["unsigned", 4, 8],
  q: ["signed", 8, 8],
  Q: ["unsigned", 8, 8],
  n: ["signed", 0, 8],
  N: ["unsigned", 0, 8],
  P: ["unsigned", 0, 8],
  e: ["float", 2, 2],
  f: ["float", 4, 4],
  d: ["float", 8, 8],
  F: ["complex", 8, 8],
  D: ["complex", 16, 16],
  s: ["string", 1, 1],
  p: ["pascal", 1, 1],
};

/** Parses a format; a failure is to be raised as `struct.error`. */
export function parseLayout(format: string): Layout | Failure {
  const order = /^[<>=!@]/.exec(format)?.[0] ?? "";
  const isNative = order === "" || order === "@";
  const fields: Field[] = [];
  let size = 0;
  for (let at = order.length; at < format.length; at++) {
    if (/\s/.test(format.charAt(at))) continue;
    const digits = /^\d+/.exec(format.slice(at))?.[0] ?? "";
    at += digits.length;
    if (at >= format.length) return valueError("repeat count given without format specifier");
    const count = digits === "" ? 1 : Number(digits);
    const code = format.charAt(at);
    const [kind, standard, native] = codes[code] ?? ["pad", 0, 0];
    const itemSize = isNative ? native : standard;
    if (itemSize === 0)
      return valueError(format.includes("\0") ? "embedded null character" : "bad char in struct format");
    if (isNative) {
      const alignment = kind === "complex" ? itemSize / 2 : itemSize;
      size = Math.ceil(size / alignment) * alignment;
    }
    const end = size + count * itemSize;
    if (end > Number.MAX_SAFE_INTEGER) return valueError("total struct size too long");
    if (kind === "string" || kind === "pascal") fields.push({ code, kind, offset: size, size: count });
    else if (kind !== "pad") {
      if (count > 1e8) return valueError("total struct size too long");
      for (let index = 0; index < count; index++) {
        fields.push({ code, kind, offset: size + index * itemSize, size: itemSize });
      }
    }
    size = end;
  }
  return { format, isNative, littleEndian: order !== ">" && order !== "!", size, fields };
}
