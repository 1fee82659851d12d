// Compilations for tests.

import type { Compilation, CompilationTimings, WarmTrace } from "../compilations.ts";

const described = { program: "sieve", name: "main:8", uopsRecorded: 150, bytes: 2000 };
const nothing = { recording: 0, passes: {}, allocation: 0, copyAndPatch: 0, engine: 0, total: 0 };

/** One with these timings, all others 0. */
export function compilation(timings: Partial<CompilationTimings>): Compilation {
  return { ...described, uops: 100, repetition: 0, index: 0, turn: 0, timings: { ...nothing, ...timings } };
}

/** A trace with these medians, all others 0. */
export function trace(timings: Partial<CompilationTimings>, uops = 100): WarmTrace {
  return { ...described, uops, inProgram: 0, timings: { ...nothing, ...timings } };
}
