import { type Pass, type Trace, InvariantError, applyEdits, verifyTrace } from "@tjit/ir";
import {
  calcDecodeOptions,
  calcIndex,
  calcInputArbitrary,
  checkCalcPass,
  decodeProgram,
  evaluateCalc,
  programArbitrary,
  traceArbitrary,
} from "@tjit/ir/testing";
import { checkOwnership } from "@tjit/refcount-elimination/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findFaultyRewrite } from "../src/testing.ts";
import { defaultPipeline, optimize, parsePipeline, passesByName, prepareExits } from "../src/index.ts";

const index = calcIndex();
const environment = { index, world: {} };
const anyTrace = fc.oneof(traceArbitrary(index, calcDecodeOptions), programArbitrary(index));

test("the default pipeline keeps what a trace does", () => {
  let shorter = 0;
  fc.assert(
    fc.property(anyTrace, calcInputArbitrary(), (trace, input) => {
      const result = optimize(trace, environment, { verify: "every-pass" });
      if (result.kind === "abort") return;
      if (result.trace.uops.length < trace.uops.length) shorter++;
      expect(checkOwnership(result.trace, index)).toEqual([]);
      const outcome = evaluateCalc(trace, index, input);
      expect(evaluateCalc(result.trace, index, input)).toEqual(outcome);
    }),
    { numRuns: 800 },
  );
  expect(shorter).toBeGreaterThan(400);
});

test("passes compose in any order", () => {
  const names = [...passesByName.keys()];
  const pipelines = fc.array(fc.constantFrom(...names), { maxLength: 6 }).map((chosen) => chosen.join());
  fc.assert(
    fc.property(anyTrace, calcInputArbitrary(), pipelines, (trace, input, pipeline) => {
      const result = optimize(trace, environment, { verify: "every-pass", pipeline });
      if (result.kind === "abort") return;
      expect(evaluateCalc(result.trace, index, input), pipeline).toEqual(evaluateCalc(trace, index, input));
    }),
    { numRuns: 600 },
  );
});

test("any amount of fuel gives a valid trace that does the same", () => {
  fc.assert(
    fc.property(anyTrace, calcInputArbitrary(), fc.nat({ max: 30 }), (trace, input, fuel) => {
      const result = optimize(trace, environment, { verify: "every-pass", fuel });
      if (result.kind === "abort") return;
      expect(result.remarks.length).toBeLessThanOrEqual(fuel);
      expect(evaluateCalc(result.trace, index, input)).toEqual(evaluateCalc(trace, index, input));
    }),
    { numRuns: 600 },
  );
});

test("exit preparation keeps what a trace does", () => {
  const pass: Pass = {
    name: "exits",
    run: () => ({ kind: "result", edits: [], exits: new Map(), constants: [], dependencies: [], remarks: [] }),
  };
  checkCalcPass(pass, {
    numRuns: 600,
    check(trace) {
      const prepared = prepareExits(trace, index);
      expect(verifyTrace(prepared, index)).toEqual([]);
      expect(prepareExits(prepared, index)).toBe(prepared);
      expect(prepared.exits.length).toBeLessThanOrEqual(trace.exits.length);
    },
  });
});

const program = decodeProgram(
  Array.from({ length: 6 }, (_, kind) => ({ kind, target: 0, a: 0, b: 1, c: 2 })),
  index,
  calcDecodeOptions.constants,
);

test("equal exits are shared", () => {
  const exits = program.exits.map((exit) => ({
    ...exit,
    target: exit.isControlFlow ? 1 : exit.kind === "side" ? 2 : 3,
  }));
  const { length } = prepareExits({ ...program, exits }, index).exits;
  expect(length).toBeLessThan(exits.length / 3);
});

test("pipelines are texts", () => {
  expect(
    parsePipeline(defaultPipeline)
      .map((pass) => pass.name)
      .join(),
  ).toBe(defaultPipeline);
  expect(parsePipeline("")).toEqual([]);
  expect(() => parsePipeline("type-inference,no-such-pass")).toThrow(/no-such-pass; there are guard-hoisting/);
});

test("statistics say what each pass did; time is measured by the clock passed in", () => {
  let now = 0;
  const result = optimize(program, environment, { clock: () => now++ });
  if (result.kind === "abort") throw new Error(result.reason);
  expect(result.stats.map((stats) => stats.pass).join()).toBe(defaultPipeline);
  expect(result.stats.every((stats) => stats.milliseconds === 1)).toBe(true);
  expect(result.stats.reduce((sum, stats) => sum + stats.firings, 0)).toBe(result.remarks.length);
  expect(result.log.map((entry) => entry.trace.uops.length)).toEqual(result.stats.map((stats) => stats.uopsAfter));
});

test("a pass that breaks a trace is caught, and the trace shown", () => {
  const vandal: Pass = {
    name: "vandal",
    run: (trace: Trace) => ({
      kind: "result",
      edits: [{ at: trace.uops.length - 1, remove: 1, insert: [] }],
      exits: new Map(),
      constants: [],
      dependencies: [],
      remarks: [],
    }),
  };
  expect(() => optimize(program, environment, { pipeline: [vandal], verify: "every-pass" })).toThrow(InvariantError);
  expect(() => optimize(program, environment, { pipeline: [vandal], verify: "every-pass" })).toThrow("after vandal");
  expect(applyEdits(program, vandal.run(program, environment) as never).uops.length).toBe(program.uops.length - 1);
});

test("a pass that gives up ends the pipeline", () => {
  const quitter: Pass = { name: "quitter", run: () => ({ kind: "abort", reason: "tired", at: 3 }) };
  expect(optimize(program, environment, { pipeline: [quitter] })).toEqual({ kind: "abort", reason: "tired", at: 3 });
});

test("the rewrite that breaks a trace is found", () => {
  // Say that nothing may be written over: the first in-place update is at fault.
  const isGood = (trace: Trace): boolean =>
    trace.uops.every((uop) => !index.definition(uop.op).name.includes("INPLACE"));
  const found = findFaultyRewrite(program, environment, isGood);
  expect(found?.remark.rule).toMatch(/^update-/);
  expect(found === undefined ? [] : [isGood(found.before), isGood(found.after)]).toEqual([true, false]);
  expect(findFaultyRewrite(program, environment, () => true)).toBeUndefined();
});
