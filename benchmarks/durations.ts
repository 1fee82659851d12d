// Questions to the samples: how long, and how many times longer than another.

import { geometricMean, median, pairedRatio, steadyState } from "./statistics.ts";
import type { Sample } from "./rounds.ts";
import type { RunnerName } from "./runners/runner.ts";

/** Which calls of a process: the first one, or those once it is warm. */
export type Phase = "first" | "steady";

/** Median over the rounds, in seconds; undefined where nothing was measured. */
export function duration(
  samples: readonly Sample[],
  program: string,
  runner: RunnerName,
  phase: Phase,
): number | undefined {
  const seconds = [...byRound(samples, program, runner, phase).values()];
  return seconds.length === 0 ? undefined : median(seconds);
}

/** How many times longer `numerator` takes than `denominator`; undefined where either was not measured. */
export function ratio(
  samples: readonly Sample[],
  program: string,
  numerator: RunnerName,
  denominator: RunnerName,
  phase: Phase,
): number | undefined {
  const above = byRound(samples, program, numerator, phase);
  const below = byRound(samples, program, denominator, phase);
  const rounds = [...above.keys()].filter((round) => below.has(round));
  if (rounds.length === 0) return undefined;
  const take = (from: ReadonlyMap<number, number>) => rounds.map((round) => from.get(round) ?? NaN);
  return pairedRatio(take(above), take(below));
}

/** The geometric mean of {@link ratio} over the programs in which both were measured; undefined if there is none. */
export function meanRatio(
  samples: readonly Sample[],
  programs: readonly string[],
  numerator: RunnerName,
  denominator: RunnerName,
  phase: Phase,
): number | undefined {
  const ratios = programs
    .map((program) => ratio(samples, program, numerator, denominator, phase))
    .filter((value) => value !== undefined);
  return ratios.length === 0 ? undefined : geometricMean(ratios);
}

function byRound(
  samples: readonly Sample[],
  program: string,
  runner: RunnerName,
  phase: Phase,
): ReadonlyMap<number, number> {
  return new Map(
    samples
      .filter((sample) => sample.program === program && sample.runner === runner)
      .map(({ round, seconds }) => [round, phase === "first" ? (seconds[0] ?? NaN) : steadyState(seconds)]),
  );
}
