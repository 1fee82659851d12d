// What it costs to compile a trace.
//
//   recording │ pass ▸ pass ▸ … ▸ allocation ▸ planning ▸ copy and patch ▸ engine ▸ installing │ callable
//             └──────────────────────── total: what the program waits for ──────────────────────┘
//
// One process runs the same programs over and over, in a new VM each time, until the engine has compiled the compiler itself. Each trace
// is compiled where the program asks for it (turn 0), then at once a few times more. Medians over the later repetitions say two things:
//
//   turns 1 …   warm: what compiling costs a processor that has just done it
//   turn 0      in a program: the same work by code that the processor has not run for a while, so that it mispredicts and
//               misses its instruction cache at every step; a processor's answer more than the compiler's

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
  /** 0 where the program asked for it, then counting the times that it was compiled again at once. */
  readonly turn: number;
  readonly name: string;
  readonly uopsRecorded: number;
  readonly uops: number;
  /** Size of its machine code. */
  readonly bytes: number;
  readonly timings: CompilationTimings;
}

/** The medians of one trace. */
export interface WarmTrace extends Omit<Compilation, "repetition" | "index" | "turn"> {
  /** `total` in a program. */
  readonly inProgram: number;
}

/** The medians of each trace. A trace that was compiled in one turn only counts by that. */
export function warmTraces(compilations: readonly Compilation[], warmUp: number): WarmTrace[] {
  const groups = Map.groupBy(
    compilations.filter(({ repetition }) => repetition >= warmUp),
    ({ program, index }) => `${program} ${index}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { program, name, uopsRecorded, uops, bytes } = first;
    const again = group.filter(({ turn }) => turn > 0);
    const timings = medianTimings((again.length === 0 ? group : again).map((one) => one.timings));
    const inProgram = median(group.filter(({ turn }) => turn === 0).map((one) => one.timings.total));
    return [{ program, name, uopsRecorded, uops, bytes, timings, inProgram }];
  });
}

/** The median over traces of at most so many uops; undefined when there is none. */
export function medianOverTraces(
  traces: readonly WarmTrace[],
  maximumUops: number,
  part: (trace: WarmTrace) => number,
): number | undefined {
  const small = traces.filter(({ uops }) => uops <= maximumUops);
  return small.length === 0 ? undefined : median(small.map(part));
}

/** The names of all passes, in the order of their first appearance. */
export function passNames(traces: readonly WarmTrace[]): string[] {
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
