// The text of `dis`. (Against CPython's own, on its library: in the compiler's tests.)

import { expect, it } from "vitest";
import { ENTER_EXECUTOR, disassemble, opcodeNamed } from "../src/index.ts";
import { make, makeCode, sample } from "./sample.ts";

it("shows lines, labels, arguments and the exception table", () => {
  expect(disassemble(sample)).toBe(`\
  1           RESUME                   0

  2   L1:     LOAD_FAST_BORROW         0 (x)
              TO_BOOL
              POP_JUMP_IF_FALSE        7 (to L2)
              NOT_TAKEN

  3           LOAD_GLOBAL              0 (print)
              JUMP_FORWARD             1 (to L3)

  4   L2:     LOAD_CONST               1 ("it's")
      L3:     RETURN_VALUE

  5   L4:     POP_TOP
              LOAD_CONST               0 (None)
              RETURN_VALUE
ExceptionTable:
  L1 to L4 -> L4 [0]
`);
});

it("shows offsets and caches when asked", () => {
  const code = makeCode([make("LOAD_FAST", 0), make("TO_BOOL"), make("RETURN_VALUE")]);
  expect(disassemble(code, { showOffsets: true, showCaches: true })).toBe(`\
  1          0       LOAD_FAST                0 (x)
             2       TO_BOOL
             4       CACHE                    0 (counter: 0)
             6       CACHE                    0 (version: 0)
             8       CACHE                    0
            10       RETURN_VALUE
`);
});

it("shows instructions as they are now", () => {
  const live = Uint16Array.from(sample.code);
  const toBool = 2;
  live[toBool] = opcodeNamed("TO_BOOL_INT").opcode;
  const load = sample.code.findIndex((unit) => (unit & 0xff) === opcodeNamed("LOAD_GLOBAL").opcode);
  live[load] = ENTER_EXECUTOR | (3 << 8);
  const text = disassemble(sample, { adaptive: () => (offset) => live[offset] ?? 0 });
  expect(text).toContain("TO_BOOL_INT\n");
  expect(text).toContain("ENTER_EXECUTOR           3\n");
  expect(text).toContain("JUMP_FORWARD             1 (to L3)\n");
});

it("shows code objects among the constants after their own, as deep as asked", () => {
  const outer = makeCode([make("LOAD_CONST", 0), make("RETURN_VALUE")], { consts: [{ type: "code", code: sample }] });
  expect(disassemble(outer)).toContain(`(<code object f, file "<sample>", line 1>)`);
  expect(disassemble(outer)).toContain(`\nDisassembly of <code object f, file "<sample>", line 1>:\n  1 `);
  expect(disassemble(outer, { depth: 0 })).not.toContain("Disassembly of");
  expect(disassemble(outer, { addressOf: () => "0x10" })).toContain("<code object f at 0x10, file");
});
