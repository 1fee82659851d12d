// What it costs to compile a trace.
//
//   recording │ pass ▸ pass ▸ … ▸ allocation ▸ planning ▸ copy and patch ▸ engine ▸ installing │ callable
//             └──────────────────────── total: what the program waits for ──────────────────────┘
//
// One process compiles the same traces over and over, in a new VM each time, until the compiler itself is warm; medians are
// taken over the later repetitions.

import { median } from "./statistics.ts";

/** Milliseconds of each part of one compilation. */
export interface CompilationTimings {
  readonly recording: number;
  /** By name, in the order in which they ran. */
  readonly passes: Readonly<Record<string, number>>;
  readonly allocation: number;
  readonly copyAndPatch: number;
  readonly engine: number;
  /** From the end of recording until the trace can be called. */
  readonly total: number;
}

/** One compilation of one trace. */
export interface Compilation {
  readonly program: string;
  readonly repetition: number;
  /** The how manieth of this repetition: the same trace in every repetition. */
  readonly index: number;
  readonly name: string;
  readonly uopsRecorded: number;
  readonly uops: number;
  /** Size of its machine code. */
  readonly bytes: number;
  readonly timings: CompilationTimings;
}

/** The medians of one trace, one per program and index. */
export function warmTraces(compilations: readonly Compilation[], warmUp: number): Compilation[] {
  const groups = Map.groupBy(
    compilations.filter(({ repetition }) => repetition >= warmUp),
    ({ program, index }) => `${program} ${index}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, timings: medianTimings(group.map(({ timings }) => timings)) }];
  });
}

/** The median over traces of at most so many uops; undefined when there is none. */
export function medianOverTraces(
  traces: readonly Compilation[],
  maximumUops: number,
  part: (timings: CompilationTimings) => number,
): number | undefined {
  const small = traces.filter(({ uops }) => uops <= maximumUops);
  return small.length === 0 ? undefined : median(small.map(({ timings }) => part(timings)));
}

/** The names of all passes, in the order of their first appearance. */
export function passNames(traces: readonly Compilation[]): string[] {
  return [...new Set(traces.flatMap(({ timings }) => Object.keys(timings.passes)))];
}

function medianTimings(timings: readonly CompilationTimings[]): CompilationTimings {
  const over = (part: (one: CompilationTimings) => number) => median(timings.map(part));
  const passes = [...new Set(timings.flatMap((one) => Object.keys(one.passes)))];
  return {
    recording: over((one) => one.recording),
    passes: Object.fromEntries(passes.map((pass) => [pass, over((one) => one.passes[pass] ?? 0)])),
    allocation: over((one) => one.allocation),
    copyAndPatch: over((one) => one.copyAndPatch),
    engine: over((one) => one.engine),
    total: over((one) => one.total),
  };
}
