import { breakUop, type PlantedBug } from "./bug.ts";

/** A variant that is said to leave fewer values cached than it does. */
export const wrongOutputs: PlantedBug = {
  name: "wrong-outputs",
  plant: (allocation, pick) =>
    breakUop(allocation, pick, (step) =>
      step.variant.outputs === 0
        ? undefined
        : { ...step, variant: { ...step.variant, outputs: step.variant.outputs - 1 } },
    ),
};
