import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import process from "node:process";
import { calcIndex, runCases, runPassCase } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { constantPropagation, deadUops } from "../src/index.ts";
import { tableWorld } from "../src/testing.ts";

const folder = new URL("cases/", import.meta.url);
const passes = new Map([constantPropagation, deadUops].map((pass) => [pass.name, pass]));

const index = calcIndex();
const world = tableWorld(index, {
  values: { _LOAD_GLOBAL: { type: "function", value: undefined, reference: 96, isImmortal: false } },
  guards: ["_GUARD_GLOBALS_VERSION"],
  dependency: { kind: "globals", reference: 128 },
});

test.each(readdirSync(folder))("%s", (file) => {
  const pass = passes.get(file.replace(/[.].*$/, ""));
  if (pass === undefined) throw new Error(`no pass is named as ${file}`);
  const text = readFileSync(new URL(file, folder), "utf8");
  const report = runCases(text, (input, one, preamble) =>
    runPassCase(pass, preamble, input, index, one.options.has("world") ? world : {}),
  );
  if (process.env["UPDATE_CASES"] === "1") writeFileSync(new URL(file, folder), report.updated);
  else expect(report.failures).toEqual([]);
});
