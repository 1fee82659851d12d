import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";
import * as parser from "../src/index.ts";
import { loadOracle } from "./oracle.ts";

test("at most 30 KB, minified and compressed", async () => {
  const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  const size = gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length;
  expect(size).toBeLessThanOrEqual(30 * 1024);
});

test("at least 8 MB per CPU-second on the library", async () => {
  const oracle = await loadOracle();
  const decoder = new TextDecoder();
  const sources = oracle.libraryFiles().map((name) => decoder.decode(oracle.libraryFile(name)));
  const bytes = sources.reduce((sum, source) => sum + source.length, 0);
  let best = 0;
  for (let round = 0; round < 3 && best < 8; round++) {
    const before = process.cpuUsage();
    for (const source of sources) parser.parse(source);
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, bytes / (user + system));
  }
  expect(best).toBeGreaterThanOrEqual(8);
}, 60_000);

test("the README's snippet runs and prints what it says", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const snippet = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const printed: string[] = [];
  const body = snippet.replace(/^import .*$/gm, "").replaceAll("console.log", "print");
  const names = Object.keys(parser);
  const run = Reflect.construct(Function, [...names, "print", body]) as (...values: unknown[]) => void;
  run(...Object.values(parser), (text: unknown) => printed.push(String(text)));
  const expected = [...snippet.matchAll(/^\/\/ (.*)$/gm)].map((match) => match[1]);
  expect(printed).toEqual(expected);
});
