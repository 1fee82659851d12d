// The command line.

import { parseArgs } from "node:util";
import { type Size, programs } from "./programs.ts";
import { type RunnerName, runnerNames } from "./runners/runner.ts";

/** Parts of the benchmarks that can be run alone. */
const sectionNames = ["programs", "startup", "traces", "size"] as const;

/** See {@link sectionNames}. */
type SectionName = (typeof sectionNames)[number];

/** What to do. */
export type Options =
  { readonly kind: "help" } | { readonly kind: "profile"; readonly program: string; readonly size: Size } | RunOptions;

/** How to measure. */
export interface RunOptions {
  readonly kind: "run";
  readonly rounds: number;
  readonly startupRounds: number;
  /** Repetitions of all compilations, half of them to warm up. */
  readonly repetitions: number;
  readonly size: Size;
  /** Calls per process, at most. */
  readonly calls: number;
  /** Seconds of calls per process, after which no further call begins. */
  readonly budget: number;
  readonly programs: readonly string[];
  readonly runners: ReadonlySet<RunnerName>;
  readonly sections: ReadonlySet<SectionName>;
  /** The command that is `python3`. */
  readonly python: string;
  /** Where to write everything as JSON. */
  readonly json: string | undefined;
}

/** What `--help` prints. */
export const help = `Usage: npm run bench -- [options]

Runs the programs of benchmarks/programs with tjit's JIT on, with it off and under every other Python found, interleaved,
each in a process of its own, and holds the results against what tjit promises. Exit code 1 when a promise is broken.

  --rounds N           rounds; the default is 5
  --only NAME,…        of the programs, only these
  --runners NAME,…     of ${runnerNames.join(", ")}, only these
  --sections NAME,…    of ${sectionNames.join(", ")}, only these
  --python COMMAND     what to compare with as python3
  --quick              small sizes, two rounds: to see that everything works, not to measure
  --json FILE          write every measurement as JSON
  --profile NAME       run one program in tjit under a profiler instead; print the functions that took most time
  --help               this text

Programs: ${programs.map(({ name }) => name).join(", ")}
`;

/**
 * Reads the command line.
 * @throws Error when it cannot be understood; the message is for people.
 */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string" },
      only: { type: "string" },
      runners: { type: "string" },
      sections: { type: "string" },
      python: { type: "string", default: "python3" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      profile: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const names = programs.map(({ name }) => name);
  const size = values.quick ? "quick" : "full";
  if (values.help) return { kind: "help" };
  if (values.profile !== undefined) return { kind: "profile", program: one(values.profile, names), size };
  return {
    kind: "run",
    rounds: values.rounds === undefined ? (values.quick ? 2 : 5) : count(values.rounds),
    startupRounds: values.quick ? 5 : 21,
    repetitions: values.quick ? 4 : 60,
    size,
    calls: values.quick ? 4 : 8,
    budget: values.quick ? 0.5 : 2,
    programs: list(values.only, names),
    runners: new Set(list(values.runners, runnerNames)),
    sections: new Set(list(values.sections, sectionNames)),
    python: values.python,
    json: values.json,
  };
}

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`not a number of rounds: ${text}`);
  return Number(text);
}

function list<T extends string>(text: string | undefined, all: readonly T[]): readonly T[] {
  if (text === undefined) return all;
  const wanted = new Set(text.split(",").map((name) => one(name.trim(), all)));
  return all.filter((name) => wanted.has(name));
}

function one<T extends string>(text: string, all: readonly T[]): T {
  const name = all.find((candidate) => candidate === text);
  if (name === undefined) throw new Error(`there is no ${text}; there are ${all.join(", ")}`);
  return name;
}
