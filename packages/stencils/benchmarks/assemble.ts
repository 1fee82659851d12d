// How long a trace of 200 uops takes from plan to running code. Run:
//   node --conditions=@tjit/source packages/stencils/benchmarks/assemble.ts

import { performance } from "node:perf_hooks";
import { assembleTrace, StencilSet, type TracePlan } from "@tjit/stencils";
import { serializeStencils } from "@tjit/stencils/build";
import { compileStencils } from "@tjit/stencils/build";
import { bodies, Frame, uops, Vm } from "../test/tiny/dialect.ts";
import { buildTiny, frameAddress, Machine } from "../test/tiny/machine.ts";
import { planTiny, use } from "../test/tiny/traces.ts";

const data = compileStencils({ uops, bodies, registerCount: 3 });
const serialized = serializeStencils(data);
const set = StencilSet.load(serialized);
const machine = new Machine(buildTiny("full"));
const block = [
  use("_LOAD_FAST", 0),
  use("_LOAD_FAST", 1),
  use("_GUARD_TOS_INT"),
  use("_GUARD_NOS_INT"),
  use("_ADD_INT"),
  use("_POP"),
  use("_POP"),
  use("_STORE_FAST", 0),
];
const plan = planTiny(set, [use("_BURN"), ...Array.from({ length: 25 }, () => block).flat(), use("_JUMP_TO_TOP")], {
  loopHead: 0,
});

console.log(`stencil set: ${data.stencils.length} stencils, ${serialized.length} bytes serialised`);
report("load the set", 200, () => StencilSet.load(serialized));
for (const hints of ["none", "branches"] as const) {
  const { bytes } = assembleTrace(plan, set, { slot: 520, hints });
  console.log(`\n${plan.steps.length} steps, ${plan.exits.length} exits, hints: ${hints}: ${bytes.length} bytes`);
  report("assemble", 3000, () => assembleTrace(plan, set, { slot: 520, hints }));
  // Another slot makes other bytes: engines remember modules they have seen.
  let slot = 1000;
  report(
    "assemble + Module, never seen",
    200,
    () => new WebAssembly.Module(assembleTrace(plan, set, { slot: slot++, hints }).bytes),
  );
  machine.setWord(Vm.fuel.offset, 3_000_000);
  for (let local = 0; local < 4; local++) machine.setWord(frameAddress + Frame.local.offset + 4 * local, 3);
  // The engine replaces the code of a running loop only when it is entered again.
  run(plan, hints);
  for (let round = 0; round < 3; round++) {
    machine.setWord(Vm.fuel.offset, 3_000_000);
    const start = performance.now();
    (machine.table.get(520) as (...args: number[]) => number)(0, 0, frameAddress, 0);
    console.log(`  iteration: ${(((performance.now() - start) * 1e6) / 3_000_000).toFixed(2)} ns`);
  }
}

function run(trace: TracePlan, hints: "none" | "branches"): void {
  const { memory, table, runtime, exports } = machine;
  const { bytes } = assembleTrace(trace, set, { slot: 520, hints });
  new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    vm: { memory, table },
    runtime,
    kernel: exports,
  });
  (table.get(520) as (...args: number[]) => number)(0, 0, frameAddress, 0);
}

function report(what: string, rounds: number, work: () => unknown): void {
  for (let round = 0; round < rounds; round++) work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  times.sort((left, right) => left - right);
  const median = times[Math.floor(rounds / 2)] ?? 0;
  console.log(`  ${what}: median ${(median * 1000).toFixed(1)} µs, best ${((times[0] ?? 0) * 1000).toFixed(1)} µs`);
}
