// Running traces of the tiny dialect: assemble, publish, call; and a direct model of what they do.

import { assembleTrace, StencilSet, type TracePlan } from "@tjit/stencils";
import { compileStencils, serializeStencils } from "@tjit/stencils/build";
import { planGreedily, type PlannedUop } from "@tjit/stencils/testing";
import type { Variant } from "@tjit/stencils";
import { bodies, stackOffset, uopNamed, uops } from "./dialect.ts";
import { frameAddress, type Machine } from "./machine.ts";

/** The stencils of the tiny dialect, through their serialised form. */
export function loadTiny(optimize: "full" | "none", registerCount = 3): StencilSet {
  return StencilSet.load(serializeStencils(compileStencils({ uops, bodies, registerCount }, { optimize })));
}

const traceSlot = 520;

/** A uop by name. */
export function use(name: string, oparg = 0, operand0: number | bigint = 0): PlannedUop {
  return { definition: uopNamed(name), oparg, operand0 };
}

export interface PlanOptions {
  readonly entryDepth?: number;
  readonly loopHead?: number;
  readonly choose?: (variants: readonly Variant[], at: number) => Variant;
}

export function planTiny(
  set: StencilSet,
  uses: readonly PlannedUop[],
  { entryDepth = 0, loopHead = -1, choose }: PlanOptions = {},
): TracePlan {
  const options = { set, stackOffset, entryDepth, loopHead, box: { f: "_BOX" }, leave: "_LEAVE_TRACE" };
  return planGreedily(uses, choose === undefined ? options : { ...options, choose });
}

/** Assembles, checks, publishes and calls a trace; gives the status: the number of the exit taken. */
export function runTrace(
  machine: Machine,
  set: StencilSet,
  plan: TracePlan,
  hints: "branches" | "none" = "branches",
): number {
  const { bytes } = assembleTrace(plan, set, { slot: traceSlot, hints });
  if (!WebAssembly.validate(bytes)) throw new Error("the module is not valid");
  const { memory, table, runtime, exports } = machine;
  new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    vm: { memory, table },
    runtime,
    kernel: exports,
  });
  const trace = table.get(traceSlot) as (...args: number[]) => number;
  return trace(0, 0, frameAddress, 0);
}
