// How deep runs of the engine may be in each other: a builtin that calls Python, which calls a builtin. Each takes stack of the host's, and how
// much there is the host does not say: it depends on the engine, its settings and what runs outside. So it is tried out.

import { setError } from "../exceptions/errors.ts";
import { type Runtime } from "../runtime.ts";

/** So many always fit. Generated code begins runs by itself up to here. */
export const unprobedDepth = 100;

/**
 * How deep {@link descend} goes: some 60 kilobytes, which is several times what one more run takes with all that the host does around it, a
 * compiler for `exec` included.
 */
const probedLevels = 10;

/** Whether the engine may be entered once more, inside the runs that are under way. */
export function mayNest({ hostDepth }: Runtime): boolean {
  return hostDepth < unprobedDepth || hasHostStack();
}

/** Levels of builtins in each other, such as the repr of a list in a list, that always fit. */
export const unprobedLevels = 200;

/** Levels that fit where there is the stack that {@link hasHostStack} asks for. */
const provenLevels = 16;

/**
 * A builtin begins that may come to itself again by way of objects, not of Python code: comparing, `repr`, hashing, iterating, calling. False with
 * RecursionError set: the host's stack ends; `where` ends the message. Else {@link leaveLevel} follows.
 */
export function enterLevel(rt: Runtime, where: string): boolean {
  return ++rt.builtinLevels <= rt.provenLevels || proveLevels(rt, where);
}

/** The builtin has ended. */
export function leaveLevel(rt: Runtime): void {
  // What was found out holds above the level where it was.
  if (--rt.builtinLevels < rt.provenLevels - provenLevels) rt.provenLevels = Math.max(unprobedLevels, rt.builtinLevels);
}

function proveLevels(rt: Runtime, where: string): boolean {
  if (hasHostStack()) {
    rt.provenLevels = rt.builtinLevels + provenLevels;
    return true;
  }
  rt.builtinLevels--;
  setError(rt, rt.types.RecursionError, `maximum recursion depth exceeded${where}`);
  return false;
}

/** Whether there is room for a few more functions of the host. */
export function hasHostStack(): boolean {
  try {
    descend(probedLevels);
    return true;
  } catch {
    return false;
  }
}

/** Takes stack of the engine's own code, 6 kilobytes a level in V8: how much functions of the host's language take changes when they are optimized. */
function descend(count: number): void {
  JSON.stringify({
    toJSON: () => {
      if (count > 0) descend(count - 1);
      return 0;
    },
  });
}
