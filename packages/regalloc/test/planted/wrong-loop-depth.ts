import type { PlantedBug } from "./bug.ts";

/** The jump finds fewer values cached than the loop head expects. */
export const wrongLoopDepth: PlantedBug = {
  name: "wrong-loop-depth",
  plant: (allocation) => (allocation.loopStep < 0 ? undefined : { ...allocation, loopDepth: allocation.loopDepth + 1 }),
};
