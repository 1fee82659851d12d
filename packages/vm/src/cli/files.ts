// The real files, for imports.

import { readFileSync, readdirSync, statSync } from "node:fs";
import process from "node:process";
import type { HostFiles } from "@tjit/runtime";

/** Files of this computer. */
export const files: HostFiles = {
  stat: (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    const kind = found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
    return { kind, size: found.size, modified: found.mtimeMs / 1000 };
  },
  read: (path) => attempt(() => readFileSync(path)),
  list: (path) => attempt(() => readdirSync(path)),
  currentFolder: () => process.cwd(),
};

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
