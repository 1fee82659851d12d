import { parseTrace } from "@tjit/ir";
import { calcIndex, checkCalcPass } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { checkRequirements } from "../src/testing.ts";
import { cleanup, cleanupRules, typeInference, typeInferenceRules } from "../src/index.ts";

test("type inference keeps what a trace does", () => {
  const { fired } = checkCalcPass(typeInference, {
    // Drawn traces rarely branch on what is known.
    numRuns: 4000,
    check(trace, index) {
      expect(checkRequirements(trace, index)).toEqual([]);
    },
  });
  for (const rule of Object.keys(typeInferenceRules)) expect(fired.get(rule) ?? 0, rule).toBeGreaterThan(10);
});

test("type inference keeps it in a world that can be watched", () => {
  const world = {
    typeOfVersion: (version: number) => (version === 7 ? { type: "box", reference: 1 } : undefined),
    functionOfVersion: () => ({ reference: 2 }),
  };
  expect(checkCalcPass(typeInference, { world }).fired.get("known-guard")).toBeGreaterThan(10);
});

test("cleanup keeps what a trace does", () => {
  const { fired } = checkCalcPass(cleanup);
  for (const rule of Object.keys(cleanupRules))
    if (rule !== "no-operation") expect(fired.get(rule) ?? 0, rule).toBeGreaterThan(10);
});

test("cleanup keeps it after type inference", () => {
  checkCalcPass(cleanup, { after: [typeInference] });
});

test("a guard removed too many is found", () => {
  const index = calcIndex();
  const trace = parseTrace(
    `trace "planted" dialect calc entry 0
frame 0 "main" parent - code 0 start 0 locals 1 size 64
exit 0 side frame 0 target 1
_LOAD_LOCAL
_LOAD_LOCAL
_ADD_INT exit=0
_POP
_POP
_POP
_JUMP`,
    index,
  );
  expect(checkRequirements(trace, index)).toEqual([
    "uop 2 _ADD_INT requires left to be int; it is unknown",
    "uop 2 _ADD_INT requires right to be int; it is unknown",
  ]);
});
