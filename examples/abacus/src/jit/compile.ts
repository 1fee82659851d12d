// One recording becomes machine code: passes, registers, stencils.

import { type Abort, type DialectIndex, type ExitId, type Remark, type Trace, type World } from "@tjit/ir";
import { optimize } from "@tjit/optimizer";
import { allocateRegisters, type Allocation, VariantTable } from "@tjit/regalloc";
import { type AssembledTrace, assembleTrace, deriveVariants, type StencilSet } from "@tjit/stencils";
import type { AbacusTuning } from "../tuning.ts";
import { planTrace } from "./plan.ts";

/** What does not change from trace to trace. */
export interface Compiler {
  readonly index: DialectIndex;
  readonly stencils: StencilSet;
  readonly variants: VariantTable;
  readonly tuning: AbacusTuning;
}

/** A compiler over a stencil set: what was compiled to stencils is what can be allocated. */
export function makeCompiler(index: DialectIndex, stencils: StencilSet, tuning: AbacusTuning): Compiler {
  const { registerCount } = stencils;
  const variants = new VariantTable(index, {
    registers: registerCount,
    variantsOf: (uop) => deriveVariants(index.definition(uop), registerCount),
  });
  return { index, stencils, variants, tuning };
}

/** A trace that is ready to be assembled. */
export interface Prepared {
  readonly kind: "prepared";
  readonly trace: Trace;
  readonly allocation: Allocation;
  readonly remarks: readonly Remark[];
}

/** Optimizes and allocates. */
export function prepare({ index, variants, tuning }: Compiler, recorded: Trace, world: World): Prepared | Abort {
  const { pipeline, verify } = tuning;
  const optimized = optimize(recorded, { index, world }, { pipeline, verify });
  if (optimized.kind === "abort") return optimized;
  const { trace, remarks } = optimized;
  const allocation = allocateRegisters({ trace, index, variants }, { choice: "optimal", loopDepth: "cheapest" });
  return allocation.kind === "abort" ? allocation : { kind: "prepared", trace, allocation, remarks };
}

/** Where a trace and its records will be. */
export interface Place {
  readonly slot: number;
  readonly executor: number;
  readonly exitRecord: (exit: ExitId) => number;
}

/** Copies and patches. The trace's constants have their references by now. */
export function assembleAt(
  { index, stencils }: Compiler,
  { trace, allocation }: Pick<Prepared, "trace" | "allocation">,
  { slot, executor, exitRecord }: Place,
): AssembledTrace {
  return assembleTrace(planTrace({ trace, index, allocation, stencils, executor, exitRecord }), stencils, { slot });
}
