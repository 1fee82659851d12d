// MicroPython compiled to WebAssembly, a development dependency. It has no `perf_counter`, and its own clocks count
// milliseconds; it gets at the host's.

import { installedVersion } from "./installed-version.ts";
import { nodeChild } from "./node-child.ts";
import type { Runner } from "./runner.ts";

const clock = `import js
def clock():
    return js.performance.now() / 1000`;

/** Looks for MicroPython. */
export function findMicroPython(): Runner | undefined {
  const version = installedVersion("@micropython/micropython-webassembly-pyscript");
  if (version === undefined) return undefined;
  return {
    name: "micropython",
    version: `MicroPython ${version}`,
    clock,
    ...nodeChild(new URL("../children/micropython.ts", import.meta.url)),
  };
}
