// Random programs: the same code objects, or the same error, as CPython.

import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { compareWith } from "./compare.ts";
import { type Oracle, loadOracle } from "./oracle.ts";
import { program } from "./programs.ts";

let oracle: Oracle;

beforeAll(async () => {
  oracle = await loadOracle();
}, 60_000);

test("random programs compile as in CPython", () => {
  let compiled = 0;
  let refused = 0;
  fc.assert(
    fc.property(program, (source) => {
      const [theirs = { warnings: [] }] = oracle.ask([{ source }]);
      if (theirs.error === undefined) compiled++;
      else refused++;
      expect(compareWith(theirs, { source })).toEqual([]);
    }),
    { numRuns: Number(process.env["TJIT_RANDOM_PROGRAMS"] ?? 300) },
  );
  expect(compiled).toBeGreaterThan(30);
  expect(refused).toBeGreaterThan(10);
}, 600_000);
