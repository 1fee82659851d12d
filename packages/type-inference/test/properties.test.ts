import { checkCalcPass } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { cleanup, cleanupRules, typeInference, typeInferenceRules } from "../src/index.ts";

test("type inference keeps what a trace does", () => {
  const { fired } = checkCalcPass(typeInference);
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
