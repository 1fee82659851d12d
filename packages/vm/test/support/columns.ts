// The columns of the matrix: every way in which the VM can run a program. What a program does may not depend on the column.

import { defaultPipeline } from "@tjit/optimizer";
import { type JitTuning, eagerTuning, interpreterTuning, specializingTuning } from "../../src/index.ts";

/** One way to run programs. */
export interface Column {
  readonly name: string;
  readonly tuning: JitTuning;
  /** What runs traces; the machine code unless given. */
  readonly traces?: "reference";
}

/** No tier but the first. */
export const interpreterColumn: Column = { name: "interpreter", tuning: interpreterTuning };
/** Instructions are rewritten, nothing is compiled. */
export const specializerColumn: Column = { name: "specializer", tuning: specializingTuning };
/** Recordings run as they are. */
export const unoptimizedColumn: Column = { name: "traces, no passes", tuning: { ...eagerTuning, pipeline: "" } };
/** Everything, as soon as it can. */
export const fullColumn: Column = { name: "traces, all passes", tuning: eagerTuning };

/** Recordings as they are, run by the reference interpreter instead of machine code. */
export const referenceColumn: Column = {
  name: "traces on the reference interpreter, no passes",
  tuning: { ...eagerTuning, pipeline: "" },
  traces: "reference",
};
/** Optimized traces, run so. */
export const optimizedReferenceColumn: Column = {
  name: "traces on the reference interpreter, all passes",
  tuning: eagerTuning,
  traces: "reference",
};

/** All passes but one. */
export const passOffColumns: readonly Column[] = [...new Set(defaultPipeline.split(","))].map((pass) => ({
  name: `traces, without ${pass}`,
  tuning: { ...eagerTuning, pipeline: withoutPass(pass) },
}));

function withoutPass(pass: string): string {
  return defaultPipeline
    .split(",")
    .filter((name) => name !== pass)
    .join(",");
}
