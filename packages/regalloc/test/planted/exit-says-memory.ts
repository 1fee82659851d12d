import { breakUop, type PlantedBug } from "./bug.ts";

/**
 * An exit that takes a register for memory, so that all others are taken for their neighbours. (With a single value
 * cached it may be no bug: a value that was loaded and not changed is in memory too.)
 */
export const exitSaysMemory: PlantedBug = {
  name: "exit-says-memory",
  plant: (allocation, pick) =>
    breakUop(allocation, pick, (step) =>
      step.exit === undefined || step.exit.cached < 2
        ? undefined
        : { ...step, exit: { cached: step.exit.cached - 1, memory: step.exit.memory + 1 } },
    ),
};
