// Imports of files: programs with files beside them do what they do on CPython, with the JIT and without.

import { describe, expect, it } from "vitest";
import { fullColumn, interpreterColumn } from "./support/columns.ts";
import { importPrograms } from "./support/import-programs.ts";
import { memoryFiles } from "./support/memory-files.ts";
import { loadOracle } from "./support/oracle.ts";
import { caseFolder, printOutcome } from "./support/outcome.ts";
import { runCase } from "./support/run-case.ts";

describe("imports of files", () => {
  for (const { name, files, source } of importPrograms) {
    it(name, { timeout: 30_000 }, async () => {
      const oracle = await loadOracle();
      const expected = printOutcome(oracle.runInFolder(files, source));
      for (const column of [interpreterColumn, fullColumn]) {
        const host = { files: memoryFiles(caseFolder, files), path: ["/nowhere", caseFolder] };
        const { outcome } = runCase(source, column, { heap: "checked", leaks: "ignored", host });
        expect(printOutcome(outcome), column.name).toBe(expected);
      }
    });
  }
});
