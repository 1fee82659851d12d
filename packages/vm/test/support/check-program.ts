// Holds what a program does in a column against what CPython did.

import type { Column } from "./columns.ts";
import type { Program } from "./corpus.ts";
import { printOutcome } from "./outcome.ts";
import { type RunCaseOptions, runCase } from "./run-case.ts";

/** What is wrong with a program in a column, as text; empty when nothing is. */
export function checkProgram({ input, expected }: Program, column: Column, options: RunCaseOptions): string {
  try {
    const { outcome, deviations, leaked } = runCase(input, column, options);
    const printed = printOutcome(outcome);
    if (printed !== expected) return `CPython:\n${expected}\n\n${column.name}:\n${printed}`;
    const [deviation] = deviations;
    if (deviation !== undefined) return `run again, ${column.name}:\n${printOutcome(deviation)}`;
    return leaked === 0 ? "" : `${column.name}: ${leaked} objects are left behind`;
  } catch (error) {
    return `${column.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
