// Where the time of one program goes: tjit under V8's sampling profiler.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { perfCounter, timedProgram } from "./harness.ts";
import { type Size, programs, readProgram } from "./programs.ts";
import { nodeChild, sourceCondition } from "./runners/node-child.ts";
import { whatWentWrong } from "./runners/what-went-wrong.ts";
import { formatTable } from "./table.ts";

/** The part of V8's `.cpuprofile` files that is read. Times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** The node that was running at each sample. */
  readonly samples: readonly number[];
  /** Time before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Time in a function itself, not in those that it called. */
export interface SelfTime {
  /** Its name, file and line. */
  readonly name: string;
  readonly milliseconds: number;
  /** Of the time of the profile, from 0 to 1. */
  readonly share: number;
}

const rowsPrinted = 40;

/**
 * Runs a program and formats a table of the functions in which it spent most time.
 * @throws Error when the program does not run.
 */
export function profileProgram(name: string, size: Size): string {
  const n = programs.find((program) => program.name === name)?.sizes[size] ?? 0;
  const folder = mkdtempSync(join(tmpdir(), "tjit-profile-"));
  try {
    const script = new URL("children/tjit.ts", import.meta.url);
    const { command, args } = nodeChild(script, ["on"], [sourceCondition, "--cpu-prof", `--cpu-prof-dir=${folder}`]);
    const input = timedProgram({ source: readProgram(name), n, calls: 10, budget: 3 }, perfCounter);
    const child = spawnSync(command, args, { input, encoding: "utf8", timeout: 120_000 });
    if (child.status !== 0) throw new Error(child.error?.message ?? whatWentWrong(child.stderr));
    const [file] = readdirSync(folder);
    if (file === undefined) throw new Error("Node wrote no profile");
    return formatSelfTimes(JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Self times by function, the longest first. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, describe(callFrame)]));
  const byName = new Map<string, number>();
  for (const [at, node] of samples.entries()) {
    const name = names.get(node) ?? "(unknown)";
    byName.set(name, (byName.get(name) ?? 0) + (timeDeltas[at] ?? 0));
  }
  const total = [...byName.values()].reduce((sum, time) => sum + time, 0);
  return [...byName]
    .map(([name, time]) => ({ name, milliseconds: time / 1000, share: time / total }))
    .toSorted((left, right) => right.milliseconds - left.milliseconds);
}

function formatSelfTimes(profile: CpuProfile): string {
  const rows = selfTimes(profile)
    .slice(0, rowsPrinted)
    .map(({ name, milliseconds, share }) => [name, milliseconds.toFixed(1), `${(share * 100).toFixed(1)} %`]);
  return formatTable(["function", "self ms", "share"], rows);
}

function describe({ functionName, url, lineNumber }: CpuProfile["nodes"][number]["callFrame"]): string {
  const name = functionName === "" ? "(anonymous)" : functionName;
  return url === "" ? name : `${name} ${basename(url)}:${lineNumber + 1}`;
}
