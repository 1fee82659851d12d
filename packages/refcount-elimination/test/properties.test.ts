import { checkCalcPass } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { refcountElimination, refcountEliminationRules } from "../src/index.ts";
import { checkOwnership } from "../src/testing.ts";

test("refcount elimination keeps what a trace does, counts included", () => {
  const { fired } = checkCalcPass(refcountElimination, {
    numRuns: 3000,
    check(trace, index) {
      const faults = checkOwnership(trace, index);
      if (faults.length > 0) throw new Error(faults.join("\n"));
    },
  });
  for (const rule of Object.keys(refcountEliminationRules)) expect(fired.get(rule) ?? 0, rule).toBeGreaterThan(50);
});
