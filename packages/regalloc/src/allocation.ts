// What the allocator answers: which variant runs at each uop, and what moves between registers and memory in between.

import type { Variant } from "./variants.ts";

/** Where a frame's stack is: its deepest `memory` values in memory, the `cached` ones above in r0, r1, … */
export interface StackPlace {
  readonly cached: number;
  readonly memory: number;
}

/** A uop, by its index in the trace, as one of its variants. */
export interface UopStep {
  readonly kind: "uop";
  readonly at: number;
  readonly variant: Variant;
  /** Stack values in memory before the uop. */
  readonly memory: number;
  /** Where the stack is when the uop leaves by its exit: what the exit's stub has to store. */
  readonly exit: StackPlace | undefined;
  /** The same when it raises. */
  readonly error: StackPlace | undefined;
}

/**
 * Changes how many values are in registers, before the uop `at`. Fewer: the deepest ones are stored, the others move
 * down to r0, r1, …; more: the others move up, and the values below are loaded into r0, ….
 */
export interface TransferStep {
  readonly kind: "transfer";
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Stack values in memory before the transfer. */
  readonly memory: number;
}

/** One step of an allocation. */
export type AllocationStep = UopStep | TransferStep;

/** The registers of a trace. */
export interface Allocation {
  readonly kind: "allocation";
  readonly registers: number;
  /** Values in registers at the loop head, and at the jump to it. */
  readonly loopDepth: number;
  /** The step that the jump goes to; -1 when the trace does not loop. */
  readonly loopStep: number;
  /** In the order in which they run. Uops that only record have no step. */
  readonly steps: readonly AllocationStep[];
  /** By the weights that were given. */
  readonly cost: number;
}

/** Why a trace cannot be allocated: a closed table. */
export const abortReasons = {
  "broken-trace": "The trace takes values that its stack does not have.",
  "no-variant": "The uop has no variant that fits the stack's depth.",
  "loop-depth": "The stack at the loop head has fewer values than shall be in registers there.",
  "exit-shuffles": "The uop leaves behind its effect, and its effect does more than drop values from the top.",
} as const;

/** A key of {@link abortReasons}. */
export type AbortReason = keyof typeof abortReasons;

/** The trace cannot be allocated. */
export interface RegisterAbort {
  readonly kind: "abort";
  readonly reason: AbortReason;
  /** Index of the uop. */
  readonly at: number;
}
