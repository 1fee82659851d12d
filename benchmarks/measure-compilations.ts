// Measures compilations in a child process, see children/compilations.ts.

import { spawnSync } from "node:child_process";
import { type Compilation, type WarmTrace, warmTraces } from "./compilations.ts";
import { withoutMainBlock } from "./harness.ts";
import { type Program, readProgram } from "./programs.ts";
import { nodeChild } from "./runners/node-child.ts";
import { whatWentWrong } from "./runners/what-went-wrong.ts";

/** What the child is asked to do. */
export interface CompilationJob {
  readonly programs: readonly { readonly name: string; readonly source: string }[];
  readonly repetitions: number;
  /** How often each trace is compiled, the time where the program asks for it included. */
  readonly turns: number;
}

const turns = 8;

/**
 * V8 keeps compiled modules by their bytes and compiles a function when it is first called. Here every compilation must be
 * one, and be counted: at once, on this thread. That makes `engine` an upper bound of what a program waits for.
 */
const engineOptions = ["--no-wasm-native-module-cache", "--no-wasm-lazy-compilation", "--wasm-num-compilation-tasks=0"];

/**
 * Compiles the traces of programs, half of the repetitions to warm up, and gives the medians of the other half.
 * @throws Error when the programs do not run, or no trace was compiled, or no time was measured.
 */
export function measureCompilations(programs: readonly Program[], repetitions: number): WarmTrace[] {
  const job: CompilationJob = {
    programs: programs.map(({ name, sizes }) => ({
      name,
      source: `${withoutMainBlock(readProgram(name))}\nmain(${sizes.trace})\n`,
    })),
    repetitions,
    turns,
  };
  const script = new URL("children/compilations.ts", import.meta.url);
  const { command, args } = nodeChild(script, [], engineOptions);
  const child = spawnSync(command, args, {
    input: JSON.stringify(job),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 600_000,
  });
  if (child.status !== 0) throw new Error(child.error?.message ?? whatWentWrong(child.stderr));
  const traces = warmTraces(JSON.parse(child.stdout) as Compilation[], Math.floor(repetitions / 2));
  if (traces.length === 0) throw new Error("no trace was compiled");
  if (traces.every(({ timings }) => timings.total === 0)) throw new Error("the VM measured no time");
  return traces;
}
