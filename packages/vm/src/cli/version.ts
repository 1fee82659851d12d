// What `tjit --version` says.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The language that programs are written in. */
const language = "Python 3.14";

/** Versions of the command and of the language. */
export function versionText(): string {
  // As far up from the sources as from what is built of them.
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  const version = typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : "";
  return `tjit ${String(version)} (${language})`;
}
