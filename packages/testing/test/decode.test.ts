// Decoded traces are valid, run to their exits without a fault, and reach what there is to reach.

import { type DialectIndex, printTrace, verifyTrace } from "@tjit/ir";
import { auditCounts, runTrace, createPythonIndex } from "@tjit/reference";
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkTransform, decodePython, makeWorld, snippets, Tally, traceCaseArbitrary } from "../src/index.ts";

const index: DialectIndex = createPythonIndex();

it("every list of records is a valid trace that runs without a fault", () => {
  const tally = new Tally();
  fc.assert(
    fc.property(traceCaseArbitrary(), ({ records, ending, recorded, others }) => {
      const trace = decodePython(records, recorded, ending, index);
      expect(verifyTrace(trace, index)).toEqual([]);
      for (const uop of trace.uops) tally.add(index.definition(uop.op).name);
      for (const recipe of [recorded, ...others]) {
        const { machine } = makeWorld(recipe);
        const { outcome, rounds } = runTrace(trace, machine, { index });
        if (outcome.kind === "fault")
          throw new Error(`${outcome.code} ${outcome.message} at ${outcome.at}\n${printTrace(trace, index)}`);
        tally.add(outcome.kind === "exit" ? `exit ${outcome.exitKind}` : outcome.kind);
        if (rounds > 0) tally.add("rounds");
        if (machine.frames.depth > 1) tally.add("left inside a call");
        expect(auditCounts(machine)).toEqual([]);
      }
    }),
    { numRuns: 1000 },
  );
  tally.demand({
    "exit side": 500,
    "exit error": 50,
    "exit periodic": 100,
    rounds: 200,
    "left inside a call": 20,
  });
  for (const { uops } of snippets) {
    for (const word of uops.split(" ")) if (word !== "|") tally.demand({ [word.replace(/[=/!].*/, "")]: 5 });
  }
}, 60_000);

it("a transform that changes nothing refines", () => {
  const tally = new Tally();
  fc.assert(
    fc.property(traceCaseArbitrary(), (one) => {
      checkTransform((trace) => trace, one, index, tally);
    }),
    { numRuns: 300 },
  );
  tally.demand({ compared: 500 });
}, 60_000);
