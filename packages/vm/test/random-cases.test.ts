// Random functions, by area: the interpreter does what CPython does and leaves nothing behind, and so do specialized instructions and traces.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fullColumn, interpreterColumn, specializerColumn } from "./support/columns.ts";
import { type Oracle, loadOracle } from "./support/oracle.ts";
import { printOutcome } from "./support/outcome.ts";
import { type CaseBody, caseArbitraries, printCases } from "./support/random-cases.ts";
import { runCase } from "./support/run-case.ts";

function agrees(oracle: Oracle, cases: readonly CaseBody[]): void {
  const [expected] = oracle.run([printCases(cases, 1)]).map(printOutcome);
  const interpreted = runCase(printCases(cases, 1), interpreterColumn, { heap: "checked", leaks: "checked" });
  expect(printOutcome(interpreted.outcome)).toBe(expected);
  expect(interpreted.leaked).toBe(0);
  for (const column of [specializerColumn, fullColumn]) {
    const { outcome } = runCase(printCases(cases, 12), column, { heap: "plain", leaks: "ignored" });
    expect(printOutcome(outcome), column.name).toBe(expected);
  }
}

describe.each(Object.entries(caseArbitraries))("%s", (_, arbitrary) => {
  test("as in CPython, in every tier", { timeout: 180_000 }, async () => {
    const oracle = await loadOracle();
    const cases = fc.array(arbitrary, { minLength: 1, maxLength: 100, size: "max" });
    fc.assert(
      fc.property(cases, (list) => {
        agrees(oracle, list);
      }),
      { numRuns: 8, endOnFailure: false },
    );
  });
});
