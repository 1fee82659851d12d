// The snippets, in the interpreter and in traces. UPDATE_CASES=1 asks CPython about every one and rewrites the files.

import process from "node:process";
import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { Tally } from "@tjit/testing";
import { describe, expect, test } from "vitest";
import { type Column, fullColumn, interpreterColumn } from "./support/columns.ts";
import { loadOracle } from "./support/oracle.ts";
import type { Outcome } from "./support/outcome.ts";
import { type RunCaseOptions, runCase } from "./support/run-case.ts";
import { type Snippet, readSnippets, snippetAreas, snippetProgram, writeSnippets } from "./support/snippets.ts";

const library = openLibrary(inflateRawSync);
const updates = process.env["UPDATE_CASES"] === "1";

/** Puts what a program printed behind its snippets. */
function withOutcomes(snippets: readonly Snippet[], { stdout, stderr, exitCode }: Outcome): readonly Snippet[] {
  if (exitCode !== 0) throw new Error(stderr);
  const lines = stdout.trimEnd().split("\n");
  return snippets.map(({ source }, at) => ({ source, outcome: lines[at] ?? "" }));
}

describe.runIf(updates)("expectations are rewritten", () => {
  test.each(snippetAreas)("%s", { timeout: 60_000 }, async (area) => {
    const oracle = await loadOracle();
    const snippets = readSnippets(area);
    const [outcome] = oracle.run([snippetProgram(snippets, 1)]);
    if (outcome !== undefined) writeSnippets(area, withOutcomes(snippets, outcome));
  });
});

describe.skipIf(updates)("what CPython does", () => {
  const check = (area: string, column: Column, times: number, options: Omit<RunCaseOptions, "tally">): void => {
    const snippets = readSnippets(area);
    const { outcome, leaked } = runCase(snippetProgram(snippets, times), column, {
      ...options,
      host: { library, now: () => 1.7e9, monotonic: () => 1 },
      tally: new Tally(),
    });
    expect(withOutcomes(snippets, outcome)).toEqual(snippets);
    expect(leaked).toBe(0);
  };
  test.each(snippetAreas)("%s, in the interpreter", { timeout: 60_000 }, (area) => {
    // Modules of the library keep what they are asked for: `typing` its last 128 aliases, for one.
    check(area, interpreterColumn, 1, { heap: "checked", leaks: area === "library" ? "ignored" : "checked" });
  });
  test.each(snippetAreas)("%s, in traces", { timeout: 180_000 }, (area) => {
    check(area, fullColumn, 12, { heap: "plain", leaks: "ignored" });
  });
});

test("there are as many snippets as there are meant to be", () => {
  const count = snippetAreas.reduce((sum, area) => sum + readSnippets(area).length, 0);
  expect(count).toBeGreaterThanOrEqual(1500);
});
