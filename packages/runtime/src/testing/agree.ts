// Compares answers with CPython's, many at once.
import { Failure } from "../numbers/failure.ts";
import { reprString } from "../text/repr.ts";
import { type CPython } from "./cpython.ts";

/** An expression and our answer, as `CPython.evaluate` shows values. */
export type Case = readonly [expression: string, ours: string];

/**
 * Compares answers with CPython's.
 * @throws Error when one differs.
 */
export function agree(python: CPython, cases: readonly Case[]): void {
  // Pyodide's libc has other numbers and words for ERANGE than Linux, and its `long` has 32 bits.
  const theirs = python
    .evaluate(cases.map(([expression]) => expression))
    .map((text) => text.replace("Python int too large to convert to C long", "%c arg not in range(0x110000)"))
    .map((text) => text.replace("(68, 'Result not representable')", "(34, 'Numerical result out of range')"));
  const differences = cases.flatMap(([expression, answer], index) => {
    const ours = answer.replace("Python int too large to convert to C long", "%c arg not in range(0x110000)");
    return ours === theirs[index]
      ? []
      : [`${expression}\n  here    ${ours.slice(0, 200)}\n  CPython ${theirs[index]?.slice(0, 200)}`];
  });
  if (cases.length === 0) throw new Error("nothing is compared");
  if (differences.length > 0) throw new Error(`CPython answers otherwise:\n${differences.slice(0, 10).join("\n")}`);
}

/** A failure as `CPython.evaluate` shows it. */
export function shownFailure(failure: Failure): string {
  return `${failure.type}: ${failure.message}`;
}

/** A text as `CPython.evaluate` shows it. */
export function shownText(answer: string | Failure): string {
  return answer instanceof Failure ? shownFailure(answer) : reprString(answer);
}

/** True or False. */
export function shownBoolean(answer: boolean): string {
  return answer ? "True" : "False";
}
