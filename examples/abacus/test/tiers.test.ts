// Every program does the same on every tier as the oracle says, and leaves no float behind.

import { describe, expect, test } from "vitest";
import { type AbacusTuning, type AbacusValue, defaultTuning, eagerTuning, interpreterTuning } from "../src/index.ts";
import { compiled, countKinds, leakedFloats, observe, watch } from "./harness.ts";
import { evaluate } from "./evaluate.ts";
import { programs } from "./programs.ts";

const tunings: Readonly<Record<string, AbacusTuning>> = {
  interpreter: interpreterTuning,
  "specializing interpreter": { ...eagerTuning, trace: "off" },
  "default thresholds": defaultTuning,
  "traces of the generic instructions": { ...eagerTuning, specialize: "off" },
  "traces as recorded": { ...eagerTuning, pipeline: "" },
  "traces, types only": { ...eagerTuning, pipeline: "type-inference" },
  "traces, constants only": { ...eagerTuning, pipeline: "constant-propagation,dead-uops" },
  "traces, counts only": { ...eagerTuning, pipeline: "refcount-elimination" },
  traces: eagerTuning,
};

const keys: readonly AbacusValue[] = [{ type: "float", value: 1.0625 }];

describe.each(Object.entries(tunings))("%s", (tier, tuning) => {
  test.each(Object.entries(programs))("%s", (_, source) => {
    const watched = watch(source, { tuning, keys });
    const first = observe(watched);
    expect(first).toEqual(evaluate(source, keys));
    // Once more: now everything is warm, and keys are what the first run left.
    expect(observe(watched)).toEqual(evaluate(source, first.keys));
    expect(leakedFloats(watched, source)).toBe(0);
    const hasTraces = tier.startsWith("traces");
    expect(compiled(watched.events).length > 0).toBe(hasTraces);
    const isSpecialized = (countKinds(watched.events).get("specialized") ?? 0) > 0;
    expect(isSpecialized).toBe(tuning.specialize === "on");
  });
});
