// CPython and PyPy as found on the machine.

import { spawnSync } from "node:child_process";
import type { Runner } from "./runner.ts";

const describe = "import platform; print(platform.python_implementation(), platform.python_version())";

/**
 * Looks for a Python.
 * @param command A name on the search path, or a path.
 */
export function findPython(name: "python3" | "pypy3", command: string = name): Runner | undefined {
  const probe = spawnSync(command, ["-I", "-c", describe], { encoding: "utf8" });
  if (probe.status !== 0) return undefined;
  return { name, version: probe.stdout.trim(), command, args: ["-I", "-"] };
}
