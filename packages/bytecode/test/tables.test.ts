// The tables of code objects: what is written is read again, and small ones have the bytes that CPython writes.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CodePosition,
  type ExceptionTableEntry,
  decodeExceptionTable,
  decodePositionTable,
  encodeExceptionTable,
  encodePositionTable,
  findExceptionHandler,
} from "../src/index.ts";

const entries: fc.Arbitrary<ExceptionTableEntry[]> = fc
  .array(
    fc.record({
      gap: fc.nat(300),
      length: fc.integer({ min: 1, max: 5000 }),
      target: fc.nat(100_000),
      depth: fc.nat(40),
      pushLasti: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((records) => {
    let start = 0;
    return records.map(({ gap, length, target, depth, pushLasti }) => {
      start += gap;
      const entry = { start, end: start + length, target, depth, pushLasti };
      start = entry.end;
      return entry;
    });
  });

const position: fc.Arbitrary<CodePosition | null> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.nat(9000).map((line) => ({ line, endLine: line, column: -1, endColumn: -1 })) },
  {
    weight: 6,
    arbitrary: fc
      .record({ line: fc.nat(9000), lines: fc.nat(3), column: fc.nat(200), endColumn: fc.nat(300) })
      .map(({ line, lines, column, endColumn }) => ({ line, endLine: line + lines, column, endColumn })),
  },
);

describe("exception table", () => {
  it("has CPython's bytes", () => {
    const table = [{ start: 1, end: 4, target: 200, depth: 2, pushLasti: true }];
    expect([...encodeExceptionTable(table)]).toEqual([0x81, 3, 0x43, 8, 5]);
  });

  it("is read as it was written", () => {
    fc.assert(
      fc.property(entries, (table) => {
        expect(decodeExceptionTable(encodeExceptionTable(table))).toEqual(table);
      }),
    );
  });

  it("is searched as if from front to back", () => {
    fc.assert(
      fc.property(entries, fc.nat(70_000), (table, offset) => {
        const expected = table.find(({ start, end }) => start <= offset && offset < end);
        expect(findExceptionHandler(table, offset)).toEqual(expected);
      }),
    );
  });
});

describe("position table", () => {
  it("has CPython's bytes", () => {
    const start = { line: 0, endLine: 1, column: 0, endColumn: 0 };
    const short = { line: 1, endLine: 1, column: 4, endColumn: 5 };
    expect([...encodePositionTable([start, short, short], 1)]).toEqual([0xf0, 3, 1, 1, 1, 0xd9, 4, 5]);
  });

  it("is read as it was written", () => {
    const runs = fc.array(fc.tuple(position, fc.integer({ min: 1, max: 20 })), { maxLength: 30 });
    fc.assert(
      fc.property(runs, fc.nat(500), (list, firstLine) => {
        const positions = list.flatMap(([each, count]) => new Array<CodePosition | null>(count).fill(each));
        expect(decodePositionTable(encodePositionTable(positions, firstLine), firstLine)).toEqual(positions);
      }),
    );
  });
});
