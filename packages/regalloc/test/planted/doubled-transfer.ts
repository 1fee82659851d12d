import { breakTransfer, type PlantedBug } from "./bug.ts";

/** A spill or reload is made twice. */
export const doubledTransfer: PlantedBug = {
  name: "doubled-transfer",
  plant: (allocation, pick) => breakTransfer(allocation, pick, (step) => [step, step]),
};
