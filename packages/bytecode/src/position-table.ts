// The table of source positions of a code object as CPython stores it (`co_linetable`).
//
// One entry covers one to eight code units of equal position: a byte 1cccc nnn (c: form, n: units - 1), then by form
//   0-9    columns on the same line, in one byte
//   10-12  columns in two bytes, line advanced by form - 10
//   13     line only                       14  line, end line and columns          15  nothing
// Lines are relative to the entry before; numbers are little-endian groups of six bits.

import type { CodePosition } from "./code-object.ts";

const noLocation = 15;
const longForm = 14;
const noColumns = 13;
const oneLineForms = 10;
const entryLimit = 8;

/**
 * CPython's `co_linetable` bytes.
 *
 * @param positions - One per code unit; a position whose `column` is -1 has a line only.
 */
export function encodePositionTable(positions: readonly (CodePosition | null)[], firstLineNumber: number): Uint8Array {
  const bytes: number[] = [];
  let line = firstLineNumber;
  let at = 0;
  while (at < positions.length) {
    const position = positions[at] ?? null;
    let end = at + 1;
    while (end < positions.length && samePosition(positions[end] ?? null, position)) end++;
    for (; at < end; at += entryLimit) {
      line = writeEntry(bytes, position, Math.min(entryLimit, end - at), line);
    }
    at = end;
  }
  return Uint8Array.from(bytes);
}

/** The inverse of {@link encodePositionTable}: one position per code unit. */
export function decodePositionTable(bytes: Uint8Array, firstLineNumber: number): (CodePosition | null)[] {
  const positions: (CodePosition | null)[] = [];
  let at = 0;
  let line = firstLineNumber;
  const byte = (): number => bytes[at++] ?? 0;
  const unsigned = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 64) {
      const next = byte();
      value += (next & 0x3f) * scale;
      if ((next & 0x40) === 0) return value;
    }
  };
  const signed = (): number => {
    const value = unsigned();
    return (value & 1) === 1 ? -(value >> 1) : value >> 1;
  };
  while (at < bytes.length) {
    const first = byte();
    const form = (first >> 3) & 15;
    let position: CodePosition | null = null;
    if (form < oneLineForms) {
      const second = byte();
      const column = (form << 3) | (second >> 4);
      position = { line, endLine: line, column, endColumn: column + (second & 15) };
    } else if (form < noColumns) {
      line += form - oneLineForms;
      position = { line, endLine: line, column: byte(), endColumn: byte() };
    } else if (form === noColumns) {
      line += signed();
      position = { line, endLine: line, column: -1, endColumn: -1 };
    } else if (form === longForm) {
      line += signed();
      const endLine = line + unsigned();
      position = { line, endLine, column: unsigned() - 1, endColumn: unsigned() - 1 };
    }
    for (let unit = 0; unit <= (first & 7); unit++) positions.push(position);
  }
  return positions;
}

/** Whether two positions, or their absence, are the same. */
export function samePosition(first: CodePosition | null, second: CodePosition | null): boolean {
  if (first === null || second === null) return first === second;
  return (
    first.line === second.line &&
    first.column === second.column &&
    first.endLine === second.endLine &&
    first.endColumn === second.endColumn
  );
}

/** Appends one entry and returns the line that the next is relative to. */
function writeEntry(bytes: number[], position: CodePosition | null, units: number, previousLine: number): number {
  const head = (form: number): void => void bytes.push(0x80 | (form << 3) | (units - 1));
  if (position === null) {
    head(noLocation);
    return previousLine;
  }
  const { line, endLine, column, endColumn } = position;
  const advance = line - previousLine;
  if (column < 0 || endColumn < 0) {
    if (endLine === line || endLine < 0) {
      head(noColumns);
      writeSigned(bytes, advance);
      return line;
    }
  } else if (endLine === line) {
    if (advance === 0 && column < 80 && endColumn >= column && endColumn - column < 16) {
      head(column >> 3);
      bytes.push(((column & 7) << 4) | (endColumn - column));
      return line;
    }
    if (advance >= 0 && advance < 3 && column < 128 && endColumn < 128) {
      head(oneLineForms + advance);
      bytes.push(column, endColumn);
      return line;
    }
  }
  head(longForm);
  writeSigned(bytes, advance);
  writeUnsigned(bytes, endLine - line);
  writeUnsigned(bytes, column + 1);
  writeUnsigned(bytes, endColumn + 1);
  return line;
}

function writeUnsigned(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 64; rest = Math.floor(rest / 64)) bytes.push(0x40 | (rest % 64));
  bytes.push(rest);
}

function writeSigned(bytes: number[], value: number): void {
  writeUnsigned(bytes, value < 0 ? -value * 2 + 1 : value * 2);
}
