// Compiles the traces of programs over and over. Its standard input is a `CompilationJob`; it prints a JSON array of
// `Compilation`s. A new VM runs each program each time, and compiles all that is hot, whatever that takes. Garbage is left to the engine:
// collections on demand throw compiled code away, and nothing gets warm.

import process from "node:process";
import { type CompileEvent, defaultTuning, ungoverned } from "@tjit/vm";
import type { Compilation } from "../compilations.ts";
import type { CompilationJob } from "../measure-compilations.ts";
import { newVM } from "./new-vm.ts";
import { readInput } from "./read-input.ts";

const { programs, repetitions } = JSON.parse(readInput()) as CompilationJob;
const compilations: Compilation[] = [];
for (let repetition = 0; repetition < repetitions; repetition++) {
  for (const program of programs) {
    const events = compileEvents(program.source);
    compilations.push(...events.map((event, index) => toCompilation(event, program.name, repetition, index)));
  }
}
process.stdout.write(JSON.stringify(compilations));

function compileEvents(source: string): CompileEvent[] {
  const events: CompileEvent[] = [];
  const vm = newVM({
    stdout: () => undefined,
    stderr: (text) => void process.stderr.write(text),
    jit: { ...defaultTuning, governor: ungoverned },
    clock: () => performance.now(),
    onEvent: (event) => {
      if (event.kind === "compile") events.push(event);
    },
  });
  vm.run(source, { filename: "benchmark.py" });
  return events;
}

function toCompilation(
  { name, recorded, optimized, moduleBytes, timings }: CompileEvent,
  program: string,
  repetition: number,
  index: number,
): Compilation {
  return {
    program,
    repetition,
    index,
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
