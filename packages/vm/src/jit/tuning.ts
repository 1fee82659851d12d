// All knobs of the JIT in one place. None has an effect on what a program computes. CPython's names in the environment.

import { defaultPipeline } from "@tjit/optimizer";
import { type SpecializerTuning, defaultSpecializerTuning } from "@tjit/specializer";
import { type GovernorTuning, ungoverned } from "./governor.ts";
import { type CounterStart, type TracerTuning, defaultTracerTuning } from "@tjit/tracer";

/** Which tiers run, and when they start. */
export interface JitTuning {
  /** Rewrite instructions to what they see. */
  readonly specialize: "on" | "off";
  /** Record and compile traces. */
  readonly trace: "on" | "off";
  /** Names of passes, in order; empty runs recordings as they are. */
  readonly pipeline: string;
  readonly specializer: SpecializerTuning;
  readonly tracer: TracerTuning;
  /** How much time all of that may take. */
  readonly governor: GovernorTuning;
  /** Verify traces between passes: for tests. */
  readonly verify: "every-pass" | "never";
  /** How many rewrites a trace may get, for finding a wrong one by bisection. */
  readonly fuel?: number;
}

/** CPython 3.15's thresholds, and at most three fifths of the time for the JIT: with a smaller share first calls take longer, since traces come later. */
export const defaultTuning: JitTuning = {
  specialize: "on",
  trace: "on",
  pipeline: defaultPipeline,
  specializer: defaultSpecializerTuning,
  tracer: defaultTracerTuning,
  governor: { share: 0.6, firstCompilation: 15, warmUp: 5 },
  verify: "never",
};

/** Everything starts as soon as it can: for tests. */
export const eagerTuning: JitTuning = {
  ...defaultTuning,
  tracer: {
    ...defaultTracerTuning,
    backwardJump: { value: 2, exponent: 1 },
    entry: { value: 4, exponent: 1 },
    sideExit: { value: 2, exponent: 1 },
  },
  governor: ungoverned,
  verify: "every-pass",
};

/** No specialization and no traces. */
export const interpreterTuning: JitTuning = { ...defaultTuning, specialize: "off", trace: "off" };

/** Specialization without traces: the JIT off. */
export const specializingTuning: JitTuning = { ...defaultTuning, trace: "off" };

const largestValue = 8191;
const largestExponent = 6;

/** An environment variable that cannot be used. */
export interface TuningProblem {
  readonly variable: string;
  readonly value: string;
}

/**
 * Reads `PYTHON_JIT` and CPython's threshold variables; those that are absent keep `base`. What cannot be used is reported and ignored.
 */
export function tuningFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  base: JitTuning = defaultTuning,
): { readonly tuning: JitTuning; readonly problems: readonly TuningProblem[] } {
  const problems: TuningProblem[] = [];
  const number = (variable: string, largest: number): number | undefined => {
    const value = environment[variable];
    if (value === undefined || value === "") return undefined;
    if (/^\d+$/.test(value) && Number(value) <= largest) return Number(value);
    problems.push({ variable, value });
    return undefined;
  };
  const counter = (name: string, start: CounterStart): CounterStart => ({
    value: number(`PYTHON_JIT_${name}_INITIAL_VALUE`, largestValue) ?? start.value,
    exponent: number(`PYTHON_JIT_${name}_INITIAL_BACKOFF`, largestExponent) ?? start.exponent,
  });
  const isStressed = environment["PYTHON_JIT_STRESS"] === "1";
  const start = (given: CounterStart): CounterStart => (isStressed ? { value: 63, exponent: given.exponent } : given);
  const tuning: JitTuning = {
    ...base,
    trace: environment["PYTHON_JIT"] === "0" ? "off" : environment["PYTHON_JIT"] === "1" ? "on" : base.trace,
    specialize: environment["PYTHON_SPECIALIZATION_OFF"] === "1" ? "off" : base.specialize,
    pipeline: environment["PYTHON_UOPS_OPTIMIZE"] === "0" ? "" : base.pipeline,
    tracer: {
      ...base.tracer,
      backwardJump: counter("JUMP_BACKWARD", start(base.tracer.backwardJump)),
      entry: counter("RESUME", start(base.tracer.entry)),
      sideExit: counter("SIDE_EXIT", start(base.tracer.sideExit)),
    },
  };
  return { tuning, problems };
}
