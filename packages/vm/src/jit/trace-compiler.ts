// From a recording to code that can be called:
//
//   recording ─▶ passes ─▶ registers ─▶ plan ─▶ copy and patch ─▶ the engine ─▶ a slot of the shared table
//
// What comes out owns its slot, its records in memory and a count of every object that its code refers to, until somebody discards it.
// Nobody calls it yet: that is the executor table's business.

import { SharedSlot, tableSize } from "@tjit/interpreter";
import type { Pass, Trace, TraceConstant } from "@tjit/ir";
import { type Optimized, optimize, parsePipeline } from "@tjit/optimizer";
import { allocateRegisters } from "@tjit/regalloc";
import { type Runtime, decref, incref } from "@tjit/runtime";
import { type AssembledTrace, type CodeCache, assembleTrace } from "@tjit/stencils";
import { planTrace } from "./code-generator.ts";
import { materialize } from "./constants.ts";
import type { CompileTimings } from "./events.ts";
import { type Artifact, exitRecordOf, recordsSize } from "./installer.ts";
import type { JitTables } from "./tables.ts";
import type { TraceHost } from "./trace-host.ts";
import type { JitTuning } from "./tuning.ts";
import type { PythonWorld } from "./world.ts";

/** What traces are compiled with. */
export interface TraceCompilerOptions {
  readonly rt: Runtime;
  readonly tables: JitTables;
  readonly tuning: JitTuning;
  readonly cache: CodeCache;
  /** What passes may ask about the program's state as it is now. */
  readonly world: () => PythonWorld;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly traceHost: TraceHost | undefined;
}

/** A recording that was compiled, and what that took. */
export interface CompiledTrace extends Omit<CompileTimings, "recording"> {
  readonly kind: "compiled";
  readonly optimized: Optimized;
  /** Optimized, with its constants made. */
  readonly trace: Trace;
  readonly artifact: Artifact;
  readonly assembled: AssembledTrace;
}

/** The step that gave up, and its reason. */
export interface RejectedTrace {
  readonly kind: "rejected";
  readonly by: string;
  readonly reason: string;
}

/** Compiles the traces of one VM. */
export class TraceCompiler {
  readonly #options: TraceCompilerOptions;
  #pipeline: readonly Pass[] | undefined;

  constructor(options: TraceCompilerOptions) {
    this.#options = options;
  }

  /** No slot of the table is free. */
  get isFull(): boolean {
    return this.#options.cache.slotCount >= tableSize - SharedSlot.FIRST_TRACE;
  }

  /** @throws InvariantError when no slot is free, or a pass breaks the trace. */
  compile(recorded: Trace): CompiledTrace | RejectedTrace {
    const { rt, tables, tuning, cache, world, clock, traceHost } = this.#options;
    const { index, variants, stencils, uops } = tables;
    const { verify, fuel = Infinity } = tuning;
    const start = clock();
    const pipeline = (this.#pipeline ??= parsePipeline(tuning.pipeline));
    const optimized = optimize(recorded, { index, world: world() }, { pipeline, verify, fuel, clock });
    if (optimized.kind === "abort") return { kind: "rejected", by: "optimizer", reason: optimized.reason };
    const allocationStart = clock();
    const allocation = allocateRegisters({ trace: optimized.trace, index, variants }, { choice: "optimal" });
    if (allocation.kind === "abort") return { kind: "rejected", by: "register allocation", reason: allocation.reason };
    const trace = this.#ownConstants(optimized.trace);
    const assemblyStart = clock();
    const record = rt.heap.allocateBlock(recordsSize(trace));
    const slot = cache.reserve();
    const records = { executor: record, exit: (exit: number) => exitRecordOf(record, exit) };
    const plan = planTrace({ trace, index, allocation, uops, records });
    const patchStart = clock();
    const assembled = assembleTrace(plan, stencils, { slot });
    const engineStart = clock();
    cache.publish(slot, assembled);
    traceHost?.({ trace, slot, record });
    const end = clock();
    return {
      kind: "compiled",
      optimized,
      trace,
      artifact: { slot, record, owned: ownedReferences(trace) },
      assembled,
      passes: optimized.stats.map(({ pass, milliseconds }) => ({ pass, milliseconds })),
      allocation: assemblyStart - allocationStart,
      assembly: engineStart - patchStart,
      engine: end - engineStart,
      total: end - start,
    };
  }

  /** Gives back what a trace owns that was not installed. */
  discard({ trace, artifact }: CompiledTrace): void {
    const { rt, cache } = this.#options;
    cache.release(artifact.slot);
    rt.heap.freeBlock(artifact.record, recordsSize(trace));
    for (const reference of artifact.owned) decref(rt, reference);
  }

  /** Takes a count of every object that the trace refers to; makes those that a pass invented. */
  #ownConstants(trace: Trace): Trace {
    const { rt } = this.#options;
    const constants = trace.constants.map((constant): TraceConstant => {
      if (constant.reference === 0) return { ...constant, reference: materialize(rt, constant) };
      if (!constant.isImmortal) incref(rt, constant.reference);
      return constant;
    });
    for (const { code } of trace.frames) incref(rt, code);
    return { ...trace, constants };
  }
}

function ownedReferences({ constants, frames }: Trace): readonly number[] {
  return [
    ...constants.filter(({ isImmortal }) => !isImmortal).map(({ reference }) => reference),
    ...frames.map(({ code }) => code),
  ];
}
