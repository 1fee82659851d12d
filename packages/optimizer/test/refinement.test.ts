// On Python's uops and the reference interpreter: what the default pipeline makes of a trace does what the trace did, and so does any
// other order of the passes.

import { createPythonIndex } from "@tjit/reference";
import { checkTransform, Tally, type TraceTransform, traceCaseArbitrary } from "@tjit/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultPipeline, optimize, passesByName } from "../src/index.ts";

const index = createPythonIndex();

/** What the traces must bring about, lest nothing is tested. */
const rules = [
  "cleanup:checked-validity",
  "cleanup:unread-place",
  "constant-propagation:constant-branch",
  "constant-propagation:constant-guard",
  "constant-propagation:fold",
  "constant-propagation:promise",
  "constant-propagation:resolve",
  "dead-uops:dead-push",
  "dead-uops:dead-result",
  "refcount-elimination:borrow",
  "refcount-elimination:drop-immortal",
  "refcount-elimination:release-by-type",
  "refcount-elimination:update-in-place",
  "refcount-elimination:update-local",
  "type-inference:known-branch",
  "type-inference:known-guard",
];

/** A pipeline as a transform that counts the rules that fired. */
function transformBy(pipeline: string, tally: Tally): TraceTransform {
  return (trace, environment) => {
    const optimized = optimize(trace, environment, { pipeline, verify: "every-pass" });
    if (optimized.kind === "abort") {
      tally.add(`aborted: ${optimized.reason}`);
      return undefined;
    }
    for (const { pass, rule } of optimized.remarks) tally.add(`${pass}:${rule}`);
    return optimized.trace;
  };
}

it("the default pipeline refines", () => {
  const tally = new Tally();
  const transform = transformBy(defaultPipeline, tally);
  fc.assert(
    fc.property(traceCaseArbitrary(), (one) => {
      checkTransform(transform, one, index, tally);
    }),
    { numRuns: 800 },
  );
  tally.demand({
    changed: 700,
    compared: 1200,
    earlier: 1,
    rounds: 150,
    "exit side": 500,
    "exit error": 50,
    "exit periodic": 100,
  });
  for (const rule of rules) tally.demand({ [rule]: 5 });
  expect(tally.count("steps after")).toBeLessThan(0.8 * tally.count("steps before"));
}, 60_000);

it("the passes refine in any order", () => {
  const names = fc.array(fc.constantFrom(...passesByName.keys()), { minLength: 1, maxLength: 6 });
  const tally = new Tally();
  fc.assert(
    fc.property(traceCaseArbitrary(), names, (one, chosen) => {
      checkTransform(transformBy(chosen.join(","), tally), one, index, tally);
    }),
    { numRuns: 500 },
  );
  tally.demand({ changed: 300, compared: 700 });
}, 60_000);
