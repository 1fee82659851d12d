// How long commands take from start to exit. All of them alternate, so that they meet the same machine.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import process from "node:process";
import type { Command } from "./runners/node-child.ts";
import type { Runner } from "./runners/runner.ts";

/** A command whose start is measured. */
export interface StartupCommand extends Command {
  /** What a person would type. */
  readonly name: string;
  /** What it prints. */
  readonly output: string;
}

/** Milliseconds of each run of a command. */
export interface Startup {
  readonly name: string;
  readonly milliseconds: readonly number[];
}

/** The command that does nothing, against which tjit is held. */
export const emptyNode = "node -e 0";

/** tjit's smallest program. */
export const smallestTjit = 'tjit -c "print(1)"';

const script = "print(1)";

/** The commands: Node alone, tjit as built, and the native Pythons that were found. */
export function startupCommands(pythons: readonly Runner[]): StartupCommand[] {
  const tjit = fileURLToPath(new URL("../packages/vm/bin/tjit.js", import.meta.url));
  return [
    { name: emptyNode, command: process.execPath, args: ["-e", "0"], output: "" },
    { name: smallestTjit, command: process.execPath, args: [tjit, "-c", script], output: "1\n" },
    ...pythons.map(({ name, command }) => ({
      name: `${name} -c "print(1)"`,
      command,
      args: ["-c", script],
      output: "1\n",
    })),
  ];
}

/**
 * Runs each command once per round.
 * @throws Error when one does not print what it should.
 */
export function measureStartup(
  commands: readonly StartupCommand[],
  rounds: number,
  onRound: (round: number) => void,
): Startup[] {
  const taken = commands.map((command) => ({ command, milliseconds: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    onRound(round);
    for (const { command, milliseconds } of round % 2 === 0 ? taken : taken.toReversed()) {
      milliseconds.push(timeRun(command));
    }
  }
  return taken.map(({ command, milliseconds }) => ({ name: command.name, milliseconds }));
}

function timeRun({ name, command, args, output }: StartupCommand): number {
  const start = performance.now();
  const child = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  const milliseconds = performance.now() - start;
  if (child.status !== 0 || child.stdout.replace("\r\n", "\n") !== output) {
    throw new Error(`${name} did not work: ${child.stderr.trim().split("\n").at(-1) ?? ""}`);
  }
  return milliseconds;
}
