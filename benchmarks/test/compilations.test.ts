import { expect, test } from "vitest";
import { medianOverTraces, passNames, warmTraces } from "../compilations.ts";
import { trace } from "./trace.ts";

test("the first repetitions do not count, and each trace is by itself", () => {
  const compilations = [9, 3, 1, 2].flatMap((total, repetition) => [
    { ...trace({ total, passes: { folding: total / 2 } }), repetition },
    { ...trace({ total: 2 * total }), repetition, index: 1 },
  ]);
  const warm = warmTraces(compilations, 1);
  expect(warm.map(({ timings }) => timings.total)).toEqual([2, 4]);
  expect(warm[0]?.timings.passes).toEqual({ folding: 1 });
});

test("traces that are too long are left out of the median", () => {
  const traces = [trace({ engine: 1 }, 200), trace({ engine: 3 }, 20), trace({ engine: 50 }, 201)];
  expect(medianOverTraces(traces, 200, ({ engine }) => engine)).toBe(2);
  expect(medianOverTraces([], 200, ({ engine }) => engine)).toBeUndefined();
});

test("passes are named once, in order", () => {
  expect(passNames([trace({ passes: { types: 1, constants: 1 } }), trace({ passes: { types: 1, dead: 1 } })])).toEqual([
    "types",
    "constants",
    "dead",
  ]);
});
