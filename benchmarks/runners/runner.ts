// A runner is a command that reads Python source from its standard input and runs it in a process of its own.

import { spawnSync } from "node:child_process";
import { type Job, type Measurement, parseMeasurement, timedProgram } from "../harness.ts";
import { whatWentWrong } from "./what-went-wrong.ts";

/** The names that `--runners` takes, in the order of the tables. */
export const runnerNames = ["tjit-on", "tjit-off", "python3", "pypy3", "pyodide", "micropython"] as const;

/** See {@link runnerNames}. */
export type RunnerName = (typeof runnerNames)[number];

/** A Python that was found. */
export interface Runner {
  readonly name: RunnerName;
  /** For people: what it is, and its version. */
  readonly version: string;
  readonly command: string;
  readonly args: readonly string[];
  /** How Python code gets at a clock, see `timedProgram`; `time.perf_counter` if not given. */
  readonly clock?: string;
}

/** A measurement, or why there is none. */
export type Outcome =
  ({ readonly kind: "measured" } & Measurement) | { readonly kind: "failed"; readonly message: string };

const timeoutMilliseconds = 120_000;

/** Runs a job in a new process and waits for it. */
export function measure(runner: Runner, job: Job): Outcome {
  const child = spawnSync(runner.command, runner.args, {
    input: timedProgram(job, runner.clock),
    encoding: "utf8",
    timeout: timeoutMilliseconds,
    maxBuffer: 1 << 28,
  });
  const measurement = child.status === 0 ? parseMeasurement(child.stdout) : undefined;
  if (measurement !== undefined) return { kind: "measured", ...measurement };
  return { kind: "failed", message: child.error?.message ?? whatWentWrong(child.stderr) };
}
