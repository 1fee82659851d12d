// A compilation for tests.

import type { Compilation, CompilationTimings } from "../compilations.ts";

/** One with these timings, all others 0. */
export function trace(timings: Partial<CompilationTimings>, uops = 100): Compilation {
  return {
    program: "sieve",
    repetition: 0,
    index: 0,
    name: "main:8",
    uopsRecorded: 150,
    uops,
    bytes: 2000,
    timings: { recording: 0, passes: {}, allocation: 0, copyAndPatch: 0, engine: 0, total: 0, ...timings },
  };
}
