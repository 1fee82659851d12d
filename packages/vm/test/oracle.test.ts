// What case files expect is what CPython does. UPDATE_CASES=1 asks it about every program and rewrites the files; otherwise a sample is
// asked again.

import process from "node:process";
import { expect, test } from "vitest";
import { allPrograms, areas, programsOf, rewriteArea } from "./support/corpus.ts";
import { loadOracle } from "./support/oracle.ts";
import { printOutcome } from "./support/outcome.ts";

/** One program in so many is asked again. */
const sampling = 7;
const updates = process.env["UPDATE_CASES"] === "1";

test.runIf(updates)("expectations are rewritten", { timeout: 300_000 }, async () => {
  const oracle = await loadOracle();
  for (const area of areas) {
    const inputs = programsOf(area).map(({ input }) => input);
    const outcomes = oracle.run(inputs).map(printOutcome);
    rewriteArea(area, (input) => outcomes[inputs.indexOf(input)] ?? "");
  }
});

test.skipIf(updates)("CPython does what the case files expect", { timeout: 60_000 }, async () => {
  const oracle = await loadOracle();
  const sample = allPrograms().filter((_, index) => index % sampling === 0);
  const outcomes = oracle.run(sample.map(({ input }) => input)).map(printOutcome);
  expect(outcomes).toEqual(sample.map(({ expected }) => expected));
});

test("the corpus is as large as it is meant to be", () => {
  expect(allPrograms().length).toBeGreaterThanOrEqual(250);
});
