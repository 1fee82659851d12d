// What the assembler makes of texts, and which ones it refuses.

import { expect, test } from "vitest";
import { assemble, SourceError } from "../src/index.ts";
import { instructionNamed } from "../src/instructions.ts";

const op = (name: string): number => instructionNamed(name).opcode;

test("a program becomes code units, with words for inline caches", () => {
  const { units, constants, locals, stackSize } = assemble(`
    loop:            ; from here
      load x
      push 1.5
      less
      unless done
      push 300
      store x
      repeat loop
    done:
      load x
      halt`);
  expect(units).toEqual([
    op("LOAD"),
    op("CONSTANT"),
    ...[op("LESS"), 0],
    ...[op("UNLESS") | (4 << 8), 0],
    op("CONSTANT") | (1 << 8),
    op("STORE"),
    ...[op("REPEAT") | (10 << 8), 0],
    op("LOAD"),
    op("HALT"),
  ]);
  expect(constants).toEqual([
    { type: "float", value: 1.5 },
    { type: "int", value: 300 },
  ]);
  expect([locals, stackSize]).toEqual([["x"], 2]);
});

const refused: readonly (readonly [why: string, source: string, message: string])[] = [
  ["an unknown verb", "jump x", "line 1: no instruction is called jump"],
  ["a missing argument", "push", "line 1: push is followed by number"],
  ["a needless argument", "halt 1", "line 1: halt is followed by nothing"],
  ["an unknown label", "skip away", "line 1: no label away"],
  ["a label twice", "a:\na:", "line 2: there is a label a already"],
  ["an underflow", "push 1\nadd\nhalt", "line 2: add takes 2 of 1 values"],
  ["two depths at one place", "a:\npush 1\nrepeat a", "line 3: the stack has another depth there"],
  ["no end", "push 1", "line 1: the program has no end"],
  ["nothing", "", "line 1: a program has at least one instruction"],
  ["what is never reached", "a:\nrepeat a\npush 1", "line 3: nothing leads here"],
  ["a jump back that is none", "repeat a\na:\npush 1\nhalt", "line 1: a is in the wrong direction"],
  ["a key that is not there", "recall 16", "line 1: recall is followed by key"],
];

test.each(refused)("refuses %s", (_, source, message) => {
  expect(() => assemble(source)).toThrow(SourceError);
  expect(() => assemble(source)).toThrow(message);
});
