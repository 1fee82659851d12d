import { breakOne, type PlantedBug } from "./bug.ts";

/** A uop without a step. */
export const lostUop: PlantedBug = {
  name: "lost-uop",
  plant: (allocation, pick) => breakOne(allocation, pick, (step) => (step.kind === "uop" ? [] : undefined)),
};
