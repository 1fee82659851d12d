// Fitness: what a recording may still spend. It falls with every uop, with every branch that often goes the other way
// and with every frame entered; when it is below the quality of stopping at the next instruction, recording stops.

import type { FitnessTuning } from "./tuning.ts";

/** Outcomes that a branch remembers. */
const historyLength = 16;
/** So many outcomes against the trace, and the branch pays its whole charge: it is balanced. */
const balanced = historyLength / 2;

/** The purse of one recording. */
export class Fitness {
  readonly #tuning: FitnessTuning;
  #left: number;

  constructor(tuning: FitnessTuning) {
    this.#tuning = tuning;
    this.#left = tuning.start;
  }

  /** What is left; may be negative. */
  get left(): number {
    return this.#left;
  }

  chargeSlots(slots: number): void {
    this.#left -= slots * this.#tuning.slot;
  }

  /** Charges a branch by its history, 1 for taken, newest in bit 0; `undefined` when it remembers nothing. */
  chargeBranch(isTaken: boolean, history: number | undefined): void {
    this.#left -= branchCharge(isTaken, history, this.#tuning);
  }

  chargePush(): void {
    this.#left -= this.#tuning.pushFrame;
  }

  /** The return that matches a push gives back what the push has cost. */
  refundPush(): void {
    this.#left += this.#tuning.pushFrame;
  }

  chargeReturnBelowRoot(): void {
    this.#left -= this.#tuning.returnBelowRoot;
  }
}

/** The charge of one branch. */
export function branchCharge(isTaken: boolean, history: number | undefined, tuning: FitnessTuning): number {
  if (history === undefined) return tuning.branchWithoutHistory;
  const taken = countBits(history & 0xffff);
  const against = isTaken ? historyLength - taken : taken;
  return Math.min(tuning.branch, Math.trunc((tuning.branch * against) / balanced));
}

function countBits(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
