// The counters that make code hot: one behind each backward jump, one in each code object for its entry. When one has run down it starts
// anew, so that what could not be compiled now is looked at again later.

import { CodeObjectLayout, Frame, type Runtime } from "@tjit/runtime";
import { restartCounter } from "@tjit/specializer";
import { unitSize } from "../code-units.ts";

/** The counter of the backward jump at `pc` starts anew, from the row of `restart` for its backoff exponent. */
export function restartJumpCounter({ heap }: Runtime, pc: number, restart: readonly number[]): void {
  const counter = pc + unitSize;
  heap.storeU16(counter, restartCounter(heap.loadU16(counter), restart));
}

/** The same for the entry counter of the code that the frame runs. */
export function restartEntryCounter({ heap }: Runtime, fp: number, restart: readonly number[]): void {
  const counter = heap.load(fp + Frame.code.offset) + CodeObjectLayout.entryCounter.offset;
  heap.storeU16(counter, restartCounter(heap.loadU16(counter), restart));
}
