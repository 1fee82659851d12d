// The order of the measurements, and what came of them.
//
// A round runs every program under every runner once, each in a process of its own. The runners of a program follow each
// other directly, so that they meet the same machine; who begins changes from round to round and program to program.

import type { Program } from "./programs.ts";
import type { Outcome, Runner, RunnerName } from "./runners/runner.ts";

/** One process to run. */
export interface Step {
  readonly round: number;
  readonly program: Program;
  readonly runner: Runner;
}

/** What one process measured. */
export interface Sample {
  readonly round: number;
  readonly program: string;
  readonly runner: RunnerName;
  /** Seconds of each call. */
  readonly seconds: readonly number[];
  readonly result: string;
}

/** Something that did not work; any one fails the benchmarks. */
export interface Failure {
  /** What was tried: a program under a runner, or a whole section. */
  readonly where: string;
  readonly message: string;
}

/** All steps in order. */
export function schedule(programs: readonly Program[], runners: readonly Runner[], rounds: number): Step[] {
  return Array.from({ length: rounds }, (_, round) =>
    programs.flatMap((program, at) =>
      rotate(runners, round + at)
        .filter((runner) => program.skip?.[runner.name] === undefined)
        .map((runner) => ({ round, program, runner })),
    ),
  ).flat();
}

/**
 * Takes the steps. What failed once is not tried again, and its samples are dropped; so are those with a wrong result.
 * @param execute Does one step.
 */
export function takeSteps(
  steps: readonly Step[],
  execute: (step: Step) => Outcome,
): { readonly samples: readonly Sample[]; readonly failures: readonly Failure[] } {
  const samples: Sample[] = [];
  const failures = new Map<string, Failure>();
  for (const step of steps) {
    const where = place(step.program.name, step.runner.name);
    if (failures.has(where)) continue;
    const outcome = execute(step);
    if (outcome.kind === "failed") {
      failures.set(where, { where, message: outcome.message });
    } else {
      const { seconds, result } = outcome;
      samples.push({ round: step.round, program: step.program.name, runner: step.runner.name, seconds, result });
    }
  }
  for (const failure of disagreements(samples)) failures.set(failure.where, failure);
  return {
    samples: samples.filter(({ program, runner }) => !failures.has(place(program, runner))),
    failures: [...failures.values()],
  };
}

/** Results that are not those of CPython or, without it, of the first runner. One failure per program and runner. */
function disagreements(samples: readonly Sample[]): Failure[] {
  const failures = new Map<string, Failure>();
  for (const { program, runner, result } of samples) {
    const same = samples.filter((sample) => sample.program === program);
    const reference = same.find((sample) => sample.runner === "python3") ?? same[0];
    if (reference === undefined || reference.result === result) continue;
    const where = place(program, runner);
    failures.set(where, { where, message: `WRONG RESULT ${result}, ${reference.runner} has ${reference.result}` });
  }
  return [...failures.values()];
}

function place(program: string, runner: RunnerName): string {
  return `${program} under ${runner}`;
}

function rotate<T>(items: readonly T[], by: number): readonly T[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
