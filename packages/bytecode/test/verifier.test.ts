// The verifier accepts what is right, and rejects a code object for each thing that can be wrong with it.

import { expect, it } from "vitest";
import { type CodeObject, opcodeNamed, verifyCode } from "../src/index.ts";
import { make, makeCode, sample } from "./sample.ts";

it("accepts the sample", () => {
  expect(verifyCode(sample)).toEqual([]);
});

const returnNone = [make("LOAD_CONST", 0), make("RETURN_VALUE")];
const unit = (name: string, oparg: number): number => opcodeNamed(name).opcode | (oparg << 8);

const plantedBugs: readonly (readonly [name: string, code: CodeObject, message: RegExp])[] = [
  ["unknown instruction", { ...sample, code: Uint16Array.of(125) }, /no instruction at 0/],
  ["no instructions", { ...sample, code: new Uint16Array(), positions: [], exceptionTable: [] }, /no instructions/],
  ["constant that is not there", makeCode([make("LOAD_CONST", 2), make("RETURN_VALUE")]), /argument 2 of LOAD_CONST/],
  ["name that is not there", makeCode([make("LOAD_NAME", 1), make("RETURN_VALUE")]), /argument 1 of LOAD_NAME/],
  ["name that is not there, with a flag", makeCode([make("LOAD_GLOBAL", 2), make("RETURN_VALUE")]), /of LOAD_GLOBAL/],
  ["local that is not there", makeCode([make("LOAD_FAST", 2), make("RETURN_VALUE")]), /argument 2 of LOAD_FAST/],
  [
    "half of a pair",
    makeCode([make("LOAD_FAST_LOAD_FAST", 0x12), make("BUILD_TUPLE", 2), make("RETURN_VALUE")]),
    /argument 2/,
  ],
  [
    "jump into a cache",
    makeCode(returnNone, { code: Uint16Array.of(unit("JUMP_FORWARD", 2), unit("TO_BOOL", 0), 0, 0, 0) }),
    /where no instruction begins/,
  ],
  ["too few values", makeCode([make("POP_TOP"), ...returnNone]), /takes 1 of 0/],
  [
    "too many values",
    makeCode([make("LOAD_FAST"), make("COPY", 1), make("COPY", 1), make("BUILD_TUPLE", 3), make("RETURN_VALUE")]),
    /depth 3 of 2/,
  ],
  [
    "paths that disagree",
    makeCode([make("LOAD_FAST"), make("POP_JUMP_IF_TRUE", 0, { to: 3 }), make("LOAD_FAST"), ...returnNone]),
    /from elsewhere/,
  ],
  ["end without an exit", makeCode([make("NOP")]), /runs off the end/],
  [
    "ranges out of order",
    { ...sample, exceptionTable: [...sample.exceptionTable, ...sample.exceptionTable] },
    /out of order/,
  ],
  ["handler inside of an instruction", withEntry({ target: 3 }), /handler begins inside/],
  ["range inside of an instruction", withEntry({ start: 3 }), /begins inside/],
  ["handler deeper than the stack", withEntry({ depth: 2 }), /depth 2 of 2/],
  ["handler deeper than its range", withEntry({ depth: 1 }), /handler expects 1/],
  ["positions that are missing", { ...sample, positions: [] }, /0 positions/],
  [
    "inner code object",
    makeCode(returnNone, { consts: [{ type: "code", code: makeCode([make("NOP")]) }] }),
    /in f: control/,
  ],
];

function withEntry(change: Partial<CodeObject["exceptionTable"][number]>): CodeObject {
  return { ...sample, exceptionTable: sample.exceptionTable.map((entry) => ({ ...entry, ...change })) };
}

it.each(plantedBugs)("rejects: %s", (_, code, message) => {
  expect(
    verifyCode(code)
      .map((problem) => problem.message)
      .join("\n"),
  ).toMatch(message);
});
