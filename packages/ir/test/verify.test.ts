import { expect, test } from "vitest";
import { type DiagnosticCode, InvariantError, assertVerified, parseTrace, verifyTrace } from "../src/index.ts";
import { calcIndex } from "../src/testing.ts";

const index = calcIndex();
const header = `trace "t" dialect calc entry 1
frame 0 "main" parent - code 0 start 0 locals 2 size 64
frame 1 "callee" parent 0 code 0 start 0 locals 2 size 64
frame 2 "caller" parent - code 0 start 0 locals 2 size 64 entry 2
constant 0 int 3 reference 0
exit 0 side frame 0 target 1
exit 1 error frame 0 target 1
exit 2 side frame 0 target 1
exit 3 side frame 0 target 9 recover 0:own 0:own
exit 4 side frame 0 target 10 recover 1:own
exit 5 side frame 1 target 1
exit 6 deopt frame 0 target 11 recover 0:c7
exit 7 side frame 0 target 12 recover 0:box-f64
exit 8 side frame 2 target 12
exit 9 side frame 0 target 1 control-flow
`;

// Planted defects, each with the finding that it must have.
const defects: readonly (readonly [string, DiagnosticCode, string])[] = [
  ["guard without exit", "missing-exit", "_GUARD_TOP_INT\n_JUMP"],
  ["exit of a uop that cannot leave", "needless-exit", "_NOP exit=0\n_JUMP"],
  ["raising without error exit", "missing-error-exit", "_COPY oparg=1\n_ADD\n_POP\n_POP\n_POP\n_LOAD_INT\n_JUMP"],
  ["error exit of a uop that cannot raise", "needless-error-exit", "_NOP error=1\n_JUMP"],
  ["exit number 99", "unknown-exit", "_GUARD_TOP_INT exit=99\n_JUMP"],
  ["side exit through an error exit", "wrong-exit-kind", "_GUARD_TOP_INT exit=1\n_JUMP"],
  ["underflow", "underflow", "_POP\n_POP\n_JUMP"],
  ["one exit, two depths", "exit-depth", "_GUARD_TOP_INT exit=0\n_LOAD_INT\n_GUARD_TOP_INT exit=0\n_POP\n_JUMP"],
  ["one place, two depths", "exit-depth", "_GUARD_TOP_INT exit=0\n_LOAD_INT\n_GUARD_TOP_INT exit=2\n_POP\n_JUMP"],
  [
    "one place, two depths by control flow",
    "exit-depth",
    "_GUARD_TOP_INT exit=0\n_GUARD_TRUE_POP exit=9\n_LOAD_INT\n_JUMP",
  ],
  ["exit of another frame", "exit-frame", "_GUARD_TOP_INT exit=5\n_JUMP"],
  ["loop that grows", "loop-state", "_LOAD_INT\n_JUMP"],
  ["return into nobody", "unknown-caller", "_RETURN\n_EXIT exit=8"],
  ["falls off the end", "no-terminal", "_NOP"],
  ["uops behind the end", "early-terminal", "_JUMP\n_JUMP"],
  ["constant 5", "unknown-constant", "_LOAD_CONSTANT operand0=c5\n_POP\n_JUMP"],
  ["recovery of a constant that is not", "unknown-constant", "_CHECK_VALIDITY exit=6\n_JUMP"],
  ["frame 9", "unknown-frame", "_MAKE_FRAME operand0=f9\n_PUSH_FRAME\n_LOAD_INT\n_RETURN\n_JUMP"],
  ["local 2", "unknown-local", "_LOAD_LOCAL oparg=2\n_POP\n_JUMP"],
  ["slot recovered twice", "recovery-twice", "_GUARD_TOP_INT exit=3\n_JUMP"],
  ["recovery above the stack", "recovery-slot", "_GUARD_TOP_INT exit=4\n_JUMP"],
  ["boxing what is boxed", "recovery-representation", "_GUARD_TOP_INT exit=7\n_JUMP"],
  ["a frame as a value", "wrong-representation", "_LOAD_INT\n_MAKE_FRAME operand0=f1\n_POP\n_LOAD_INT\n_JUMP"],
  ["entering no frame", "not-a-frame", "_PUSH_FRAME\n_LOAD_INT\n_RETURN\n_JUMP"],
];

test.each(defects)("finds: %s", (_, code, uops) => {
  const found = verifyTrace(parseTrace(header + uops, index), index);
  expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
});

test("finds an empty trace, an unknown uop, and a loop head outside", () => {
  const trace = parseTrace(`${header}_JUMP`, index);
  expect(verifyTrace({ ...trace, uops: [] }, index).map((found) => found.code)).toEqual(["empty-trace"]);
  expect(verifyTrace({ ...trace, loopHead: 1 }, index).map((found) => found.code)).toEqual(["loop-head"]);
  const uops = trace.uops.map((uop) => ({ ...uop, op: 9999 as typeof uop.op }));
  expect(verifyTrace({ ...trace, uops }, index).map((found) => found.code)).toEqual(["unknown-uop"]);
});

test("a call, a return into an unseen caller, and a frame switch are valid", () => {
  const call =
    "_LOAD_INT\n_MAKE_FRAME operand0=f1\n_PUSH_FRAME\n_LOAD_LOCAL oparg=0\n_RETURN\n_GUARD_TOP_INT exit=0\n_JUMP";
  expect(verifyTrace(parseTrace(header + call, index), index)).toEqual([]);
  const leave = "_RETURN @2:0\n_POP\n_POP\n_POP\n_EXIT exit=8";
  const trace = parseTrace(header + leave, index);
  expect(
    verifyTrace(
      {
        ...trace,
        uops: trace.uops.map((uop, at) =>
          at === 0 ? { ...uop, origin: { ...uop.origin, frame: 0 as typeof uop.origin.frame } } : uop,
        ),
      },
      index,
    ),
  ).toEqual([]);
});

test("a broken invariant is shown inside the trace", () => {
  const trace = parseTrace(`${header}_POP\n_POP\n_JUMP`, index);
  expect(() => assertVerified(trace, index, "after some-pass")).toThrow(InvariantError);
  try {
    assertVerified(trace, index, "after some-pass");
  } catch (error) {
    expect((error as InvariantError).annotated).toContain(
      "    1  _POP\n     ; ^ I2: the uop takes more values than its frame's stack has",
    );
  }
});
