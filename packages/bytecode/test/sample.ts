// Code objects for tests, assembled by hand.

import {
  type AssemblerHandler,
  type AssemblerInstruction,
  type CodeConstant,
  type CodeObject,
  CodeFlag,
  LocalKind,
  assemble,
  opcodeNamed,
} from "../src/index.ts";

/** An instruction by name; `to` is the index of the instruction that it jumps to. */
export function make(
  name: string,
  oparg = 0,
  options: { readonly to?: number; readonly line?: number; readonly handler?: AssemblerHandler } = {},
): AssemblerInstruction {
  const { to, line = 1, handler } = options;
  return {
    opcode: opcodeNamed(name).opcode,
    oparg,
    target: to ?? null,
    position: { line, endLine: line, column: 0, endColumn: 1 },
    handler: handler ?? null,
  };
}

/** A function `f(x, y)` with these instructions. */
export function makeCode(instructions: readonly AssemblerInstruction[], changes: Partial<CodeObject> = {}): CodeObject {
  const consts: readonly CodeConstant[] = [{ type: "None" }, { type: "str", value: "it's" }];
  const kind = LocalKind.LOCAL | LocalKind.ARGUMENT_POSITIONAL | LocalKind.ARGUMENT_KEYWORD;
  return {
    name: "f",
    qualname: "f",
    filename: "<sample>",
    firstLineNumber: 1,
    flags: CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS,
    argcount: 2,
    posonlyargcount: 0,
    kwonlyargcount: 0,
    stacksize: 2,
    consts,
    names: ["print"],
    localsplus: [
      { name: "x", kind },
      { name: "y", kind },
    ],
    ...assemble(instructions),
    ...changes,
  };
}

const handler: AssemblerHandler = { target: 9, depth: 0, pushLasti: false };

/** `while x: print(x)` in a `try` whose handler returns None. */
export const sample: CodeObject = makeCode([
  make("RESUME"),
  make("LOAD_FAST_BORROW", 0, { line: 2, handler }),
  make("TO_BOOL", 0, { line: 2, handler }),
  make("POP_JUMP_IF_FALSE", 0, { to: 7, line: 2, handler }),
  make("NOT_TAKEN", 0, { line: 2, handler }),
  make("LOAD_GLOBAL", 0, { line: 3, handler }),
  make("JUMP_FORWARD", 0, { to: 8, line: 3, handler }),
  make("LOAD_CONST", 1, { line: 4, handler }),
  make("RETURN_VALUE", 0, { line: 4, handler }),
  make("POP_TOP", 0, { line: 5 }),
  make("LOAD_CONST", 0, { line: 5 }),
  make("RETURN_VALUE", 0, { line: 5 }),
]);
