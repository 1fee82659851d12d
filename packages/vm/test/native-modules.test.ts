// The native modules: programs that go through what they offer, in the interpreter (with a checked heap, and nothing left behind) and
// with traces. UPDATE_CASES=1 asks CPython what they do.

import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { parseCases, runCases } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { fullColumn, interpreterColumn } from "./support/columns.ts";
import { loadOracle } from "./support/oracle.ts";
import { printOutcome } from "./support/outcome.ts";
import { runCase } from "./support/run-case.ts";

const file = new URL("native/modules.txt", import.meta.url);
const text = readFileSync(file, "utf8");
const programs = parseCases(text).cases;

test.runIf(process.env["UPDATE_CASES"] === "1")("expectations are rewritten", { timeout: 300_000 }, async () => {
  const oracle = await loadOracle();
  const inputs = programs.map(({ input }) => input);
  const outcomes = oracle.run(inputs).map(printOutcome);
  writeFileSync(file, runCases(text, (input) => outcomes[inputs.indexOf(input)] ?? "").updated);
});

test.each(programs)("$name", { timeout: 120_000 }, ({ input, expected }) => {
  const run = runCase(input, interpreterColumn, { heap: "checked", leaks: "checked" });
  expect(printOutcome(run.outcome)).toBe(expected);
  expect(run.deviations).toEqual([]);
  expect(run.leaked).toBe(0);
  expect(printOutcome(runCase(input, fullColumn, { heap: "plain", leaks: "ignored" }).outcome)).toBe(expected);
});
