// Pyodide: CPython compiled to WebAssembly, a development dependency.

import { installedVersion } from "./installed-version.ts";
import { nodeChild } from "./node-child.ts";
import type { Runner } from "./runner.ts";

/** Looks for Pyodide. */
export function findPyodide(): Runner | undefined {
  const version = installedVersion("pyodide");
  if (version === undefined) return undefined;
  return {
    name: "pyodide",
    version: `Pyodide ${version}`,
    ...nodeChild(new URL("../children/pyodide.ts", import.meta.url)),
  };
}
