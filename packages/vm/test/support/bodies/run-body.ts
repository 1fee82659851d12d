// Runs the trace of one case in a world, as machine code or by the reference interpreter, and tells all that came of it.

import { printTrace, verifyTrace } from "@tjit/ir";
import { SharedSlot, stencilBytes } from "@tjit/interpreter";
import { type Reference, runTrace } from "@tjit/reference";
import { VariantTable, allocateRegisters } from "@tjit/regalloc";
import { handledException } from "@tjit/runtime";
import { CodeObjectLayout, ExecutorRecord, ExitRecord, Frame, VmState, vmStateAddress } from "@tjit/runtime/layout";
import { StencilSet, assembleTrace, decodeBase64, deriveVariants } from "@tjit/stencils";
import { planTrace } from "../../../src/jit/code-generator.ts";
import { UopTable } from "../../../src/jit/uop-table.ts";
import { exitRecordOf } from "../../../src/jit/installer.ts";
import { leaveTrace } from "../reference/reference-traces.ts";
import { stackBase } from "../reference/frames.ts";
import { isFunction } from "../reference/host-functions.ts";
import { type Continuation, makeStop } from "../reference/trampoline.ts";
import type { BodyCase, Value } from "./body-case.ts";
import { describeValues } from "./describe-values.ts";
import { type BodyWorld, closeStack, describeState, pushFrame, setLimits, tidy } from "./world.ts";

/** What came of a run. */
export interface BodyRun {
  /** How the uop ended. */
  readonly ending: "falls" | "leaves" | "raises" | "dynamic" | "fault";
  /** Where the machine goes on, its state, and all values, as text. */
  readonly text: string;
}

/** Runs a case and tidies up. */
export type RunBody = (one: BodyCase) => BodyRun;

/** As machine code. */
export function makeCodeRunner(world: BodyWorld): RunBody {
  const { imports, index, record } = world;
  const stencils = StencilSet.load(decodeBase64(stencilBytes));
  const uops = new UopTable(index, stencils);
  const variants = new VariantTable(index, {
    registers: stencils.registerCount,
    variantsOf: (uop) => deriveVariants(index.definition(uop), stencils.registerCount),
  });
  let stopped: Continuation | undefined;
  for (const slot of [SharedSlot.ERROR, SharedSlot.COLD_EXIT, SharedSlot.RESUME]) {
    const stop = makeStop((...place) => {
      stopped = [...place, slot];
    });
    imports.vm.table.set(slot, stop);
  }
  return (one) =>
    runIn(world, one, (fp, sp) => {
      const allocation = allocateRegisters({ trace: one.trace, index, variants }, { choice: "optimal" });
      if (allocation.kind === "abort") throw new Error(`${one.trace.name}: ${allocation.reason}`);
      const records = { executor: record, exit: (exit: number): number => exitRecordOf(record, exit) };
      const slot = SharedSlot.FIRST_TRACE;
      const { bytes } = assembleTrace(planTrace({ trace: one.trace, index, allocation, uops, records }), stencils, {
        slot,
      });
      const { vm, kernel, runtime } = imports;
      new WebAssembly.Instance(new WebAssembly.Module(bytes), { vm, kernel, runtime });
      stopped = undefined;
      const code: unknown = vm.table.get(slot);
      if (!isFunction(code)) throw new Error("there is no code in the slot");
      code(0, sp, fp, 0);
      return stopped ?? { fault: "the code came back by itself" };
    });
}

/** By the reference interpreter. */
export function makeReferenceRunner(world: BodyWorld): RunBody {
  const { rt, machine, index, record } = world;
  return (one) =>
    runIn(world, one, () => {
      const { outcome } = runTrace(one.trace, machine, { index });
      if (outcome.kind !== "exit") return { fault: outcome.kind === "fault" ? outcome.message : outcome.kind };
      const sp = stackBase(rt, outcome.frame) + 4 * outcome.stack.length;
      return leaveTrace(rt, one.trace, record, outcome.exit, sp, outcome.frame);
    });
}

function runIn(
  world: BodyWorld,
  one: BodyCase,
  run: (fp: number, sp: number) => Continuation | { readonly fault: string },
): BodyRun {
  const { rt, machine, index, record, base, pool } = world;
  const problems = verifyTrace(one.trace, index);
  if (problems.length > 0) throw new Error(`${problems[0]?.message ?? ""}\n${printTrace(one.trace, index)}`);
  const frame = enter(world, one);
  const restore = setLimits(world, one.limits);
  rt.heap.store(record + ExecutorRecord.warm.offset, 0);
  rt.heap.store(record + ExecutorRecord.valid.offset, one.isValid ? 1 : 0);
  one.trace.exits.forEach((_, exit) => {
    rt.heap.store(exitRecordOf(record, exit) + ExitRecord.slot.offset, SharedSlot.COLD_EXIT);
  });
  const place = run(frame, stackBase(rt, frame) + 4 * one.stack.length);
  if ("fault" in place) return { ending: "fault", text: place.fault };
  const [pc, sp, fp, argument, slot] = place;
  closeStack(world, fp, sp);
  const exit = slot === SharedSlot.COLD_EXIT ? (argument - exitRecordOf(record, 0)) / ExitRecord.size : -1;
  const start = rt.heap.load(machine.codeOf(fp) + CodeObjectLayout.start.offset);
  const roots = new Map<string, Reference>();
  for (let at = fp; at !== 0; at = at === base ? 0 : machine.callerOf(at)) {
    const depth = roots.size;
    machine.stackOf(at).forEach((reference, position) => roots.set(`${depth} stack ${position}`, reference));
    const locals = rt.heap.load(machine.codeOf(at) + CodeObjectLayout.localCount.offset);
    for (let local = 0; local < locals; local++) roots.set(`${depth} local ${local}`, machine.localOf(at, local));
  }
  roots.set("exception", rt.heap.load(vmStateAddress + VmState.currentException.offset));
  roots.set("handled", handledException(rt));
  for (const [name, reference] of pool) roots.set(name, reference);
  const text = [
    `to slot ${slot} at ${pc - start}, frame base+${fp - base}, exit ${exit}`,
    `warm ${rt.heap.load(record + ExecutorRecord.warm.offset)}`,
    describeState(world),
    describeValues(rt, machine, roots),
  ].join("\n");
  restore();
  tidy(world);
  const ending =
    slot === SharedSlot.ERROR ? "raises" : slot === SharedSlot.RESUME ? "dynamic" : exit === 2 ? "falls" : "leaves";
  return { ending, text };
}

/** Uops of module and class bodies, whose frames have a namespace. */
const namespaceUops = new Set(["_LOAD_NAME", "_STORE_NAME", "_DELETE_NAME", "_LOAD_LOCALS", "_SETUP_ANNOTATIONS"]);

/** Makes the frame of a case the one on top. */
function enter(
  { rt, machine, index, base, pool, functionOf }: BodyWorld,
  { stack, locals, owner, trace }: BodyCase,
): number {
  const own = (value: Value): Reference => {
    if (value.kind === "fresh") return machine.newFloat(value.number);
    machine.increment(value.reference);
    return value.reference;
  };
  machine.setInstructionPointer(base, trace.frames[1]?.codeStart ?? 0);
  const frame = pushFrame(rt, machine, functionOf("target"), [], owner);
  if (trace.uops.some(({ op }) => namespaceUops.has(index.definition(op).name)))
    rt.heap.store(frame + Frame.locals.offset, own({ kind: "pooled", reference: pool.get("namespace") ?? 0 }));
  locals.forEach((local, index) => {
    machine.setLocal(frame, index, own(local));
  });
  machine.setStack(frame, stack.map(own));
  return frame;
}
