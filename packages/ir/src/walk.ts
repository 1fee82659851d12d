// The abstract stack machine: runs a trace once with names instead of values, so that every pass sees the same names.
//
//   uop                     stack after it (references)        values
//   _LOAD_FAST x            r0                                 r0 = v1   (v1: what local x holds)
//   _COPY 1                 r0 r1                              r1 = v1   (another reference to the same value)
//   _BINARY_OP_ADD_FLOAT    r2 r0 r1                           r2 = v2
//   _POP_TOP                r2 r0
//
// A *value* is what is computed; facts hold of values. A *reference* is one slot's claim on a value; ownership is about
// references. A reference keeps its name while uops move it (`_SWAP`, a store to a local and back) and dies when it is consumed.
// Value 0 is NULL. At the loop head, slots and locals that the body changes get fresh values (`phis`); the rest keep theirs.
//
// Frames follow the uops' frame effects: `create` keeps receiver and arguments beside the frame value, `push` makes them the first
// locals, `return` goes on in the parent, or in a frame that nobody saw pushed, whose depth is its `entryDepth`.
//
// The walk is total: on a broken trace it notes a problem and goes on with unknown values. Cost: linear; a second round when a
// stack slot turns out to change in the loop.

// The walk itself is in walker.ts.

import type { DialectIndex } from "./dialect.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { elementAt } from "./element.ts";
import { type UopShape, localSlot } from "./shape.ts";
import type { Trace } from "./trace.ts";
import type { Representation } from "./uop.ts";

/** Name of a value: index into {@link Walk.representations}. Value 0 is NULL. */
export type ValueName = number;
/** Name of a reference: index into {@link Walk.valueOf}. */
export type ReferenceName = number;

/** The name of the absence of a value. */
export const nullValue: ValueName = 0;

/** A value at the loop head that depends on how it was reached. */
export interface Phi {
  readonly value: ValueName;
  /** The value when the loop is entered. */
  readonly entry: ValueName;
  /** The value when the trace jumps back. */
  back: ValueName;
}

/** What is on a frame at one point of the trace. */
export interface FrameSnapshot {
  /** Index into `trace.frames`; -1 for a frame that the trace does not name. */
  readonly frame: number;
  readonly stack: readonly ReferenceName[];
  /** References by local; holes are locals that nobody touched yet. */
  readonly locals: readonly (ReferenceName | undefined)[];
}

/** The names of everything in a trace. All lists by uop have one entry per uop of the trace. */
export interface Walk {
  readonly trace: Trace;
  readonly index: DialectIndex;
  readonly shapes: readonly UopShape[];
  /** Inputs of uop `i` are `inputs[inputStart[i]] … inputs[inputStart[i + 1] - 1]`, deepest first. */
  readonly inputStart: readonly number[];
  readonly inputs: readonly ReferenceName[];
  /** Outputs of uop `i`, likewise. */
  readonly outputStart: readonly number[];
  readonly outputs: readonly ReferenceName[];
  /** Depth of the current frame's stack; after a frame switch it is the other frame's. */
  readonly depthBefore: readonly number[];
  readonly depthAfter: readonly number[];
  /** Index into `trace.frames` of the frame on top, or -1. */
  readonly frameBefore: readonly number[];
  readonly frameAfter: readonly number[];
  /** The value that the local named by `oparg` holds before and after the uop; -1 for uops that touch no local. */
  readonly localBefore: readonly ValueName[];
  readonly localAfter: readonly ValueName[];
  readonly valueOf: readonly ValueName[];
  /** Uop that made the reference; -1 for those that were there on entry. */
  readonly bornAt: readonly number[];
  /** How each value is held. */
  readonly representations: readonly Representation[];
  readonly phis: readonly Phi[];
  /** The trace ends in a jump to its loop head. */
  readonly isLoop: boolean;
  readonly problems: readonly Diagnostic[];
  /** The frame on top before each uop, and at the end, if asked for. */
  readonly snapshots: readonly FrameSnapshot[];
}

/** What a walk should keep. */
export interface WalkOptions {
  /** Keep the stack and locals before each uop: for printers and checkers, not for passes. */
  readonly snapshots?: "keep" | "drop";
}

/** The names of uop `at`'s inputs. */
export function inputReference(walk: Walk, at: number, slot: number): ReferenceName {
  return elementAt(walk.inputs, elementAt(walk.inputStart, at) + slot);
}

/** The value in an input slot of uop `at`. */
export function inputValue(walk: Walk, at: number, slot: number): ValueName {
  return elementAt(walk.valueOf, inputReference(walk, at, slot));
}

/** The value that a guard of uop `at` is about: in an input slot, or in the local. */
export function guardedValue(walk: Walk, at: number, slot: number): ValueName {
  return slot === localSlot ? elementAt(walk.localBefore, at) : inputValue(walk, at, slot);
}

/** The reference in an output slot of uop `at`. */
export function outputReference(walk: Walk, at: number, slot: number): ReferenceName {
  return elementAt(walk.outputs, elementAt(walk.outputStart, at) + slot);
}

/** The value in an output slot of uop `at`. */
export function outputValue(walk: Walk, at: number, slot: number): ValueName {
  return elementAt(walk.valueOf, outputReference(walk, at, slot));
}

/**
 * Depth of the stack that the exit of uop `at` leaves to the interpreter.
 * @throws RangeError when the uop has no exit.
 */
export function exitDepth(walk: Walk, at: number): number {
  const exit = elementAt(walk.trace.exits, elementAt(walk.trace.uops, at).exit);
  return elementAt(exit.isControlFlow ? walk.depthAfter : walk.depthBefore, at);
}
