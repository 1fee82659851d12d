// The native modules: programs that go through what they offer, in the interpreter (with a checked heap, and nothing left behind) and
// with traces. UPDATE_CASES=1 asks CPython what they do.

import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { extensionModule } from "@tjit/extension-modules";
import { parseCases, runCases } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { fullColumn, interpreterColumn } from "./support/columns.ts";
import { loadOracle } from "./support/oracle.ts";
import { printOutcome } from "./support/outcome.ts";
import { runCase } from "./support/run-case.ts";

const folder = fileURLToPath(new URL("native/", import.meta.url));
const files = globSync("*.txt", { cwd: folder })
  .map((name) => join(folder, name))
  .sort();
const programs = files.flatMap((file) => parseCases(readFileSync(file, "utf8")).cases);

/** The native modules of the library, and none of its files. */
const library = { paths: [], code: () => undefined, source: () => undefined, nativeModule: extensionModule };
const host = { library };

test.runIf(process.env["UPDATE_CASES"] === "1")("expectations are rewritten", { timeout: 300_000 }, async () => {
  const oracle = await loadOracle();
  const inputs = programs.map(({ input }) => input);
  const outcomes = oracle.run(inputs).map(printOutcome);
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    writeFileSync(file, runCases(text, (input) => outcomes[inputs.indexOf(input)] ?? "").updated);
  }
});

test.each(programs)("$name", { timeout: 120_000 }, ({ input, expected }) => {
  const run = runCase(input, interpreterColumn, { heap: "checked", leaks: "checked", host });
  expect(printOutcome(run.outcome)).toBe(expected);
  expect(run.deviations).toEqual([]);
  expect(run.leaked).toBe(0);
  expect(printOutcome(runCase(input, fullColumn, { heap: "plain", leaks: "ignored", host }).outcome)).toBe(expected);
});
