// "calc": a dialect that is nobody's language, small enough to evaluate in one file and large enough that every field of a uop's
// record is used: immediate ints, counted floats, boxes whose death is visible, locals, guards, branches, calls.
//
//   number            nothing, bool: never die
//    /   \            box: holds a value; its finalizer writes to the log, so releases are ordered and escape
//  int   float        function: only called
//
// The evaluator beside it (calc-evaluator.ts) gives these uops their meaning.

import type { Dialect, FoldRule, TypedValue } from "../dialect.ts";
import { DialectIndex } from "../dialect.ts";
import { type UopDefinition, type ValueFact, defineUop } from "../uop.ts";

/** Ints that leave this range are an exit of `_ADD_INT`. */
export const calcIntLimit = 1000;

function guard(name: string, effect: string, input: string, fact: ValueFact): UopDefinition {
  return defineUop(name, effect, { flags: ["exit"], guards: [{ input, fact }], doc: `${input} has the fact.` });
}

const type = (name: string): ValueFact => ({ kind: "type", type: name });
const ints = { left: "int", right: "int" };
const floats = { left: "float", right: "float" };
const bool = { res: { type: "bool", immortal: true } };
const binary = "left, right -- res, left, right";

const uops: readonly UopDefinition[] = [
  defineUop("_NOP", "--", { flags: ["pure"], doc: "Does nothing." }),
  defineUop("_START", "--", { flags: ["deopt"], doc: "Leaves when the trace was invalidated." }),
  defineUop("_SET_IP", "--", { operand0: "pc", doc: "Stores the place for errors and for what user code sees." }),
  defineUop("_CHECK_VALIDITY", "--", { flags: ["deopt"], doc: "Leaves when the trace was invalidated." }),
  defineUop("_PERIODIC", "--", { flags: ["periodic"], doc: "Leaves when somebody waits." }),
  defineUop("_JUMP", "--", { flags: ["terminal"], doc: "To the loop head." }),
  defineUop("_EXIT", "--", { flags: ["terminal", "exit"], doc: "Leaves." }),
  defineUop("_DEOPT", "--", { flags: ["terminal", "deopt"], doc: "Leaves for good." }),
  defineUop("_SPILL", "--", { flags: ["arg"], doc: "Made by the allocator." }),
  defineUop("_RECORD_TOP", "value -- value", { flags: ["records"], operand0: "constant", doc: "What the top was." }),

  defineUop("_LOAD_LOCAL", "-- value", {
    flags: ["arg", "reads-local", "pure"],
    borrowed: "_BORROW_LOCAL",
    doc: "Pushes a local.",
  }),
  defineUop("_BORROW_LOCAL", "-- value", { flags: ["arg", "reads-local", "pure"], doc: "Pushes a local, uncounted." }),
  defineUop("_SWAP_LOCAL", "value -- former", {
    flags: ["arg", "reads-local", "writes-local"],
    doc: "Exchanges top and local.",
  }),
  defineUop("_CLEAR_LOCAL", "-- former", {
    flags: ["arg", "reads-local", "writes-local"],
    doc: "Takes a local's value away.",
  }),
  defineUop("_LOAD_CONSTANT", "-- value", {
    flags: ["pure"],
    operand0: "constant",
    borrowed: "_BORROW_CONSTANT",
    doc: "Pushes a constant.",
  }),
  defineUop("_BORROW_CONSTANT", "-- value", {
    flags: ["pure"],
    operand0: "constant",
    doc: "Pushes a constant, uncounted.",
  }),
  defineUop("_LOAD_INT", "-- value", {
    flags: ["arg", "pure"],
    results: { value: { type: "int", immortal: true } },
    doc: "Pushes oparg.",
  }),
  defineUop("_LOAD_GLOBAL", "-- value", {
    flags: ["arg", "deopt"],
    doc: "Pushes global oparg; leaves when it is NULL.",
  }),
  defineUop("_PUSH_NULL", "-- NULL", { flags: ["pure"], doc: "Pushes NULL." }),
  defineUop("_COPY", "bottom, between[oparg-1] -- bottom, between[oparg-1], top", {
    flags: ["arg", "pure"],
    results: { top: { same: "bottom" } },
    borrowed: "_BORROW_COPY",
    doc: "Pushes another reference.",
  }),
  defineUop("_BORROW_COPY", "bottom, between[oparg-1] -- bottom, between[oparg-1], top", {
    flags: ["arg", "pure"],
    results: { top: { same: "bottom" } },
    doc: "Pushes another reference, uncounted.",
  }),
  defineUop("_SWAP", "bottom, between[oparg-2], top -- top, between[oparg-2], bottom", {
    flags: ["arg"],
    doc: "Exchanges two slots.",
  }),
  defineUop("_POP", "value --", {
    flags: ["escapes"],
    release: { none: "_POP_NOP", byType: { float: "_POP_FLOAT" } },
    doc: "Releases the top.",
  }),
  defineUop("_POP_NOP", "value --", { doc: "Drops the top, which has no count." }),
  defineUop("_POP_FLOAT", "value --", { requires: { value: "float" }, doc: "Releases a float." }),

  guard("_GUARD_TOP_INT", "value -- value", "value", type("int")),
  guard("_GUARD_TOP_FLOAT", "value -- value", "value", type("float")),
  guard("_GUARD_TOP_NUMBER", "value -- value", "value", type("number")),
  guard("_GUARD_TOP_BOOL", "value -- value", "value", type("bool")),
  guard("_GUARD_TOP_BOX", "value -- value", "value", type("box")),
  guard("_GUARD_NEXT_INT", "value, top -- value, top", "value", type("int")),
  guard("_GUARD_NEXT_FLOAT", "value, top -- value, top", "value", type("float")),
  guard("_GUARD_NOT_NULL", "value -- value", "value", { kind: "non-null" }),
  guard("_GUARD_NOT_NOTHING", "value -- value", "value", { kind: "not-constant", constant: "Nothing" }),
  guard("_GUARD_TRUE_POP", "flag --", "flag", { kind: "constant", constant: "True" }),
  guard("_GUARD_FALSE_POP", "flag --", "flag", { kind: "constant", constant: "False" }),
  defineUop("_GUARD_TYPE_VERSION", "value -- value", {
    flags: ["exit"],
    operand0: "version",
    guards: [{ input: "value", fact: { kind: "type-version" } }],
    doc: "The type's version.",
  }),
  defineUop("_GUARD_FUNCTION_VERSION", "function, top -- function, top", {
    flags: ["exit"],
    operand0: "version",
    guards: [{ input: "function", fact: { kind: "function-version" } }],
    doc: "The function's version.",
  }),
  defineUop("_GUARD_GLOBALS_VERSION", "--", { flags: ["deopt"], operand0: "version", doc: "No global changed." }),

  defineUop("_ADD_INT", binary, {
    flags: ["exit"],
    requires: ints,
    results: { res: { type: "int", immortal: true } },
    doc: "Sum; leaves when it is too large.",
  }),
  defineUop("_LESS_INT", binary, { flags: ["pure"], requires: ints, results: bool, doc: "Comparison." }),
  defineUop("_LESS_FLOAT", binary, { flags: ["pure"], requires: floats, results: bool, doc: "Comparison." }),
  defineUop("_MULTIPLY_FLOAT", binary, {
    flags: ["pure"],
    requires: floats,
    results: { res: { type: "float", unique: true } },
    inplace: { left: "_MULTIPLY_FLOAT_INPLACE", right: "_MULTIPLY_FLOAT_INPLACE_RIGHT" },
    inplaceLocal: "_MULTIPLY_FLOAT_INPLACE_LOCAL",
    doc: "Product.",
  }),
  defineUop("_MULTIPLY_FLOAT_INPLACE", "left, right -- res, NULL, right", {
    requires: floats,
    results: { res: { type: "float", unique: true } },
    doc: "Product over left.",
  }),
  defineUop("_MULTIPLY_FLOAT_INPLACE_RIGHT", "left, right -- res, left, NULL", {
    requires: floats,
    results: { res: { type: "float", unique: true } },
    doc: "Product over right.",
  }),
  defineUop("_MULTIPLY_FLOAT_INPLACE_LOCAL", "left, right -- right", {
    flags: ["arg", "reads-local", "writes-local"],
    requires: floats,
    doc: "Product into the local that left is.",
  }),
  defineUop("_ADD_FLOAT", binary, {
    flags: ["pure"],
    requires: floats,
    results: { res: { type: "float", unique: true } },
    doc: "Sum.",
  }),
  defineUop("_ADD", binary, {
    flags: ["error", "escapes"],
    narrow: [{ inputs: floats, to: "_ADD_FLOAT" }],
    doc: "Sum of numbers; anything else is an error.",
  }),
  defineUop("_TRUTH", "value -- res, value", {
    flags: ["pure"],
    results: bool,
    doc: "Whether zero, Nothing, False, NULL, or else.",
  }),
  defineUop("_NOT", "value -- res", {
    flags: ["pure"],
    requires: { value: "bool" },
    results: bool,
    doc: "The other bool.",
  }),

  defineUop("_NEW_BOX", "value -- box", {
    results: { box: { type: "box", unique: true } },
    doc: "A box, which takes the value.",
  }),
  defineUop("_GET", "box -- value, box", {
    flags: ["deopt"],
    requires: { box: "box" },
    doc: "What is in a box; leaves when empty.",
  }),
  defineUop("_CALL_HOST", "values[oparg] -- res", {
    flags: ["arg", "syncs", "error", "escapes"],
    doc: "Logs and releases values; pushes a float.",
  }),

  defineUop("_MAKE_FRAME", "function, receiver, args[oparg] -- new_frame: frame", {
    flags: ["arg", "syncs"],
    operand0: "frame",
    frame: { kind: "create", receiver: "receiver", arguments: "args", others: "null" },
    doc: "A frame; receiver, unless NULL, and arguments become its locals.",
  }),
  defineUop("_PUSH_FRAME", "new_frame: frame --", {
    flags: ["syncs"],
    frame: { kind: "push" },
    doc: "Enters a frame.",
  }),
  defineUop("_RETURN", "value -- res", {
    flags: ["syncs", "escapes"],
    frame: { kind: "return" },
    results: { res: { same: "value" } },
    doc: "Leaves a frame and releases all that is in it.",
  }),
];

const numberOf = (input: TypedValue | undefined, wanted: string): number | undefined =>
  input?.type === wanted && typeof input.value === "number" ? input.value : undefined;

function fold(wanted: string, compute: (left: number, right: number) => TypedValue | undefined): FoldRule {
  return (inputs) => {
    const left = numberOf(inputs[0], wanted);
    const right = numberOf(inputs[1], wanted);
    const result = left === undefined || right === undefined ? undefined : compute(left, right);
    return result === undefined ? undefined : [result, "input0", "input1"];
  };
}

/** The dialect. */
export const calcDialect: Dialect = {
  name: "calc",
  uops,
  types: [
    { name: "number", releasesQuietly: true, immediate: false },
    { name: "int", parent: "number", releasesQuietly: true, immediate: true },
    { name: "float", parent: "number", releasesQuietly: true, immediate: false },
    { name: "bool", releasesQuietly: true, immediate: false, immortal: true },
    { name: "nothing", releasesQuietly: true, immediate: false, immortal: true },
    { name: "box", releasesQuietly: false, immediate: false },
    { name: "function", releasesQuietly: false, immediate: false },
  ],
  constants: [
    { name: "Nothing", type: "nothing", truth: false, value: null },
    { name: "True", type: "bool", truth: true, value: true },
    { name: "False", type: "bool", truth: false, value: false },
  ],
  structural: {
    nop: "_NOP",
    loadConstant: "_BORROW_CONSTANT",
    popTop: "_POP",
    popTopNop: "_POP_NOP",
    jumpToTop: "_JUMP",
    exitTrace: "_EXIT",
    deopt: "_DEOPT",
    setIp: "_SET_IP",
    checkValidity: "_CHECK_VALIDITY",
    spillOrReload: "_SPILL",
  },
  folds: {
    _LOAD_INT: (_inputs, oparg) => [{ type: "int", value: oparg }],
    _ADD_INT: fold("int", (left, right) =>
      Math.abs(left + right) < calcIntLimit ? { type: "int", value: left + right } : undefined,
    ),
    _LESS_INT: fold("int", (left, right) => ({ type: "bool", value: left < right })),
    _LESS_FLOAT: fold("float", (left, right) => ({ type: "bool", value: left < right })),
    _MULTIPLY_FLOAT: fold("float", (left, right) => ({ type: "float", value: left * right })),
    _ADD_FLOAT: fold("float", (left, right) => ({ type: "float", value: left + right })),
    _TRUTH: ([input]) =>
      input === undefined
        ? undefined
        : [{ type: "bool", value: input.value !== 0 && input.value !== false && input.value !== null }, "input0"],
    _NOT: ([input]) => (typeof input?.value === "boolean" ? [{ type: "bool", value: !input.value }] : undefined),
  },
};

/** The dialect with its lookups made. */
export function calcIndex(): DialectIndex {
  return new DialectIndex(calcDialect);
}
