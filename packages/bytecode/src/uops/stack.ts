// Moves between locals, constants and the stack, and releases.

import { defineUop, type UopDefinition } from "@tjit/ir";

const releases = {
  release: {
    none: "_POP_TOP_NOP",
    byType: { float: "_POP_TOP_FLOAT", int: "_POP_TOP_INT", str: "_POP_TOP_UNICODE" },
  },
} as const;

export const stackUops: readonly UopDefinition[] = [
  defineUop("_NOP", "--", { flags: ["pure"], doc: "Does nothing." }),
  defineUop("_LOAD_FAST", "-- value", {
    flags: ["arg", "reads-local", "pure"],
    borrowed: "_BORROW_FAST",
    doc: "Pushes a local that is known to be bound.",
  }),
  defineUop("_LOAD_FAST_BORROW", "-- value", {
    flags: ["arg", "reads-local", "pure"],
    borrowed: "_BORROW_FAST",
    doc: "Pushes a local that the compiler knows to outlive the stack slot; the count is taken all the same.",
  }),
  defineUop("_BORROW_FAST", "-- value", {
    flags: ["arg", "reads-local", "pure"],
    doc: "Pushes a local without taking a count. Only in optimized traces.",
  }),
  defineUop("_LOAD_FAST_CHECK", "-- value", {
    flags: ["arg", "reads-local", "error"],
    doc: "Pushes a local, or raises UnboundLocalError.",
  }),
  defineUop("_LOAD_FAST_AND_CLEAR", "-- value", {
    flags: ["arg", "reads-local", "writes-local"],
    doc: "Moves a local, which may be NULL, to the stack and leaves NULL behind.",
  }),
  defineUop("_SWAP_FAST", "value -- trash", {
    flags: ["arg", "reads-local", "writes-local"],
    doc: "Stores the top of the stack in a local; what the local held, maybe NULL, is on the stack for a release.",
  }),
  defineUop("_STORE_FAST_MAYBE_NULL", "value -- trash", {
    flags: ["arg", "reads-local", "writes-local"],
    doc: "As `_SWAP_FAST` for a value that may be NULL.",
  }),
  defineUop("_DELETE_FAST", "-- trash", {
    flags: ["arg", "reads-local", "writes-local", "error"],
    doc: "Unbinds a local, or raises UnboundLocalError when it is not bound.",
  }),
  defineUop("_LOAD_CONST", "-- value", {
    flags: ["arg", "pure"],
    doc: "Pushes a constant of the code object.",
  }),
  defineUop("_LOAD_SMALL_INT", "-- value", {
    flags: ["arg", "pure"],
    results: { value: { type: "smallint", immortal: true } },
    doc: "Pushes oparg as an int.",
  }),
  defineUop("_LOAD_CONST_INLINE", "-- value", {
    flags: ["pure"],
    operand0: "constant",
    borrowed: "_LOAD_CONST_INLINE_BORROW",
    doc: "Pushes a constant of the trace and takes a count.",
  }),
  defineUop("_LOAD_CONST_INLINE_BORROW", "-- value", {
    flags: ["pure"],
    operand0: "constant",
    doc: "Pushes a constant that the trace keeps alive, without taking a count.",
  }),
  defineUop("_LOAD_COMMON_CONSTANT", "-- value", {
    flags: ["arg", "error"],
    doc: "Pushes one of a few well-known objects.",
  }),
  defineUop("_PUSH_NULL", "-- NULL", { flags: ["pure"], doc: "Pushes NULL." }),
  defineUop("_PUSH_NULL_CONDITIONAL", "-- NULL[oparg&1]", {
    flags: ["arg", "pure"],
    replicas: { mask: 1, byOparg: { 0: "", 1: "_PUSH_NULL" } },
    doc: "Pushes NULL when the lowest bit of oparg is set.",
  }),
  defineUop("_POP_TOP", "value --", {
    flags: ["escapes"],
    ...releases,
    doc: "Releases the top of the stack, which may be NULL.",
  }),
  defineUop("_POP_TOP_OBJECT", "value --", {
    flags: ["escapes"],
    ...releases,
    doc: "Releases a value that is known to be neither a tagged int nor NULL.",
  }),
  defineUop("_POP_TOP_NOP", "value --", { doc: "Drops a value that carries no count." }),
  defineUop("_POP_TOP_INT", "value --", { requires: { value: "int" }, doc: "Releases an exact int." }),
  defineUop("_POP_TOP_FLOAT", "value --", { requires: { value: "float" }, doc: "Releases an exact float." }),
  defineUop("_POP_TOP_UNICODE", "value --", { requires: { value: "str" }, doc: "Releases an exact str." }),
  defineUop("_COPY", "bottom, between[oparg-1] -- bottom, between[oparg-1], top", {
    flags: ["arg", "syncs"],
    replicas: { mask: -1, byOparg: { 1: "_COPY_1", 2: "_COPY_2", 3: "_COPY_3" } },
    results: { top: { same: "bottom" } },
    doc: "Pushes another reference to the value oparg places down.",
  }),
  defineUop("_COPY_1", "bottom -- bottom, top", {
    flags: ["pure"],
    results: { top: { same: "bottom" } },
    borrowed: "_COPY_1_BORROW",
    doc: "`_COPY` with oparg 1.",
  }),
  defineUop("_COPY_1_BORROW", "bottom -- bottom, top", {
    flags: ["pure"],
    results: { top: { same: "bottom" } },
    doc: "`_COPY_1` without taking a count. Only in optimized traces.",
  }),
  defineUop("_COPY_2", "bottom, a -- bottom, a, top", {
    flags: ["pure"],
    results: { top: { same: "bottom" } },
    borrowed: "_COPY_2_BORROW",
    doc: "`_COPY` with oparg 2.",
  }),
  defineUop("_COPY_2_BORROW", "bottom, a -- bottom, a, top", {
    flags: ["pure"],
    results: { top: { same: "bottom" } },
    doc: "`_COPY_2` without taking a count. Only in optimized traces.",
  }),
  defineUop("_COPY_3", "bottom, a, b -- bottom, a, b, top", {
    flags: ["pure"],
    results: { top: { same: "bottom" } },
    borrowed: "_COPY_3_BORROW",
    doc: "`_COPY` with oparg 3.",
  }),
  defineUop("_COPY_3_BORROW", "bottom, a, b -- bottom, a, b, top", {
    flags: ["pure"],
    results: { top: { same: "bottom" } },
    doc: "`_COPY_3` without taking a count. Only in optimized traces.",
  }),
  defineUop("_SWAP", "bottom, between[oparg-2], top -- top, between[oparg-2], bottom", {
    flags: ["arg", "syncs"],
    replicas: { mask: -1, byOparg: { 2: "_SWAP_2", 3: "_SWAP_3" } },
    doc: "Exchanges the top of the stack with the value oparg places down.",
  }),
  defineUop("_SWAP_2", "bottom, top -- top, bottom", { flags: ["pure"], doc: "`_SWAP` with oparg 2." }),
  defineUop("_SWAP_3", "bottom, a, top -- top, a, bottom", { flags: ["pure"], doc: "`_SWAP` with oparg 3." }),
  defineUop("_MAKE_CELL", "--", {
    flags: ["arg", "reads-local", "writes-local", "error"],
    doc: "Wraps a local, maybe unbound, in a cell.",
  }),
  defineUop("_COPY_FREE_VARS", "--", {
    flags: ["arg", "binds-locals"],
    doc: "Copies the closure of the function into the frame.",
  }),
  defineUop("_LOAD_DEREF", "-- value", { flags: ["arg", "reads-local", "error"], doc: "Pushes what a cell holds." }),
  defineUop("_STORE_DEREF", "value -- trash", {
    flags: ["arg", "reads-local"],
    doc: "Stores in a cell; what it held is left for a release.",
  }),
  defineUop("_DELETE_DEREF", "-- trash", { flags: ["arg", "reads-local", "error"], doc: "Empties a cell, or raises." }),
];
