// Branches, loops, iteration, the frame's entry and the uops that a trace adds around bytecodes.

import { defineUop, type UopDefinition } from "@tjit/ir";

const conditionHistory = "Shifts the outcome into the cache word that the recorder reads.";

function guardConstant(name: string, input: string, constant: string, negated: boolean, doc: string): UopDefinition {
  return defineUop(name, `${input} --`, {
    flags: ["exit"],
    guards: [{ input, fact: { kind: negated ? "not-constant" : "constant", constant } }],
    doc,
  });
}

export const controlUops: readonly UopDefinition[] = [
  defineUop("_RESUME_CHECK", "--", {
    flags: ["syncs", "periodic", "error"],
    tierOneOnly: true,
    traceForm: "_TIER2_RESUME_CHECK",
    doc: "Function entry: eval breaker, entry counter.",
  }),
  defineUop("_TIER2_RESUME_CHECK", "--", {
    flags: ["periodic", "deopt"],
    doc: "Function entry in a trace: leaves when the eval breaker asks.",
  }),
  defineUop("_CHECK_PERIODIC", "--", {
    flags: ["periodic", "deopt"],
    doc: "Back edge in a trace: leaves when the eval breaker asks.",
  }),
  defineUop("_PERIODIC", "--", {
    flags: ["syncs", "periodic", "error"],
    tierOneOnly: true,
    traceForm: "_CHECK_PERIODIC",
    doc: "Eval breaker in tier 1.",
  }),
  defineUop("_COUNT_BACKWARD", "--", {
    flags: ["syncs", "arg"],
    tierOneOnly: true,
    doc: "Advances the loop counter; at zero the tracer is asked.",
  }),
  defineUop("_QUICKEN_JUMP", "--", {
    flags: ["syncs"],
    tierOneOnly: true,
    doc: "First execution: chooses the member with or without the JIT.",
  }),
  defineUop("_SPECIALIZE", "--", {
    flags: ["syncs", "arg"],
    tierOneOnly: true,
    doc: "Advances the adaptive counter; at zero the specializer runs and the instruction is dispatched again.",
  }),
  defineUop("_JUMP_FORWARD", "--", { flags: ["arg"], tierOneOnly: true, doc: "Jumps ahead." }),
  defineUop("_JUMP_BACKWARD", "--", { flags: ["arg"], tierOneOnly: true, doc: "Jumps back." }),
  defineUop("_POP_JUMP_IF_TRUE", "condition --", {
    flags: ["arg"],
    tierOneOnly: true,
    doc: `Jumps when True. ${conditionHistory}`,
  }),
  defineUop("_POP_JUMP_IF_FALSE", "condition --", {
    flags: ["arg"],
    tierOneOnly: true,
    doc: `Jumps when False. ${conditionHistory}`,
  }),
  defineUop("_IS_NONE", "value -- res, value", {
    flags: ["pure"],
    results: { res: { type: "bool", immortal: true } },
    doc: "Whether the value is None.",
  }),

  guardConstant("_GUARD_IS_TRUE_POP", "flag", "True", false, "The condition is True."),
  guardConstant("_GUARD_IS_FALSE_POP", "flag", "False", false, "The condition is False."),
  defineUop("_GUARD_IS_NONE_POP", "value --", {
    flags: ["exit"],
    guards: [{ input: "value", fact: { kind: "constant", constant: "None" } }],
    doc: "The value is None, which needs no release.",
  }),
  defineUop("_GUARD_IS_NOT_NONE", "value -- value", {
    flags: ["exit"],
    guards: [{ input: "value", fact: { kind: "not-constant", constant: "None" } }],
    doc: "The value is not None.",
  }),

  defineUop("_GET_ITER", "iterable -- iter, iterable", { flags: ["error", "escapes"], doc: "`iter(iterable)`." }),
  defineUop("_FOR_ITER", "iter -- iter, next", { flags: ["error", "escapes"], doc: "Next item, NULL when exhausted." }),
  defineUop("_JUMP_IF_EXHAUSTED", "next -- next", {
    flags: ["arg"],
    tierOneOnly: true,
    traceForm: "_GUARD_NOT_EXHAUSTED",
    doc: "Jumps to the END_FOR, which drops the NULL, when there is no next item.",
  }),
  defineUop("_GUARD_NOT_EXHAUSTED", "next -- next", {
    flags: ["exit"],
    guards: [{ input: "next", fact: { kind: "non-null" } }],
    doc: "There is a next item.",
  }),
  ...iterationOf("RANGE", "range_iterator"),
  ...iterationOf("LIST", "list_iterator"),
  ...iterationOf("TUPLE", "tuple_iterator"),

  defineUop("_START_EXECUTOR", "--", {
    flags: ["deopt"],
    operand0: "address",
    doc: "Entry of a trace: leaves at once when it was invalidated.",
  }),
  defineUop("_MAKE_WARM", "--", { operand0: "address", doc: "Marks the executor as used, for eviction." }),
  defineUop("_CHECK_VALIDITY", "--", {
    flags: ["deopt"],
    operand0: "address",
    doc: "Leaves when the executor was invalidated.",
  }),
  defineUop("_SET_IP", "--", { operand0: "pc", doc: "Stores the address of the bytecode in the frame." }),
  defineUop("_JUMP_TO_TOP", "--", { flags: ["terminal"], doc: "Closes the loop." }),
  defineUop("_EXIT_TRACE", "--", {
    flags: ["terminal", "exit"],
    doc: "Leaves by its exit, which may be linked to another trace.",
  }),
  defineUop("_DYNAMIC_EXIT", "--", {
    flags: ["terminal", "exit", "syncs"],
    doc: "Leaves to the instruction that the frame on top says.",
  }),
  defineUop("_DEOPT", "--", { flags: ["terminal", "deopt"], doc: "Leaves to the interpreter for good." }),
  defineUop("_SPILL_OR_RELOAD", "--", {
    doc: "Changes how many stack values are in registers. Made by the allocator.",
  }),
  defineUop("_RECORD_TOS_TYPE", "tos -- tos", {
    flags: ["records"],
    operand0: "constant",
    doc: "The type that the top of the stack had.",
  }),
  defineUop("_RECORD_NOS_TYPE", "nos, tos -- nos, tos", {
    flags: ["records"],
    operand0: "constant",
    doc: "The type of the value below the top.",
  }),
  defineUop("_RECORD_CALLABLE", "callable, self_or_null, args[oparg] -- callable, self_or_null, args[oparg]", {
    flags: ["records", "arg"],
    operand0: "constant",
    doc: "The callable of a call.",
  }),
  defineUop("_RECORD_CODE", "--", {
    flags: ["records"],
    operand0: "constant",
    doc: "The code of the frame just entered.",
  }),
];

function iterationOf(kind: "RANGE" | "LIST" | "TUPLE", type: string): UopDefinition[] {
  return [
    defineUop(`_ITER_CHECK_${kind}`, "iter -- iter", {
      flags: ["exit"],
      guards: [{ input: "iter", fact: { kind: "type", type } }],
      doc: `The iterator is a ${type}.`,
    }),
    defineUop(`_ITER_JUMP_${kind}`, "iter -- iter", {
      flags: ["arg"],
      tierOneOnly: true,
      traceForm: `_GUARD_NOT_EXHAUSTED_${kind}`,
      doc: "Jumps behind the loop when exhausted.",
    }),
    defineUop(`_GUARD_NOT_EXHAUSTED_${kind}`, "iter -- iter", {
      flags: ["exit"],
      requires: { iter: type },
      doc: "The iterator has another item; leaves when exhausted.",
    }),
    defineUop(`_ITER_NEXT_${kind}`, "iter -- iter, next", {
      requires: { iter: type },
      ...(kind === "RANGE" ? { results: { next: { type: "smallint", immortal: true } } } : {}),
      doc: "Takes the next item.",
    }),
  ];
}
