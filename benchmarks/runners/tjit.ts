// tjit itself, as source or as built, whichever the conditions of this process choose.

import { nodeChild } from "./node-child.ts";
import type { Runner } from "./runner.ts";

/** tjit with its JIT on or off. */
export function tjitRunner(jit: "on" | "off"): Runner {
  return {
    name: `tjit-${jit}`,
    version: `this checkout, JIT ${jit}`,
    ...nodeChild(new URL("../children/tjit.ts", import.meta.url), [jit]),
  };
}
