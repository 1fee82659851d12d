// A set of stencils as plain data: what the compiler makes, what is serialised, what the run-time set is loaded from.

import type { Hole } from "./holes.ts";
import type { LocalType, ScratchCounts } from "./registers.ts";

/** The type of a callee. */
export interface CalleeType {
  readonly parameters: readonly LocalType[];
  readonly result: LocalType | "void";
}

/** A function that stencils call; imported from the module named by its kind. */
export interface Callee {
  readonly kind: "kernel" | "runtime";
  readonly name: string;
  /** Index into {@link StencilSetData.types}. */
  readonly type: number;
}

/** One stencil: a uop's variant as bytes of a function body. */
export interface Stencil {
  readonly uop: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly bytes: Uint8Array;
  /** Sorted by place. */
  readonly holes: readonly Hole[];
  /** Offsets of the `br_if` instructions that are rarely taken. */
  readonly unlikely: readonly number[];
}

/** Stencils that share one layout of locals. */
export interface StencilSetData {
  readonly registerCount: number;
  readonly scratch: ScratchCounts;
  readonly types: readonly CalleeType[];
  readonly callees: readonly Callee[];
  readonly stencils: readonly Stencil[];
}
