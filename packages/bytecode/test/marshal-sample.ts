// A code object in which every field says something.

import { CodeFlag, type CodeObject, LocalKind } from "../src/index.ts";

const inner: CodeObject = {
  name: "inner",
  qualname: "outer.<locals>.inner",
  filename: "here.py",
  firstLineNumber: 7,
  flags: CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS | CodeFlag.VARARGS,
  argcount: 2,
  posonlyargcount: 1,
  kwonlyargcount: 1,
  stacksize: 3,
  consts: [{ type: "None" }],
  names: ["inner", "é"],
  localsplus: [
    { name: "a", kind: LocalKind.ARGUMENT_POSITIONAL | LocalKind.LOCAL },
    { name: "b", kind: LocalKind.ARGUMENT_KEYWORD | LocalKind.CELL },
    { name: "free", kind: LocalKind.FREE },
  ],
  code: Uint16Array.of(0x0100, 0xffff, 3),
  exceptionTable: [{ start: 0, end: 2, target: 2, depth: 4, pushLasti: true }],
  positions: [
    { line: 7, endLine: 7, column: 0, endColumn: 4 },
    { line: 9, endLine: 12, column: 8, endColumn: 1 },
    null,
  ],
};

/** A module with a function in it. */
export const sampleCode: CodeObject = {
  ...inner,
  name: "<module>",
  qualname: "<module>",
  firstLineNumber: 1,
  consts: [
    { type: "code", code: inner },
    { type: "int", value: -1 },
    { type: "int", value: 2n ** 70n },
    { type: "str", value: "inner" },
  ],
  positions: [
    { line: 1, endLine: 1, column: 0, endColumn: 100 },
    null,
    { line: 1, endLine: 1, column: -1, endColumn: -1 },
  ],
};
