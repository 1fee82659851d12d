import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import process from "node:process";
import { calcIndex, runCases, runPassCase } from "@tjit/ir/testing";
import { expect, test } from "vitest";
import { cleanup, guardHoisting, typeInference } from "../src/index.ts";

const folder = new URL("cases/", import.meta.url);
const passes = new Map([cleanup, guardHoisting, typeInference].map((pass) => [pass.name, pass]));

test.each(readdirSync(folder))("%s", (file) => {
  const pass = passes.get(file.replace(/[.].*$/, ""));
  if (pass === undefined) throw new Error(`no pass is named as ${file}`);
  const world = {
    typeOfVersion: (version: number) => (version === 7 ? { type: "box", reference: 64 } : undefined),
  };
  const text = readFileSync(new URL(file, folder), "utf8");
  const report = runCases(text, (input, one, preamble) =>
    runPassCase(pass, preamble, input, index, one.options.has("world") ? world : {}),
  );
  if (process.env["UPDATE_CASES"] === "1") writeFileSync(new URL(file, folder), report.updated);
  else expect(report.failures).toEqual([]);
});

const index = calcIndex();
