// Random programs do the same under every tuning and with any thresholds as in the interpreter alone, and there as in CPython.

import { Tally } from "@tjit/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type JitTuning, eagerTuning } from "../src/index.ts";
import { fullColumn, interpreterColumn, passOffColumns, specializerColumn, unoptimizedColumn } from "./support/columns.ts";
import { loadOracle } from "./support/oracle.ts";
import { printOutcome } from "./support/outcome.ts";
import { printProgram, programArbitrary } from "./support/random-program.ts";
import { runCase } from "./support/run-case.ts";

const columns = [specializerColumn, unoptimizedColumn, fullColumn, ...passOffColumns];

const thresholdArbitrary: fc.Arbitrary<JitTuning> = fc
  .record({ loop: fc.nat(40), entry: fc.nat(40), exit: fc.nat(40), exponent: fc.nat(3), warmup: fc.nat(6) })
  .map(({ loop, entry, exit, exponent, warmup }) => ({
    ...eagerTuning,
    specializer: { ...eagerTuning.specializer, warmup: { value: warmup, exponent: eagerTuning.specializer.warmup.exponent } },
    tracer: {
      ...eagerTuning.tracer,
      backwardJump: { value: loop + 1, exponent },
      entry: { value: entry + 1, exponent },
      sideExit: { value: exit + 1, exponent },
    },
  }));

test("the tuning changes nothing but speed", { timeout: 60_000 }, () => {
  const tally = new Tally();
  fc.assert(
    fc.property(programArbitrary, fc.nat(columns.length - 1), thresholdArbitrary, (records, turn, tuning) => {
      const source = printProgram(records);
      const run = (column: { readonly name: string; readonly tuning: JitTuning }): string =>
        printOutcome(runCase(source, column, { heap: "plain", leaks: "ignored", tally }).outcome);
      const alone = run(interpreterColumn);
      const column = columns[turn] ?? fullColumn;
      for (const other of [fullColumn, column, { name: "random thresholds", tuning }]) {
        const outcome = run(other);
        if (outcome !== alone) throw new Error(`${other.name}:\n${outcome}\n\ninterpreter:\n${alone}\n\n${source}`);
      }
    }),
    { numRuns: 120 },
  );
  tally.demand({ "traces compiled": 300, "side traces compiled": 100, "traces entered": 200, "hot exits": 100 });
});

test("the interpreter does what CPython does", { timeout: 60_000 }, async () => {
  const oracle = await loadOracle();
  const sources = fc.sample(programArbitrary, 60).map(printProgram);
  const expected = oracle.run(sources).map(printOutcome);
  sources.forEach((source, position) => {
    const { outcome } = runCase(source, interpreterColumn, { heap: "plain", leaks: "ignored" });
    expect(printOutcome(outcome), source).toBe(expected[position]);
  });
});
