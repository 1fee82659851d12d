import { breakUop, type PlantedBug } from "./bug.ts";

/** A uop that looks for its inputs in the slot beside. */
export const wrongMemory: PlantedBug = {
  name: "wrong-memory",
  plant: (allocation, pick) => breakUop(allocation, pick, (step) => ({ ...step, memory: step.memory + 1 })),
};
