import { readFileSync } from "node:fs";
import { createPythonIndex } from "@tjit/reference";
import { expect, it } from "vitest";
import { runPassCases, runProgramCases, Tally, type TraceTransform } from "../src/index.ts";

const index = createPythonIndex();

const removeGuards: TraceTransform = (trace) => ({
  ...trace,
  uops: trace.uops.filter((uop) => !index.definition(uop.op).name.startsWith("_GUARD")),
});

it("cases of passes", () => {
  const text = readFileSync(new URL("cases/guards.txt", import.meta.url), "utf8");
  const report = runPassCases(text, removeGuards, { index });
  expect(report.failures).toEqual([]);
  const broken = runPassCases(text, (trace) => ({ ...trace, uops: [] }), { index });
  expect(broken.failures.map(({ name }) => name)).toEqual(["removes-a-guard", "keeps-other-uops"]);
});

it("cases of programs", () => {
  const text =
    "# prints\nprint(1)\n==>\n1\n\n# raises\n1/0\n==>\nraises ZeroDivisionError: division by zero\nexits 1\n";
  const run = (source: string): { output: string; exception?: string; exitCode?: number } =>
    source.startsWith("print")
      ? { output: "1\n" }
      : { output: "", exception: "ZeroDivisionError: division by zero", exitCode: 1 };
  expect(runProgramCases(text, run).failures).toEqual([]);
  expect(runProgramCases(text, () => ({ output: "2\n" })).failures).toHaveLength(2);
});

it("a tally fails under its floors", () => {
  const tally = new Tally();
  tally.add("seen", 3);
  expect(() => {
    tally.demand({ seen: 3 });
  }).not.toThrow();
  expect(() => {
    tally.demand({ seen: 4, other: 1 });
  }).toThrow("seen (4), other (1)");
});
