// A toy language: numbers, locals, loops, branches and calls of functions with one argument.
// Opcodes, the dialect of its uops, and how the one becomes the other.

import { defineUop, DialectIndex, type Dialect } from "@tjit/ir";
import { prepareLanguage, type PreparedLanguage, type TracedInstruction, type UopTemplate } from "../../src/index.ts";

export const op = {
  NOP: 1,
  EXTEND: 2,
  CONST: 3,
  LOAD: 4,
  STORE: 5,
  ADD: 6,
  ADD_SMALL: 7,
  LESS: 8,
  JUMP_IF_FALSE: 9,
  JUMP_IF_TRUE: 10,
  JUMP_BACK: 11,
  JUMP: 12,
  CALL: 13,
  CALL_ANY: 14,
  RETURN: 15,
  ENTRY: 16,
  PRINT: 17,
  CHECK: 18,
  NEGATE: 19,
  ENTER_EXECUTOR: 254,
} as const;

/** Cache units after an instruction. */
export const cacheUnits: Readonly<Record<number, number>> = {
  [op.ADD]: 1,
  [op.ADD_SMALL]: 1,
  [op.JUMP_IF_FALSE]: 1,
  [op.JUMP_BACK]: 1,
  [op.ENTRY]: 1,
};

const dialect: Dialect = {
  name: "toy",
  types: [{ name: "number", releasesQuietly: true, immediate: true }],
  constants: [],
  folds: {},
  structural: {
    nop: "_NOP",
    loadConstant: "_LOAD_CONSTANT",
    popTop: "_POP_TOP",
    popTopNop: "_POP_TOP_NOP",
    jumpToTop: "_JUMP_TO_TOP",
    exitTrace: "_EXIT_TRACE",
    deopt: "_DEOPT",
    setIp: "_SET_IP",
    checkValidity: "_CHECK_VALIDITY",
    spillOrReload: "_SPILL_OR_RELOAD",
  },
  uops: [
    defineUop("_NOP", "--"),
    defineUop("_LOAD_CONSTANT", "-- value", { operand0: "constant" }),
    defineUop("_POP_TOP", "value --"),
    defineUop("_POP_TOP_NOP", "value --"),
    defineUop("_START_EXECUTOR", "--"),
    defineUop("_MAKE_WARM", "--"),
    defineUop("_CHECK_VALIDITY", "--", { flags: ["deopt"] }),
    defineUop("_SET_IP", "--", { operand0: "pc" }),
    defineUop("_SPILL_OR_RELOAD", "--"),
    defineUop("_JUMP_TO_TOP", "--", { flags: ["terminal"] }),
    defineUop("_EXIT_TRACE", "--", { flags: ["terminal", "exit"] }),
    defineUop("_DEOPT", "--", { flags: ["terminal", "deopt"] }),
    defineUop("_CONST", "-- value", { flags: ["arg"] }),
    defineUop("_LOAD", "-- value", { flags: ["arg", "reads-local"], results: { value: { same: "local" } } }),
    defineUop("_STORE", "value --", { flags: ["arg", "writes-local"] }),
    defineUop("_ADD", "left, right -- sum", {}),
    defineUop("_GUARD_SMALL", "left, right -- left, right", { flags: ["exit"] }),
    defineUop("_ADD_SMALL", "left, right -- sum", {}),
    defineUop("_LESS", "left, right -- less", {}),
    defineUop("_GUARD_TRUE_POP", "condition --", { flags: ["exit"] }),
    defineUop("_GUARD_FALSE_POP", "condition --", { flags: ["exit"] }),
    defineUop("_COUNT", "--", { tierOneOnly: true }),
    defineUop("_PERIODIC", "--", { flags: ["periodic"] }),
    defineUop("_ENTRY_CHECK", "--", { flags: ["periodic"] }),
    defineUop("_MAKE_FRAME", "argument -- made: frame", {
      flags: ["arg"],
      operand0: "frame",
      frame: { kind: "create", arguments: "argument" },
    }),
    defineUop("_MAKE_ANY_FRAME", "argument, selector -- made: frame", {
      flags: ["arg"],
      operand0: "frame",
      frame: { kind: "create", arguments: "argument" },
    }),
    defineUop("_SAVE_RETURN", "--", { operand0: "count" }),
    defineUop("_PUSH_FRAME", "made: frame --", { flags: ["syncs"], frame: { kind: "push" } }),
    defineUop("_RETURN", "value -- result", { flags: ["syncs"], frame: { kind: "return" } }),
    defineUop("_GUARD_IP", "--", { flags: ["exit"], operand0: "pc", operand1: "count" }),
    defineUop("_RECORD_CODE", "--", { flags: ["records"], operand0: "constant" }),
    defineUop("_RECORD_TOP", "value -- value", { flags: ["records"], operand0: "constant" }),
    defineUop("_PRINT", "value --", { flags: ["escapes"] }),
    defineUop("_CHECK", "value --", { flags: ["error", "escapes"] }),
  ],
};

export const index: DialectIndex = new DialectIndex(dialect);

const guards: readonly UopTemplate[] = [
  { uop: "_RECORD_CODE", operand0: { from: "next-code" } },
  { uop: "_GUARD_IP", operand0: { from: "next-pc" }, operand1: { from: "next-depth" } },
];

const instruction = (
  name: keyof typeof op,
  role: TracedInstruction["role"],
  uops: string = "",
  generic: keyof typeof op = name,
): TracedInstruction => ({
  name,
  opcode: op[name],
  generic: op[generic],
  role,
  ...(role.kind === "branch"
    ? {}
    : {
        expansion: uops
          .split(" ")
          .filter((uop) => uop !== "")
          .map(template),
      }),
});

function template(uop: string): UopTemplate {
  return uop === "_SAVE_RETURN" ? { uop, operand0: { from: "length" } } : { uop };
}

const straight = { kind: "straight" } as const;
const leaves = (uop: string): readonly UopTemplate[] => [{ uop, leavesTo: "other-path" }];

export const language: PreparedLanguage = prepareLanguage({
  index,
  startExecutor: "_START_EXECUTOR",
  makeWarm: "_MAKE_WARM",
  unitSize: 2,
  codeDependency: "code",
  codeType: "code",
  instructions: [
    instruction("NOP", { kind: "skip" }),
    instruction("JUMP", { kind: "skip" }),
    instruction("EXTEND", { kind: "prefix" }),
    instruction("CONST", straight, "_CONST"),
    instruction("LOAD", straight, "_LOAD"),
    instruction("STORE", straight, "_STORE"),
    instruction("ADD", straight, "_ADD"),
    instruction("ADD_SMALL", straight, "_GUARD_SMALL _ADD_SMALL", "ADD"),
    instruction("LESS", straight, "_LESS"),
    instruction("PRINT", straight, "_RECORD_TOP _PRINT"),
    instruction("CHECK", straight, "_CHECK"),
    instruction("NEGATE", { kind: "unsupported" }),
    instruction("ENTRY", { kind: "entry" }, "_COUNT _ENTRY_CHECK"),
    instruction("JUMP_BACK", { kind: "backward-jump" }, "_COUNT _PERIODIC"),
    instruction("JUMP_IF_FALSE", {
      kind: "branch",
      taken: leaves("_GUARD_FALSE_POP"),
      notTaken: leaves("_GUARD_TRUE_POP"),
      history: 0,
    }),
    instruction("JUMP_IF_TRUE", { kind: "branch", notTaken: leaves("_GUARD_FALSE_POP") }),
    instruction("CALL", { kind: "push" }, "_MAKE_FRAME _SAVE_RETURN _PUSH_FRAME"),
    instruction("CALL_ANY", { kind: "push", guards }, "_MAKE_ANY_FRAME _SAVE_RETURN _PUSH_FRAME"),
    instruction("RETURN", { kind: "return", guards }, "_RETURN"),
  ],
});
