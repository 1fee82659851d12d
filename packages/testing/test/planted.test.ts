// Passes that are wrong, one way each: the property must reject every one of them.

import { type DialectIndex, type Exit, noExit, type Trace, type Uop } from "@tjit/ir";
import { createPythonIndex } from "@tjit/reference";
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkTransform, type TraceTransform, traceCaseArbitrary } from "../src/index.ts";

const index: DialectIndex = createPythonIndex();
const nameOf = (uop: Uop | undefined): string => (uop === undefined ? "" : index.definition(uop.op).name);
const renamed = (uop: Uop, name: string): Uop => ({ ...uop, op: index.id(name) });

/** Rewrites uops one by one; `[]` removes one. */
function each(rewrite: (uop: Uop, at: number, trace: Trace) => readonly Uop[]): TraceTransform {
  return (trace) => {
    const parts = trace.uops.map((uop, at) => rewrite(uop, at, trace));
    const uops = parts.flat();
    return { ...trace, uops, loopHead: parts.slice(0, trace.loopHead).flat().length };
  };
}

function replacing(from: string, to: string): TraceTransform {
  return each((uop) => [nameOf(uop) === from ? renamed(uop, to) : uop]);
}

function removing(pattern: RegExp): TraceTransform {
  return each((uop) => (pattern.test(nameOf(uop)) ? [] : [uop]));
}

function withExits(change: (exit: Exit) => Exit): TraceTransform {
  return (trace) => ({ ...trace, exits: trace.exits.map(change) });
}

/** Loads borrow, and the pops of the very next bytecode know it; nothing else does. */
const borrowsOnly: TraceTransform = each((uop, at, trace) => {
  const isLoad = nameOf(uop) === "_LOAD_FAST_BORROW";
  const pops = nameOf(uop) === "_POP_TOP" && nameOf(trace.uops[at - 3]) === "_LOAD_FAST_BORROW";
  return [isLoad ? renamed(uop, "_BORROW_FAST") : pops ? renamed(uop, "_POP_TOP_NOP") : uop];
});

const planted: readonly (readonly [name: string, transform: TraceTransform])[] = [
  ["a type guard is removed", removing(/^_GUARD_(TOS|NOS)_FLOAT$/)],
  ["a version guard is removed", removing(/^_GUARD_TYPE_VERSION$/)],
  [
    "a branch's guard becomes a drop",
    each((uop) => [nameOf(uop) === "_GUARD_IS_TRUE_POP" ? { ...renamed(uop, "_POP_TOP_NOP"), exit: noExit } : uop]),
  ],
  ["another operation", replacing("_BINARY_OP_ADD_FLOAT", "_BINARY_OP_SUBTRACT_FLOAT")],
  ["another outcome of a comparison", replacing("_COMPARE_OP_INT_LT", "_COMPARE_OP_INT_GE")],
  ["the other branch", replacing("_GUARD_IS_TRUE_POP", "_GUARD_IS_FALSE_POP")],
  ["releases are forgotten", replacing("_POP_TOP", "_POP_TOP_NOP")],
  ["releases of floats are forgotten", replacing("_POP_TOP_FLOAT", "_POP_TOP_NOP")],
  ["loads borrow, releases do not know", replacing("_LOAD_FAST_BORROW", "_BORROW_FAST")],
  ["loads borrow, exits do not know", borrowsOnly],
  [
    "counts are taken twice at exits",
    withExits((exit) => ({
      ...exit,
      recovery: exit.kind === "side" && !exit.isControlFlow ? [{ slot: 0, how: "own" }] : exit.recovery,
    })),
  ],
  [
    "shared floats are overwritten",
    each((uop, at, trace) => [
      nameOf(uop) === "_BINARY_OP_ADD_FLOAT" && nameOf(trace.uops[at + 1]) === "_POP_TOP_FLOAT"
        ? renamed(uop, "_BINARY_OP_ADD_FLOAT_INPLACE")
        : nameOf(uop) === "_POP_TOP_FLOAT" && nameOf(trace.uops[at - 2]) === "_BINARY_OP_ADD_FLOAT"
          ? renamed(uop, "_POP_TOP")
          : uop,
    ]),
  ],
  ["places are forgotten", removing(/^_SET_IP$/)],
  [
    "exits go to the next bytecode",
    withExits((exit) => (exit.kind === "side" && !exit.isControlFlow ? { ...exit, target: exit.target + 2 } : exit)),
  ],
  ["exits forget that they are behind the test", withExits((exit) => ({ ...exit, isControlFlow: false }))],
  [
    "global reads are frozen without being watched",
    each((uop) => [
      nameOf(uop) === "_LOAD_GLOBAL_MODULE" && uop.operand0 === 0
        ? { ...renamed(uop, "_LOAD_SMALL_INT"), oparg: 900, operand0: 0, exit: noExit }
        : uop,
    ]),
  ],
  ["a store to a list is dropped", each((uop) => (nameOf(uop) === "_STORE_SUBSCR_LIST_INT" ? [] : [uop]))],
  ["copies become swaps", each((uop, at, trace) => (nameOf(uop) === "_SWAP_2" && at > trace.loopHead ? [] : [uop]))],
  ["the periodic check is removed", removing(/^_CHECK_PERIODIC$/)],
  ["an iterator's end is not looked for", removing(/^_GUARD_NOT_EXHAUSTED_RANGE$/)],
  ["the loop starts later", (trace) => ({ ...trace, loopHead: Math.min(trace.loopHead + 4, trace.uops.length - 1) })],
  [
    "error exits swap with side exits",
    withExits((exit) => (exit.kind === "error" ? { ...exit, target: exit.target + 2 } : exit)),
  ],
];

it.each(planted)(
  "%s",
  (_, transform) => {
    const property = fc.property(traceCaseArbitrary(), (one) => {
      checkTransform(transform, one, index);
    });
    const result = fc.check(property, { numRuns: 6000, endOnFailure: true });
    expect(result.failed).toBe(true);
  },
  60_000,
);

it("a pass that answers differently the second time is rejected", () => {
  let asked = 0;
  const transform: TraceTransform = (trace) => ({ ...trace, name: `trace ${asked++}` });
  const one = {
    records: [],
    ending: "exit",
    recorded: { locals: [], builtinEffect: 0, finalizerEffect: 0, breaker: 3 },
    others: [],
  } as const;
  expect(() => {
    checkTransform(transform, one, index);
  }).toThrow("another result the second time");
});
