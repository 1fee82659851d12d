import { breakUop, type PlantedBug } from "./bug.ts";

/** An exit that stores fewer registers than are cached: the top of the stack is lost. */
export const wrongExitDepth: PlantedBug = {
  name: "wrong-exit-depth",
  plant: (allocation, pick) =>
    breakUop(allocation, pick, (step) =>
      step.exit === undefined || step.exit.cached === 0
        ? undefined
        : { ...step, exit: { ...step.exit, cached: step.exit.cached - 1 } },
    ),
};
