import type { PlantedBug } from "./bug.ts";

/** Two uops in the wrong order. */
export const swappedSteps: PlantedBug = {
  name: "swapped-steps",
  plant: (allocation, pick) => {
    const steps = [...allocation.steps];
    const at = pick % Math.max(1, steps.length - 1);
    const [first, second] = steps.slice(at, at + 2);
    if (first?.kind !== "uop" || second?.kind !== "uop") return undefined;
    steps.splice(at, 2, second, first);
    return { ...allocation, steps };
  },
};
