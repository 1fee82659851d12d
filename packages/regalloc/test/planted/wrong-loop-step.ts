import type { PlantedBug } from "./bug.ts";

/** The jump goes to a step that is not the loop head. */
export const wrongLoopStep: PlantedBug = {
  name: "wrong-loop-step",
  plant: (allocation, pick) => {
    const uopSteps = allocation.steps.flatMap((step, at) => (step.kind === "uop" ? [at] : []));
    const after = uopSteps.filter((at) => at > allocation.loopStep);
    if (allocation.loopStep < 0) return undefined;
    // Beyond the first uop of the loop, whichever that is.
    const loopStep = after.slice(1)[pick % Math.max(1, after.length - 1)];
    return loopStep === undefined ? undefined : { ...allocation, loopStep };
  },
};
