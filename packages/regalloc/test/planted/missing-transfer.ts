import { breakTransfer, type PlantedBug } from "./bug.ts";

/** A spill or reload is forgotten. */
export const missingTransfer: PlantedBug = {
  name: "missing-transfer",
  plant: (allocation, pick) => breakTransfer(allocation, pick, () => []),
};
