import { expect, test } from "vitest";
import {
  barsSection,
  durationsSection,
  ratiosSection,
  sizesSection,
  startupSection,
  tracesSection,
} from "../report.ts";
import { sizeOf } from "../sizes.ts";
import { trace } from "./trace.ts";

const samples = [
  { round: 0, program: "sieve", runner: "tjit-on", seconds: [0.02, 0.01], result: "1" },
  { round: 0, program: "sieve", runner: "python3", seconds: [0.04, 0.04], result: "1" },
] as const;

test("durations", () => {
  expect(durationsSection("Warm", "steady", samples, ["sieve", "nbody"], ["tjit-on", "python3"])).toBe(`Warm

program  tjit-on  python3
-------  -------  -------
sieve      10.00    40.00
nbody          -        -
`);
});

test("ratios leave their base out and end in geometric means", () => {
  expect(ratiosSection("First", "first", "tjit-on", samples, ["sieve"], ["tjit-on", "python3"])).toBe(`First

program         python3
--------------  -------
sieve              2.00
geometric mean     2.00
`);
});

test("start", () => {
  expect(startupSection([{ name: "node -e 0", milliseconds: [40, 38, 50] }])).toContain(
    "node -e 0    40.0   38.0     3",
  );
});

test("traces, in microseconds, with what is left over", () => {
  const timings = { recording: 0.5, passes: { types: 0.1 }, allocation: 0.05, copyAndPatch: 0.02, engine: 0.2 };
  const text = tracesSection([{ ...trace({ ...timings, total: 0.4 }), inProgram: 0.9 }]);
  const rows = text.split("\n").map((line) => line.split(/ {2,}/));
  expect(rows[2]?.slice(4)).toEqual([
    "recording",
    "types",
    "allocation",
    "copy and patch",
    "engine",
    "other",
    "total",
    "in a program",
  ]);
  expect(rows[4]).toEqual(["sieve: main:8", "150", "100", "2000", "500", "100", "50", "20", "200", "30", "400", "900"]);
});

test("sizes are summed by kind and package", () => {
  const files = [
    { path: "dist/index.js", size: 1000 },
    { path: "dist/index.d.ts", size: 200 },
    { path: "dist/index.js.map", size: 3000 },
    { path: "dist/index.d.ts.map", size: 100 },
    { path: "src/index.ts", size: 400 },
    { path: "LICENSE", size: 500 },
  ];
  const text = sizesSection([sizeOf("a", files), sizeOf("b", [{ path: "b.mjs", size: 2000 }])]);
  const rows = text.split("\n").map((line) => line.split(/ {2,}/));
  expect(rows[4]).toEqual(["a", "1.0", "0.2", "3.1", "0.4", "0.5", "5.2"]);
  expect(rows[6]).toEqual(["total", "3.0", "0.2", "3.1", "0.4", "0.5", "7.2"]);
});

test("bars say what was promised", () => {
  const bar = { name: "time", bound: "at most", limit: 1.1, unit: "x" } as const;
  const text = barsSection([
    { ...bar, value: 1.25, worst: "sieve" },
    { ...bar, unit: "ms", value: undefined },
  ]);
  expect(text).toContain("FAIL  time: 1.25x (sieve), promised ≤ 1.1x");
  expect(text).toContain("SKIP  time: not measured, promised ≤ 1.1 ms");
});
