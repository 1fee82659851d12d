import { breakTransfer, type PlantedBug } from "./bug.ts";

/** A spill where a reload should be. */
export const reversedTransfer: PlantedBug = {
  name: "reversed-transfer",
  plant: (allocation, pick) => breakTransfer(allocation, pick, (step) => [{ ...step, from: step.to, to: step.from }]),
};
