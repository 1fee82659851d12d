// What an executor table asks its client to do: everything that touches code, tables of functions or exit records.

import type { Executor } from "./executor.ts";

/** What an exit record says. */
export type ExitDestination<Artifact> =
  /** Count down from this counter word, then report the exit as hot. */
  | { readonly kind: "cold"; readonly temperature: number }
  | { readonly kind: "linked"; readonly to: Executor<Artifact> };

/** The client's side of executors. Called by one table; it must not call the table back. */
export interface CodeInstaller<Artifact> {
  /** Makes the executor's code callable, valid and warm. Its exit records are written right after. */
  publish(executor: Executor<Artifact>): void;
  /** Gives the executor's code and records back. It is invalid, and not running, by now. */
  free(executor: Executor<Artifact>): void;
  /** Makes the instruction at `pc` enter the executor `index` of its code; answers with what was there before. */
  patchEntry(pc: number, index: number): number;
  /** Puts back what was at `pc` before. */
  restoreEntry(pc: number, saved: number): void;
  writeExit(executor: Executor<Artifact>, exit: number, destination: ExitDestination<Artifact>): void;
  /** The counter word of a cold exit. */
  readTemperature(executor: Executor<Artifact>, exit: number): number;
  /** Makes the executor leave at its next validity check. */
  markInvalid(executor: Executor<Artifact>): void;
  /** Marks the executor as not entered; entering it removes the mark. */
  markCold(executor: Executor<Artifact>): void;
  isCold(executor: Executor<Artifact>): boolean;
  /** Whether the executor's code may be on the way now, so that it must not be freed. */
  isRunning(executor: Executor<Artifact>): boolean;
}

/** Counter words of exits. */
export interface ExitTemperature {
  /** Of a new exit. */
  readonly initial: number;
  /** Of an exit that never becomes hot. */
  readonly never: number;
  /** After a hot exit could not be recorded: waits longer each time. */
  restart(word: number): number;
}
