// All of the standard input of a child.

import { readFileSync } from "node:fs";

const standardInput = 0;

/** Waits for the end of the standard input. */
export function readInput(): string {
  return readFileSync(standardInput, "utf8");
}
