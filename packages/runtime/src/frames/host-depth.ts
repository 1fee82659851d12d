// How deep runs of the engine may be in each other: a builtin that calls Python, which calls a builtin. Each takes stack of the host's, and how
// much there is the host does not say: it depends on the engine, its settings and what runs outside. So it is tried out.

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

function hasHostStack(): boolean {
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
