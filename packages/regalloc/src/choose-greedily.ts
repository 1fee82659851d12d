// The baseline, as CPython's: go forward, keep what is cached, take the variant that is cheapest to come to and to run.
// Among equals the one that needs the fewest values in registers, so that less has to be stored later.

import { elementAt } from "@tjit/ir";
import { isSkipped, noStep, type Choice, type ChoiceInput } from "./choice.ts";
import { transferCost } from "./cost.ts";

/** For each uop how many values are cached before it. */
export function chooseGreedily({ walk, variants, weights, loopHead, loopDepth }: ChoiceInput): Choice {
  const { uops } = walk.trace;
  const last = uops.length - 1;
  const choice = new Int8Array(uops.length).fill(noStep);
  let cached = 0;
  for (let at = 0; at <= last; at++) {
    if (at === loopHead) cached = loopDepth;
    if (isSkipped(elementAt(walk.shapes, at))) continue;
    const { op } = elementAt(uops, at);
    const isJump = at === last && loopHead >= 0;
    const lowest = isJump ? loopDepth : 0;
    const highest = isJump ? loopDepth : Math.min(variants.registers, elementAt(walk.depthBefore, at));
    let best = noStep;
    let bestCost = Infinity;
    for (let inputs = lowest; inputs <= highest; inputs++) {
      if (variants.outputsOf(op, inputs) < 0) continue;
      const cost = transferCost(cached, inputs, weights) + variants.accessesOf(op, inputs) * weights.access;
      if (cost < bestCost) {
        best = inputs;
        bestCost = cost;
      }
    }
    if (best === noStep) return { kind: "abort", reason: "no-variant", at };
    choice[at] = best;
    cached = variants.outputsOf(op, best);
  }
  return choice;
}
