// Runs a trace on a machine until it leaves, and leaves the machine as the interpreter would find it.
//
//   machine's frame ──▶ uop, uop, … ──▶ exit: recoveries ──▶ stack back in memory, every slot counted
//
// A run that breaks a rule ends with a fault; the machine is then not to be used any more. Cost: slow on purpose.

import {
  type DialectIndex,
  type Exit,
  type ExitId,
  elementAt,
  flagBit,
  noExit,
  type Recovery,
  type Trace,
} from "@tjit/ir";
import { Fault, type FaultCode } from "./fault.ts";
import type { FrameHandle, Machine, Reference } from "./machine.ts";
import { runUop } from "./run-uop.ts";
import type { Slot } from "./slot.ts";
import { Activation } from "./step.ts";

/** How a run goes. */
export interface RunOptions {
  readonly index: DialectIndex;
  /** Uops to run at most; 10 000 unless given. */
  readonly maxSteps?: number;
  /** Index of the uop to begin with; 0 unless given. */
  readonly start?: number;
  /** Called before each uop. */
  readonly observe?: (at: number, activation: Activation) => void;
}

/** How a run ended. */
export type RunOutcome =
  | {
      readonly kind: "exit";
      readonly exit: ExitId;
      readonly exitKind: Exit["kind"];
      /** Index of the uop that left. */
      readonly at: number;
      /** The frame on top, and the stack that the interpreter finds there; all slots count. */
      readonly frame: FrameHandle;
      readonly stack: readonly Reference[];
      /** Where the interpreter goes on, in code units; an error exit: where it happened. */
      readonly target: number;
    }
  | { readonly kind: "out-of-steps"; readonly at: number }
  | { readonly kind: "fault"; readonly code: FaultCode; readonly at: number; readonly message: string };

/** A run. */
export interface TraceRun {
  readonly outcome: RunOutcome;
  /** Uops that were run. */
  readonly steps: number;
  /** Times that the trace went back to its loop head. */
  readonly rounds: number;
}

/** Runs a trace. */
export function runTrace(trace: Trace, machine: Machine, options: RunOptions): TraceRun {
  const { index, maxSteps = 10_000, start = 0, observe } = options;
  const activation = new Activation(machine);
  let at = start;
  let steps = 0;
  let rounds = 0;
  const finish = (outcome: RunOutcome): TraceRun => ({ outcome, steps, rounds });
  try {
    for (;;) {
      const uop = trace.uops[at];
      if (uop === undefined) throw new Fault("end-of-trace", "");
      if (steps === maxSteps) return finish({ kind: "out-of-steps", at });
      observe?.(at, activation);
      steps++;
      const departure = runUop(activation, trace, uop, index);
      checkBorrows(activation);
      if (departure === undefined) {
        if ((index.shape(uop.op, uop.oparg).flags & flagBit.terminal) !== 0)
          throw new Fault("end-of-trace", "a terminal uop fell through");
        at++;
      } else if (departure === "repeat") {
        at = trace.loopHead;
        rounds++;
      } else if (departure === "jump") {
        throw new Fault("tier-one-only", "");
      } else {
        return finish(leave(trace, activation, departure === "leave" ? uop.exit : uop.error, at));
      }
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return finish({ kind: "fault", code: error.code, at, message: error.message });
  }
}

/** What carries no count must be kept alive by somebody else. */
function checkBorrows({ machine, stack }: Activation): void {
  stack.forEach((slot, position) => {
    if (slot.held === "boxed" && slot.ownership === "borrowed" && !machine.isAlive(slot.reference)) {
      throw new Fault("dangling-borrow", `slot ${position}`);
    }
  });
}

function leave(trace: Trace, activation: Activation, id: ExitId, at: number): RunOutcome {
  const { machine, frame } = activation;
  const exit = trace.exits[id];
  if (id === noExit || exit === undefined) throw new Fault("missing-exit", `exit ${id}`);
  const code = trace.frames[exit.frame]?.code ?? 0;
  if (code !== 0 && machine.codeOf(frame) !== code) throw new Fault("wrong-frame", `exit ${id}`);
  const stack = activation.stack.map((slot, position) => recover(trace, machine, exit, slot, position));
  activation.stack = [];
  machine.setStack(frame, stack);
  return { kind: "exit", exit: id, exitKind: exit.kind, at, frame, stack, target: exit.target };
}

function recover(trace: Trace, machine: Machine, exit: Exit, slot: Slot, position: number): Reference {
  const recovery = exit.recovery.find((it) => it.slot === position);
  switch (slot.held) {
    case "frame":
      throw new Fault("wrong-representation", `slot ${position} is a frame`);
    case "f64":
      return box(recovery, "box-f64", position, () => machine.newFloat(slot.number));
    case "i32":
      return box(recovery, "box-i32", position, () => machine.newInt(BigInt(slot.number)));
    case "i64":
      return box(recovery, "box-i64", position, () => machine.newInt(slot.integer));
    case "boxed":
      break;
  }
  const isCounted = machine.isCounted(slot.reference);
  if (recovery === undefined) {
    if (slot.ownership === "borrowed" && isCounted) throw new Fault("left-borrowed", `slot ${position}`);
    return slot.reference;
  }
  if (recovery.how === "constant") {
    // The slot held nothing: what it shows now must not be lost.
    if (slot.ownership === "owned" && isCounted) throw new Fault("dropped-owned", `slot ${position}`);
    const reference = machine.constant(elementAt(trace.constants, recovery.constant));
    machine.increment(reference);
    return reference;
  }
  if (recovery.how !== "own") throw new Fault("wrong-representation", `slot ${position} is boxed already`);
  if (slot.ownership === "owned" && isCounted) throw new Fault("owned-twice", `slot ${position}`);
  if (slot.reference !== 0) machine.increment(slot.reference);
  return slot.reference;
}

function box(recovery: Recovery | undefined, how: Recovery["how"], position: number, make: () => Reference): Reference {
  if (recovery?.how !== how) throw new Fault("wrong-representation", `slot ${position} is not boxed`);
  return make();
}
