import { expect, test } from "vitest";
import { medianOverTraces, passNames, warmTraces } from "../compilations.ts";
import { compilation, trace } from "./trace.ts";

test("the first repetitions do not count, and each trace is by itself", () => {
  const compilations = [9, 3, 1, 2].flatMap((total, repetition) => [
    { ...compilation({ total, passes: { folding: total / 2 } }), repetition },
    { ...compilation({ total: 2 * total }), repetition, index: 1 },
  ]);
  const warm = warmTraces(compilations, 1);
  expect(warm.map(({ timings }) => timings.total)).toEqual([2, 4]);
  expect(warm[0]?.timings.passes).toEqual({ folding: 1 });
});

test("a trace is warm where it is compiled again", () => {
  const compilations = [8, 3, 1, 2].map((total, turn) => ({ ...compilation({ total }), turn }));
  expect(warmTraces(compilations, 0)).toMatchObject([{ timings: { total: 2 }, inProgram: 8 }]);
});

test("traces that are too long are left out of the median", () => {
  const traces = [trace({ engine: 1 }, 200), trace({ engine: 3 }, 20), trace({ engine: 50 }, 201)];
  expect(medianOverTraces(traces, 200, ({ timings }) => timings.engine)).toBe(2);
  expect(medianOverTraces([], 200, ({ timings }) => timings.engine)).toBeUndefined();
});

test("passes are named once, in order", () => {
  expect(passNames([trace({ passes: { types: 1, constants: 1 } }), trace({ passes: { types: 1, dead: 1 } })])).toEqual([
    "types",
    "constants",
    "dead",
  ]);
});
