import { checkCalcPass } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { refcountElimination, refcountEliminationRules } from "../src/index.ts";

test("refcount elimination keeps what a trace does, counts included", () => {
  const { fired } = checkCalcPass(refcountElimination, { numRuns: 3000 });
  // The rest needs sequences that chance does not make; update.test.ts makes them.
  for (const rule of ["borrow", "drop-immortal", "release-by-type"]) expect(fired.get(rule) ?? 0, rule).toBeGreaterThan(50);
  expect(Object.keys(refcountEliminationRules)).toEqual(expect.arrayContaining([...fired.keys()]));
});
