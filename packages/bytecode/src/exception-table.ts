// The exception table of a code object as CPython stores it, and the lookup that unwinding needs.
//
// Each entry is four numbers (start, length, target, depth * 2 + pushLasti), all in code units, each written in groups of
// six bits, most significant first. Bit 6 of a byte says that another group follows, bit 7 marks the first byte of an
// entry, so that a reader may start in the middle.

import type { ExceptionTableEntry } from "./code-object.ts";

const firstOfEntry = 0x80;
const continues = 0x40;

/**
 * CPython's `co_exceptiontable` bytes.
 *
 * @example
 * encodeExceptionTable([{ start: 1, end: 4, target: 9, depth: 0, pushLasti: false }]); // 81 03 09 00
 */
export function encodeExceptionTable(entries: readonly ExceptionTableEntry[]): Uint8Array {
  const bytes: number[] = [];
  for (const { start, end, target, depth, pushLasti } of entries) {
    const first = bytes.length;
    writeNumber(bytes, start);
    writeNumber(bytes, end - start);
    writeNumber(bytes, target);
    writeNumber(bytes, depth * 2 + (pushLasti ? 1 : 0));
    bytes[first] = (bytes[first] ?? 0) | firstOfEntry;
  }
  return Uint8Array.from(bytes);
}

/** The inverse of {@link encodeExceptionTable}. */
export function decodeExceptionTable(bytes: Uint8Array): ExceptionTableEntry[] {
  const entries: ExceptionTableEntry[] = [];
  let at = 0;
  const readNumber = (): number => {
    let byte = bytes[at++] ?? 0;
    let value = byte & 0x3f;
    while ((byte & continues) !== 0) {
      byte = bytes[at++] ?? 0;
      value = value * 64 + (byte & 0x3f);
    }
    return value;
  };
  while (at < bytes.length) {
    const start = readNumber();
    const end = start + readNumber();
    const target = readNumber();
    const depthAndLasti = readNumber();
    entries.push({ start, end, target, depth: depthAndLasti >> 1, pushLasti: (depthAndLasti & 1) === 1 });
  }
  return entries;
}

/**
 * The entry that guards an instruction.
 *
 * Entries are in order of `start` and do not overlap, so this is a binary search.
 *
 * @param offset - Code unit of the instruction that raised.
 */
export function findExceptionHandler(
  entries: readonly ExceptionTableEntry[],
  offset: number,
): ExceptionTableEntry | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const entry = entries[low];
  return entry !== undefined && entry.start <= offset ? entry : undefined;
}

function writeNumber(bytes: number[], value: number): void {
  const groups = [value & 0x3f];
  for (let rest = Math.floor(value / 64); rest > 0; rest = Math.floor(rest / 64)) groups.unshift(rest % 64);
  groups.forEach((group, index) => bytes.push(index < groups.length - 1 ? group | continues : group));
}
