// tjit itself, as built.

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
