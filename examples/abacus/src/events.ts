// What a machine tells listeners. Nothing is built when nobody listens.

import type { Remark, Trace } from "@tjit/ir";
import type { Allocation } from "@tjit/regalloc";
import type { SpecializerEvent } from "@tjit/specializer";
import type { TracerEvent } from "@tjit/tracer";

/** A trace was compiled. */
export interface CompileEvent {
  readonly kind: "compile";
  readonly recorded: Trace;
  readonly optimized: Trace;
  readonly remarks: readonly Remark[];
  readonly allocation: Allocation;
  /** The WebAssembly module. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A recording was given up. */
export interface RejectEvent {
  readonly kind: "reject";
  readonly reason: string;
}

/** One thing that happened. */
export type AbacusEvent = SpecializerEvent | TracerEvent | CompileEvent | RejectEvent;

/** Receives events. */
export type AbacusListener = (event: AbacusEvent) => void;
