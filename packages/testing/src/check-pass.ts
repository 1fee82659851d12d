// The whole property of a pass for one trace: verified in gives verified out, the input is not changed, the same output twice, and
// refinement in every world of the case.

import { applyEdits, type DialectIndex, type Pass, printTrace, type Trace, verifyTrace } from "@tjit/ir";
import type { TraceCase } from "./arbitraries.ts";
import { decodePython } from "./decode.ts";
import { passWorld } from "./pass-world.ts";
import { checkRefinement } from "./refinement.ts";
import type { Tally } from "./tally.ts";
import { makeWorld } from "./world-recipe.ts";

/** The trace that a pass, or a pipeline, makes of another; `undefined` when it gives up. */
export type TraceTransform = (
  trace: Trace,
  environment: { readonly index: DialectIndex; readonly world: ReturnType<typeof passWorld> },
) => Trace | undefined;

/** A pass as a transform. */
export function transformOf(pass: Pass): TraceTransform {
  return (trace, environment) => {
    const result = pass.run(trace, environment);
    return result.kind === "abort" ? undefined : applyEdits(trace, result);
  };
}

/**
 * Checks one case.
 * @throws Error with the traces and the world when the property does not hold.
 */
export function checkTransform(transform: TraceTransform, one: TraceCase, index: DialectIndex, tally?: Tally): void {
  const trace = decodePython(one.records, one.recorded, one.ending, index);
  expectNothing(
    verifyTrace(trace, index).map(({ message }) => message),
    "the trace is not valid",
    trace,
    undefined,
    index,
  );
  const before = printTrace(trace, index);
  const run = (): Trace | undefined =>
    transform(trace, { index, world: passWorld(makeWorld(one.recorded).machine, index) });
  const after = run();
  if (printTrace(trace, index) !== before) throw new Error("the pass changed its input");
  if (after === undefined) {
    tally?.add("aborted");
    return;
  }
  const again = run();
  if (again === undefined || printTrace(again, index) !== printTrace(after, index))
    throw new Error("the pass gave another result the second time");
  expectNothing(
    verifyTrace(after, index).map(({ at, message }) => `${at}: ${message}`),
    "the result is not valid",
    trace,
    after,
    index,
  );
  if (after !== trace) tally?.add("changed");
  for (const recipe of [one.recorded, ...one.others]) {
    const verdict = checkRefinement(trace, after, { index, makeMachine: () => makeWorld(recipe).machine });
    if (verdict.kind === "violation") fail(verdict.message, trace, after, index);
    else if (verdict.kind === "skipped") tally?.add("skipped");
    else {
      tally?.add("compared");
      tally?.add(`exit ${verdict.exitKind}`);
      if (verdict.place === "earlier") tally?.add("earlier");
      if (verdict.rounds > 0) tally?.add("rounds");
      tally?.add("steps before", verdict.steps[0]);
      tally?.add("steps after", verdict.steps[1]);
    }
  }
}

function expectNothing(
  problems: readonly string[],
  message: string,
  trace: Trace,
  after: Trace | undefined,
  index: DialectIndex,
): void {
  if (problems.length > 0) fail(`${message}: ${problems.join("; ")}`, trace, after, index);
}

/** Prints both traces, the first as a case file would have it. */
function fail(message: string, trace: Trace, after: Trace | undefined, index: DialectIndex): never {
  const result = after === undefined ? "" : `==>\n${printTrace(after, index)}`;
  throw new Error(`${message}\n\n# counterexample\n${printTrace(trace, index)}${result}`);
}
