import { breakTransfer, type PlantedBug } from "./bug.ts";

/** A transfer stores to, or loads from, the slot beside. */
export const staleMemory: PlantedBug = {
  name: "stale-memory",
  plant: (allocation, pick) => breakTransfer(allocation, pick, (step) => [{ ...step, memory: step.memory + 1 }]),
};
