// Runs the README's snippet: `expression; // => value` lines are checked.

import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { compileFunction } from "node:vm";
import { expect, test } from "vitest";
import * as abacus from "../src/index.ts";
import { code } from "./harness.ts";

const modules: Readonly<Record<string, unknown>> = {
  "@tjit/example-abacus": abacus,
  // Built already.
  "@tjit/example-abacus/build": { buildAbacus: () => code },
};

test("the README's snippet does what it says", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const block = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const checked = block.replace(/^(.*?);? *\/\/ => (.*)$/gm, "check($1, $2);");
  const script = stripTypeScriptTypes(checked).replace(
    /import\s*(\{[^}]*\})\s*from\s*("[^"]*");/g,
    "const $1 = modules[$2];",
  );
  let checks = 0;
  const check = (value: unknown, expected: unknown): void => {
    expect(value).toEqual(expected);
    checks++;
  };
  const run = compileFunction(script, ["modules", "check"]) as (modules: unknown, check: unknown) => void;
  run(modules, check);
  expect(checks).toBe(5);
});

test("every file that the README names is there", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const named = [...readme.matchAll(/`((?:jit|test)?\/?[\w-]+(?:\.test)?\.ts)`/g)].map(([, name]) => name ?? "");
  expect(named.length).toBeGreaterThan(12);
  for (const name of named) {
    const path = name.startsWith("test/") ? `../${name}` : `../src/${name}`;
    expect(readFileSync(new URL(path, import.meta.url), "utf8")).not.toBe("");
  }
});
