import fc from "fast-check";
import { expect, test } from "vitest";
import { DialectIndex, Knowledge, parseTrace, printTrace, solveLoop, unknown, walkTrace } from "../src/index.ts";
import {
  calcDecodeOptions,
  calcDialect,
  calcIndex,
  calcInputArbitrary,
  evaluateCalc,
  traceArbitrary,
} from "../src/testing.ts";

const index = calcIndex();

test("what is known of a slot is true of the value in it, at every step of every round", () => {
  let facts = 0;
  fc.assert(
    fc.property(traceArbitrary(index, calcDecodeOptions), calcInputArbitrary(), (trace, input) => {
      const walk = walkTrace(trace, index, { snapshots: "keep" });
      const knowledge = new Knowledge(walk, {}, solveLoop(walk, {}));
      const typesAt = trace.uops.map((_, at) => {
        knowledge.enter(at);
        const known = (walk.snapshots[at]?.stack ?? []).map((reference) =>
          knowledge.typeOf(walk.valueOf[reference] ?? -1),
        );
        knowledge.advance(at);
        return known;
      });
      evaluateCalc(trace, index, input, (at, _frame, stack) => {
        stack.forEach((actual, slot) => {
          const known = typesAt[at]?.[slot] ?? unknown;
          if (known === unknown) return;
          facts++;
          const code = actual === "null" ? 1 : index.types.code(actual);
          if (!index.types.leq(code, known)) {
            throw new Error(
              `${at} slot ${slot}: ${actual} is not ${index.types.name(known)}\n${printTrace(trace, index, { stack: "show" })}`,
            );
          }
        });
      });
    }),
    { numRuns: 1500 },
  );
  expect(facts).toBeGreaterThan(5000);
});

test("what holds on entry and at the jump holds at the loop head", () => {
  const trace = parseTrace(
    `trace "peeled" dialect calc entry 0
frame 0 "main" parent - code 0 start 0 locals 3 size 64
exit 0 side frame 0 target 1
exit 1 side frame 0 target 2
 0 _LOAD_LOCAL oparg=0
 1 _GUARD_TOP_FLOAT exit=0
 2 _POP
 3 _LOAD_INT oparg=1
 4 _SWAP_LOCAL oparg=1
 5 _POP
 6 _LOAD_INT oparg=2
 7 _SWAP_LOCAL oparg=2
 8 _POP
loop:
 9 _LOAD_LOCAL oparg=0
10 _POP
11 _LOAD_LOCAL oparg=1
12 _LOAD_INT oparg=1
13 _ADD_INT exit=1
14 _POP
15 _POP
16 _SWAP_LOCAL oparg=1
17 _POP
18 _LOAD_GLOBAL exit=0
19 _SWAP_LOCAL oparg=2
20 _POP
21 _JUMP`,
    index,
  );
  const walk = walkTrace(trace, index, { snapshots: "keep" });
  const knowledge = new Knowledge(walk, {}, solveLoop(walk, {}));
  for (let at = 0; at < trace.loopHead; at++) knowledge.advance(at);
  knowledge.enter(trace.loopHead);
  const local = (at: number, number: number): string =>
    index.types.name(knowledge.typeOf(walk.valueOf[walk.snapshots[at]?.locals[number] ?? -1] ?? -1));
  // Local 0 never changes, local 1 stays an int, local 2 becomes anything.
  expect([local(10, 0), local(10, 1), local(10, 2)]).toEqual(["float", "int", "unknown"]);
});

test("a dialect that names a uop twice, or lacks a structural one, is refused", () => {
  expect(() => new DialectIndex({ ...calcDialect, uops: [...calcDialect.uops, ...calcDialect.uops] })).toThrow("twice");
  expect(() => new DialectIndex({ ...calcDialect, uops: [] })).toThrow("_NOP");
});
