import { expect, test } from "vitest";
import type { Program } from "../programs.ts";
import { duration, meanRatio, ratio } from "../durations.ts";
import { schedule, takeSteps } from "../rounds.ts";
import type { Outcome, Runner, RunnerName } from "../runners/runner.ts";

const sizes = { full: 1, quick: 1, trace: 1 };
const first: Program = { kind: "hot loops", name: "first", about: "", sizes };
const second: Program = { kind: "hot loops", name: "second", about: "", sizes, skip: { pyodide: "too slow" } };
const runners = (["tjit-on", "python3", "pyodide"] as const).map(runner);

function runner(name: RunnerName): Runner {
  return { name, version: "", command: "", args: [] };
}

function measured(seconds: readonly number[], result = "1"): Outcome {
  return { kind: "measured", seconds, result };
}

test("every round meets every program and runner once, but what is skipped", () => {
  const steps = schedule([first, second], runners, 3);
  expect(steps).toHaveLength(3 * (3 + 2));
  const places = steps.map((step) => `${step.round} ${step.program.name} ${step.runner.name}`);
  expect(new Set(places).size).toBe(steps.length);
  expect(places).not.toContain("0 second pyodide");
});

test("another runner begins in each round", () => {
  const begins = schedule([first], runners, 3).filter((_, at) => at % 3 === 0);
  expect(begins.map((step) => step.runner.name)).toEqual(["tjit-on", "python3", "pyodide"]);
});

test("what failed is not tried again, and its samples are dropped", () => {
  let tried = 0;
  const { samples, failures } = takeSteps(schedule([first], runners, 4), ({ round, runner: { name } }) => {
    if (name !== "pyodide") return measured([1]);
    tried++;
    return round === 1 ? { kind: "failed", message: "broken" } : measured([1]);
  });
  expect(tried).toBe(2);
  expect(failures).toEqual([{ where: "first under pyodide", message: "broken" }]);
  expect(new Set(samples.map((sample) => sample.runner))).toEqual(new Set(["tjit-on", "python3"]));
});

test("another result than python3's is a failure, and no sample", () => {
  const { samples, failures } = takeSteps(schedule([first], runners, 2), ({ runner: { name } }) =>
    measured([1], name === "tjit-on" ? "2" : "1"),
  );
  expect(failures).toEqual([{ where: "first under tjit-on", message: "WRONG RESULT 2, python3 has 1" }]);
  expect(samples.map((sample) => sample.runner)).not.toContain("tjit-on");
});

test("durations are medians over rounds, ratios are paired", () => {
  const { samples } = takeSteps(schedule([first, second], runners, 3), ({ round, runner: { name } }) => {
    const busy = round === 1 ? 10 : 1;
    return measured(name === "tjit-on" ? [4 * busy, 2 * busy, busy] : [5 * busy, 4 * busy, 3 * busy]);
  });
  expect(duration(samples, "first", "tjit-on", "first")).toBe(4);
  expect(duration(samples, "first", "tjit-on", "steady")).toBe(1);
  expect(duration(samples, "second", "pyodide", "steady")).toBeUndefined();
  expect(ratio(samples, "first", "python3", "tjit-on", "steady")).toBe(3);
  expect(ratio(samples, "second", "pyodide", "tjit-on", "steady")).toBeUndefined();
  expect(meanRatio(samples, ["first", "second"], "pyodide", "tjit-on", "steady")).toBeCloseTo(3, 12);
  expect(meanRatio([], ["first"], "pyodide", "tjit-on", "steady")).toBeUndefined();
});
