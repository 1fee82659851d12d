// What the two ways to choose have in common: the question, the answer, and which uops are not asked about.

import { flagBit, type UopShape, type Walk } from "@tjit/ir";
import type { RegisterAbort } from "./allocation.ts";
import type { TransferWeights } from "./cost.ts";
import type { VariantTable } from "./variants.ts";

/** What choosing works on. */
export interface ChoiceInput {
  readonly walk: Walk;
  readonly variants: VariantTable;
  readonly weights: TransferWeights;
  /** Uop that begins the loop, or -1. */
  readonly loopHead: number;
  readonly loopDepth: number;
}

/** For each uop how many values are cached before it, or why there is no way. */
export type Choice = Int8Array | RegisterAbort;

/** Marks uops that have no step. */
export const noStep = -1;

/** Whether a uop has no step: it only records, or nothing of it is left. */
export function isSkipped(shape: UopShape): boolean {
  return (shape.flags & flagBit.records) !== 0;
}
