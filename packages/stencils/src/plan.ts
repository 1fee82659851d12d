// What a trace is made of when its uops have been allocated: steps in order, and the ways out.
//
//   steps[0 … loopHead)      once
//   steps[loopHead …]        the loop; the last step is terminal
//   exits[n]                 the code of exit n, entered by a branch of a step; its last step is terminal

import type { RegisterClass } from "./registers.ts";
import type { StencilId } from "./stencil-set.ts";

/** Runs a stencil. */
export interface StencilStep {
  readonly kind: "stencil";
  readonly stencil: StencilId;
  readonly oparg: number;
  /** 32 bits are taken by i32 holes, all of it by i64 and f64 holes. */
  readonly operand0: number | bigint;
  readonly operand1: number | bigint;
  /** Bytes from the frame to just above the topmost input: where the stack pointer would point. */
  readonly stack: number;
  /** Address of the instruction, and of the one behind it. */
  readonly pc: number;
  readonly nextPc: number;
  /** Indices into {@link TracePlan.exits}; -1: the stencil has no such way out. */
  readonly exit: number;
  readonly error: number;
}

/**
 * Changes how many stack values are in registers, like `_SPILL_OR_RELOAD`: from the topmost `from` values to the topmost `to`.
 * Going down, the deepest are stored and the others move down; going up, the others move up and the deepest are loaded.
 */
export interface ReshapeStep {
  readonly kind: "reshape";
  readonly from: number;
  readonly to: number;
  /** Bytes from the frame to just above the topmost value. */
  readonly stack: number;
  /** Classes of the topmost `max(from, to)` values, deepest first. Absent: all references. */
  readonly classes?: readonly RegisterClass[];
}

/** Where a value is: in a register, in its stack slot, or (an unboxed value) in the spill place of its slot. */
export type Place =
  | { readonly kind: "register"; readonly class: RegisterClass; readonly number: number }
  /** Bytes from the frame. Only references are in slots. */
  | { readonly kind: "slot"; readonly offset: number }
  /** A local of the trace that stands for the slot at this offset. */
  | { readonly kind: "spilled"; readonly class: RegisterClass; readonly offset: number };

/** Copies one value. */
export interface MoveStep {
  readonly kind: "move";
  readonly from: Place;
  readonly to: Place;
}

export type TraceStep = StencilStep | ReshapeStep | MoveStep;

/** A whole trace. */
export interface TracePlan {
  readonly steps: readonly TraceStep[];
  /** Step that `_JUMP_TO_TOP` continues at; -1: the trace is not a loop. */
  readonly loopHead: number;
  readonly exits: readonly (readonly TraceStep[])[];
}

/** A step that runs a stencil, with what it needs of the rest. */
export function stencilStep(
  stencil: StencilId,
  given: Partial<Omit<StencilStep, "kind" | "stencil">> = {},
): StencilStep {
  return {
    kind: "stencil",
    oparg: 0,
    operand0: 0,
    operand1: 0,
    stack: 0,
    pc: 0,
    nextPc: 0,
    exit: -1,
    error: -1,
    ...given,
    stencil,
  };
}
