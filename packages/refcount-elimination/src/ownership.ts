// Ownership: which counted loads could as well borrow, and what that asks of others.
//
//   _LOAD_LOCAL x      r0 takes a count      ┐
//   _GUARD_TOP_FLOAT   reads r0, may leave   │ every use reads or releases, x still holds the value:
//   _MULTIPLY_FLOAT    reads r0              │ r0 may borrow; its release becomes a drop; an exit in
//   _POP               releases r0           ┘ between takes the count that the interpreter expects
//
// A reference borrows from a local as long as nobody overwrites that local, and from a constant as long as the trace lives; a copy of it
// likewise. It does not live across a frame switch, since exits recover only slots of the frame on top, nor around the loop. A value
// that is known to carry no count (an immediate) needs none of this from the moment it is known. One forward scan over the walk: linear
// in uops, times the few borrowings alive at once.

import {
  type DialectIndex,
  Knowledge,
  type ReferenceName,
  type TypeCode,
  type UopShape,
  type ValueName,
  type Walk,
  type World,
  elementAt,
  flagBit,
  inputValue,
  noExit,
  solveLoop,
} from "@tjit/ir";

/** Frame and local that keep a value alive; local -1: the trace keeps the constant. */
interface Lender {
  readonly frame: number;
  readonly local: number;
}

/** A counted load or copy, and whether it may borrow. */
export interface Borrowing extends Lender {
  readonly reference: ReferenceName;
  readonly value: ValueName;
  /** The uop that loads or copies. */
  readonly at: number;
  /** Why it may not borrow. */
  rejected: string | undefined;
  /** The uop that releases it, or -1: it is still there, or was consumed when nothing needed counting any more. */
  releasedAt: number;
}

/** An exit that leaves while loads borrow. */
export interface ExitSite {
  readonly at: number;
  readonly which: "exit" | "error";
  readonly borrowings: readonly { readonly borrowing: Borrowing; readonly slot: number }[];
}

/** What is known about counts in a trace. */
export interface Ownership {
  readonly borrowings: readonly Borrowing[];
  readonly byReference: ReadonlyMap<ReferenceName, Borrowing>;
  /** All exits that are left while something might borrow. */
  readonly sites: readonly ExitSite[];
  /** What is known of the value that uop `at` releases: by uop, for releases only. */
  readonly released: ReadonlyMap<number, { readonly type: TypeCode; readonly isImmortal: boolean }>;
  /** Types of the inputs of operations that have in-place variants. */
  readonly operandTypes: ReadonlyMap<number, readonly TypeCode[]>;
  /** Operations' input slots that hold the only reference to a fresh object: by uop. */
  readonly unique: ReadonlyMap<number, readonly boolean[]>;
}

/** Analyses the references of a trace. */
export function analyzeOwnership(walk: Walk, world: World): Ownership {
  const analysis = new OwnershipAnalysis(walk, world);
  for (let at = 0; at < walk.trace.uops.length; at++) analysis.step(at);
  return analysis;
}

const none: readonly Borrowing[] = [];

class OwnershipAnalysis implements Ownership {
  readonly borrowings: Borrowing[] = [];
  readonly byReference = new Map<ReferenceName, Borrowing>();
  readonly sites: ExitSite[] = [];
  readonly released = new Map<number, { type: TypeCode; isImmortal: boolean }>();
  readonly operandTypes = new Map<number, TypeCode[]>();
  readonly unique = new Map<number, boolean[]>();

  readonly #walk: Walk;
  readonly #index: DialectIndex;
  readonly #knowledge: Knowledge;
  /** Borrowings on the stack of the frame on top. */
  #alive: Borrowing[] = [];
  readonly #slotOf: number[] = [];
  readonly #isUnique: boolean[] = [];

  constructor(walk: Walk, world: World) {
    this.#walk = walk;
    this.#index = walk.index;
    this.#knowledge = new Knowledge(walk, world, solveLoop(walk, world));
  }

  step(at: number): void {
    const walk = this.#walk;
    const shape = elementAt(walk.shapes, at);
    const uop = elementAt(walk.trace.uops, at);
    this.#knowledge.enter(at);
    if (walk.isLoop && at === walk.trace.loopHead) this.#rejectAll("lives around the loop");
    const firstInput = elementAt(walk.inputStart, at);
    this.#noteKnown(at, firstInput, shape.inputCount);

    const exit = uop.exit === noExit ? undefined : walk.trace.exits[uop.exit];
    if (this.#alive.length > 0) {
      if (exit !== undefined && !exit.isControlFlow) this.#noteExit(at, "exit", this.#needed());
      if (uop.error !== noExit) this.#noteExit(at, "error", this.#needed());
      for (let slot = 0; slot < shape.inputCount; slot++) {
        if (shape.consumes[slot] === true) this.#consume(at, elementAt(walk.inputs, firstInput + slot));
      }
    }
    const { frame } = shape.definition;
    if (frame !== undefined && frame.kind !== "create") this.#rejectAll("lives across a frame switch");
    if (shape.localInput !== "kept" && this.#alive.length > 0) {
      this.#rejectAll(
        "its local is overwritten",
        (one) => one.local === uop.oparg && one.frame === walk.frameBefore[at],
      );
    }
    // Control flow leaves with the stack from after the uop, but without what the guard would have proved.
    const leaving = exit?.isControlFlow === true ? this.#needed() : none;
    this.#knowledge.advance(at);
    this.#follow(at);
    this.#noteExit(at, "exit", leaving);
    if (walk.isLoop && at === walk.trace.uops.length - 1) this.#rejectAll("lives around the loop");
  }

  #noteKnown(at: number, firstInput: number, inputCount: number): void {
    const { role, definition } = elementAt(this.#walk.shapes, at);
    if (role.releases !== undefined) {
      const value = inputValue(this.#walk, at, 0);
      this.released.set(at, { type: this.#knowledge.typeOf(value), isImmortal: this.#knowledge.isImmortal(value) });
    }
    if (definition.inplace === undefined && definition.inplaceLocal === undefined) return;
    const types: TypeCode[] = [];
    const unique: boolean[] = [];
    for (let slot = 0; slot < inputCount; slot++) {
      types.push(this.#knowledge.typeOf(inputValue(this.#walk, at, slot)));
      unique.push(this.#isUnique[elementAt(this.#walk.inputs, firstInput + slot)] === true);
    }
    this.operandTypes.set(at, types);
    this.unique.set(at, unique);
  }

  #consume(at: number, reference: ReferenceName): void {
    const borrowing = this.byReference.get(reference);
    const position = borrowing === undefined ? -1 : this.#alive.indexOf(borrowing);
    if (borrowing === undefined || position < 0) return;
    const shape = elementAt(this.#walk.shapes, at);
    this.#alive.splice(position, 1);
    if (shape.role.releases !== undefined) {
      borrowing.releasedAt = at;
      return;
    }
    if (this.#isImmediate(borrowing)) return;
    // A uop that only looks at what never dies takes nothing over.
    const isDrop = shape.outputCount === 0 && shape.localInput === "kept" && shape.definition.frame === undefined;
    if (isDrop && this.#knowledge.isImmortal(borrowing.value)) return;
    borrowing.rejected ??= `taken over by ${shape.definition.name}`;
  }

  /** References that the uop made or moved. */
  #follow(at: number): void {
    const walk = this.#walk;
    const shape = elementAt(walk.shapes, at);
    const firstInput = elementAt(walk.inputStart, at);
    const firstOutput = elementAt(walk.outputStart, at);
    const base = elementAt(walk.depthAfter, at) - shape.outputCount;
    const isObserver = (shape.flags & flagBit.pure) !== 0 || (shape.isNeutral && shape.guards.length > 0);
    for (let slot = 0; slot < shape.outputCount; slot++) {
      const reference = elementAt(walk.outputs, firstOutput + slot);
      this.#slotOf[reference] = base + slot;
      if (elementAt(shape.keeps, slot) >= 0) {
        // Whoever does more than look may have kept a reference.
        if (!isObserver) this.#isUnique[reference] = false;
        continue;
      }
      const repeated = elementAt(shape.repeats, slot);
      this.#isUnique[reference] = shape.results[slot]?.unique === true;
      if (repeated >= 0 && shape.consumes[repeated] !== true) {
        this.#isUnique[reference] = false;
        this.#isUnique[elementAt(walk.inputs, firstInput + repeated)] = false;
      }
      this.#consider(at, reference, repeated < 0 ? -1 : elementAt(walk.inputs, firstInput + repeated));
    }
    if (typeof shape.localInput === "number")
      this.#isUnique[elementAt(walk.inputs, firstInput + shape.localInput)] = false;
  }

  #consider(at: number, reference: ReferenceName, original: ReferenceName): void {
    const walk = this.#walk;
    const shape = elementAt(walk.shapes, at);
    if (shape.definition.borrowed === undefined) return;
    const lender = original < 0 ? this.#lenderOfLoad(at, shape) : this.#lenderOfCopy(shape, original);
    if (lender === undefined) return;
    const borrowing: Borrowing = {
      reference,
      value: elementAt(walk.valueOf, reference),
      at,
      frame: lender.frame,
      local: lender.local,
      rejected: undefined,
      releasedAt: -1,
    };
    this.borrowings.push(borrowing);
    this.byReference.set(reference, borrowing);
    this.#alive.push(borrowing);
  }

  /** What a load borrows from. */
  #lenderOfLoad(at: number, shape: UopShape): Lender | undefined {
    if (shape.outputCount !== 1) return undefined;
    const frame = elementAt(this.#walk.frameBefore, at);
    if (shape.localOutput === 0) return { frame, local: elementAt(this.#walk.trace.uops, at).oparg };
    return shape.constantOutput === 0 ? { frame, local: -1 } : undefined;
  }

  /** A copy borrows from what its original was loaded from, if that still has the value. Whether the original borrows makes no difference. */
  #lenderOfCopy(shape: UopShape, original: ReferenceName): Lender | undefined {
    const loaded = shape.pushesOne ? this.byReference.get(original) : undefined;
    return loaded !== undefined && this.#alive.includes(loaded) ? loaded : undefined;
  }

  /** Borrowings that an exit must count. */
  #needed(): readonly Borrowing[] {
    return this.#alive.length === 0 ? none : this.#alive.filter((one) => !this.#isImmediate(one));
  }

  #noteExit(at: number, which: ExitSite["which"], needed: readonly Borrowing[]): void {
    if (needed.length === 0) return;
    const borrowings = needed.map((borrowing) => ({ borrowing, slot: elementAt(this.#slotOf, borrowing.reference) }));
    this.sites.push({ at, which, borrowings });
  }

  #rejectAll(reason: string, concerns: (one: Borrowing) => boolean = () => true): void {
    if (this.#alive.length === 0) return;
    this.#alive = this.#alive.filter((one) => {
      if (!concerns(one) || this.#isImmediate(one)) return true;
      one.rejected ??= reason;
      return false;
    });
  }

  /** Values that carry no count may go anywhere. */
  #isImmediate(borrowing: Borrowing): boolean {
    return this.#index.types.isImmediate(this.#knowledge.typeOf(borrowing.value));
  }
}
