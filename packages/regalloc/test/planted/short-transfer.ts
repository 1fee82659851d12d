import { breakTransfer, type PlantedBug } from "./bug.ts";

/** A transfer moves one value too many or too few. */
export const shortTransfer: PlantedBug = {
  name: "short-transfer",
  plant: (allocation, pick) =>
    breakTransfer(allocation, pick, (step) => [{ ...step, to: step.to === 0 ? 1 : step.to - 1 }]),
};
