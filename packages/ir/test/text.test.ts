import fc from "fast-check";
import { expect, test } from "vitest";
import { type Trace, TraceSyntaxError, parseTrace, printTrace } from "../src/index.ts";
import { calcDecodeOptions, calcIndex, traceArbitrary } from "../src/testing.ts";

const index = calcIndex();

test("parse(print(trace)) is the trace", () => {
  fc.assert(
    fc.property(traceArbitrary(index, calcDecodeOptions), (trace) => {
      expect(parseTrace(printTrace(trace, index), index)).toEqual(trace);
      expect(parseTrace(printTrace(trace, index, { stack: "show", notes: () => ["; a note"] }), index)).toEqual(trace);
    }),
  );
});

test("all fields survive, the odd ones too", () => {
  fc.assert(
    fc.property(
      fc.record({
        name: fc.string(),
        from: fc.string(),
        value: fc.oneof(fc.double(), fc.bigInt(), fc.string(), fc.boolean(), fc.constant(null), fc.constant(undefined)),
        type: fc.string(),
        operand: fc.double(),
        slot: fc.nat(),
        dependency: fc.string(),
      }),
      ({ name, from, value, type, operand, slot, dependency }) => {
        const trace = {
          dialect: "calc",
          name,
          frames: [{ parent: -1, name, code: 1, codeStart: 2, localCount: 3, frameSize: 4, entryDepth: 5 }],
          entryDepth: 0,
          uops: [
            {
              op: index.id("_JUMP"),
              oparg: slot,
              operand0: operand,
              operand1: operand,
              exit: -1,
              error: 0,
              origin: { frame: 0, offset: -1, from },
            },
          ],
          exits: [
            {
              kind: "side",
              frame: 0,
              target: 3,
              isControlFlow: true,
              recovery: [
                { slot, how: "own" },
                { slot, how: "constant", constant: 0 },
              ],
            },
          ],
          constants: [{ type, value, reference: 9, isImmortal: true }],
          dependencies: [{ kind: dependency, reference: 7 }],
          loopHead: 0,
        } as unknown as Trace;
        expect(parseTrace(printTrace(trace, index), index)).toEqual(trace);
      },
    ),
  );
});

test("faulty lines are all reported, with their numbers", () => {
  const text = `trace "t" dialect calc entry 0
frame 1 "main" parent - code 0 start 0 locals 2 size 64
exit 0 sideways frame 0 target 0
   0  _NO_SUCH_UOP
   1  _LOAD_LOCAL oparg=x
   2  _LOAD_LOCAL operand=1
   3  _LOAD_LOCAL @0
   4  _POP exit=1 stray`;
  try {
    parseTrace(text, index);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(TraceSyntaxError);
    expect((error as TraceSyntaxError).diagnostics.map((found) => found.at)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  }
});

test("a trace reads well", () => {
  const text = `trace "double" dialect calc entry 0
frame 0 "main" parent - code 0 start 0 locals 2 size 64
constant 0 float 2 reference 0
exit 0 side frame 0 target 1
exit 1 side frame 0 target 5 control-flow recover 0:own 1:c0

    0  _START exit=0                             @0:0
loop:
    1  _LOAD_LOCAL oparg=1                       @0:1
    2  _GUARD_TOP_FLOAT exit=0
    3  _LOAD_CONSTANT operand0=c0                @0:2 "a pass:_LOAD_INT"
    4  _POP                                      @0:3
    5  _POP
    6  _JUMP
`;
  expect(printTrace(parseTrace(text, index), index)).toBe(text);
});
