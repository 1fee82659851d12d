// What recording costs per instruction, warm, the toy interpreter included:
// `node --conditions=@tjit/source benchmarks/record.ts`.

import { ToyMachine } from "../test/toy/machine.ts";
import { compile } from "../test/toy/program.ts";

const body = Array.from(
  { length: 12 },
  (_, at) => ({ kind: at % 3 === 0 ? "addConstant" : "add", a: at, b: at }) as const,
);
const program = compile([[...body, { kind: "call", a: 1, b: 1 }], body]);

function run(threshold: number | undefined): { readonly microseconds: number; readonly instructions: number } {
  let instructions = 0;
  const listener = (event: { readonly kind: string }): void => {
    if (event.kind === "record") instructions++;
  };
  const machine = new ToyMachine(program, threshold === undefined ? undefined : { threshold, listener });
  const start = performance.now();
  machine.run();
  return { microseconds: (performance.now() - start) * 1000, instructions };
}

for (let round = 0; round < 2000; round++) run(11);
const samples = Array.from({ length: 1000 }, () => run(11));
samples.sort((left, right) => left.microseconds - right.microseconds);
const median = samples[500];
for (let round = 0; round < 500; round++) run(undefined);
const plain =
  Array.from({ length: 500 }, () => run(undefined).microseconds).sort((left, right) => left - right)[250] ?? 0;
if (median === undefined) throw new Error("no sample");
const each = (median.microseconds - plain) / Math.max(1, median.instructions);
console.log(`${median.instructions} instructions recorded, about ${each.toFixed(2)} us each above interpreting`);
