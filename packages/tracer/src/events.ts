// What recorders and executor tables tell listeners. Nothing is built when nobody listens.

import type { Trace } from "@tjit/ir";
import type { ExecutorId } from "./executor.ts";
import type { AbortReason, InvalidationReason, RefusalReason, StopReason } from "./reasons.ts";
import type { TraceSource } from "./trace-source.ts";

/** One thing that happened to a recording or an executor. Addresses are those of the client's code memory. */
export type TracerEvent =
  | { readonly kind: "start"; readonly source: TraceSource; readonly pc: number; readonly name: string }
  | { readonly kind: "refuse"; readonly source: TraceSource; readonly reason: RefusalReason }
  /** An instruction became uops `from` up to `to` of the recording. */
  | {
      readonly kind: "record";
      readonly instruction: string;
      readonly pc: number;
      readonly from: number;
      readonly to: number;
      readonly fitness: number;
    }
  | { readonly kind: "stop"; readonly source: TraceSource; readonly reason: StopReason; readonly trace: Trace }
  | { readonly kind: "abort"; readonly source: TraceSource; readonly reason: AbortReason; readonly at: number }
  | { readonly kind: "install"; readonly executor: ExecutorId; readonly name: string; readonly chainDepth: number }
  | {
      readonly kind: "exit-hot";
      readonly executor: ExecutorId;
      readonly exit: number;
      readonly outcome: "link" | "record" | RefusalReason;
    }
  /** An exit leads to another executor now. */
  | { readonly kind: "link"; readonly executor: ExecutorId; readonly exit: number; readonly to: ExecutorId }
  | { readonly kind: "invalidate"; readonly executor: ExecutorId; readonly reason: InvalidationReason }
  /** A sweep is over. */
  | { readonly kind: "sweep"; readonly evicted: number; readonly kept: number }
  | { readonly kind: "free"; readonly executor: ExecutorId };

/** Receives events. */
export type TracerListener = (event: TracerEvent) => void;
