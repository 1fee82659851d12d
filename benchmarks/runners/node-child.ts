// Runners that are a script of ours under the Node that runs the benchmarks.

import process from "node:process";
import { fileURLToPath } from "node:url";

/** A command line. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The command line of a script in children/.
 * @param script Its URL.
 * @param scriptArgs What it is given.
 * @param nodeOptions Further options of Node. Those of this process are inherited.
 */
export function nodeChild(
  script: URL,
  scriptArgs: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): Command {
  const args = [...process.execArgv, ...nodeOptions, fileURLToPath(script), ...scriptArgs];
  return { command: process.execPath, args };
}
