// Modules of the standard library at work: programs do what they do on CPython, with the JIT and without.

import { globSync, readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { describe, expect, it } from "vitest";
import { fullColumn, interpreterColumn } from "./support/columns.ts";
import { libraryPrograms } from "./support/library-programs.ts";
import { memoryFiles } from "./support/memory-files.ts";
import { loadOracle } from "./support/oracle.ts";
import { caseFilename, caseFolder, printOutcome } from "./support/outcome.ts";
import { runCase } from "./support/run-case.ts";

const library = openLibrary(inflateRawSync);

const world = {
  randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
  now: () => Date.now() / 1000,
  monotonic: () => performance.now() / 1000,
  sleep: (seconds: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000),
};
/** Longer programs, by file. */
const folder = new URL("library/", import.meta.url);
const names = globSync("*.py", { cwd: folder }).sort();
const programs = { ...libraryPrograms, ...Object.fromEntries(names.map((name) => [name, read(name)])) };

function read(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

describe("the standard library", () => {
  for (const [name, source] of Object.entries(programs)) {
    it(name, { timeout: 60_000 }, async () => {
      const [outcome] = (await loadOracle()).run([source]);
      expect(outcome?.exitCode, outcome?.stderr).toBe(0);
      const expected = outcome === undefined ? "" : printOutcome(outcome);
      for (const column of [interpreterColumn, fullColumn]) {
        const files = memoryFiles(caseFolder, { [`${caseFolder}/${caseFilename}`]: source });
        const host = { library, env: {}, files, ...world };
        const run = runCase(source, column, { heap: "plain", leaks: "ignored", host });
        expect(printOutcome(run.outcome), column.name).toBe(expected);
      }
    });
  }
});
