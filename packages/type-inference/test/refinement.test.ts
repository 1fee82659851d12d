// On Python's uops and the reference interpreter: the trace after the pass does what the trace before it did.

import { createPythonIndex } from "@tjit/reference";
import { checkTransform, Tally, traceCaseArbitrary, transformOf } from "@tjit/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { cleanup, typeInference } from "../src/index.ts";

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
