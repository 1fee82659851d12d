// Every case, compiled here and by real CPython, at all optimization levels: identical code objects, errors and warnings.

import { parse } from "@tjit/parser";
import { verifyCode } from "@tjit/bytecode";
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../src/index.ts";
import { readCases } from "./cases.ts";
import { compareAll } from "./compare.ts";
import { type OracleRequest, loadOracle } from "./oracle.ts";

const cases = readCases();
const levels = [0, 1, 2] as const;

/** Cases of one line are also compiled as expressions and as lines of the prompt. */
const requests = cases.flatMap(({ source }): OracleRequest[] => [
  ...levels.map((optimize) => ({ source, optimize })),
  { source, mode: "single" },
  { source: source.trimEnd(), mode: "eval" },
]);

describe("parity with CPython", () => {
  let differences: readonly (readonly string[])[] = [];

  beforeAll(async () => {
    differences = compareAll(await loadOracle(), requests);
  }, 60_000);

  test("there are cases of every kind", () => {
    expect(cases.length).toBeGreaterThan(200);
    expect(new Set(cases.map(({ file }) => file)).size).toBeGreaterThanOrEqual(10);
  });

  test.each(cases.map(({ file, name }, index) => [`${file}: ${name}`, index] as const))("%s", (_, index) => {
    const count = requests.length / cases.length;
    expect(differences.slice(index * count, (index + 1) * count).flat()).toEqual([]);
  });
});

test("what is compiled passes the verifier", () => {
  for (const { source } of cases) {
    const parsed = parse(source);
    const result = parsed.ok ? compile(parsed.ast, { source }) : undefined;
    if (result?.ok === true) expect(verifyCode(result.code)).toEqual([]);
  }
});
