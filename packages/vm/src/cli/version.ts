// What `tjit --version` says.

import { readFileSync } from "node:fs";

/** The language that programs are written in. */
const language = "Python 3.14";

/** Versions of the command, from its manifest, and of the language. */
export function versionText(manifestPath: string): string {
  const manifest: unknown = JSON.parse(readFileSync(manifestPath, "utf8"));
  const version = typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : "";
  return `tjit ${String(version)} (${language})`;
}
