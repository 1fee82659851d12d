// The knowledge that all passes share is sound on runs of Python's uops.

import { type DialectIndex, parseTrace } from "@tjit/ir";
import { createPythonIndex } from "@tjit/reference";
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkFacts, decodePython, makeWorld, passWorld, Tally, traceCaseArbitrary } from "../src/index.ts";

const index: DialectIndex = createPythonIndex();

it("what is known of a value holds when the trace runs", () => {
  const tally = new Tally();
  fc.assert(
    fc.property(traceCaseArbitrary(), ({ records, recorded, ending, others }) => {
      const trace = decodePython(records, recorded, ending, index);
      const world = passWorld(makeWorld(recorded).machine, index);
      for (const recipe of [recorded, ...others]) {
        const { problems, checked } = checkFacts(trace, makeWorld(recipe).machine, index, world);
        tally.add("checked", checked);
        expect(problems).toEqual([]);
      }
    }),
    { numRuns: 600 },
  );
  tally.demand({ checked: 20_000 });
}, 60_000);

it("an unsound fact is found", () => {
  // The constant's type is a lie, and knowledge believes it.
  const recipe = { locals: [], builtinEffect: 0, finalizerEffect: 0, breaker: 3 };
  const trace = parseTrace(
    `trace "lie" dialect python entry 0
     frame 0 "main" parent - code 40 start 1000 locals 8 size 128
     constant 0 str - reference 8 immortal
     exit 0 deopt frame 0 target 2
     _LOAD_CONST_INLINE operand0=c0
     _POP_TOP
     _DEOPT exit=0`,
    index,
  );
  expect(checkFacts(trace, makeWorld(recipe).machine, index).problems).toEqual([
    "before 1 _POP_TOP: stack 0 is NoneType, not str",
  ]);
}, 60_000);
