import { breakUop, type PlantedBug } from "./bug.ts";

/** The same for an error exit. */
export const missingErrorExit: PlantedBug = {
  name: "missing-error-exit",
  plant: (allocation, pick) =>
    breakUop(allocation, pick, (step) => (step.error === undefined ? undefined : { ...step, error: undefined })),
};
