// On Python's uops and the reference interpreter: the trace after the pass does what the trace before it did.

import { applyEdits, type Pass, type Trace } from "@tjit/ir";
import { createPythonIndex } from "@tjit/reference";
import { checkTransform, Tally, type TraceTransform, traceCaseArbitrary, transformOf } from "@tjit/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { constantPropagation, deadUops } from "../src/index.ts";

const index = createPythonIndex();

/** Pushes and pops of different bytecodes meet only when nothing is checked between them. */
function withoutChecks(trace: Trace): Trace {
  const edits = trace.uops.flatMap(({ op }, at) =>
    op === index.structural.checkValidity ? [{ at, remove: 1, insert: [] }] : [],
  );
  return applyEdits(trace, { edits, exits: new Map(), constants: [], dependencies: [] });
}

const prepared =
  (pass: Pass): TraceTransform =>
  (trace, environment) =>
    transformOf(pass)(withoutChecks(trace), environment);

it.each([
  ["constant-propagation", transformOf(constantPropagation)],
  ["constant-propagation without checks", prepared(constantPropagation)],
  ["dead-uops", prepared(deadUops)],
] as const)(
  "%s refines",
  (_, transform) => {
    const tally = new Tally();
    fc.assert(
      fc.property(traceCaseArbitrary(), (one) => {
        checkTransform(transform, one, index, tally);
      }),
      { numRuns: 500 },
    );
    tally.demand({ changed: 150, compared: 800, rounds: 100, "exit side": 300, "exit error": 30, "exit periodic": 50 });
    expect(tally.count("steps after")).toBeLessThan(tally.count("steps before"));
  },
  60_000,
);
