// Traces of a real VM, run uop by uop by `@tjit/reference` in the place of their machine code.

import { type DialectIndex, type Exit, type Trace, type UopId, printTrace } from "@tjit/ir";
import { createPythonIndex, runTrace } from "@tjit/reference";
import { SharedSlot } from "@tjit/interpreter";
import type { Runtime } from "@tjit/runtime";
import { ExecutorRecord, ExitRecord, Frame } from "@tjit/runtime/layout";
import { Tally } from "@tjit/testing";
import type { MakeTraceHost } from "../../../src/jit/trace-host.ts";
import { stackBase } from "./frames.ts";
import { makeLinearMachine } from "./linear-machine.ts";
import { type Continuation, makeTrampolines } from "./trampoline.ts";

const unitSize = 2;
const referenceSize = 4;

/** What the reference interpreter did in one VM. */
export interface ReferenceTraces {
  /** Puts the reference interpreter into the slot of every trace. */
  readonly host: MakeTraceHost;
  /** Adds runs, exits by kind and uops by name to a tally. */
  readonly report: (tally: Tally) => void;
}

/** The reference interpreter for the traces of one VM. */
export function makeReferenceTraces(): ReferenceTraces {
  const index = createPythonIndex();
  const ran = new Uint32Array(index.dialect.uops.length);
  const events = new Tally();
  const host: MakeTraceHost = ({ rt, imports: { vm, runtime } }) => {
    const trampoline = makeTrampolines(vm.table);
    return ({ trace, slot, record }) => {
      const machine = makeLinearMachine({ rt, runtime, record });
      const observe = (at: number): void => {
        const op = trace.uops[at]?.op ?? 0;
        ran[op] = (ran[op] ?? 0) + 1;
      };
      const run = (_pc: number, sp: number, fp: number): Continuation => {
        if (machine.currentFrame() !== fp) throw new Error(`${trace.name} is entered in a frame that is not on top`);
        rt.heap.store(fp + Frame.sp.offset, sp);
        const depth = machine.stackOf(fp).length;
        if (depth !== trace.entryDepth)
          throw new Error(`${trace.name} is entered at depth ${depth}, not ${trace.entryDepth}`);
        const { outcome } = runTrace(trace, machine, { index, maxSteps: Infinity, observe });
        if (outcome.kind !== "exit") {
          const what = outcome.kind === "fault" ? `${outcome.code}: ${outcome.message}` : outcome.kind;
          throw new Error(
            `${what} at uop ${outcome.at}, ${nameOf(trace, outcome.at, index)}, of\n${printTrace(trace, index)}`,
          );
        }
        events.add("traces run by the reference interpreter");
        events.add(`${outcome.exitKind} exits`);
        const top = stackBase(rt, outcome.frame) + referenceSize * outcome.stack.length;
        return leaveTrace(rt, trace, record, outcome.exit, top, outcome.frame);
      };
      vm.table.set(slot, trampoline(run));
    };
  };
  const report = (tally: Tally): void => {
    for (const [event, count] of events.all()) tally.add(event, count);
    ran.forEach((count, op) => {
      if (count > 0) tally.add(`uop ${index.definition(op as UopId).name}`, count);
    });
  };
  return { host, report };
}

function nameOf(trace: Trace, at: number, index: DialectIndex): string {
  const uop = trace.uops[at];
  return uop === undefined ? "?" : index.definition(uop.op).name;
}

/** What the machine does at an exit. */
export function leaveTrace(
  { heap }: Runtime,
  trace: Trace,
  record: number,
  id: number,
  sp: number,
  fp: number,
): Continuation {
  const exit = trace.exits[id];
  if (exit === undefined) throw new Error(`there is no exit ${id}`);
  const pc = addressOf(trace, exit);
  switch (exit.kind) {
    case "side": {
      const exitRecord = record + ExecutorRecord.size + id * ExitRecord.size;
      return [pc, sp, fp, exitRecord, heap.load(exitRecord + ExitRecord.slot.offset)];
    }
    case "deopt":
    case "periodic":
      return [pc, sp, fp, 0, SharedSlot.RESUME];
    case "dynamic": {
      const offset = heap.loadU16(fp + Frame.returnOffset.offset);
      return [heap.load(fp + Frame.instrPtr.offset) + offset, sp, fp, 0, SharedSlot.RESUME];
    }
    case "error":
      heap.store(fp + Frame.instrPtr.offset, pc);
      return [pc, sp, fp, 0, SharedSlot.ERROR];
  }
}

function addressOf({ frames }: Trace, { frame, target }: Exit): number {
  return (frames[frame]?.codeStart ?? 0) + unitSize * target;
}
