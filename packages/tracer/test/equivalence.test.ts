// Programs with traces do what they do without.

import fc from "fast-check";
import { annotateTrace, verifyTrace, type Trace } from "@tjit/ir";
import { expect, it } from "vitest";
import { defaultTracerTuning, type TracerEvent, type TracerTuning } from "../src/index.ts";
import { checkExecutorTable } from "../src/testing.ts";
import { index } from "./toy/language.ts";
import { ToyMachine, type ToyOptions } from "./toy/machine.ts";
import { arbitraryProgram, type ToyProgram } from "./toy/program.ts";

function expectSame(program: ToyProgram, options: ToyOptions): ToyMachine {
  const expected = new ToyMachine(program).run();
  const machine = new ToyMachine(program, { ...options, onTrace: expectValid });
  expect(machine.run()).toEqual(expected);
  expect(checkExecutorTable(machine.table)).toEqual([]);
  return machine;
}

function expectValid(trace: Trace): void {
  const problems = verifyTrace(trace, index);
  if (problems.length > 0) throw new Error(annotateTrace(trace, index, problems));
}

const count = new Map<string, number>();
const listener = (event: TracerEvent): void => {
  const keys = [event.kind];
  if (event.kind === "stop" || event.kind === "abort" || event.kind === "invalidate") keys.push(event.reason as "stop");
  if (event.kind === "exit-hot") keys.push(event.outcome as "stop");
  for (const key of keys) count.set(key, (count.get(key) ?? 0) + 1);
};

it("traces change nothing but speed", () => {
  count.clear();
  fc.assert(
    fc.property(arbitraryProgram, fc.integer({ min: 1, max: 6 }), (program, threshold) => {
      expectSame(program, { threshold, listener });
    }),
    { numRuns: 400 },
  );
  for (const [event, floor] of [
    ["install", 500],
    ["loop-closed", 200],
    ["met-executor", 100],
    ["link", 100],
    ["exit-hot", 100],
    ["unsupported-instruction", 10],
    ["unguarded-outcome", 10],
    ["met-start", 5],
  ] as const) {
    expect([event, count.get(event) ?? 0, (count.get(event) ?? 0) >= floor]).toEqual([event, expect.anything(), true]);
  }
});

const arbitraryTuning: fc.Arbitrary<Partial<TracerTuning>> = fc.record({
  maximumUops: fc.integer({ min: 40, max: 300 }),
  maximumFrames: fc.integer({ min: 1, max: 4 }),
  maximumChainDepth: fc.integer({ min: 1, max: 3 }),
  maximumExecutorsPerCode: fc.integer({ min: 1, max: 3 }),
  sweepInterval: fc.integer({ min: 1, max: 4 }),
  fitness: fc.integer({ min: 100, max: 1500 }).map((start) => ({ ...defaultTracerTuning.fitness, start })),
});

it("thresholds change nothing but speed", () => {
  count.clear();
  fc.assert(
    fc.property(arbitraryProgram, arbitraryTuning, (program, tuning) => {
      expectSame(program, { threshold: 1, tuning, listener });
    }),
    { numRuns: 300 },
  );
  for (const event of ["sweep", "cold", "buffer-full", "recursion-limit", "fitness-exhausted", "free"]) {
    expect([event, count.has(event)]).toEqual([event, true]);
  }
});

it("invalidating at any moment changes nothing but speed", () => {
  let invalidated = 0;
  fc.assert(
    fc.property(arbitraryProgram, fc.integer({ min: 1, max: 40 }), (program, interval) => {
      let steps = 0;
      expectSame(program, {
        threshold: 1,
        listener: (event) => {
          if (event.kind === "invalidate") invalidated++;
        },
        onStep: (machine) => {
          if (++steps % (interval * 7) !== 0) return;
          const victim = machine.functions[steps % machine.functions.length];
          machine.recorder.invalidate("code", victim?.start ?? 0);
          machine.table.invalidateDependency("code", victim?.start ?? 0);
          machine.table.freePending();
        },
      });
    }),
    { numRuns: 200 },
  );
  expect(invalidated).toBeGreaterThan(100);
});

it("records the same traces twice", () => {
  fc.assert(
    fc.property(arbitraryProgram, (program) => {
      const traces = (): Trace[] => {
        const seen: Trace[] = [];
        new ToyMachine(program, { threshold: 2, onTrace: (trace) => seen.push(trace) }).run();
        return seen;
      };
      expect(traces()).toEqual(traces());
    }),
    { numRuns: 30 },
  );
});
