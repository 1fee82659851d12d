// What every pass owes, as one property over calc traces: valid in gives valid out; the same exit, log, frames and counts on the same
// input; the same output twice; nothing left to do in a second run; each rule fired at all.

import fc from "fast-check";
import type { DialectIndex } from "../dialect.ts";
import { applyEdits } from "../edits.ts";
import type { Pass, PassEnvironment, World } from "../pass.ts";
import { printTrace } from "../print.ts";
import type { Trace } from "../trace.ts";
import { verifyTrace } from "../verify.ts";
import { calcDecodeOptions, calcInputArbitrary, programArbitrary, traceArbitrary } from "./arbitraries.ts";
import { calcIndex } from "./calc.ts";
import { type CalcInput, evaluateCalc } from "./calc-evaluator.ts";

/** How to check a pass. */
export interface CheckPassOptions {
  /** What the pass may ask; the versions of the world then never change while a trace runs. */
  readonly world?: World;
  /** Passes to run first. */
  readonly after?: readonly Pass[];
  readonly numRuns?: number;
  /** Further checks of each output. */
  readonly check?: (trace: Trace, index: DialectIndex) => void;
}

/** How often each rule fired, and how many traces were given up. */
export interface CheckPassReport {
  readonly fired: ReadonlyMap<string, number>;
  readonly aborts: number;
}

/**
 * Checks a pass on drawn traces and inputs.
 * @throws Error from fast-check, with the traces before and after as text.
 */
export function checkCalcPass(pass: Pass, options: CheckPassOptions = {}): CheckPassReport {
  const index = calcIndex();
  const { world = {}, after = [], numRuns = 1500 } = options;
  const environment: PassEnvironment = { index, world };
  const fired = new Map<string, number>();
  let aborts = 0;
  fc.assert(
    fc.property(
      fc.oneof(traceArbitrary(index, calcDecodeOptions), programArbitrary(index)),
      calcInputArbitrary(),
      (recorded, drawn) => {
        const input: CalcInput = options.world === undefined ? drawn : { ...drawn, bumpAt: -1 };
        const trace = after.reduce((before, pass) => runPass(pass, before, environment) ?? before, recorded);
        const result = pass.run(trace, environment);
        if (result.kind === "abort") {
          aborts++;
          return;
        }
        for (const remark of result.remarks) fired.set(remark.rule, (fired.get(remark.rule) ?? 0) + 1);
        const next = applyEdits(trace, result);
        const fail = (message: string): never => {
          throw new Error(
            `${message}\n${printTrace(trace, index, { stack: "show" })}\n==>\n${printTrace(next, index, { stack: "show" })}`,
          );
        };
        const findings = verifyTrace(next, index);
        if (findings.length > 0) fail(findings.map((found) => `${found.at}: ${found.message}`).join("\n"));
        if (
          printTrace(applyEdits(trace, pass.run(trace, environment) as typeof result), index) !==
          printTrace(next, index)
        ) {
          fail("two runs differ");
        }
        const again = pass.run(next, environment);
        if (again.kind === "abort") fail("a second run gives up");
        else if (applyEdits(next, again) !== next)
          fail(
            `a second run changes something: ${again.remarks.map((remark) => `${remark.rule} at ${remark.at}`).join()}`,
          );
        options.check?.(next, index);
        const before = JSON.stringify(evaluateCalc(trace, index, input), undefined, 1);
        let outcome: string;
        try {
          outcome = JSON.stringify(evaluateCalc(next, index, input), undefined, 1);
        } catch (error) {
          outcome = String(error);
        }
        if (before !== outcome) fail(`${JSON.stringify(input)}\n${before}\n${outcome}`);
      },
    ),
    { numRuns },
  );
  return { fired, aborts };
}

function runPass(pass: Pass, trace: Trace, environment: PassEnvironment): Trace | undefined {
  const result = pass.run(trace, environment);
  return result.kind === "abort" ? undefined : applyEdits(trace, result);
}
