import process from "node:process";
import { expect, test } from "vitest";
import { dump, parse } from "../src/index.ts";
import { loadOracle } from "./oracle.ts";

const all = process.env["PARSER_CORPUS"] === "all";

test(`CPython's library (${all ? "all of it" : "every fourth file"}): trees and positions are equal`, async () => {
  const oracle = await loadOracle();
  const names = oracle.libraryFiles().filter((_, index) => all || index % 4 === 0);
  expect(names.length).toBeGreaterThan(100);
  const different: string[] = [];
  for (const name of names) {
    const bytes = oracle.libraryFile(name);
    const answer = oracle.dumpBytes(bytes);
    const result = parse(bytes, { resolveCharacterName: oracle.character });
    const ours = result.ok ? dump(result.ast, { attributes: result.source }) : `refused: ${result.error.message}`;
    if (!("dump" in answer) || answer.dump !== ours) different.push(name);
  }
  expect(different).toEqual([]);
}, 120_000);
