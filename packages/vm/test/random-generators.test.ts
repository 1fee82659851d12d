// Random generators, sent to, thrown into and closed at random, do the same in every column, and there as in CPython.

import { Tally } from "@tjit/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fullColumn,
  interpreterColumn,
  passOffColumns,
  specializerColumn,
  unoptimizedColumn,
} from "./support/columns.ts";
import { loadOracle } from "./support/oracle.ts";
import { printOutcome } from "./support/outcome.ts";
import { generatorProgramArbitrary, printGeneratorProgram } from "./support/random-generators.ts";
import { runCase } from "./support/run-case.ts";

const columns = [specializerColumn, unoptimizedColumn, ...passOffColumns];

test("the tuning changes nothing but speed", { timeout: 120_000 }, () => {
  const tally = new Tally();
  fc.assert(
    fc.property(generatorProgramArbitrary, fc.nat(columns.length - 1), (program, turn) => {
      const source = printGeneratorProgram(program);
      const run = (column: { readonly name: string; readonly tuning: (typeof fullColumn)["tuning"] }): string =>
        printOutcome(runCase(source, column, { heap: "checked", leaks: "ignored", tally }).outcome);
      const alone = run(interpreterColumn);
      for (const other of [fullColumn, columns[turn] ?? fullColumn]) {
        const outcome = run(other);
        if (outcome !== alone) throw new Error(`${other.name}:\n${outcome}\n\ninterpreter:\n${alone}\n\n${source}`);
      }
    }),
    { numRuns: 100 },
  );
  tally.demand({ "traces compiled": 150, "traces entered": 60 });
});

test("the interpreter does what CPython does, and leaves nothing behind", { timeout: 120_000 }, async () => {
  const oracle = await loadOracle();
  const sources = fc.sample(generatorProgramArbitrary, 120).map(printGeneratorProgram);
  const expected = oracle.run(sources).map(printOutcome);
  sources.forEach((source, position) => {
    const { outcome, leaked } = runCase(source, interpreterColumn, {
      heap: "plain",
      leaks: position % 4 === 0 ? "checked" : "ignored",
    });
    expect(printOutcome(outcome), source).toBe(expected[position]);
    expect(leaked, source).toBe(0);
  });
});
