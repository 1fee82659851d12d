import { breakUop, type PlantedBug } from "./bug.ts";

/** An exit of which nobody says where the stack is. */
export const missingExit: PlantedBug = {
  name: "missing-exit",
  plant: (allocation, pick) =>
    breakUop(allocation, pick, (step) => (step.exit === undefined ? undefined : { ...step, exit: undefined })),
};
