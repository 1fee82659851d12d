// A dialect for allocating registers, and nothing else: uops of all stack effects that matter, with values of all
// representations, guards that drop what they test, calls, arrays, escapes.

import { defineUop, DialectIndex, type UopDefinition } from "@tjit/ir";

const numbers: readonly UopDefinition[] = (["f64", "i32", "i64"] as const).flatMap((held) => [
  defineUop(`_UNBOX_${held}`, `value -- number: ${held}`),
  defineUop(`_BOX_${held}`, `number: ${held} -- value`),
  defineUop(`_LOAD_${held}`, `-- number: ${held}`, { flags: ["arg", "pure"] }),
  defineUop(`_ADD_${held}`, `left: ${held}, right: ${held} -- sum: ${held}`, { flags: ["pure"] }),
  defineUop(`_TEST_${held}`, `number: ${held} -- number: ${held}`, { flags: ["exit"] }),
]);

/** The dialect. */
export function stackDialect(): DialectIndex {
  return new DialectIndex({
    name: "stack",
    types: [],
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
      defineUop("_SET_IP", "--", { operand0: "pc" }),
      defineUop("_CHECK_VALIDITY", "--", { flags: ["deopt"] }),
      defineUop("_SPILL_OR_RELOAD", "--"),
      defineUop("_JUMP_TO_TOP", "--", { flags: ["terminal"] }),
      defineUop("_EXIT_TRACE", "--", { flags: ["terminal", "exit"] }),
      defineUop("_DEOPT", "--", { flags: ["terminal", "deopt"] }),
      defineUop("_LOAD_CONSTANT", "-- value", { operand0: "constant", flags: ["pure"] }),
      defineUop("_LOAD_LOCAL", "-- value", { flags: ["arg", "reads-local"], borrowed: "_BORROW_LOCAL" }),
      defineUop("_BORROW_LOCAL", "-- value", { flags: ["arg", "reads-local"] }),
      defineUop("_STORE_LOCAL", "value -- former", { flags: ["arg", "reads-local", "writes-local"] }),
      defineUop("_POP_TOP", "value --", { flags: ["escapes"] }),
      defineUop("_POP_TOP_NOP", "value --"),
      defineUop("_RECORD_TOP", "value -- value", { flags: ["records"], operand0: "constant" }),
      defineUop("_GUARD_TOP", "value -- value", { flags: ["exit"] }),
      defineUop("_GUARD_NEXT", "value, top -- value, top", { flags: ["exit"] }),
      defineUop("_GUARD_POP", "flag --", { flags: ["exit"] }),
      defineUop("_GUARD_POP_NEXT", "value, flag -- value", { flags: ["exit"] }),
      defineUop("_ADD", "left, right -- sum, left, right", { flags: ["pure"] }),
      defineUop("_ADD_CHECKED", "left, right -- sum, left, right", { flags: ["error", "escapes"] }),
      defineUop("_SPLIT", "value -- high, middle, low", {}),
      defineUop("_SHUFFLE", "first, second, third -- third, first, second", {}),
      defineUop("_SWAP", "bottom, between[oparg-2], top -- top, between[oparg-2], bottom", { flags: ["arg"] }),
      defineUop("_COPY", "bottom, between[oparg-1] -- bottom, between[oparg-1], top", { flags: ["arg"] }),
      defineUop("_CALL", "values[oparg], callable -- result, callable", {
        flags: ["arg", "syncs", "error", "escapes"],
      }),
      defineUop("_MAKE_FRAME", "function, args[oparg] -- made: frame", {
        flags: ["arg", "syncs"],
        operand0: "frame",
        frame: { kind: "create", arguments: "args" },
      }),
      defineUop("_PUSH_FRAME", "made: frame --", { flags: ["syncs"], frame: { kind: "push" } }),
      defineUop("_RETURN", "value -- result", { flags: ["syncs", "escapes"], frame: { kind: "return" } }),
      ...numbers,
    ],
  });
}
