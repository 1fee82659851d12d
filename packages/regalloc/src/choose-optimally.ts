// The cheapest way through the whole trace: a dynamic program. State: how many values are cached before a uop.
//
//   cost[at + 1][outputs(v)] = min over depths d and variants v of  cost[at][d] + transfer(d, inputs(v)) + accesses(v)
//
// Two tables of K + 1 costs, and for each uop and depth the way there. O(uops K^2). The inner loop reads typed arrays
// without checked access, and transfers from a table: benchmarks/allocate.ts measures it.

import { elementAt } from "@tjit/ir";
import { isSkipped, noStep, type Choice, type ChoiceInput } from "./choice.ts";
import { transferCost } from "./cost.ts";

/** For each uop how many values are cached before it. */
export function chooseOptimally({ walk, variants, weights, loopHead, loopDepth }: ChoiceInput): Choice {
  const { uops } = walk.trace;
  const states = variants.registers + 1;
  const last = uops.length - 1;
  // By uop and depth after it: inputs of the variant on the cheapest way, and the depth before its transfer.
  const variantTo = new Int8Array(uops.length * states).fill(noStep);
  const cameFrom = new Int8Array(uops.length * states).fill(noStep);
  let costs = new Float64Array(states).fill(Infinity);
  let next = new Float64Array(states);
  let entryDepth = 0;
  costs[0] = 0;
  const transfers = Float64Array.from({ length: states * states }, (_, pair) =>
    transferCost(pair % states, Math.trunc(pair / states), weights),
  );
  for (let at = 0; at <= last; at++) {
    if (at === loopHead) {
      entryDepth = cheapestWay(costs, (depth) => transferCost(depth, loopDepth, weights));
      const entryCost = elementAt(costs, entryDepth) + transferCost(entryDepth, loopDepth, weights);
      costs.fill(Infinity);
      costs[loopDepth] = entryCost;
    }
    if (isSkipped(elementAt(walk.shapes, at))) continue;
    const { op } = elementAt(uops, at);
    const isJump = at === last && loopHead >= 0;
    const lowest = isJump ? loopDepth : 0;
    const highest = isJump ? loopDepth : Math.min(variants.registers, elementAt(walk.depthBefore, at));
    next.fill(Infinity);
    let isPossible = false;
    const row = variants.rowOf(op);
    for (let inputs = lowest; inputs <= highest; inputs++) {
      const outputs = variants.outputs[row + inputs] ?? noStep;
      if (outputs < 0) continue;
      isPossible = true;
      const own = (variants.accesses[row + inputs] ?? 0) * weights.access;
      let best = next[outputs] ?? Infinity;
      let from = noStep;
      for (let depth = 0; depth < states; depth++) {
        const cost = (costs[depth] ?? Infinity) + (transfers[inputs * states + depth] ?? Infinity) + own;
        if (cost >= best) continue;
        best = cost;
        from = depth;
      }
      if (from === noStep) continue;
      next[outputs] = best;
      variantTo[at * states + outputs] = inputs;
      cameFrom[at * states + outputs] = from;
    }
    if (!isPossible) return { kind: "abort", reason: "no-variant", at };
    [costs, next] = [next, costs];
  }

  const choice = new Int8Array(uops.length).fill(noStep);
  let depth = cheapestWay(costs, () => 0);
  for (let at = last; at >= 0; at--) {
    if (!isSkipped(elementAt(walk.shapes, at))) {
      choice[at] = elementAt(variantTo, at * states + depth);
      depth = elementAt(cameFrom, at * states + depth);
    }
    if (at === loopHead) depth = entryDepth;
  }
  return choice;
}

function cheapestWay(costs: Float64Array, further: (depth: number) => number): number {
  let best = 0;
  for (let depth = 1; depth < costs.length; depth++) {
    if (elementAt(costs, depth) + further(depth) < elementAt(costs, best) + further(best)) best = depth;
  }
  return best;
}
