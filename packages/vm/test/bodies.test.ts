// Every uop's body, as the machine code that its stencil makes, held against the meaning that `@tjit/reference` gives the uop: one uop at
// a time, in two equal VMs, and then all that it may have changed is compared: stack, locals, values with their counts, frames, the exit.

import { createPythonIndex } from "@tjit/reference";
import { Tally } from "@tjit/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bodyRecordArbitrary } from "./support/bodies/body-case.ts";
import { type Plant, compareBodies, testedUops } from "./support/bodies/compare-bodies.ts";

const index = createPythonIndex();
const tested = testedUops(index);

test("bodies do what the reference interpreter does", { timeout: 300_000 }, () => {
  const tally = new Tally();
  fc.assert(
    fc.property(fc.array(bodyRecordArbitrary, { minLength: 20, maxLength: 80, size: "max" }), (records) => {
      const found = compareBodies(records, testedUops, tally);
      if (found !== "") throw new Error(found);
    }),
    { numRuns: 50 },
  );
  const reached = (ending: string): number => tally.all().filter(([event]) => event.startsWith(`${ending} `)).length;
  const flagged = (...flags: readonly ("exit" | "deopt" | "periodic" | "error")[]): number =>
    tested.filter((definition) => flags.some((flag) => definition.flags.has(flag))).length;
  const counts = {
    falls: reached("falls"),
    leaves: reached("leaves"),
    raises: reached("raises"),
    faults: reached("fault"),
  };
  // Chance leaves out a few of those that rarely end so; allocation, for one, never fails here.
  expect(counts.falls, JSON.stringify(counts)).toBeGreaterThan(tested.length * 0.9);
  expect(counts.leaves, JSON.stringify(counts)).toBeGreaterThan(flagged("exit", "deopt", "periodic") * 0.75);
  expect(counts.raises, JSON.stringify(counts)).toBeGreaterThan(flagged("error") * 0.5);
  expect(counts.faults, JSON.stringify(counts)).toBeLessThan(20);
});

/** Wrong bodies: that of another uop in the place of one. */
const planted: readonly (readonly [uop: string, body: string])[] = [
  ["_POP_TOP", "_POP_TOP_NOP"],
  ["_LOAD_CONST_INLINE", "_LOAD_CONST_INLINE_BORROW"],
  ["_BINARY_OP_ADD_INT", "_BINARY_OP_SUBTRACT_INT"],
  ["_BINARY_OP_FLOOR_DIVIDE_INT", "_BINARY_OP_REMAINDER_INT"],
  ["_BINARY_OP_ADD_FLOAT", "_BINARY_OP_ADD_FLOAT_INPLACE"],
  ["_COMPARE_OP_INT_LT", "_COMPARE_OP_INT_LE"],
  ["_GUARD_TOS_LIST", "_GUARD_TOS_TUPLE"],
  ["_GUARD_IS_TRUE_POP", "_GUARD_IS_FALSE_POP"],
  ["_BINARY_OP_SUBSCR_LIST_INT", "_BINARY_OP_SUBSCR_TUPLE_INT"],
  ["_UNPACK_SEQUENCE_TUPLE", "_UNPACK_SEQUENCE_LIST"],
  ["_CHECK_PERIODIC", "_CHECK_VALIDITY"],
  ["_MAKE_WARM", "_NOP"],
];

test.each(planted)("the body of %s may not be that of %s", { timeout: 60_000 }, (uop, body) => {
  const swap: Plant = (trace, ofTrace) => ({
    ...trace,
    uops: trace.uops.map((it) => (it.op === ofTrace.id(uop) ? { ...it, op: ofTrace.id(body) } : it)),
  });
  const found = fc
    .sample(fc.array(bodyRecordArbitrary, { minLength: 12, maxLength: 12 }), { numRuns: 3, seed: 1 })
    .map((records) => {
      try {
        return compareBodies(records, (dialect) => [dialect.definition(dialect.id(uop))], new Tally(), swap);
      } catch (error) {
        // A wrong body may read where there is no memory.
        if (error instanceof WebAssembly.RuntimeError) return error.message;
        throw error;
      }
    });
  expect(found.some((text) => text !== "")).toBe(true);
});
