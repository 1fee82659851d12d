// Whole traces: what a run gives, how exits leave the machine, and which misuse of references is found.

import { parseTrace } from "@tjit/ir";
import { describe, expect, it } from "vitest";
import {
  auditCounts,
  describeWorld,
  type RunOutcome,
  runTrace,
  SimulatedMachine,
  type TraceRun,
} from "../src/index.ts";
import { index, rootCode } from "./pool.ts";

const head = `
trace "test" dialect python entry 0
frame 0 "main" parent - code 40 start 1000 locals 4 size 64
exit 0 side frame 0 target 2
exit 1 deopt frame 0 target 3
`;

interface Ran {
  readonly run: TraceRun;
  readonly machine: SimulatedMachine;
}

function run(text: string, prepare: (machine: SimulatedMachine) => readonly number[] = twoFloats): Ran {
  const machine = new SimulatedMachine();
  machine.enterRoot(rootCode, prepare(machine));
  const trace = parseTrace(text.startsWith("\ntrace") ? text : head + text, index);
  return { run: runTrace(trace, machine, { index, maxSteps: 1000 }), machine };
}

function twoFloats(machine: SimulatedMachine): readonly number[] {
  return [machine.newFloat(1.5), machine.newFloat(2)];
}

function faultOf({ run: { outcome } }: Ran): string {
  return outcome.kind === "fault" ? outcome.code : outcome.kind;
}

function exitOf(outcome: RunOutcome): Extract<RunOutcome, { kind: "exit" }> {
  if (outcome.kind !== "exit") throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe("runs", () => {
  it("multiplies floats in a loop until the eval breaker asks to leave", () => {
    const { run: ran, machine } = run(
      `
      loop:
        _CHECK_PERIODIC exit=1
        _LOAD_FAST oparg=0
        _LOAD_FAST oparg=1
        _GUARD_TOS_FLOAT exit=0
        _GUARD_NOS_FLOAT exit=0
        _BINARY_OP_MULTIPLY_FLOAT
        _POP_TOP_FLOAT
        _POP_TOP_FLOAT
        _SWAP_FAST oparg=0
        _POP_TOP
        _JUMP_TO_TOP`,
      (machine) => {
        machine.breaker = 4;
        return twoFloats(machine);
      },
    );
    expect(exitOf(ran.outcome)).toMatchObject({ exit: 1, exitKind: "deopt", target: 3, stack: [] });
    expect(ran.rounds).toBe(3);
    expect(machine.floatValue(machine.localOf(machine.currentFrame(), 0))).toBe(12);
    expect(auditCounts(machine)).toEqual([]);
  });

  it("leaves by a guard with the stack from before its bytecode", () => {
    const { run: ran, machine } = run(`
      _LOAD_FAST oparg=0
      _GUARD_TOS_INT exit=0
      _DEOPT exit=1`);
    const outcome = exitOf(ran.outcome);
    expect(outcome).toMatchObject({ exit: 0, at: 1, target: 2 });
    expect(outcome.stack.map((reference) => machine.floatValue(reference))).toEqual([1.5]);
    expect(auditCounts(machine)).toEqual([]);
    expect(describeWorld(machine)).toContain("stack [1.5f]");
  });

  it("leaves behind a test whose exit is control flow", () => {
    const { run: ran } = run(`
      exit 2 side frame 0 target 9 control-flow
      _LOAD_FAST oparg=0
      _LOAD_FAST oparg=1
      _COMPARE_OP_FLOAT_GT
      _POP_TOP_FLOAT
      _POP_TOP_FLOAT
      _GUARD_IS_TRUE_POP exit=2
      _DEOPT exit=1`);
    expect(exitOf(ran.outcome)).toMatchObject({ exit: 2, stack: [], target: 9 });
  });

  it("calls a function: its frame is real", () => {
    const { run: ran, machine } = run(
      `
trace "call" dialect python entry 0
frame 0 "main" parent - code 40 start 1000 locals 4 size 64
frame 1 "callee" parent 0 code 48 start 2000 locals 2 size 64
exit 0 side frame 0 target 2
exit 1 deopt frame 1 target 3
      _LOAD_FAST oparg=1
      _PUSH_NULL
      _LOAD_FAST oparg=0
      _CHECK_FUNCTION_VERSION oparg=1 operand0=11 exit=0
      _CHECK_FUNCTION_EXACT_ARGS oparg=1 exit=0
      _SET_IP operand0=1006  @0:3
      _INIT_CALL_PY_EXACT_ARGS oparg=1  @0:3
      _SAVE_RETURN_OFFSET oparg=8  @0:3
      _PUSH_FRAME operand0=f1
      _LOAD_FAST oparg=0
      _DEOPT exit=1`,
      (machine) => [
        machine.newFloat(1.5),
        machine.heap.allocate({
          type: "function",
          code: { id: 48, name: "callee", parameterCount: 1, localCount: 2, constants: [] },
          version: 11,
          closure: [],
        }),
      ],
    );
    expect(exitOf(ran.outcome).target).toBe(3);
    expect(machine.frames.depth).toBe(2);
    expect(machine.continuation(1)).toBe(1014);
    expect(auditCounts(machine)).toEqual([]);
  });

  it("makes borrowed slots the interpreter's own where the exit says so", () => {
    const { run: ran, machine } = run(`
      exit 2 side frame 0 target 2 recover 0:own
      _BORROW_FAST oparg=0
      _GUARD_TOS_INT exit=2
      _DEOPT exit=1`);
    expect(exitOf(ran.outcome).exit).toBe(2);
    expect(auditCounts(machine)).toEqual([]);
  });
});

describe("the ownership checker rejects", () => {
  it.each([
    ["a borrowed slot that is released", "_BORROW_FAST oparg=0\n_POP_TOP\n_DEOPT exit=1", "released-borrowed"],
    ["a counted slot that is dropped", "_LOAD_FAST oparg=0\n_POP_TOP_NOP\n_DEOPT exit=1", "dropped-owned"],
    [
      "a borrowed slot that is stored",
      "_BORROW_FAST oparg=0\n_SWAP_FAST oparg=1\n_POP_TOP\n_DEOPT exit=1",
      "consumed-borrowed",
    ],
    ["a borrowed slot left to the interpreter", "_BORROW_FAST oparg=0\n_DEOPT exit=1", "left-borrowed"],
    [
      "a second count",
      "exit 2 side frame 0 target 2 recover 0:own\n_LOAD_FAST oparg=0\n_EXIT_TRACE exit=2",
      "owned-twice",
    ],
    [
      "a borrowed slot whose object dies",
      "_BORROW_FAST oparg=0\n_LOAD_FAST oparg=1\n_SWAP_FAST oparg=0\n_POP_TOP\n_DEOPT exit=1",
      "dangling-borrow",
    ],
    [
      "a float that others refer to, overwritten",
      "_LOAD_FAST oparg=0\n_LOAD_FAST oparg=1\n_BINARY_OP_ADD_FLOAT_INPLACE\n_DEOPT exit=1",
      "not-unique",
    ],
    [
      "an int where a float must be",
      "_LOAD_SMALL_INT oparg=3\n_LOAD_FAST oparg=1\n_BINARY_OP_ADD_FLOAT\n_DEOPT exit=1",
      "wrong-type",
    ],
    ["an unbound local", "_LOAD_FAST oparg=2\n_DEOPT exit=1", "unbound-local"],
    ["an empty stack", "_POP_TOP\n_DEOPT exit=1", "underflow"],
    ["a jump of tier 1", "_JUMP_FORWARD oparg=2", "tier-one-only"],
    ["a trace without an end", "_NOP", "end-of-trace"],
  ])("%s", (_, text, code) => {
    expect(faultOf(run(text))).toBe(code);
  });

  it("a count that is lost without any uop being wrong, in the audit", () => {
    const { machine } = run("_LOAD_FAST oparg=0\n_DEOPT exit=1");
    machine.setStack(machine.currentFrame(), []);
    expect(auditCounts(machine)).toEqual([expect.stringContaining("count 2, 1 references")]);
  });
});

describe("in-place operations", () => {
  const sum = "_LOAD_FAST oparg=0\n_LOAD_FAST oparg=1\n_BINARY_OP_ADD_FLOAT\n_POP_TOP_FLOAT\n_POP_TOP_FLOAT\n";
  it.each([
    [`${sum}_LOAD_FAST oparg=1\n_BINARY_OP_MULTIPLY_FLOAT_INPLACE\n_POP_TOP_FLOAT\n_POP_TOP_NOP`, 7],
    [`_LOAD_FAST oparg=1\n${sum}_BINARY_OP_SUBTRACT_FLOAT_INPLACE_RIGHT\n_POP_TOP_NOP\n_POP_TOP_FLOAT`, -1.5],
  ])("overwrite what nobody else refers to", (text, expected) => {
    const { run: ran, machine } = run(`${text}\n_DEOPT exit=1`);
    expect(exitOf(ran.outcome).stack.map((it) => machine.floatValue(it))).toEqual([expected]);
    expect(auditCounts(machine)).toEqual([]);
  });

  it("store their result in the local, over its object or not", () => {
    const text =
      "_BORROW_FAST oparg=0\n_LOAD_FAST oparg=1\n_BINARY_OP_ADD_FLOAT_INPLACE_LOCAL oparg=0\n_POP_TOP_FLOAT\n_DEOPT exit=1";
    for (const isShared of [false, true]) {
      const { machine } = run(text, (it) => {
        const float = it.newFloat(1.5);
        if (isShared) it.increment(float);
        return [float, it.newFloat(2), ...(isShared ? [float] : [])];
      });
      expect(machine.floatValue(machine.localOf(1, 0))).toBe(3.5);
      if (isShared) expect(machine.floatValue(machine.localOf(1, 2))).toBe(1.5);
      expect(auditCounts(machine)).toEqual([]);
    }
  });
});

it("logs what a finalizer does, in the order of deaths", () => {
  const { machine } = run(
    "_SET_IP operand0=1004\n_DELETE_FAST oparg=0 error=2\n_POP_TOP\n_DEOPT exit=1\nexit 2 error frame 0 target 2",
    (it) => {
      const type = it.heap.allocate({ type: "type", name: "P", version: 5, attributes: [], effect: "retype" });
      it.roots.set("class", type);
      it.increment(type);
      it.watch([{ kind: "type", reference: type }]);
      return [it.heap.allocate({ type: "object", class: type, label: "p", values: [] })];
    },
  );
  expect(machine.log).toEqual(["finalize p at 1004"]);
  expect(machine.isValid).toBe(false);
  expect(auditCounts(machine)).toEqual([]);
});
