// What tjit has promised, held against what was measured. A bar is compared at the two decimals at which it is printed.

import { type WarmTrace, medianOverTraces } from "./compilations.ts";
import { meanRatio, ratio } from "./durations.ts";
import { median } from "./statistics.ts";
import { type Startup, emptyNode, smallestTjit } from "./startup.ts";
import type { Sample } from "./rounds.ts";
import type { RunnerName } from "./runners/runner.ts";

/** One promise. */
export interface Bar {
  readonly name: string;
  readonly bound: "at least" | "at most";
  readonly limit: number;
  readonly unit: "x" | "ms" | "µs" | "MB";
  /** Undefined when it was not measured. */
  readonly value: number | undefined;
  /** Which program it is that the value belongs to, where it is the worst of several. */
  readonly worst?: string | undefined;
}

/** Everything that was measured; a section that was left out is empty or undefined. */
export interface Measured {
  /** The names of the hot loops: what the JIT is for. */
  readonly programs: readonly string[];
  /** The names of the programs that work on data structures. */
  readonly dataPrograms: readonly string[];
  readonly samples: readonly Sample[];
  readonly startups: readonly Startup[];
  readonly traces: readonly WarmTrace[];
  /** Bytes. */
  readonly installedSize: number | undefined;
}

/** The largest trace, in uops, that the promises about compiling are about. */
const barUops = 200;

/** Whether a promise is kept; `SKIP` when nothing was measured. */
export function verdict({ bound, limit, value }: Bar): "PASS" | "FAIL" | "SKIP" {
  if (value === undefined) return "SKIP";
  const printed = Math.round(value * 100) / 100;
  return (bound === "at least" ? printed >= limit : printed <= limit) ? "PASS" : "FAIL";
}

/** All promises. */
export function allBars(measured: Measured): Bar[] {
  const { programs, dataPrograms, samples, startups, traces, installedSize } = measured;
  const faster = (program: string, than: RunnerName) => ratio(samples, program, than, "tjit-on", "steady");
  const inUse = medianOverTraces(traces, barUops, ({ timings }) => timings.total);
  const copied = medianOverTraces(traces, barUops, ({ timings }) => timings.copyAndPatch);
  return [
    atLeast(8, "float_loop: times faster with the JIT than without", faster("float_loop", "tjit-off")),
    atLeast(5, "float_loop: times faster with the JIT than python3", faster("float_loop", "python3")),
    atLeast(3, "nbody: times faster with the JIT than without", faster("nbody", "tjit-off")),
    atLeast(2, "nbody: times faster with the JIT than python3", faster("nbody", "python3")),
    {
      ...atMost(1, "x", "time with the JIT against without, warm, worst program", undefined),
      ...worstOf(programs, (program) => ratio(samples, program, "tjit-on", "tjit-off", "steady")),
    },
    {
      ...atMost(1.1, "x", "time with the JIT against without, first call, worst program", undefined),
      ...worstOf(programs, (program) => ratio(samples, program, "tjit-on", "tjit-off", "first")),
    },
    atMost(
      1.5,
      "x",
      "time without the JIT against python3, geometric mean",
      meanRatio(samples, programs, "tjit-off", "python3", "steady"),
    ),
    {
      ...atMost(1.5, "x", "data structures: time with the JIT against python3, warm, worst program", undefined),
      ...worstOf(dataPrograms, (program) => ratio(samples, program, "tjit-on", "python3", "steady")),
    },
    atMost(2, "x", `time of ${smallestTjit} against ${emptyNode}`, startupRatio(startups)),
    atMost(1, "ms", `end of recording to callable trace, up to ${barUops} uops, warm`, inUse),
    atMost(50, "µs", "of which copy and patch", copied === undefined ? undefined : copied * 1000),
    atMost(
      1.5,
      "MB",
      "@tjit/vm and what it depends on, unpacked",
      installedSize === undefined ? undefined : installedSize / 1e6,
    ),
  ];
}

function atLeast(limit: number, name: string, value: number | undefined): Bar {
  return { name, bound: "at least", limit, unit: "x", value };
}

function atMost(limit: number, unit: Bar["unit"], name: string, value: number | undefined): Bar {
  return { name, bound: "at most", limit, unit, value };
}

function worstOf(
  programs: readonly string[],
  measure: (program: string) => number | undefined,
): Pick<Bar, "value" | "worst"> {
  return programs.reduce<Pick<Bar, "value" | "worst">>(
    (worst, program) => {
      const value = measure(program);
      return value === undefined || (worst.value ?? -Infinity) >= value ? worst : { value, worst: program };
    },
    { value: undefined },
  );
}

function startupRatio(startups: readonly Startup[]): number | undefined {
  const tjit = startups.find(({ name }) => name === smallestTjit);
  const node = startups.find(({ name }) => name === emptyNode);
  return tjit && node && median(tjit.milliseconds) / median(node.milliseconds);
}
