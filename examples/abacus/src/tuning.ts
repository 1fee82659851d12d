// All knobs. None of them has an effect on what a program computes.

import { defaultPipeline } from "@tjit/optimizer";
import { defaultSpecializerTuning, type SpecializerTuning } from "@tjit/specializer";
import { defaultTracerTuning, type TracerTuning } from "@tjit/tracer";

/** Which tiers run, and when they start. */
export interface AbacusTuning {
  readonly specialize: "on" | "off";
  readonly trace: "on" | "off";
  /** Names of passes; empty: recordings are compiled as they are. */
  readonly pipeline: string;
  readonly specializer: SpecializerTuning;
  readonly tracer: TracerTuning;
  /** Verify traces between passes. */
  readonly verify: "every-pass" | "never";
}

/** CPython's thresholds. */
export const defaultTuning: AbacusTuning = {
  specialize: "on",
  trace: "on",
  pipeline: defaultPipeline,
  specializer: defaultSpecializerTuning,
  tracer: defaultTracerTuning,
  verify: "never",
};

/** Everything starts as soon as it can. */
export const eagerTuning: AbacusTuning = {
  ...defaultTuning,
  tracer: {
    ...defaultTracerTuning,
    backwardJump: { value: 2, exponent: 1 },
    sideExit: { value: 2, exponent: 1 },
  },
  verify: "every-pass",
};

/** The interpreter alone. */
export const interpreterTuning: AbacusTuning = { ...defaultTuning, specialize: "off", trace: "off" };
