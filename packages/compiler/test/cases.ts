// Case files: `# name` starts a case, what follows is its source. Lines before the first case are prose.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A program to compile. */
export interface Case {
  readonly file: string;
  readonly name: string;
  readonly source: string;
}

const folder = fileURLToPath(new URL("cases/", import.meta.url));

/** Cases of all files, or of one. */
export function readCases(only?: string): readonly Case[] {
  const files = only === undefined ? readdirSync(folder).sort() : [only];
  return files.flatMap((file) =>
    readFileSync(folder + file, "utf8")
      .split(/^(?=# )/m)
      .filter((text) => text.startsWith("# "))
      .map((text) => {
        const [head = "", ...lines] = text.split("\n");
        return { file, name: head.slice(2), source: `${lines.join("\n").trimEnd()}\n` };
      }),
  );
}
