// Compiles the traces of programs over and over. Its standard input is a `CompilationJob`; it prints a JSON array of
// `Compilation`s. A new VM runs each program each time, and compiles all that is hot, whatever that takes; each trace at once a few times
// more. Garbage is left to the engine: collections on demand throw compiled code away, and nothing gets warm.

import process from "node:process";
import { type CompileEvent, type CompileTimings, defaultTuning, ungoverned } from "@tjit/vm";
import type { Compilation } from "../compilations.ts";
import type { CompilationJob } from "../measure-compilations.ts";
import { newVM } from "./new-vm.ts";
import { readInput } from "./read-input.ts";

const { programs, repetitions, turns } = JSON.parse(readInput()) as CompilationJob;
const compilations: Compilation[] = [];
for (let repetition = 0; repetition < repetitions; repetition++) {
  for (const program of programs) compilations.push(...compile(program.name, program.source, repetition));
}
process.stdout.write(JSON.stringify(compilations));

function compile(program: string, source: string, repetition: number): Compilation[] {
  const made: Compilation[] = [];
  let index = 0;
  const vm = newVM({
    stdout: () => undefined,
    stderr: (text) => void process.stderr.write(text),
    jit: { ...defaultTuning, governor: ungoverned },
    clock: () => performance.now(),
    onEvent: (event) => {
      if (event.kind !== "compile") return;
      const trace = { program, repetition, index: index++ };
      for (let turn = 0; turn < turns; turn++) {
        const timings = turn === 0 ? event.timings : event.again();
        if (timings !== undefined) made.push({ ...trace, turn, ...toCompilation(event, timings) });
      }
    },
  });
  vm.run(source, { filename: "benchmark.py" });
  return made;
}

function toCompilation(
  { name, recorded, optimized, moduleBytes }: CompileEvent,
  timings: CompileTimings,
): Omit<Compilation, "program" | "repetition" | "index" | "turn"> {
  return {
    name,
    uopsRecorded: recorded.uops.length,
    uops: optimized.uops.length,
    bytes: moduleBytes,
    timings: {
      recording: timings.recording,
      passes: Object.fromEntries(timings.passes.map(({ pass, milliseconds }) => [pass, milliseconds])),
      allocation: timings.allocation,
      copyAndPatch: timings.assembly,
      engine: timings.engine,
      total: timings.total,
    },
  };
}
