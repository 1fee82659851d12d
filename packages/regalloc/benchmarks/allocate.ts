// How long allocating takes, warm: `node --conditions=@tjit/source benchmarks/allocate.ts`.

import { calcDecodeOptions, calcIndex, decodeTrace } from "@tjit/ir/testing";
import { walkTrace } from "@tjit/ir";
import { allocateRegisters, type AllocationOptions } from "../src/index.ts";
import { variantTable } from "../src/testing.ts";

const index = calcIndex();
const variants = variantTable(index, 3);
let state = 7;
const random = (): number => (state = (state * 48271) % 0x7fffffff) & 255;
const records = Array.from({ length: 90 }, () => ({
  uop: random(),
  oparg: random(),
  operand: random(),
  layout: random(),
}));
const whole = decodeTrace(records, index, { ...calcDecodeOptions, ending: "loop", loopHead: 0 });
console.log(`${whole.uops.length} uops`);

function measure(name: string, run: () => unknown): void {
  for (let round = 0; round < 3000; round++) run();
  const times: number[] = [];
  for (let sample = 0; sample < 40; sample++) {
    const start = performance.now();
    for (let round = 0; round < 50; round++) run();
    times.push((performance.now() - start) / 50);
  }
  times.sort((left, right) => left - right);
  console.log(
    `${name.padEnd(28)} ${((times[20] ?? 0) * 1000).toFixed(1)} us median, ${((times[0] ?? 0) * 1000).toFixed(1)} us best`,
  );
}

const walk = walkTrace(whole, index);
measure("walk (ir)", () => walkTrace(whole, index));
measure("greedy, walk given", () => allocateRegisters({ trace: whole, index, variants, walk }));
measure("greedy, with walk", () => allocateRegisters({ trace: whole, index, variants }));
measure("optimal, walk given", () => allocateRegisters({ trace: whole, index, variants, walk }, { choice: "optimal" }));

let greedyCost = 0;
let optimalCost = 0;
let cheapestCost = 0;
for (let seed = 0; seed < 200; seed++) {
  const more = Array.from({ length: 60 }, () => ({
    uop: random(),
    oparg: random(),
    operand: random(),
    layout: random(),
  }));
  const trace = decodeTrace(more, index, { ...calcDecodeOptions, ending: "loop", loopHead: 0 });
  const cost = (options: AllocationOptions): number => {
    const result = allocateRegisters({ trace, index, variants }, options);
    return result.kind === "abort" ? NaN : result.cost;
  };
  greedyCost += cost({});
  optimalCost += cost({ choice: "optimal" });
  cheapestCost += cost({ choice: "optimal", loopDepth: "cheapest" });
}
const percent = (cost: number): string => `${((100 * cost) / greedyCost).toFixed(1)} %`;
console.log(
  `cost of 200 traces, greedy = 100 %: optimal ${percent(optimalCost)}, and loop depth ${percent(cheapestCost)}`,
);
