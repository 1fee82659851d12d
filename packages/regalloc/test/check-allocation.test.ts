// The checker rejects every planted bug wherever it can be planted, and code generators whose variants are wrong.

import fc from "fast-check";
import type { UopId } from "@tjit/ir";
import { describe, expect, it } from "vitest";
import { allocateRegisters, VariantTable, type Variant } from "../src/index.ts";
import { checkAllocation, stackDialect, stackTraceArbitrary, variantsFor, variantTable } from "../src/testing.ts";
import type { PlantedBug } from "./planted/bug.ts";
import { doubledTransfer } from "./planted/doubled-transfer.ts";
import { doubledUop } from "./planted/doubled-uop.ts";
import { exitSaysMemory } from "./planted/exit-says-memory.ts";
import { lostUop } from "./planted/lost-uop.ts";
import { missingErrorExit } from "./planted/missing-error-exit.ts";
import { missingExit } from "./planted/missing-exit.ts";
import { missingTransfer } from "./planted/missing-transfer.ts";
import { reversedTransfer } from "./planted/reversed-transfer.ts";
import { shortTransfer } from "./planted/short-transfer.ts";
import { staleMemory } from "./planted/stale-memory.ts";
import { swappedSteps } from "./planted/swapped-steps.ts";
import { wrongExitDepth } from "./planted/wrong-exit-depth.ts";
import { wrongLoopDepth } from "./planted/wrong-loop-depth.ts";
import { wrongLoopStep } from "./planted/wrong-loop-step.ts";
import { wrongMemory } from "./planted/wrong-memory.ts";
import { wrongOutputs } from "./planted/wrong-outputs.ts";
import { wrongVariant } from "./planted/wrong-variant.ts";

const bugs: readonly PlantedBug[] = [
  doubledTransfer,
  doubledUop,
  exitSaysMemory,
  lostUop,
  missingErrorExit,
  missingExit,
  missingTransfer,
  reversedTransfer,
  shortTransfer,
  staleMemory,
  swappedSteps,
  wrongExitDepth,
  wrongLoopDepth,
  wrongLoopStep,
  wrongMemory,
  wrongOutputs,
  wrongVariant,
];

const index = stackDialect();

describe("checkAllocation rejects planted bugs", () => {
  it.each(bugs.map((bug) => [bug.name, bug] as const))("%s", (_, bug) => {
    let planted = 0;
    fc.assert(
      fc.property(stackTraceArbitrary(index), fc.integer({ min: 1, max: 6 }), fc.nat(), (trace, registers, pick) => {
        const variants = variantTable(index, registers);
        const allocation = allocateRegisters({ trace, index, variants });
        if (allocation.kind === "abort") return;
        const broken = bug.plant(allocation, pick);
        if (broken === undefined) return;
        planted++;
        expect(checkAllocation(allocation, trace, index, variants)).toEqual([]);
        expect(checkAllocation(broken, trace, index, variants)).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
    expect(planted).toBeGreaterThan(30);
  });

  /** A table in which one uop has a variant that it must not have. */
  const withVariant = (name: string, wrong: Variant): VariantTable =>
    new VariantTable(index, {
      registers: 4,
      variantsOf: (uop: UopId) => {
        const definition = index.definition(uop);
        return definition.name === name ? [wrong] : variantsFor(definition, 4);
      },
    });

  it.each([
    ["values in registers across a call", "_POP_TOP", { inputs: 2, outputs: 1 }],
    ["values in registers across a frame switch", "_RETURN", { inputs: 2, outputs: 2 }],
    ["array items in registers", "_COPY", { inputs: 1, outputs: 1 }],
  ])("%s", (_, name, wrong) => {
    let rejected = 0;
    fc.assert(
      fc.property(stackTraceArbitrary(index), (trace) => {
        const variants = withVariant(name, wrong);
        const allocation = allocateRegisters({ trace, index, variants });
        if (allocation.kind === "abort") return;
        const isUsed = trace.uops.some(({ op }) => index.definition(op).name === name);
        expect(checkAllocation(allocation, trace, index, variants).length > 0).toBe(isUsed);
        if (isUsed) rejected++;
      }),
      { numRuns: 300 },
    );
    expect(rejected).toBeGreaterThan(0);
  });

  it("another number of registers", () => {
    const trace = fc.sample(stackTraceArbitrary(index), 1)[0];
    if (trace === undefined) throw new Error("no trace");
    const allocation = allocateRegisters({ trace, index, variants: variantTable(index, 3) });
    if (allocation.kind === "abort") throw new Error(allocation.reason);
    expect(checkAllocation(allocation, trace, index, variantTable(index, 2))).not.toEqual([]);
  });
});
