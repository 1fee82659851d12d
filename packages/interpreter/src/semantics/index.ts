/// The semantics of every uop and entry, for the build.
import type { UopBody } from "@tjit/stencils/build";
import { arithmeticBodies } from "./arithmetic.ts";
import { callBodies } from "./calls.ts";
import { containerBodies } from "./containers.ts";
import { controlBodies } from "./control.ts";
import { dictBodies } from "./dicts.ts";
import { exceptionBodies } from "./exceptions.ts";
import { generatorBodies } from "./generators.ts";
import { leavingBodies } from "./leaving.ts";
import { nameBodies } from "./names.ts";
import { stackBodies } from "./stack.ts";

/** Bodies by uop name. */
export const bodies: Readonly<Record<string, UopBody>> = {
  ...stackBodies,
  ...arithmeticBodies,
  ...controlBodies,
  ...nameBodies,
  ...callBodies,
  ...containerBodies,
  ...dictBodies,
  ...exceptionBodies,
  ...generatorBodies,
  ...leavingBodies,
};

export { callKernel } from "./calls.ts";
export { callFunction, extendList, extendSet, extremeInt, resumeGenerator, sumInts } from "./entering.ts";
export { findEntry } from "./dicts.ts";
export { combineSets } from "./set-algebra.ts";
export {
  coldExit,
  enterExecutor,
  errorDispatch,
  extendedArgument,
  resume,
  undefinedOpcode,
  unpackExtended,
} from "./entries.ts";
export { makeList } from "./containers.ts";
export { binaryInt, compareInt } from "./integers.ts";
export { newInt } from "./numbers.ts";
export { deallocate } from "./references.ts";
