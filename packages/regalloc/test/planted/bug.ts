// A planted bug: breaks an allocation that is right in one place, or says that it cannot.

import type { Allocation, AllocationStep, TransferStep, UopStep } from "../../src/index.ts";

export interface PlantedBug {
  readonly name: string;
  /** Breaks one of the places where it can, by number modulo how many there are. */
  plant(allocation: Allocation, pick: number): Allocation | undefined;
}

/** Replaces one of the steps that `breakStep` can break. An empty list removes it. */
export function breakOne(
  allocation: Allocation,
  pick: number,
  breakStep: (step: AllocationStep, at: number) => readonly AllocationStep[] | undefined,
): Allocation | undefined {
  const candidates = allocation.steps.flatMap((step, at) => {
    const broken = breakStep(step, at);
    return broken === undefined ? [] : [{ at, broken }];
  });
  const chosen = candidates[pick % Math.max(1, candidates.length)];
  if (chosen === undefined) return undefined;
  const steps = [...allocation.steps];
  steps.splice(chosen.at, 1, ...chosen.broken);
  return { ...allocation, steps };
}

export const breakUop = (
  allocation: Allocation,
  pick: number,
  breakStep: (step: UopStep) => UopStep | undefined,
): Allocation | undefined =>
  breakOne(allocation, pick, (step) => {
    const broken = step.kind === "uop" ? breakStep(step) : undefined;
    return broken === undefined ? undefined : [broken];
  });

export const breakTransfer = (
  allocation: Allocation,
  pick: number,
  breakStep: (step: TransferStep) => readonly TransferStep[],
): Allocation | undefined =>
  breakOne(allocation, pick, (step) => (step.kind === "transfer" ? breakStep(step) : undefined));
