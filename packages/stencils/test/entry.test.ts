// The run-time entry stays small: it reaches neither Binaryen nor the builder, and no other package's code.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Modules that are imported as values, from one file on. */
function reachable(entry: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(entry.href)) return seen;
  seen.add(entry.href);
  const source = readFileSync(entry, "utf8");
  for (const [, clause = "", from = ""] of source.matchAll(/^(?:import|export)\s+([^;]*?)\s*from\s+"([^"]+)";/gms)) {
    if (clause.startsWith("type ")) continue;
    if (from.startsWith(".")) reachable(new URL(from, entry), seen);
    else seen.add(from);
  }
  return seen;
}

test("what the run-time entry imports", () => {
  const names = [...reachable(new URL("../src/index.ts", import.meta.url))];
  expect(names.filter((name) => !name.startsWith("file:"))).toEqual([]);
  expect(names.filter((name) => /\/src\/(build|builder|interpreter|testing)\//.test(name))).toEqual([]);
  const size = names.reduce((sum, name) => sum + readFileSync(new URL(name), "utf8").length, 0);
  expect(size).toBeLessThan(60_000);
});

test("the build entry does import Binaryen, so the check above can fail", () => {
  expect(reachable(new URL("../src/build/index.ts", import.meta.url))).toContain("binaryen");
});
