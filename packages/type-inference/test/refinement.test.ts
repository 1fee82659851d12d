// On Python's uops and the reference interpreter: the trace after the pass does what the trace before it did.

import { createPythonIndex } from "@tjit/reference";
import { type PassEnvironment, type Trace, applyEdits } from "@tjit/ir";
import { checkTransform, Tally, traceCaseArbitrary, transformOf } from "@tjit/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { cleanup, guardHoisting, typeInference } from "../src/index.ts";

const index = createPythonIndex();

it.each([typeInference, cleanup])(
  "$name refines",
  (pass) => {
    const tally = new Tally();
    fc.assert(
      fc.property(traceCaseArbitrary(), (one) => {
        checkTransform(transformOf(pass), one, index, tally);
      }),
      { numRuns: 500 },
    );
    tally.demand({ changed: 150, compared: 800, rounds: 100, "exit side": 300, "exit error": 30, "exit periodic": 50 });
    expect(tally.count("steps after")).toBeLessThan(tally.count("steps before"));
  },
  60_000,
);

it("guard-hoisting refines, alone and before type inference", () => {
  const tally = new Tally();
  fc.assert(
    fc.property(traceCaseArbitrary(), (one) => {
      for (const next of [undefined, typeInference]) {
        const transform = (trace: Trace, environment: PassEnvironment): Trace | undefined => {
          const result = guardHoisting.run(trace, environment);
          if (result.kind === "abort") return undefined;
          const hoisted = applyEdits(trace, result);
          if (hoisted !== trace) tally.add("hoisted");
          return next === undefined ? hoisted : transformOf(next)(hoisted, environment);
        };
        checkTransform(transform, one, index, tally);
      }
    }),
    { numRuns: 1000 },
  );
  tally.demand({ hoisted: 500, compared: 2000, rounds: 200, earlier: 100 });
}, 120_000);
