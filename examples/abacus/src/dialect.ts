// The uops as data: what each does to the stack, what it guards, what holds of its results. All passes, the allocator, the stencil
// compiler and the verifier read this table and nothing else. What the uops compute is in semantics/.
//
//        number          flag: Yes, No (never die)
//        /    \
//      int    float
//   (no count) (counted)

import { type Dialect, type FoldRule, type TypedValue, type UopDefinition, type ValueFact, defineUop } from "@tjit/ir";
import { type Operator, operators } from "./operators.ts";
import { fitsInt } from "./values.ts";

const type = (name: string): ValueFact => ({ kind: "type", type: name });

function guard(name: string, effect: string, input: string, fact: ValueFact): UopDefinition {
  return defineUop(name, effect, { flags: ["exit"], guards: [{ input, fact }], doc: `Leaves unless ${input} fits.` });
}

const moves: readonly UopDefinition[] = [
  defineUop("_PUSH_INT", "-- value", {
    flags: ["arg", "pure"],
    results: { value: { type: "int", immortal: true } },
    doc: "Pushes oparg.",
  }),
  defineUop("_PUSH_CONSTANT", "-- value", { flags: ["arg", "pure"], doc: "Pushes constant oparg of the program." }),
  defineUop("_CONSTANT", "-- value", {
    flags: ["pure"],
    operand0: "constant",
    borrowed: "_BORROW_CONSTANT",
    doc: "Pushes a constant of the trace.",
  }),
  defineUop("_BORROW_CONSTANT", "-- value", { flags: ["pure"], operand0: "constant", doc: "The same, uncounted." }),
  defineUop("_LOAD", "-- value", {
    flags: ["arg", "reads-local", "pure"],
    borrowed: "_BORROW",
    doc: "Pushes local oparg.",
  }),
  defineUop("_BORROW", "-- value", { flags: ["arg", "reads-local", "pure"], doc: "The same, uncounted." }),
  defineUop("_SWAP_LOCAL", "value -- former", {
    flags: ["arg", "reads-local", "writes-local"],
    doc: "Exchanges the top and local oparg.",
  }),
  defineUop("_COPY", "value -- value, copy", {
    flags: ["pure"],
    results: { copy: { same: "value" } },
    doc: "Pushes the top again.",
  }),
  defineUop("_POP", "value --", {
    release: { none: "_POP_NOP", byType: { float: "_POP_FLOAT" } },
    doc: "Releases the top.",
  }),
  defineUop("_POP_NOP", "value --", { doc: "Drops the top, which has no count." }),
  defineUop("_POP_FLOAT", "value --", { requires: { value: "float" }, doc: "Releases a float." }),
];

const hostUops: readonly UopDefinition[] = [
  defineUop("_RECALL", "-- value", { flags: ["arg"], doc: "Pushes what key oparg holds." }),
  defineUop("_KEEP", "value --", { flags: ["arg", "escapes"], doc: "Key oparg holds the top from now on." }),
  defineUop("_SHOW", "value -- value", { flags: ["escapes"], doc: "Shows the top to the host." }),
];

const guards: readonly UopDefinition[] = [
  guard("_GUARD_TOP_INT", "value -- value", "value", type("int")),
  guard("_GUARD_TOP_FLOAT", "value -- value", "value", type("float")),
  guard("_GUARD_NEXT_INT", "value, top -- value, top", "value", type("int")),
  guard("_GUARD_NEXT_FLOAT", "value, top -- value, top", "value", type("float")),
  guard("_GUARD_FLAG", "value -- value", "value", type("flag")),
  guard("_GUARD_YES", "flag --", "flag", { kind: "constant", constant: "Yes" }),
  guard("_GUARD_NO", "flag --", "flag", { kind: "constant", constant: "No" }),
];

const binary = "left, right -- res, left, right";
const ints = { left: "int", right: "int" };
const floats = { left: "float", right: "float" };
const flagResult = { res: { type: "flag", immortal: true } };
const floatResult = { res: { type: "float", unique: true } };

/** The generic form, the forms for two ints and for two floats, and those that write a float over an operand. */
function operatorUops({ name, compute }: Operator): UopDefinition[] {
  const isComparison = typeof compute(0, 0) === "boolean";
  const generic = defineUop(`_${name}`, binary, {
    flags: ["error"],
    ...(isComparison ? { results: flagResult } : {}),
    narrow: [...(isComparison ? [{ inputs: ints, to: `_${name}_INT` }] : []), { inputs: floats, to: `_${name}_FLOAT` }],
    doc: "Any two numbers; a flag is an error.",
  });
  if (isComparison) {
    return [
      generic,
      defineUop(`_${name}_INT`, binary, { flags: ["pure"], requires: ints, results: flagResult, doc: "Two ints." }),
      defineUop(`_${name}_FLOAT`, binary, { flags: ["pure"], requires: floats, results: flagResult, doc: "Floats." }),
    ];
  }
  return [
    generic,
    defineUop(`_${name}_INT`, binary, {
      flags: ["exit"],
      requires: ints,
      results: { res: { type: "int", immortal: true } },
      doc: "Two ints; leaves when the result is none.",
    }),
    defineUop(`_${name}_FLOAT`, binary, {
      flags: ["pure"],
      requires: floats,
      results: floatResult,
      inplace: { left: `_${name}_FLOAT_INPLACE`, right: `_${name}_FLOAT_INPLACE_RIGHT` },
      inplaceLocal: `_${name}_FLOAT_INPLACE_LOCAL`,
      doc: "Two floats.",
    }),
    defineUop(`_${name}_FLOAT_INPLACE`, "left, right -- res, NULL, right", {
      requires: floats,
      results: floatResult,
      doc: "The result goes over left.",
    }),
    defineUop(`_${name}_FLOAT_INPLACE_RIGHT`, "left, right -- res, left, NULL", {
      requires: floats,
      results: floatResult,
      doc: "The result goes over right.",
    }),
    defineUop(`_${name}_FLOAT_INPLACE_LOCAL`, "left, right -- right", {
      flags: ["arg", "reads-local", "writes-local"],
      requires: floats,
      doc: "The result goes into the local that left is.",
    }),
  ];
}

const control: readonly UopDefinition[] = [
  defineUop("_SPECIALIZE", "--", { flags: ["arg"], tierOneOnly: true, doc: "Counts; at zero, specializes." }),
  defineUop("_COUNT_REPEAT", "--", { tierOneOnly: true, doc: "Counts; at zero, the loop is hot." }),
  defineUop("_BURN", "--", {
    flags: ["periodic"],
    tierOneOnly: true,
    traceForm: "_BURN_OR_LEAVE",
    doc: "Takes a unit of fuel; pauses the machine when there is none.",
  }),
  defineUop("_BURN_OR_LEAVE", "--", { flags: ["periodic", "deopt"], doc: "The same; leaves when there is none." }),
  defineUop("_JUMP_BACK", "--", { flags: ["arg"], tierOneOnly: true, doc: "Goes back by oparg units." }),
  defineUop("_JUMP", "--", { flags: ["arg"], tierOneOnly: true, doc: "Goes ahead by oparg units." }),
  defineUop("_JUMP_UNLESS", "flag --", {
    flags: ["arg", "error"],
    tierOneOnly: true,
    doc: "Goes ahead when No; remembers it.",
  }),
  defineUop("_HALT", "value --", { tierOneOnly: true, doc: "The value is the program's." }),
];

const traceUops: readonly UopDefinition[] = [
  defineUop("_NOP", "--", { flags: ["pure"], doc: "Does nothing." }),
  defineUop("_START", "--", { flags: ["deopt"], operand0: "address", doc: "A trace is entered; leaves when invalid." }),
  defineUop("_CHECK_VALID", "--", { flags: ["deopt"], operand0: "address", doc: "Leaves when the trace is invalid." }),
  defineUop("_SET_PC", "--", { operand0: "pc", doc: "Says which instruction runs, for errors." }),
  defineUop("_JUMP_TO_TOP", "--", { flags: ["terminal"], doc: "To the loop head." }),
  defineUop("_EXIT_TRACE", "--", { flags: ["terminal", "exit"], doc: "Leaves, perhaps to another trace." }),
  defineUop("_DEOPT", "--", { flags: ["terminal", "deopt"], doc: "Leaves for good." }),
  defineUop("_SPILL", "--", { doc: "Made by the allocator." }),
];

/** What the stubs of exits are made of; no recording contains them. */
const leavingUops: readonly UopDefinition[] = [
  defineUop("_OWN_SLOT", "--", { flags: ["syncs"], doc: "Takes the count of the topmost slot's reference." }),
  defineUop("_LEAVE_BY_EXIT", "--", { flags: ["terminal", "syncs"], operand0: "address", doc: "By an exit record." }),
  defineUop("_LEAVE_TO_INTERPRETER", "--", { flags: ["terminal", "syncs"], doc: "The interpreter goes on." }),
  defineUop("_LEAVE_BY_ERROR", "--", { flags: ["terminal", "syncs"], doc: "The program has failed." }),
];

/** All uops. */
export const uops: readonly UopDefinition[] = [
  ...moves,
  ...hostUops,
  ...guards,
  ...operators.flatMap(operatorUops),
  ...control,
  ...traceUops,
  ...leavingUops,
];

/** Folds an operator on two constants of a type. */
function fold({ compute }: Operator, wanted: "int" | "float"): FoldRule {
  return ([left, right]) => {
    if (left?.type !== wanted || right?.type !== wanted) return undefined;
    const value = compute(Number(left.value), Number(right.value));
    if (wanted === "int" && typeof value === "number" && !fitsInt(value)) return undefined;
    const result: TypedValue =
      typeof value === "boolean"
        ? { type: "flag", value }
        : { type: wanted, value: wanted === "int" ? value + 0 : value };
    return [result, "input0", "input1"];
  };
}

/** The language as the generic packages see it. */
export const abacusDialect: Dialect = {
  name: "abacus",
  uops,
  types: [
    { name: "number", releasesQuietly: true, immediate: false },
    { name: "int", parent: "number", releasesQuietly: true, immediate: true },
    { name: "float", parent: "number", releasesQuietly: true, immediate: false },
    { name: "flag", releasesQuietly: true, immediate: false, immortal: true },
  ],
  constants: [
    { name: "Yes", type: "flag", truth: true, value: true },
    { name: "No", type: "flag", truth: false, value: false },
  ],
  structural: {
    nop: "_NOP",
    loadConstant: "_BORROW_CONSTANT",
    popTop: "_POP",
    popTopNop: "_POP_NOP",
    jumpToTop: "_JUMP_TO_TOP",
    exitTrace: "_EXIT_TRACE",
    deopt: "_DEOPT",
    setIp: "_SET_PC",
    checkValidity: "_CHECK_VALID",
    spillOrReload: "_SPILL",
  },
  folds: {
    _PUSH_INT: (_inputs, oparg) => [{ type: "int", value: oparg }],
    ...Object.fromEntries(
      operators.flatMap((operator) => [
        [`_${operator.name}_INT`, fold(operator, "int")],
        [`_${operator.name}_FLOAT`, fold(operator, "float")],
      ]),
    ),
  },
};
