import fc from "fast-check";
import { expect, test } from "vitest";
import { printTrace, verifyTrace, walkTrace } from "../src/index.ts";
import { calcDecodeOptions, calcIndex, calcInputArbitrary, evaluateCalc, traceArbitrary } from "../src/testing.ts";

const index = calcIndex();
const traces = traceArbitrary(index, calcDecodeOptions);

test("every decoded trace is valid", () => {
  fc.assert(
    fc.property(traces, (trace) => {
      expect(verifyTrace(trace, index).map((found) => `${found.at}: ${found.message}`)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("decoded traces run, count right, and reach everything", () => {
  const seen = new Map<string, number>();
  const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(traces, calcInputArbitrary(), (trace, input) => {
      const outcome = evaluateCalc(trace, index, input, (at) => {
        const uop = trace.uops[at];
        if (uop !== undefined) note(index.definition(uop.op).name);
      });
      note(outcome.how.split(" ")[0] ?? "");
      expect(outcome.miscounted).toEqual([]);
    }),
    { numRuns: 2000 },
  );
  const names = [...index.dialect.uops.map((uop) => uop.name), "side", "deopt", "error", "rounds"];
  // What only passes and allocators make.
  const never = /BORROW_|INPLACE|_POP_NOP|_POP_FLOAT|_SPILL|_NOP$|_START|_DEOPT/;
  for (const name of names) if (!never.test(name)) expect(seen.get(name) ?? 0, name).toBeGreaterThan(3);
});

test("the walk agrees with the evaluator on depth, frame and NULL", () => {
  fc.assert(
    fc.property(traces, calcInputArbitrary(), (trace, input) => {
      const walk = walkTrace(trace, index, { snapshots: "keep" });
      evaluateCalc(trace, index, input, (at, frame, stack) => {
        expect([walk.depthBefore[at], walk.frameBefore[at]], printTrace(trace, index)).toEqual([stack.length, frame]);
        walk.snapshots[at]?.stack.forEach((reference, slot) => {
          if (walk.valueOf[reference] === 0) expect(stack[slot]).toBe("null");
        });
      });
    }),
    { numRuns: 500 },
  );
});
