// The events that this package understands. They are said by structure, so that a virtual machine's own event types fit without
// either side importing the other: reasons are any words, executors any numbers, and fields that nobody shows are not asked for.
//
//   start ─▶ record, record, … ─▶ stop ─▶ compile ─▶ install ─▶ exit, exit-hot, link … ─▶ invalidate ─▶ free
//         └▶ refuse             └▶ abort └▶ reject

import type { Remark, Trace } from "@tjit/ir";

/** Why recording is asked for: a hot place in the code, or a hot exit of an executor. */
export type EventSource =
  | { readonly kind: "backward-jump" | "entry"; readonly entry: number }
  | { readonly kind: "exit"; readonly executor: number; readonly exit: number };

/** What one pass did. */
export interface PassEventStats {
  readonly pass: string;
  readonly firings: number;
  readonly uopsBefore: number;
  readonly uopsAfter: number;
  readonly milliseconds: number;
}

/** Milliseconds by step; 0 where nobody measured. */
export interface CompileEventTimings {
  readonly recording: number;
  readonly passes: readonly { readonly pass: string; readonly milliseconds: number }[];
  readonly allocation: number;
  readonly assembly: number;
  readonly engine: number;
  readonly total: number;
}

/** A recording was optimized and became code. */
export interface CompileEvent {
  readonly kind: "compile";
  readonly name: string;
  readonly recorded: Trace;
  /** The trace after each pass. */
  readonly log: readonly { readonly pass: string; readonly trace: Trace }[];
  readonly optimized: Trace;
  readonly remarks: readonly Remark[];
  readonly stats: readonly PassEventStats[];
  readonly moduleBytes: number;
  readonly codeBytes: number;
  readonly timings: CompileEventTimings;
}

/** One thing that happened. */
export type InspectorEvent =
  /** A recording begins. */
  | { readonly kind: "start"; readonly source: EventSource; readonly pc: number; readonly name: string }
  /** A recording was asked for and not begun. */
  | { readonly kind: "refuse"; readonly source: EventSource; readonly reason: string }
  /** An instruction became uops `from` up to `to` of the recording. */
  | {
      readonly kind: "record";
      readonly instruction: string;
      readonly pc: number;
      readonly from: number;
      readonly to: number;
      readonly fitness: number;
    }
  /** The recording became a trace. */
  | { readonly kind: "stop"; readonly source: EventSource; readonly reason: string; readonly trace: Trace }
  /** The recording was abandoned. */
  | { readonly kind: "abort"; readonly source: EventSource; readonly reason: string; readonly at: number }
  | CompileEvent
  /** The trace was not compiled. */
  | { readonly kind: "reject"; readonly name: string; readonly by: string; readonly reason: string }
  | { readonly kind: "install"; readonly executor: number; readonly name: string; readonly chainDepth: number }
  /** How often an exit has been taken so far. */
  | { readonly kind: "exit"; readonly executor: number; readonly exit: number; readonly count: number }
  | { readonly kind: "exit-hot"; readonly executor: number; readonly exit: number; readonly outcome: string }
  /** An exit leads to another executor now. */
  | { readonly kind: "link"; readonly executor: number; readonly exit: number; readonly to: number }
  | { readonly kind: "invalidate"; readonly executor: number; readonly reason: string }
  | { readonly kind: "sweep"; readonly evicted: number; readonly kept: number }
  | { readonly kind: "free"; readonly executor: number };
