import fc from "fast-check";
import { calcDecodeOptions, calcIndex, traceArbitrary } from "@tjit/ir/testing";
import { describe, expect, it } from "vitest";
import { allocateRegisters, type Allocation, type AllocationOptions, type AllocationProblem } from "../src/index.ts";
import {
  checkAllocation,
  parseProblem,
  printProblem,
  stackDialect,
  stackTraceArbitrary,
  variantTable,
  variantTableArbitrary,
} from "../src/testing.ts";

const stack = stackDialect();
const calc = calcIndex();
const choices = ["greedy", "optimal"] as const;

/** Allocates and checks; a failure prints the problem so that it can be replayed. */
function solve(problem: AllocationProblem, options: AllocationOptions): Allocation | undefined {
  const result = allocateRegisters(problem, options);
  if (result.kind === "abort") return undefined;
  const found = checkAllocation(result, problem.trace, problem.index, problem.variants);
  if (found.length > 0) {
    throw new Error(`step ${found[0]?.step}: ${found[0]?.message}\n${printProblem(problem, options)}`);
  }
  return result;
}

describe("allocation", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "with %i registers is right for calc traces, and optimal is never worse",
    (registers) => {
      const variants = variantTable(calc, registers);
      let better = 0;
      fc.assert(
        fc.property(traceArbitrary(calc, calcDecodeOptions), fc.nat({ max: 2 }), (trace, loopDepth) => {
          const problem = { trace, index: calc, variants };
          const greedy = solve(problem, { loopDepth });
          const optimal = solve(problem, { choice: "optimal", loopDepth });
          expect(greedy === undefined).toBe(optimal === undefined);
          const cheapest = solve(problem, { choice: "optimal", loopDepth: "cheapest" });
          if (greedy === undefined || optimal === undefined) return;
          expect(cheapest?.cost).toBeLessThanOrEqual(optimal.cost);
          expect(optimal.cost).toBeLessThanOrEqual(greedy.cost);
          if (optimal.cost < greedy.cost) better++;
        }),
        { numRuns: 60 },
      );
      if (registers >= 2) expect(better).toBeGreaterThan(0);
    },
  );

  it("is right for any variants and representations, or says why not", () => {
    const reached = { allocated: 0, aborted: 0, loops: 0, cachedLoops: 0, transfers: 0, exits: 0, calls: 0 };
    fc.assert(
      fc.property(
        stackTraceArbitrary(stack),
        variantTableArbitrary(stack),
        fc.constantFrom(...choices),
        fc.nat({ max: 2 }),
        (trace, variants, choice, loopDepth) => {
          const allocation = solve({ trace, index: stack, variants }, { choice, loopDepth });
          if (allocation === undefined) {
            reached.aborted++;
            return;
          }
          reached.allocated++;
          if (allocation.loopStep >= 0) reached.loops++;
          if (allocation.loopStep >= 0 && allocation.loopDepth > 0) reached.cachedLoops++;
          for (const step of allocation.steps) {
            if (step.kind === "transfer") reached.transfers++;
            else if (step.exit !== undefined && step.exit.cached > 0) reached.exits++;
          }
          if (trace.frames.length > 1) reached.calls++;
        },
      ),
      { numRuns: 1500 },
    );
    expect(reached.allocated).toBeGreaterThan(600);
    expect(reached.aborted).toBeGreaterThan(20);
    expect(reached.loops).toBeGreaterThan(300);
    expect(reached.cachedLoops).toBeGreaterThan(100);
    expect(reached.transfers).toBeGreaterThan(2000);
    expect(reached.exits).toBeGreaterThan(2000);
    expect(reached.calls).toBeGreaterThan(100);
  });

  it("answers the same twice, and changes nothing that it is given", () => {
    fc.assert(
      fc.property(stackTraceArbitrary(stack), fc.constantFrom(...choices), (trace, choice) => {
        const problem = { trace, index: stack, variants: variantTable(stack, 3) };
        const before = structuredClone(trace);
        expect(allocateRegisters(problem, { choice })).toEqual(allocateRegisters(problem, { choice }));
        expect(trace).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it("a problem survives being printed and read", () => {
    fc.assert(
      fc.property(
        stackTraceArbitrary(stack),
        variantTableArbitrary(stack),
        fc.constantFrom(...choices),
        (trace, variants, choice) => {
          const text = printProblem({ trace, index: stack, variants }, { choice, loopDepth: 1 });
          const { problem, options } = parseProblem(text, stack);
          expect(printProblem(problem, options)).toBe(text);
          expect(allocateRegisters(problem, options)).toEqual(
            allocateRegisters({ trace, index: stack, variants }, { choice, loopDepth: 1 }),
          );
        },
      ),
      { numRuns: 50 },
    );
    expect(() => parseProblem("registers 3\n", stack)).toThrow(SyntaxError);
    expect(() => parseProblem("nonsense\ntrace x", stack)).toThrow(SyntaxError);
    expect(() => parseProblem("variants _NOP x\ntrace x", stack)).toThrow(SyntaxError);
  });
});
