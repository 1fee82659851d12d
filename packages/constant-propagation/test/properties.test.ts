import { type World } from "@tjit/ir";
import { calcIndex, checkCalcPass } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { constantPropagation, constantPropagationRules, deadUops, deadUopsRules } from "../src/index.ts";

test("constant propagation keeps what a trace does", () => {
  const { fired } = checkCalcPass(constantPropagation);
  const needWorld = ["resolve", "promise"];
  for (const rule of Object.keys(constantPropagationRules)) {
    if (!needWorld.includes(rule)) expect(fired.get(rule) ?? 0, rule).toBeGreaterThan(5);
  }
});

test("constant propagation keeps it in a world that makes promises", () => {
  const guard = calcIndex().id("_GUARD_GLOBALS_VERSION");
  const world: World = {
    holds: (uop) =>
      uop.op === guard && uop.operand0 === 7 ? { dependencies: [{ kind: "globals", reference: 1 }] } : undefined,
  };
  expect(checkCalcPass(constantPropagation, { world }).fired.get("promise")).toBeGreaterThan(10);
});

test("dead uops keep what a trace does", () => {
  const { fired } = checkCalcPass(deadUops);
  for (const rule of Object.keys(deadUopsRules)) expect(fired.get(rule) ?? 0, rule).toBeGreaterThan(5);
});

test("dead uops keep it after constant propagation", () => {
  checkCalcPass(deadUops, { after: [constantPropagation] });
});
