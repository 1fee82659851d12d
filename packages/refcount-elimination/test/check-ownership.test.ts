import { parseTrace, verifyTrace } from "@tjit/ir";
import { calcIndex } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { checkOwnership } from "../src/testing.ts";

const index = calcIndex();
const header = `trace "planted" dialect calc entry 0
frame 0 "main" parent - code 0 start 0 locals 4 size 64
frame 1 "callee" parent 0 code 0 start 0 locals 4 size 64
constant 0 float 1.5 reference 16
exit 0 side frame 0 target 1
exit 1 side frame 0 target 2 recover 0:own
exit 2 error frame 0 target 3
exit 3 deopt frame 0 target 4
`;

// Defects that a careless pass would make, each with the sentence that must name it.
const planted: readonly (readonly [string, string, string])[] = [
  ["a borrowed slot is released", "takes over", "_BORROW_LOCAL\n_POP\n_JUMP"],
  ["a borrowed slot is stored", "takes over", "_BORROW_LOCAL\n_SWAP_LOCAL oparg=1\n_POP\n_JUMP"],
  ["a borrowed slot goes into a box", "takes over", "_BORROW_LOCAL\n_NEW_BOX\n_POP\n_JUMP"],
  [
    "a borrowed constant is returned",
    "takes over",
    "_BORROW_CONSTANT operand0=c0\n_CALL_HOST oparg=1 error=2\n_POP\n_JUMP",
  ],
  ["an exit forgets the slot", "leaves an", "_BORROW_LOCAL\n_GUARD_TOP_BOX exit=0\n_POP_NOP\n_JUMP"],
  [
    "an error exit forgets the slot",
    "leaves an",
    "_BORROW_LOCAL\n_LOAD_LOCAL oparg=1\n_ADD error=2\n_POP\n_POP_NOP\n_POP\n_JUMP",
  ],
  ["an exit counts a counted slot", "counts slot 0 twice", "_LOAD_LOCAL\n_GUARD_TOP_BOX exit=1\n_POP\n_JUMP"],
  [
    "the local is overwritten meanwhile",
    "overwrites the local",
    "_BORROW_LOCAL\n_LOAD_GLOBAL exit=3\n_SWAP_LOCAL\n_POP\n_POP_NOP\n_JUMP",
  ],
  ["a borrowed copy is released", "takes over", "_LOAD_LOCAL\n_BORROW_COPY oparg=1\n_POP\n_POP\n_JUMP"],
  [
    "the local of a copy's original is overwritten",
    "overwrites",
    "_BORROW_LOCAL\n_BORROW_COPY oparg=1\n_LOAD_GLOBAL exit=3\n_SWAP_LOCAL\n_POP\n_POP_NOP\n_POP_NOP\n_JUMP",
  ],
  ["the slot goes round the loop", "goes round", "_BORROW_LOCAL\nloop:\n_JUMP"],
  [
    "the slot waits for a call",
    "switches frames",
    "_BORROW_LOCAL\n_LOAD_LOCAL\n_PUSH_NULL\n_MAKE_FRAME operand0=f1\n_PUSH_FRAME\n_PUSH_NULL\n_RETURN\n_POP\n_POP_NOP\n_JUMP",
  ],
];

test.each(planted)("finds: %s", (_, sentence, uops) => {
  const trace = parseTrace(header + uops, index);
  expect(verifyTrace(trace, index)).toEqual([]);
  expect(checkOwnership(trace, index).join("\n")).toContain(sentence);
});

test("passes what is right", () => {
  const uops =
    "_BORROW_LOCAL\n_GUARD_TOP_INT exit=1\n_SWAP_LOCAL oparg=1\n_POP\n_BORROW_CONSTANT operand0=c0\n_POP_NOP\n_JUMP";
  expect(checkOwnership(parseTrace(header + uops, index), index)).toEqual([]);
});
