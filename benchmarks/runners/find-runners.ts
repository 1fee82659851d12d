// Finds what there is to compare.

import { findMicroPython } from "./micropython.ts";
import { findPyodide } from "./pyodide.ts";
import { findPython } from "./python.ts";
import { type Runner, type RunnerName, runnerNames } from "./runner.ts";
import { tjitRunner } from "./tjit.ts";

/** What was looked for, in the order of the tables; `runner` is undefined where nothing was found. */
export type Found = readonly { readonly name: RunnerName; readonly runner: Runner | undefined }[];

/**
 * Looks for runners.
 * @param wanted Which ones.
 * @param python The command that is `python3`.
 */
export function findRunners(wanted: ReadonlySet<RunnerName>, python: string): Found {
  const find: Readonly<Record<RunnerName, () => Runner | undefined>> = {
    "tjit-on": () => tjitRunner("on"),
    "tjit-off": () => tjitRunner("off"),
    python3: () => findPython("python3", python),
    pypy3: () => findPython("pypy3"),
    pyodide: findPyodide,
    micropython: findMicroPython,
  };
  return runnerNames.filter((name) => wanted.has(name)).map((name) => ({ name, runner: find[name]() }));
}
