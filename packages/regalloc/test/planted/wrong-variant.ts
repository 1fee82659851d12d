import { breakUop, type PlantedBug } from "./bug.ts";

/** Another variant than the one that fits what is cached. */
export const wrongVariant: PlantedBug = {
  name: "wrong-variant",
  plant: (allocation, pick) =>
    breakUop(allocation, pick, (step) => ({ ...step, variant: { ...step.variant, inputs: step.variant.inputs + 1 } })),
};
