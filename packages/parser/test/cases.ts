/**
 * Case files: blocks of
 *
 *     # name {options}
 *     program
 *     ==>
 *     expected
 *
 * A block with the option `json` holds its program as one JSON string (for line ends and unprintable characters).
 * Blocks without `==>` have no recorded expectation. UPDATE_CASES=1 rewrites the expectations from the oracle.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

export interface Case {
  readonly name: string;
  readonly program: string;
  readonly expected: string;
}

const folder = fileURLToPath(new URL("cases/", import.meta.url));

/** Whether this run rewrites expectations. */
export const updating: boolean = process.env["UPDATE_CASES"] === "1";

/** The case files below `test/cases` that match a pattern, by relative path. */
export function caseFiles(pattern: string): string[] {
  return globSync(pattern, { cwd: folder }).sort();
}

export function readCases(file: string): Case[] {
  const text = readFileSync(folder + file, "utf8");
  return text
    .split(/^(?=# \S+(?: \{.*\})?$)/m)
    .filter((block) => block.startsWith("# "))
    .map((block) => {
      const [head = "", ...lines] = block.replace(/\n+$/, "").split("\n");
      const arrow = lines.lastIndexOf("==>");
      const input = (arrow < 0 ? lines : lines.slice(0, arrow)).join("\n");
      const [, name = "", options = ""] = /^# (\S+)(?: \{(.*)\})?$/.exec(head) ?? [];
      const program = options === "json" ? (JSON.parse(input) as string) : input;
      return { name, program, expected: arrow < 0 ? "" : lines.slice(arrow + 1).join("\n") };
    });
}

export function writeCases(file: string, cases: readonly Case[]): void {
  const blocks = cases.map(({ name, program, expected }) => {
    const plain = /^[^\p{C}]+(?:\n[^\p{C}]*)*$/u.test(program) && !/\n$|^(?:# \S+$|==>)/m.test(program);
    const input = plain && program.trim() === program.trimEnd() ? program : JSON.stringify(program);
    const option = input === program ? "" : " {json}";
    return `# ${name}${option}\n${input}\n${expected === "" ? "" : `==>\n${expected}\n`}`;
  });
  writeFileSync(folder + file, blocks.join("\n"));
}
