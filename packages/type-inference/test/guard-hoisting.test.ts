// Guards of locals, on Python's uops: calc has none.

import { type Trace, applyEdits, parseTrace } from "@tjit/ir";
import { createPythonIndex } from "@tjit/reference";
import { describe, expect, test } from "vitest";
import { guardHoisting, typeInference } from "../src/index.ts";

const index = createPythonIndex();
const preamble = `trace "case" dialect python entry 0
frame 0 "main" parent - code 0 start 0 locals 4 size 64
exit 0 deopt frame 0 target 4
exit 1 side frame 0 target 4
exit 2 side frame 0 target 6
exit 3 side frame 0 target 9 control-flow
`;

function hoist(uops: string): Trace {
  const trace = parseTrace(
    `${preamble}_START_EXECUTOR exit=0 @0:4\nloop:\n_CHECK_VALIDITY exit=0 @0:4\n${uops}`,
    index,
  );
  const result = guardHoisting.run(trace, { index, world: {} });
  if (result.kind === "abort") throw new Error(result.reason);
  return applyEdits(trace, result);
}

const names = ({ uops }: Trace): string[] => uops.map(({ op, oparg }) => `${index.definition(op).name} ${oparg}`);
/** What stands before the loop. */
const asked = (uops: string): string[] => {
  const trace = hoist(uops);
  return names(trace).slice(1, trace.loopHead);
};

const square = (local: number): string => `_LOAD_FAST oparg=${local} @0:4
_LOAD_FAST oparg=${local} @0:5
_GUARD_TOS_FLOAT exit=2 @0:6
_GUARD_NOS_FLOAT exit=2
_BINARY_OP_MULTIPLY_FLOAT
_POP_TOP_FLOAT
_POP_TOP_FLOAT
`;
const store = (local: number): string => `_SWAP_FAST oparg=${local} @0:8\n_POP_TOP\n`;
const jump = "_JUMP_TO_TOP @0:4";

describe("asked before the loop", () => {
  test("a local that the loop replaces, and keeps the type of", () => {
    expect(asked(square(1) + store(1) + jump)).toEqual(["_GUARD_LOCAL_FLOAT 1"]);
  });

  test("a local that the loop only reads", () => {
    expect(asked(`${square(1)}_POP_TOP @0:8\n${jump}`)).toEqual(["_GUARD_LOCAL_FLOAT 1"]);
  });

  test("a local that gets its type from another one: both", () => {
    expect(asked(square(1) + store(2) + jump)).toEqual(["_GUARD_LOCAL_FLOAT 1", "_GUARD_LOCAL_FLOAT 2"]);
  });

  test("what is left at the guard's exit is the loop head's bytecode, and may grow a trace", () => {
    const trace = hoist(square(1) + store(1) + jump);
    const guard = trace.uops[1];
    expect(trace.exits[guard?.exit ?? 0]).toEqual({
      kind: "side",
      frame: 0,
      target: 4,
      isControlFlow: false,
      recovery: [],
    });
  });

  test("and type inference removes the guards in the loop", () => {
    const trace = hoist(square(1) + store(1) + jump);
    const result = typeInference.run(trace, { index, world: {} });
    if (result.kind === "abort") throw new Error(result.reason);
    expect(names(applyEdits(trace, result)).filter((name) => name.startsWith("_GUARD"))).toEqual([
      "_GUARD_LOCAL_FLOAT 1",
    ]);
  });
});

describe("not asked", () => {
  test("a local that the loop looks at as a float and leaves as an int: no second round gets through", () => {
    expect(asked(`${square(1)}${store(3)}_LOAD_SMALL_INT oparg=3 @0:7\n${store(1)}${jump}`)).toEqual([]);
  });

  test("a local that gets what it had in one round from another of which nothing is known", () => {
    const copy = `_LOAD_FAST oparg=2 @0:7\n${store(1)}`;
    expect(asked(square(1) + store(3) + copy + jump)).toEqual(["_GUARD_LOCAL_FLOAT 3"]);
  });

  test("a local that was guarded before the loop", () => {
    const trace = hoist(square(1) + store(1) + jump);
    const again = guardHoisting.run(trace, { index, world: {} });
    expect(again).toMatchObject({ edits: [], remarks: [] });
  });

  test("a local that the loop deletes", () => {
    expect(asked(`${square(1)}_POP_TOP @0:8\n_PUSH_NULL\n_STORE_FAST_MAYBE_NULL oparg=1\n_POP_TOP\n${jump}`)).toEqual(
      [],
    );
  });

  test("anything, where the trace does not come round", () => {
    expect(asked(`${square(1)}${store(1)}_EXIT_TRACE exit=1 @0:4`)).toEqual([]);
  });
});
