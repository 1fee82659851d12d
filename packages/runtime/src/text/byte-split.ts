// Taking bytes apart: split, rsplit, splitlines, strip. Results are parts of the bytes in place, not copies.

import { findFirstBytes, findLastBytes } from "./byte-search.ts";

/** ASCII whitespace, as `bytes.isspace` has it. */
export function isSpaceByte(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** `bytes.split(None, limit)`; a negative limit: none. */
export function splitSpaces(bytes: Uint8Array, limit: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let from = 0; ;) {
    while (from < bytes.length && isSpaceByte(bytes[from] as number)) from++;
    if (from >= bytes.length) return parts;
    if (limit >= 0 && parts.length >= limit) {
      parts.push(bytes.subarray(from));
      return parts;
    }
    let end = from;
    while (end < bytes.length && !isSpaceByte(bytes[end] as number)) end++;
    parts.push(bytes.subarray(from, end));
    from = end;
  }
}

/** `bytes.rsplit(None, limit)`. */
export function splitSpacesFromEnd(bytes: Uint8Array, limit: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let end = bytes.length; ;) {
    while (end > 0 && isSpaceByte(bytes[end - 1] as number)) end--;
    if (end === 0) return parts.reverse();
    if (limit >= 0 && parts.length >= limit) {
      parts.push(bytes.subarray(0, end));
      return parts.reverse();
    }
    let start = end;
    while (start > 0 && !isSpaceByte(bytes[start - 1] as number)) start--;
    parts.push(bytes.subarray(start, end));
    end = start;
  }
}

/** `bytes.split(separator, limit)` for a separator that is not empty. */
export function splitBytes(bytes: Uint8Array, separator: Uint8Array, limit: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let from = 0;
  while (limit < 0 || parts.length < limit) {
    const at = findFirstBytes(bytes, separator, from, bytes.length);
    if (at < 0) break;
    parts.push(bytes.subarray(from, at));
    from = at + separator.length;
  }
  parts.push(bytes.subarray(from));
  return parts;
}

/** `bytes.rsplit(separator, limit)` for a separator that is not empty. */
export function splitBytesFromEnd(bytes: Uint8Array, separator: Uint8Array, limit: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let end = bytes.length;
  while (limit < 0 || parts.length < limit) {
    const at = findLastBytes(bytes, separator, 0, end);
    if (at < 0) break;
    parts.push(bytes.subarray(at + separator.length, end));
    end = at;
  }
  parts.push(bytes.subarray(0, end));
  return parts.reverse();
}

/** `bytes.splitlines()`: lines end with \n, \r or both. */
export function splitByteLines(bytes: Uint8Array, ends: "keep" | "drop"): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    let next = end;
    if (next < bytes.length) next += bytes[next] === 13 && bytes[next + 1] === 10 ? 2 : 1;
    lines.push(bytes.subarray(start, ends === "keep" ? next : end));
    start = next;
  }
  return lines;
}

/** `bytes.strip()` and its one-sided forms; what is stripped is told by `strips`. */
export function stripBytes(
  bytes: Uint8Array,
  side: "left" | "right" | "both",
  strips: (byte: number) => boolean,
): Uint8Array {
  let start = 0;
  let end = bytes.length;
  if (side !== "right") while (start < end && strips(bytes[start] as number)) start++;
  if (side !== "left") while (end > start && strips(bytes[end - 1] as number)) end--;
  return bytes.subarray(start, end);
}
