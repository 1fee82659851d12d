// A case of a pass: uops before and after, without the lines that all cases of a file share.

import type { DialectIndex } from "../dialect.ts";
import { applyEdits } from "../edits.ts";
import { parseTrace } from "../parse.ts";
import type { Pass, World } from "../pass.ts";
import { printTrace } from "../print.ts";
import { assertVerified } from "../verify.ts";

/**
 * Runs a pass on `input`, to which those lines of `preamble` belong that start as a trace's header does: `trace`, `frame`, `constant`,
 * `dependency`, `exit`. What comes back is the trace after the pass without the lines that are in the preamble, or `abort` and why.
 * @throws InvariantError when the trace is not valid before or after.
 */
export function runPassCase(
  pass: Pass,
  preamble: string,
  input: string,
  index: DialectIndex,
  world: World = {},
): string {
  const header = preamble.split("\n").filter((line) => /^(trace|frame|constant|dependency|exit) /.test(line));
  const trace = parseTrace([...header, input].join("\n"), index);
  assertVerified(trace, index, "the case's input");
  const result = pass.run(trace, { index, world });
  if (result.kind === "abort") return `abort ${result.reason} at ${result.at}`;
  const next = applyEdits(trace, result);
  assertVerified(next, index, `after ${pass.name}`);
  const shared = new Set(header);
  return printTrace(next, index)
    .split("\n")
    .filter((line) => line !== "" && !shared.has(line))
    .join("\n");
}
