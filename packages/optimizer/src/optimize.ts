// The pass manager: runs passes one after the other on immutable traces.
//
//   trace ─▶ pass ─▶ edits, remarks ─▶ applyEdits ─▶ verify? ─▶ next pass … ─▶ exits prepared ─▶ result
//
// It adds nothing to what passes compute but order, limits and measuring. A clock is passed in, or nothing is measured. Verification
// costs more than optimizing; it is for tests and for whoever develops a pass.

import {
  type Abort,
  type Pass,
  type PassEnvironment,
  type Remark,
  type Trace,
  applyEdits,
  assertVerified,
} from "@tjit/ir";
import { prepareExits } from "./exits.ts";
import { defaultPipeline } from "./default-pipeline.ts";
import { parsePipeline } from "./pipeline.ts";
import type { PassStats } from "./pass-stats.ts";

/** How to optimize. */
export interface OptimizeOptions {
  /** Names, or the passes themselves; the default is {@link defaultPipeline}. */
  readonly pipeline?: string | readonly Pass[];
  /** Verify the input and the output of every pass. The default is `never`. */
  readonly verify?: "every-pass" | "never";
  /** How many rewrites may be done in all, for finding the one that breaks something by bisection. */
  readonly fuel?: number;
  /** Milliseconds from some origin; without it no time is measured. */
  readonly clock?: () => number;
}

/** What came of it. */
export interface Optimized {
  readonly kind: "optimized";
  readonly trace: Trace;
  /** What was done and why, in order; `at` counts in the trace that the pass was given. */
  readonly remarks: readonly Remark[];
  readonly stats: readonly PassStats[];
  /** The trace after each pass, for viewers. */
  readonly log: readonly { readonly pass: string; readonly trace: Trace }[];
}

/**
 * Runs a pipeline.
 * @throws InvariantError when verification finds a broken trace.
 * @throws RangeError when the pipeline names a pass that does not exist.
 */
export function optimize(trace: Trace, environment: PassEnvironment, options: OptimizeOptions = {}): Optimized | Abort {
  const { pipeline = defaultPipeline, verify = "never", fuel = Infinity, clock = noClock } = options;
  const passes = typeof pipeline === "string" ? parsePipeline(pipeline) : pipeline;
  const remarks: Remark[] = [];
  const stats: PassStats[] = [];
  const log: { pass: string; trace: Trace }[] = [];
  if (verify === "every-pass") assertVerified(trace, environment.index, "the input");
  let current = trace;
  for (const pass of passes) {
    const start = clock();
    const limited = fuel === Infinity ? environment : { ...environment, limit: fuel - remarks.length };
    const result = pass.run(current, limited);
    if (result.kind === "abort") return result;
    const next = applyEdits(current, result);
    stats.push({
      pass: pass.name,
      firings: result.remarks.length,
      uopsBefore: current.uops.length,
      uopsAfter: next.uops.length,
      milliseconds: clock() - start,
    });
    if (verify === "every-pass") assertVerified(next, environment.index, `after ${pass.name}`);
    for (const remark of result.remarks) remarks.push(remark);
    log.push({ pass: pass.name, trace: next });
    current = next;
  }
  const prepared = prepareExits(current, environment.index);
  if (verify === "every-pass") assertVerified(prepared, environment.index, "after exit preparation");
  return { kind: "optimized", trace: prepared, remarks, stats, log };
}

function noClock(): number {
  return 0;
}
