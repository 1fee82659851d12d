import { expect, test } from "vitest";
import { type Bar, type Measured, allBars, verdict } from "../bars.ts";
import { emptyNode, smallestTjit } from "../startup.ts";
import type { RunnerName } from "../runners/runner.ts";
import { trace } from "./trace.ts";

const nothing: Measured = {
  programs: [],
  dataPrograms: [],
  samples: [],
  startups: [],
  traces: [],
  installedSize: undefined,
};

function sample(program: string, runner: RunnerName, first: number, steady: number) {
  return { round: 0, program, runner, seconds: [first, steady, steady], result: "1" };
}

function find(bars: readonly Bar[], name: string): Bar | undefined {
  return bars.find((bar) => bar.name.startsWith(name));
}

test("what was not measured is neither kept nor broken", () => {
  const bars = allBars(nothing);
  expect(bars).toHaveLength(12);
  expect(new Set(bars.map(verdict))).toEqual(new Set(["SKIP"]));
});

test("a value counts as it is printed", () => {
  const bar = { name: "", unit: "x", limit: 2 } as const;
  expect(verdict({ ...bar, bound: "at most", value: 2.004 })).toBe("PASS");
  expect(verdict({ ...bar, bound: "at most", value: 2.006 })).toBe("FAIL");
  expect(verdict({ ...bar, bound: "at least", value: 1.996 })).toBe("PASS");
  expect(verdict({ ...bar, bound: "at least", value: 1.99 })).toBe("FAIL");
});

test("speedups, the worst program and geometric means", () => {
  const bars = allBars({
    ...nothing,
    programs: ["float_loop", "sieve"],
    samples: [
      sample("float_loop", "tjit-on", 2, 1),
      sample("float_loop", "tjit-off", 10, 10),
      sample("float_loop", "python3", 5, 5),
      sample("sieve", "tjit-on", 12, 11),
      sample("sieve", "tjit-off", 10, 10),
      sample("sieve", "python3", 20, 20),
    ],
  });
  expect(find(bars, "float_loop: times faster with the JIT than without")?.value).toBe(10);
  expect(find(bars, "float_loop: times faster with the JIT than python3")?.value).toBe(5);
  expect(find(bars, "nbody")?.value).toBeUndefined();
  const warm = find(bars, "time with the JIT against without, warm");
  expect(warm).toMatchObject({ value: 1.1, worst: "sieve" });
  expect(warm && verdict(warm)).toBe("FAIL");
  const first = find(bars, "time with the JIT against without, first call");
  expect(first).toMatchObject({ value: 1.2, worst: "sieve" });
  expect(first && verdict(first)).toBe("FAIL");
  const off = find(bars, "time without the JIT against python3");
  expect(off?.value).toBeCloseTo(1, 12);
});

test("programs that work on data structures are held against python3", () => {
  const bars = allBars({
    ...nothing,
    dataPrograms: ["sets", "lists"],
    samples: [
      sample("sets", "tjit-on", 9, 1.2),
      sample("sets", "python3", 1, 1),
      sample("lists", "tjit-on", 9, 3.2),
      sample("lists", "python3", 1, 2),
    ],
  });
  const bar = find(bars, "data structures");
  expect(bar).toMatchObject({ value: 1.6, worst: "lists" });
  expect(bar && verdict(bar)).toBe("FAIL");
});

test("start, compiling and size", () => {
  const bars = allBars({
    ...nothing,
    startups: [
      { name: emptyNode, milliseconds: [40, 41, 90] },
      { name: smallestTjit, milliseconds: [61, 61.5, 62] },
    ],
    traces: [trace({ total: 0.6, copyAndPatch: 0.02 }), trace({ total: 9, copyAndPatch: 1 }, 201)],
    installedSize: 1_600_000,
  });
  expect(find(bars, "time of tjit")).toMatchObject({ value: 1.5 });
  expect(find(bars, "end of recording")).toMatchObject({ value: 0.6, unit: "ms" });
  expect(find(bars, "of which copy and patch")).toMatchObject({ value: 20, unit: "µs" });
  const size = find(bars, "@tjit/vm");
  expect(size?.value).toBe(1.6);
  expect(size && verdict(size)).toBe("FAIL");
});
