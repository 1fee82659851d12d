// What a VM tells listeners about its JIT. Nothing is built when nobody listens.

import type { Remark, Trace } from "@tjit/ir";
import type { PassStats } from "@tjit/optimizer";
import type { TracerEvent } from "@tjit/tracer";

/** Milliseconds that the steps from a recording to callable code took; 0 where the VM was given no clock. */
export interface CompileTimings {
  /** From the first recorded instruction to the last, the program's own running included. */
  readonly recording: number;
  readonly passes: readonly { readonly pass: string; readonly milliseconds: number }[];
  readonly allocation: number;
  /** Copying and patching. */
  readonly assembly: number;
  /** The engine's compile and instantiation. */
  readonly engine: number;
  /** From the end of recording to callable code. */
  readonly total: number;
}

/** A trace was compiled. */
export interface CompileEvent {
  readonly kind: "compile";
  readonly name: string;
  readonly recorded: Trace;
  /** The trace after each pass. */
  readonly log: readonly { readonly pass: string; readonly trace: Trace }[];
  readonly optimized: Trace;
  readonly remarks: readonly Remark[];
  readonly stats: readonly PassStats[];
  /** Size of the module and of the function's code in it. */
  readonly moduleBytes: number;
  readonly codeBytes: number;
  readonly bytes: Uint8Array;
  readonly timings: CompileTimings;
  /**
   * Compiles the recording once more, throws the code away and says what that took, for measurements; nothing when a step gives up.
   * Only while the listener is being told.
   */
  readonly again: () => CompileTimings | undefined;
}

/** A recording was not compiled. */
export interface RejectEvent {
  readonly kind: "reject";
  readonly name: string;
  /** The pass or step that gave up, and its reason. */
  readonly by: string;
  readonly reason: string;
}

/** One thing that happened. */
export type JitEvent = TracerEvent | CompileEvent | RejectEvent;

/** Receives events. */
export type JitListener = (event: JitEvent) => void;
