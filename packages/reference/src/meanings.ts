// All meanings in one table.

import type { Meanings } from "./meaning.ts";
import { arithmeticMeanings } from "./uops/arithmetic.ts";
import { callMeanings } from "./uops/calls.ts";
import { containerMeanings } from "./uops/containers.ts";
import { controlMeanings } from "./uops/control.ts";
import { exceptionMeanings } from "./uops/exceptions.ts";
import { generatorMeanings } from "./uops/generators.ts";
import { leavingMeanings } from "./uops/leaving.ts";
import { nameMeanings } from "./uops/names.ts";
import { stackMeanings } from "./uops/stack.ts";

/** The meaning of every uop of the Python dialect, by name. */
export const meanings: Meanings = {
  ...stackMeanings,
  ...arithmeticMeanings,
  ...controlMeanings,
  ...nameMeanings,
  ...callMeanings,
  ...containerMeanings,
  ...exceptionMeanings,
  ...generatorMeanings,
  ...leavingMeanings,
};
