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

import type { DialectIndex } from "./dialect.ts";
import { type Diagnostic, type DiagnosticCode, diagnose } from "./diagnostic.ts";
import { elementAt } from "./element.ts";
import { type UopShape, flagBit } from "./shape.ts";
import type { Trace, Uop } from "./trace.ts";
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

/** Walks a trace. */
export function walkTrace(trace: Trace, index: DialectIndex, options: WalkOptions = {}): Walk {
  const variant: LoopVariant = { stack: [], locals: predictLocals(trace, index) };
  // Each further round marks at least one more slot, so this ends.
  for (;;) {
    const walker = new Walker(trace, index, variant, options.snapshots === "keep");
    if (walker.run()) return walker;
  }
}

/** What changes in the loop, of the frame on top at its head. Of frames below it nothing is known there. */
interface LoopVariant {
  readonly stack: boolean[];
  readonly locals: boolean[];
}

/** Locals of the frame at the loop head that the body writes. Frame switches are counted, so that callees' locals stay apart. */
function predictLocals(trace: Trace, index: DialectIndex): boolean[] {
  const written: boolean[] = [];
  let depth = 0;
  for (let at = trace.loopHead; at < trace.uops.length; at++) {
    const uop = elementAt(trace.uops, at);
    const definition = index.dialect.uops[uop.op];
    if (definition === undefined) continue;
    if (definition.frame?.kind === "push") depth++;
    else if (definition.frame?.kind === "return") depth--;
    else if (depth === 0 && definition.flags.has("writes-local")) written[uop.oparg] = true;
  }
  return written;
}

interface FrameState {
  readonly frame: number;
  readonly stack: ReferenceName[];
  readonly locals: (ReferenceName | undefined)[];
  /** Locals that nobody touched are NULL. */
  readonly othersAreNull: boolean;
}

/** What a frame value will become. */
interface PendingFrame {
  readonly frame: number;
  readonly locals: readonly ReferenceName[];
  readonly othersAreNull: boolean;
}

const unknownNullness = 0;
const isNullNullness = 1;
const nonNullNullness = 2;

// Hot: one instance per pass and trace. Plain arrays are filled by push, fields are written in place.
class Walker implements Walk {
  readonly trace: Trace;
  readonly index: DialectIndex;
  readonly shapes: UopShape[] = [];
  readonly inputStart: number[] = [0];
  readonly inputs: ReferenceName[] = [];
  readonly outputStart: number[] = [0];
  readonly outputs: ReferenceName[] = [];
  readonly depthBefore: number[] = [];
  readonly depthAfter: number[] = [];
  readonly frameBefore: number[] = [];
  readonly frameAfter: number[] = [];
  readonly localBefore: ValueName[] = [];
  readonly localAfter: ValueName[] = [];
  readonly valueOf: ValueName[] = [];
  readonly bornAt: number[] = [];
  readonly representations: Representation[] = ["boxed"];
  readonly phis: Phi[] = [];
  readonly isLoop: boolean;
  readonly problems: Diagnostic[] = [];
  readonly snapshots: FrameSnapshot[] = [];

  readonly #variant: LoopVariant;
  readonly #keepsSnapshots: boolean;
  readonly #nullness: number[] = [isNullNullness];
  readonly #pending = new Map<ReferenceName, PendingFrame>();
  readonly #callers: FrameState[] = [];
  #top: FrameState;
  /** The frames at the loop head, to compare with at the jump. */
  #head: FrameState;
  #headCallers: readonly FrameState[] = [];
  readonly #stackPhis: (Phi | undefined)[] = [];
  readonly #localPhis: (Phi | undefined)[] = [];
  #at = -1;

  constructor(trace: Trace, index: DialectIndex, variant: LoopVariant, keepsSnapshots: boolean) {
    this.trace = trace;
    this.index = index;
    this.#variant = variant;
    this.#keepsSnapshots = keepsSnapshots;
    const last = trace.uops[trace.uops.length - 1];
    this.isLoop = last !== undefined && last.op === index.structural.jumpToTop;
    this.#top = this.#enterUnknown(0, trace.entryDepth);
    this.#head = this.#top;
  }

  /** `false` when slots turned out to change in the loop: then another round is due. */
  run(): boolean {
    const { trace } = this;
    for (let at = 0; at < trace.uops.length; at++) {
      this.#at = at;
      if (this.isLoop && at === trace.loopHead) this.#enterLoop();
      if (this.#keepsSnapshots) this.#takeSnapshot();
      this.#step(elementAt(trace.uops, at), at);
    }
    if (this.#keepsSnapshots) this.#takeSnapshot();
    return !this.isLoop || this.#closeLoop();
  }

  #step(uop: Uop, at: number): void {
    const shape = this.index.shape(uop.op, uop.oparg);
    this.shapes.push(shape);
    const { stack } = this.#top;
    this.depthBefore.push(stack.length);
    this.frameBefore.push(this.#top.frame);
    const { inputCount, outputCount } = shape;
    if (stack.length < inputCount) {
      this.#note("underflow", `${shape.definition.name} takes ${inputCount} of ${stack.length}`);
      while (stack.length < inputCount) stack.unshift(this.#newReference(this.#newValue("boxed")));
    }
    const firstInput = this.inputs.length;
    const base = stack.length - inputCount;
    for (let slot = 0; slot < inputCount; slot++) this.inputs.push(elementAt(stack, base + slot));
    this.inputStart.push(this.inputs.length);

    if ((shape.flags & localBits) !== 0) this.#readLocal(uop, shape);
    else {
      this.localBefore.push(-1);
      this.localAfter.push(-1);
    }
    for (const guard of shape.guards) {
      if (guard.fact.kind === "not-constant" || guard.fact.kind === "null") continue;
      this.#nullness[elementAt(this.valueOf, elementAt(this.inputs, firstInput + guard.slot))] = nonNullNullness;
    }

    for (let slot = 0; slot < outputCount; slot++) {
      this.outputs.push(this.#output(uop, shape, slot, firstInput, at));
    }
    const firstOutput = elementAt(this.outputStart, at);
    this.outputStart.push(this.outputs.length);
    if (shape.localInput !== "kept") this.#writeLocal(uop, shape, firstInput);

    stack.length = base;
    const { frame } = shape.definition;
    if (frame !== undefined) this.#switchFrame(uop, shape, firstInput, firstOutput);
    const target = this.#top.stack;
    for (let position = firstOutput; position < this.outputs.length; position++) {
      target.push(elementAt(this.outputs, position));
    }
    this.depthAfter.push(target.length);
    this.frameAfter.push(this.#top.frame);
  }

  #output(uop: Uop, shape: UopShape, slot: number, firstInput: number, at: number): ReferenceName {
    const kept = elementAt(shape.keeps, slot);
    if (kept >= 0) return elementAt(this.inputs, firstInput + kept);
    const item = elementAt(shape.outputItems, slot);
    if (item.isNull) return this.#newReference(nullValue);
    const repeated = elementAt(shape.repeats, slot);
    if (repeated >= 0)
      return this.#newReference(elementAt(this.valueOf, elementAt(this.inputs, firstInput + repeated)));
    if (slot === shape.localOutput) {
      // A store hands the local's own reference over; a load makes another one.
      if (shape.localInput === "kept") return this.#newReference(elementAt(this.localBefore, at));
      return this.#localReference(uop.oparg);
    }
    const value = this.#newValue(item.representation);
    const result = shape.results[slot];
    if (result?.type !== undefined || result?.unique === true) this.#nullness[value] = nonNullNullness;
    return this.#newReference(value);
  }

  #readLocal(uop: Uop, shape: UopShape): void {
    const value = elementAt(this.valueOf, this.#localReference(uop.oparg));
    this.localBefore.push(value);
    this.localAfter.push(value);
    const count = this.trace.frames[this.#top.frame]?.localCount;
    if (count !== undefined && uop.oparg >= count) {
      this.#note("unknown-local", `${shape.definition.name} ${uop.oparg} of ${count}`);
    }
  }

  #writeLocal(uop: Uop, shape: UopShape, firstInput: number): void {
    const from = shape.localInput;
    let reference: ReferenceName;
    if (typeof from === "number") reference = elementAt(this.inputs, firstInput + from);
    else reference = this.#newReference(from === "null" ? nullValue : this.#newValue("boxed"));
    if (shape.role.storesResult?.type !== undefined)
      this.#nullness[elementAt(this.valueOf, reference)] = nonNullNullness;
    this.#top.locals[uop.oparg] = reference;
    this.localAfter[this.localAfter.length - 1] = elementAt(this.valueOf, reference);
  }

  #localReference(local: number): ReferenceName {
    let reference = this.#top.locals[local];
    if (reference === undefined) {
      reference = this.#newReference(this.#top.othersAreNull ? nullValue : this.#newValue("boxed"), -1);
      this.#top.locals[local] = reference;
    }
    return reference;
  }

  #switchFrame(uop: Uop, shape: UopShape, firstInput: number, firstOutput: number): void {
    const effect = shape.definition.frame;
    if (effect === undefined) return;
    if (effect.kind === "create") {
      const created = this.outputs.findLast((_, position) => {
        const slot = position - firstOutput;
        return slot >= 0 && shape.outputItems[slot]?.representation === "frame";
      });
      if (created !== undefined) this.#pending.set(created, this.#argumentsOf(uop, shape, effect, firstInput));
      return;
    }
    if (effect.kind === "push") {
      const input = this.inputs.length > firstInput ? elementAt(this.inputs, this.inputs.length - 1) : -1;
      const pending = this.#pending.get(input);
      if (pending === undefined) this.#note("not-a-frame", "");
      const named = frameOperandOf(uop, shape) ?? pending?.frame ?? -1;
      const frame = named >= 0 ? named : this.#calleeAhead();
      const depth = this.trace.frames[frame]?.entryDepth;
      this.#callers.push(this.#top);
      this.#top =
        depth !== undefined
          ? this.#enterUnknown(frame, depth)
          : {
              frame,
              stack: [],
              locals: [...(pending?.locals ?? [])],
              othersAreNull: pending?.othersAreNull ?? false,
            };
      return;
    }
    const left = this.#top.frame;
    const caller = this.#callers.pop();
    if (caller !== undefined) {
      this.#top = caller;
      return;
    }
    const named = frameOperandOf(uop, shape) ?? this.trace.frames[left]?.parent ?? -1;
    const next = this.trace.uops[this.#at + 1]?.origin.frame;
    const frame = named >= 0 ? named : next !== undefined && next !== left ? next : -1;
    const depth = this.trace.frames[frame]?.entryDepth;
    if (depth === undefined) this.#note("unknown-caller", "");
    this.#top = this.#enterUnknown(frame, depth ?? 0);
  }

  /** Where no operand names the frame, the next bytecode of a frame called from here does. */
  #calleeAhead(): number {
    const caller = this.#top.frame;
    for (let at = this.#at + 1; at < this.trace.uops.length; at++) {
      const { frame } = elementAt(this.trace.uops, at).origin;
      if (frame !== caller) return this.trace.frames[frame]?.parent === caller ? frame : -1;
    }
    return -1;
  }

  #argumentsOf(
    uop: Uop,
    shape: UopShape,
    effect: { readonly receiver?: string; readonly arguments: string; readonly others?: "null" },
    firstInput: number,
  ): PendingFrame {
    const frame = frameOperandOf(uop, shape) ?? -1;
    const locals: ReferenceName[] = [];
    const slotOf = (name: string | undefined): number => shape.inputItems.findIndex((item) => item.name === name);
    const isEmpty = shape.definition.effect.inputs.some((item) => item.name === effect.arguments);
    if (slotOf(effect.arguments) < 0 && !isEmpty) return { frame, locals, othersAreNull: false };
    const receiver = slotOf(effect.receiver);
    if (receiver >= 0) {
      const reference = elementAt(this.inputs, firstInput + receiver);
      const nullness = this.#nullness[elementAt(this.valueOf, reference)] ?? unknownNullness;
      // Whether the arguments start at local 0 or 1 depends on it.
      if (nullness === unknownNullness) return { frame, locals, othersAreNull: false };
      if (nullness === nonNullNullness) locals.push(reference);
    }
    for (let slot = 0; slot < shape.inputCount; slot++) {
      if (shape.inputItems[slot]?.name === effect.arguments) locals.push(elementAt(this.inputs, firstInput + slot));
    }
    return { frame, locals, othersAreNull: effect.others === "null" };
  }

  #enterUnknown(frame: number, depth: number): FrameState {
    const stack = Array.from({ length: depth }, () => this.#newReference(this.#newValue("boxed"), -1));
    return { frame, stack, locals: [], othersAreNull: false };
  }

  #enterLoop(): void {
    this.#callers.forEach((state, position) => {
      this.#callers[position] = this.#enterUnknown(state.frame, state.stack.length);
    });
    const { frame, stack, locals, othersAreNull } = this.#top;
    for (let slot = 0; slot < stack.length; slot++) {
      if (this.#variant.stack[slot] === true) stack[slot] = this.#newPhi(elementAt(stack, slot), this.#stackPhis, slot);
    }
    for (let local = 0; local < this.#variant.locals.length; local++) {
      if (this.#variant.locals[local] !== true) continue;
      locals[local] = this.#newPhi(this.#localReference(local), this.#localPhis, local);
    }
    this.#headCallers = this.#callers.map((state) => ({ ...state, stack: [...state.stack] }));
    this.#head = { frame, stack: [...stack], locals: [...locals], othersAreNull };
  }

  #newPhi(entry: ReferenceName, phis: (Phi | undefined)[], slot: number): ReferenceName {
    const before = elementAt(this.valueOf, entry);
    const value = this.#newValue(elementAt(this.representations, before));
    const phi = { value, entry: before, back: before };
    this.phis.push(phi);
    phis[slot] = phi;
    return this.#newReference(value, -1);
  }

  /** `false` when a slot that was taken for unchanging is not. */
  #closeLoop(): boolean {
    const frames = [...this.#callers, this.#top];
    const heads = [...this.#headCallers, this.#head];
    const fits =
      frames.length === heads.length &&
      frames.every((state, position) => {
        const head = elementAt(heads, position);
        return state.frame === head.frame && state.stack.length === head.stack.length;
      });
    if (!fits) {
      this.#note("loop-state", `${describe(frames)} here, ${describe(heads)} there`);
      return true;
    }
    let isStable = true;
    this.#top.stack.forEach((reference, slot) => {
      if (this.#isRestored(this.#head.stack[slot], reference, this.#stackPhis[slot])) return;
      this.#variant.stack[slot] = true;
      isStable = false;
    });
    this.#top.locals.forEach((reference, local) => {
      // A local that nobody had touched at the head was not written since either: writes are predicted.
      if (reference === undefined || this.#head.locals[local] === undefined) return;
      if (this.#isRestored(this.#head.locals[local], reference, this.#localPhis[local])) return;
      this.#variant.locals[local] = true;
      isStable = false;
    });
    return isStable;
  }

  #isRestored(head: ReferenceName | undefined, now: ReferenceName, phi: Phi | undefined): boolean {
    const value = elementAt(this.valueOf, now);
    if (phi === undefined) return head !== undefined && this.valueOf[head] === value;
    phi.back = value;
    return true;
  }

  #newValue(representation: Representation): ValueName {
    return this.representations.push(representation) - 1;
  }

  #newReference(value: ValueName, born: number = this.#at): ReferenceName {
    this.bornAt.push(born);
    return this.valueOf.push(value) - 1;
  }

  #takeSnapshot(): void {
    const { frame, stack, locals } = this.#top;
    this.snapshots.push({ frame, stack: [...stack], locals: [...locals] });
  }

  #note(code: DiagnosticCode, detail: string): void {
    this.problems.push(diagnose(code, this.#at, detail));
  }
}

const localBits = flagBit["reads-local"] | flagBit["writes-local"];

function frameOperandOf(uop: Uop, shape: UopShape): number | undefined {
  if (shape.frameOperand === undefined) return undefined;
  return shape.frameOperand === 0 ? uop.operand0 : uop.operand1;
}

function describe(frames: readonly FrameState[]): string {
  return frames.map((state) => `frame ${state.frame} depth ${state.stack.length}`).join(", ");
}
