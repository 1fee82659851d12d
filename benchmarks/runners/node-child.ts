// Runners that are a script of ours under the Node that runs the benchmarks.

import process from "node:process";
import { fileURLToPath } from "node:url";

/** A command line. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** The condition under which packages are their sources: what a child that is to run them is given as a further option. */
export const sourceCondition = "--conditions=@tjit/source";

/**
 * The command line of a script in children/. It runs tjit as built, as people who install it do; the sources take Node a second to load.
 * @param script Its URL.
 * @param scriptArgs What it is given.
 * @param nodeOptions Further options of Node. Those of this process are inherited, but for the condition that makes it run sources.
 */
export function nodeChild(
  script: URL,
  scriptArgs: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): Command {
  const inherited = process.execArgv.filter((option) => option !== sourceCondition);
  const args = [...inherited, ...nodeOptions, fileURLToPath(script), ...scriptArgs];
  return { command: process.execPath, args };
}
