// Bisection: with fuel for n rewrites the trace is good, with fuel for n + 1 it is not; so rewrite n + 1 is the one to look at. The
// logarithm of the number of rewrites many runs.

import type { PassEnvironment, Remark, Trace } from "@tjit/ir";
import { type OptimizeOptions, optimize } from "../optimize.ts";

/** The first rewrite after which `isGood` no longer holds; `undefined` when the whole pipeline gives a good trace or an abort. */
export function findFaultyRewrite(
  trace: Trace,
  environment: PassEnvironment,
  isGood: (trace: Trace) => boolean,
  options: OptimizeOptions = {},
): { readonly remark: Remark; readonly before: Trace; readonly after: Trace } | undefined {
  const run = (fuel: number): { trace: Trace; remarks: readonly Remark[] } | undefined => {
    const result = optimize(trace, environment, { ...options, fuel });
    return result.kind === "abort" ? undefined : result;
  };
  const whole = run(Infinity);
  if (whole === undefined || isGood(whole.trace)) return undefined;
  let good = 0;
  let bad = whole.remarks.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const result = run(middle);
    if (result === undefined || isGood(result.trace)) good = middle;
    else bad = middle;
  }
  const [before, after] = [run(good), run(bad)];
  const remark = after?.remarks[bad - 1];
  if (before === undefined || after === undefined || remark === undefined) return undefined;
  return { remark, before: before.trace, after: after.trace };
}
