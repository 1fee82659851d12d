import { breakOne, type PlantedBug } from "./bug.ts";

/** A uop with two steps. */
export const doubledUop: PlantedBug = {
  name: "doubled-uop",
  plant: (allocation, pick) => breakOne(allocation, pick, (step) => (step.kind === "uop" ? [step, step] : undefined)),
};
