import { expect, test } from "vitest";
import { matchesPattern, parseCases, runCases } from "../src/testing.ts";

const file = `What this file is about.

# upper
one
==>
ONE

# loose {matching, depth=2}
a b
c
==>
A _
...
`;

test("cases pass, fail and update", () => {
  expect(runCases(file, (input) => input.toUpperCase())).toEqual({ failures: [], updated: file });
  const report = runCases(file, (input) => `${input}!`);
  expect(report.failures.map((failure) => failure.name)).toEqual(["upper", "loose"]);
  expect(report.updated).toBe(file.replace("ONE", "one!"));
  expect(parseCases(file).cases[1]?.options.get("depth")).toBe("2");
});

test("patterns", () => {
  expect(matchesPattern("_ b", "x   b")).toBe(true);
  expect(matchesPattern("_LOAD", "_POP")).toBe(false);
  expect(matchesPattern("...\nb\n...", "a\nb")).toBe(true);
  expect(matchesPattern("a\n...\nc", "a\nb")).toBe(false);
});

test("what is not a case is refused", () => {
  expect(() => parseCases("# lonely\nno arrow")).toThrow(SyntaxError);
  expect(() => parseCases("# a\n==>\n# a\n==>\n")).toThrow("same name");
});
