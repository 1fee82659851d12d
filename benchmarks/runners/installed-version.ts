// Which version of a development dependency is installed at the root of the workspace.

import { existsSync, readFileSync } from "node:fs";

/** The version of a package, if it is installed. */
export function installedVersion(name: string): string | undefined {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  if (!existsSync(manifest)) return undefined;
  return (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }).version;
}
