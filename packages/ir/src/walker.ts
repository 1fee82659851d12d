// Runs the abstract stack machine that walk.ts describes: uop by uop, frame by frame, around the loop.
//
// The state is a stack of frames, each with references on its stack and in its locals. The loop is guessed at: first only locals that
// the body writes are taken for changing; a stack slot that turns out to hold another value at the jump costs another round.

import type { DialectIndex } from "./dialect.ts";
import { type Diagnostic, type DiagnosticCode, diagnose } from "./diagnostic.ts";
import { elementAt } from "./element.ts";
import { type UopShape, flagBit } from "./shape.ts";
import type { Trace, Uop } from "./trace.ts";
import type { Representation } from "./uop.ts";
import {
  type FrameSnapshot,
  type Phi,
  type ReferenceName,
  type ValueName,
  type Walk,
  type WalkOptions,
  nullValue,
} from "./walk.ts";

/** Walks a trace. The walk of the trace that was walked last is remembered: passes that change nothing share one. */
export function walkTrace(trace: Trace, index: DialectIndex, options: WalkOptions = {}): Walk {
  if (options.snapshots === "keep") return walk(trace, index, true);
  const last = index.lastWalk;
  if (last?.trace === trace) return last;
  return (index.lastWalk = walk(trace, index, false));
}

/** The walk of a trace that differs from a walked one in nothing but its exits: they have no part in it. */
export function walkWithExits(walked: Walk, trace: Trace): Walk {
  // The walk is one object of a class with a state; what is read of it is copied.
  const { index, shapes, inputStart, inputs, outputStart, outputs, depthBefore, depthAfter, frameBefore } = walked;
  const { frameAfter, localBefore, localAfter, valueOf, bornAt, representations, phis, isLoop, problems } = walked;
  return (index.lastWalk = {
    trace,
    index,
    shapes,
    inputStart,
    inputs,
    outputStart,
    outputs,
    depthBefore,
    depthAfter,
    frameBefore,
    frameAfter,
    localBefore,
    localAfter,
    valueOf,
    bornAt,
    representations,
    phis,
    isLoop,
    problems,
    snapshots: [],
  });
}

function walk(trace: Trace, index: DialectIndex, keepsSnapshots: boolean): Walk {
  const variant: LoopVariant = { stack: [], locals: predictLocals(trace, index) };
  // Each further round marks at least one more slot, so this ends.
  for (;;) {
    const walker = new Walker(trace, index, variant, keepsSnapshots);
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
  // What changes in the loop matters where there is one.
  if (trace.uops[trace.uops.length - 1]?.op !== index.structural.jumpToTop) return written;
  let depth = 0;
  for (let at = trace.loopHead; at < trace.uops.length; at++) {
    const uop = elementAt(trace.uops, at);
    if (index.dialect.uops[uop.op] === undefined) continue;
    const { flags, definition } = index.shape(uop.op, uop.oparg);
    if (definition.frame?.kind === "push") depth++;
    else if (definition.frame?.kind === "return") depth--;
    else if (depth === 0 && (flags & flagBit["writes-local"]) !== 0) written[uop.oparg] = true;
  }
  return written;
}

interface FrameState {
  readonly frame: number;
  readonly stack: ReferenceName[];
  readonly locals: (ReferenceName | undefined)[];
  /** Locals that nobody touched are NULL. */
  othersAreNull: boolean;
}

/** What a frame value will become. */
interface PendingFrame {
  readonly frame: number;
  readonly locals: readonly ReferenceName[];
  othersAreNull: boolean;
}

const unknownNullness = 0;
const isNullNullness = 1;
const nonNullNullness = 2;

// Hot: one instance per pass and trace, and most programs' few traces are walked while this is still interpreted. Hence indices without
// checks, lists written in place, and one long step; `npm run bench -- --sections traces` shows what passes cost.
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
    const { uops, loopHead } = this.trace;
    const count = uops.length;
    const head = this.isLoop ? loopHead : -1;
    for (let at = 0; at < count; at++) {
      this.#at = at;
      if (at === head) this.#enterLoop();
      if (this.#keepsSnapshots) this.#takeSnapshot();
      this.#step(elementAt(uops, at), at);
    }
    if (this.#keepsSnapshots) this.#takeSnapshot();
    return !this.isLoop || this.#closeLoop();
  }

  #step(uop: Uop, at: number): void {
    const shape = this.index.shape(uop.op, uop.oparg);
    const { inputs, outputs, valueOf } = this;
    const { inputCount, outputCount, flags } = shape;
    const { stack, frame } = this.#top;
    this.shapes[at] = shape;
    this.depthBefore[at] = stack.length;
    this.frameBefore[at] = frame;
    if (stack.length < inputCount) this.#underflow(shape, stack);
    const firstInput = inputs.length;
    const base = stack.length - inputCount;
    for (let slot = 0; slot < inputCount; slot++) inputs[firstInput + slot] = stack[base + slot] ?? 0;
    this.inputStart[at + 1] = inputs.length;

    this.localBefore[at] = -1;
    this.localAfter[at] = -1;
    if ((flags & localBits) !== 0) this.#readLocal(uop, shape, at);
    const { provesNonNull } = shape;
    for (let position = 0; position < provesNonNull.length; position++) {
      const input = firstInput + (provesNonNull[position] ?? 0);
      this.#nullness[valueOf[inputs[input] ?? 0] ?? 0] = nonNullNullness;
    }

    const firstOutput = outputs.length;
    const { keeps } = shape;
    for (let slot = 0; slot < outputCount; slot++) {
      const kept = keeps[slot] ?? -1;
      outputs[firstOutput + slot] =
        kept >= 0 ? (inputs[firstInput + kept] ?? 0) : this.#newOutput(uop, shape, slot, firstInput, at);
    }
    this.outputStart[at + 1] = outputs.length;
    if (shape.localInput !== "kept") this.#writeLocal(uop, shape, firstInput, at);

    stack.length = base;
    if (shape.definition.frame !== undefined) this.#switchFrame(uop, shape, firstInput, firstOutput);
    const top = this.#top;
    if ((flags & flagBit["binds-locals"]) !== 0) top.othersAreNull = false;
    const target = top.stack;
    for (let position = firstOutput; position < outputs.length; position++) target.push(outputs[position] ?? 0);
    this.depthAfter[at] = target.length;
    this.frameAfter[at] = top.frame;
  }

  #underflow({ definition, inputCount }: UopShape, stack: ReferenceName[]): void {
    this.#note("underflow", `${definition.name} takes ${inputCount} of ${stack.length}`);
    while (stack.length < inputCount) stack.unshift(this.#newReference(this.#newValue("boxed")));
  }

  #newOutput(uop: Uop, shape: UopShape, slot: number, firstInput: number, at: number): ReferenceName {
    const item = elementAt(shape.outputItems, slot);
    if (item.isNull) return this.#newReference(nullValue);
    const repeated = shape.repeats[slot] ?? -1;
    if (repeated >= 0) return this.#newReference(this.valueOf[this.inputs[firstInput + repeated] ?? 0] ?? 0);
    if (slot === shape.localOutput) {
      // A store hands the local's own reference over; a load makes another one.
      if (shape.localInput === "kept") return this.#newReference(this.localBefore[at] ?? 0);
      return this.#localReference(uop.oparg);
    }
    const value = this.#newValue(item.representation);
    if (shape.isNonNull[slot] === true) this.#nullness[value] = nonNullNullness;
    return this.#newReference(value);
  }

  #readLocal(uop: Uop, shape: UopShape, at: number): void {
    const value = this.valueOf[this.#localReference(uop.oparg)] ?? 0;
    this.localBefore[at] = value;
    this.localAfter[at] = value;
    const count = this.trace.frames[this.#top.frame]?.localCount;
    if (count !== undefined && uop.oparg >= count) {
      this.#note("unknown-local", `${shape.definition.name} ${uop.oparg} of ${count}`);
    }
  }

  #writeLocal(uop: Uop, shape: UopShape, firstInput: number, at: number): void {
    const from = shape.localInput;
    let reference: ReferenceName;
    if (typeof from === "number") reference = elementAt(this.inputs, firstInput + from);
    else reference = this.#newReference(from === "null" ? nullValue : this.#newValue("boxed"));
    if (shape.role.storesResult?.type !== undefined)
      this.#nullness[elementAt(this.valueOf, reference)] = nonNullNullness;
    this.#top.locals[uop.oparg] = reference;
    this.localAfter[at] = elementAt(this.valueOf, reference);
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
      if (created !== undefined)
        this.#pending.set(created, this.#argumentsOf(uop, shape, effect, firstInput, firstOutput));
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
    firstOutput: number,
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
    } else {
      // A receiver that the uop makes is on the stack and in the frame: two references to one value.
      const made = shape.outputItems.findIndex((item) => item.name === effect.receiver);
      if (made >= 0)
        locals.push(this.#newReference(elementAt(this.valueOf, elementAt(this.outputs, firstOutput + made))));
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
