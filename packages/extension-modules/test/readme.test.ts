// Runs the first ts block of the README: `expression; // => value` lines are checked.

import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { compileFunction } from "node:vm";
import { expect, it } from "vitest";
import * as extensionModules from "../src/index.ts";

it("the README's snippet does what it says", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const block = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const checked = block.replace(/^(.*?);? *\/\/ => (.*)$/gm, "check($1, $2);");
  const script = stripTypeScriptTypes(checked).replace(/import\s*(\{[^}]*\})\s*from\s*"[^"]*";/g, "const $1 = module;");
  let checks = 0;
  const check = (value: unknown, expected: unknown): void => {
    expect(value).toEqual(expected);
    checks++;
  };
  const run = compileFunction(script, ["module", "check"]) as (...given: readonly unknown[]) => void;
  run(extensionModules, check);
  expect(checks).toBe(3);
});
