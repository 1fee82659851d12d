// Running traces by other means than their machine code: the seam for whoever holds the code against something else.

import type { Trace } from "@tjit/ir";
import type { Runtime } from "@tjit/runtime";
import type { TraceImports } from "@tjit/stencils";

/** A trace whose code is in the function table. */
export interface PublishedTrace {
  readonly trace: Trace;
  /** Its slot in the function table. A host that runs the trace itself puts a function of the handlers' type there. */
  readonly slot: number;
  /** Address of its executor record; those of its exits follow. */
  readonly record: number;
}

/** Told of every trace before it can be entered. */
export type TraceHost = (published: PublishedTrace) => void;

/** Makes the trace host of one VM. */
export type MakeTraceHost = (machine: { readonly rt: Runtime; readonly imports: TraceImports }) => TraceHost;
