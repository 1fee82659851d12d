// Case files for passes and for whole programs. A file is `# name {options}`, input, `==>`, expected; see `@tjit/ir/testing` for the
// form, `{matching}` and rewriting.

import { type DialectIndex, parseTrace, printTrace, type PrintOptions, verifyTrace, type World } from "@tjit/ir";
import { type CaseReport, runCases } from "@tjit/ir/testing";
import type { TraceTransform } from "./check-pass.ts";

/** How traces of a case file are read and written. */
export interface PassCaseOptions {
  readonly index: DialectIndex;
  readonly world?: World;
  /** What to print besides the trace. */
  readonly print?: PrintOptions;
}

/** Runs a pass over the traces of a case file. A trace that is not valid, before or after, gives the findings in place of the result. */
export function runPassCases(text: string, transform: TraceTransform, options: PassCaseOptions): CaseReport {
  const { index, world = {}, print = {} } = options;
  return runCases(text, (input) => {
    const trace = parseTrace(input, index);
    const found = verifyTrace(trace, index);
    if (found.length > 0) return found.map(({ at, message }) => `not valid at ${at}: ${message}`).join("\n");
    const after = transform(trace, { index, world });
    if (after === undefined) return "aborted";
    const broken = verifyTrace(after, index);
    if (broken.length > 0) return broken.map(({ at, message }) => `broken at ${at}: ${message}`).join("\n");
    return printTrace(after, index, print);
  });
}

/** What a program did. */
export interface ProgramResult {
  readonly output: string;
  /** The last line of the traceback, when it raised. */
  readonly exception?: string;
  readonly exitCode?: number;
}

/** Runs the programs of a case file; what is expected is their output, then `raises …` and `exits …` where they do. */
export function runProgramCases(text: string, run: (source: string) => ProgramResult): CaseReport {
  return runCases(text, (source) => {
    const { output, exception, exitCode = 0 } = run(source);
    const lines = [output.trimEnd()];
    if (exception !== undefined) lines.push(`raises ${exception}`);
    if (exitCode !== 0) lines.push(`exits ${exitCode}`);
    return lines.filter((line) => line !== "").join("\n");
  });
}
