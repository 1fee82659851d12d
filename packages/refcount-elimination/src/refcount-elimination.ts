// Reference count elimination: takes and gives back only the counts that somebody could notice.
//
//   _LOAD_LOCAL x        ──▶  _BORROW_LOCAL x                 x keeps the value alive
//   _LOAD_CONSTANT c0    ──▶  _BORROW_CONSTANT c0             the trace does
//   _MULTIPLY_FLOAT      ──▶  _MULTIPLY_FLOAT_INPLACE_LOCAL   when the result goes back to x: no allocation
//   _POP  _POP           ──▶  _POP_NOP …                      nothing to give back
//   exit 3               ──▶  exit 3 recover 0:own            the interpreter expects counted slots
//
// ownership.ts says what may borrow; the rows below rewrite. Linear.

import {
  type DialectIndex,
  type Exit,
  type ExitId,
  type Pass,
  type PassEnvironment,
  type PassResult,
  Rewriter,
  type Trace,
  type TypeCode,
  type Uop,
  type Walk,
  elementAt,
  exitBits,
  flagBit,
  inputReference,
  inputSlot,
  noExit,
  nullType,
  outputReference,
  unknown,
  walkTrace,
} from "@tjit/ir";
import { type Borrowing, type Ownership, analyzeOwnership } from "./ownership.ts";

/** The rewrite rules, each with a sentence for people. */
export const refcountEliminationRules = {
  borrow: "a load whose every use reads or releases needs no count: the local or the trace keeps the value",
  "drop-immortal": "releasing what is NULL, immediate or immortal does nothing",
  "release-by-type": "a release of a known type needs no look at the type, and runs no user code",
  "update-in-place": "the result goes into the object of an input that nobody else refers to",
  "update-local": "the result goes into the object that the local it replaces held, if nobody else refers to it",
} as const;

/** A key of {@link refcountEliminationRules}. */
export type RefcountEliminationRule = keyof typeof refcountEliminationRules;

/** The pass. */
export const refcountElimination: Pass = { name: "refcount-elimination", run: eliminateCounts };

function eliminateCounts(trace: Trace, environment: PassEnvironment): PassResult {
  const walk = walkTrace(trace, environment.index);
  const ownership = analyzeOwnership(walk, environment.world);
  const elimination = new Elimination(walk, ownership, environment);
  elimination.borrow();
  for (let at = 0; at < trace.uops.length; at++) elimination.update(at);
  for (let at = 0; at < trace.uops.length; at++) elimination.release(at);
  return elimination.finish();
}

const leaving: number = exitBits | flagBit.error;

/** One run of the pass. */
class Elimination {
  readonly #walk: Walk;
  readonly #trace: Trace;
  readonly #index: DialectIndex;
  readonly #ownership: Ownership;
  readonly #rewriter: Rewriter;
  /** What uops become; `undefined` where one goes. */
  readonly #changes = new Map<number, Uop | undefined>();
  readonly #borrowed = new Set<Borrowing>();
  /** Uops whose release has nothing to give back any more. */
  readonly #emptied = new Set<number>();

  constructor(walk: Walk, ownership: Ownership, environment: PassEnvironment) {
    this.#walk = walk;
    this.#trace = walk.trace;
    this.#index = walk.index;
    this.#ownership = ownership;
    this.#rewriter = new Rewriter(refcountElimination.name, walk.trace, environment);
  }

  finish(): PassResult {
    this.#recoverExits();
    for (const [at, uop] of this.#changes) this.#rewriter.replace(at, uop === undefined ? [] : [uop]);
    return this.#rewriter.result();
  }

  borrow(): void {
    for (const borrowing of this.#ownership.borrowings) {
      if (borrowing.rejected !== undefined || this.#rewriter.isSpent) continue;
      const { borrowed } = elementAt(this.#walk.shapes, borrowing.at).definition;
      if (borrowed === undefined) continue;
      const { oparg, operand0, operand1 } = elementAt(this.#trace.uops, borrowing.at);
      this.#changes.set(
        borrowing.at,
        this.#rewriter.make(borrowing.at, this.#index.id(borrowed), { oparg, operand0, operand1 }),
      );
      this.#borrowed.add(borrowing);
      this.#remark("borrow", borrowing.at);
      if (borrowing.releasedAt >= 0) this.#emptied.add(borrowing.releasedAt);
    }
  }

  /** Operations that can write over an input. */
  update(at: number): void {
    const { definition } = elementAt(this.#walk.shapes, at);
    if (definition.inplace === undefined && definition.inplaceLocal === undefined) return;
    if (this.#rewriter.isSpent) return;
    if (!this.#updateLocal(at)) this.#updateInput(at);
  }

  release(at: number): void {
    const { role } = elementAt(this.#walk.shapes, at);
    if (role.releases !== "counted" || (this.#changes.has(at) && this.#changes.get(at) === undefined)) return;
    const family = role.releaseFamily?.release;
    const known = this.#ownership.released.get(at);
    if (family === undefined || known === undefined) return;
    // A borrow and its drop are one firing: whatever the limit, they go together.
    const isEmptied = this.#emptied.has(at);
    if (!isEmptied && this.#rewriter.isSpent) return;
    const name = isEmptied || known.isImmortal ? family.none : this.#releaseOfType(family.byType, known.type);
    if (name === undefined || this.#index.id(name) === elementAt(this.#trace.uops, at).op) return;
    this.#changes.set(at, this.#rewriter.make(at, this.#index.id(name)));
    if (isEmptied) return;
    this.#remark(known.isImmortal ? "drop-immortal" : "release-by-type", at);
  }

  #releaseOfType(byType: Readonly<Record<string, string>>, type: TypeCode): string | undefined {
    const { types } = this.#index;
    if (type <= nullType) return undefined;
    for (let wider = type; wider !== unknown; wider = types.parent(wider)) {
      const name = byType[types.name(wider)];
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** `x = x + y`: the operation, the drop of the old value's reference, the store and the release of the old value become one uop. */
  #updateLocal(at: number): boolean {
    const walk = this.#walk;
    const shape = elementAt(walk.shapes, at);
    const { inplaceLocal } = shape.definition;
    if (inplaceLocal === undefined || (shape.flags & flagBit.arg) !== 0 || shape.inputCount !== 2) return false;
    const left = inputReference(walk, at, 0);
    const right = inputReference(walk, at, 1);
    const local = this.#borrowedLocal(left, at);
    if (local === undefined || walk.valueOf[left] === walk.valueOf[right]) return false;
    const types = this.#ownership.operandTypes.get(at) ?? [];
    if (!types.every((type) => this.#index.types.releasesQuietly(type))) return false;
    const dropRight = this.#next(at, (next) => this.#releases(next, right));
    const dropLeft = dropRight < 0 ? -1 : this.#next(dropRight, (next) => this.#releases(next, left));
    const store =
      dropLeft < 0
        ? -1
        : this.#next(dropLeft, (next) => this.#storesInto(next, local, outputReference(walk, at, 0), at));
    if (store < 0) return false;
    const former = outputReference(walk, store, 0);
    const dropFormer = this.#next(store, (next) => this.#releases(next, former));
    const op = this.#index.id(inplaceLocal);
    const variant = this.#index.shape(op, local);
    if (dropFormer < 0 || !this.#canReplace(variant.flags, shape.flags) || variant.outputCount !== 1) return false;
    const { operand0, operand1, exit, error } = elementAt(this.#trace.uops, at);
    this.#changes.set(at, this.#rewriter.make(at, op, { oparg: local, operand0, operand1, exit, error }));
    for (const gone of [dropLeft, store, dropFormer]) this.#changes.set(gone, undefined);
    this.#remark("update-local", at);
    return true;
  }

  /** The local of the current frame that the reference borrows from at uop `at`. */
  #borrowedLocal(reference: number, at: number): number | undefined {
    const borrowing = this.#ownership.byReference.get(reference);
    const frame = this.#walk.frameBefore[at];
    if (borrowing !== undefined && this.#borrowed.has(borrowing)) {
      return borrowing.local >= 0 && borrowing.frame === frame ? borrowing.local : undefined;
    }
    const born = elementAt(this.#walk.bornAt, reference);
    if (born < 0) return undefined;
    const { role, localOutput } = elementAt(this.#walk.shapes, born);
    const isBorrowed = role.pushesBorrowed && localOutput === 0 && this.#walk.frameBefore[born] === frame;
    return isBorrowed ? elementAt(this.#trace.uops, born).oparg : undefined;
  }

  /** The next uop that is not bookkeeping, if it passes the test; -1 otherwise. */
  #next(at: number, test: (next: number) => boolean): number {
    const { nop, setIp } = this.#index.structural;
    for (let next = at + 1; next < this.#trace.uops.length; next++) {
      const { op } = elementAt(this.#trace.uops, next);
      if (next === this.#trace.loopHead) return -1;
      if (op !== nop && op !== setIp) return test(next) ? next : -1;
    }
    return -1;
  }

  #releases(at: number, reference: number): boolean {
    return (
      elementAt(this.#walk.shapes, at).role.releases !== undefined && inputReference(this.#walk, at, 0) === reference
    );
  }

  #storesInto(at: number, local: number, reference: number, from: number): boolean {
    const shape = elementAt(this.#walk.shapes, at);
    return (
      shape.localInput === 0 &&
      shape.localOutput === 0 &&
      (shape.flags & leaving) === 0 &&
      elementAt(this.#trace.uops, at).oparg === local &&
      this.#walk.frameBefore[at] === this.#walk.frameBefore[from] &&
      inputReference(this.#walk, at, 0) === reference
    );
  }

  /** An input that nobody else refers to, released right behind the operation. */
  #updateInput(at: number): void {
    const shape = elementAt(this.#walk.shapes, at);
    const unique = this.#ownership.unique.get(at) ?? [];
    for (const [name, to] of Object.entries(shape.definition.inplace ?? {})) {
      const slot = inputSlot(shape, name);
      if (slot < 0 || unique[slot] !== true) continue;
      const released = this.#findRelease(at, inputReference(this.#walk, at, slot));
      const op = this.#index.id(to);
      const { oparg, operand0, operand1, exit, error } = elementAt(this.#trace.uops, at);
      const variant = this.#index.shape(op, oparg);
      if (released < 0 || !this.#canReplace(variant.flags, shape.flags) || variant.outputCount !== shape.outputCount)
        continue;
      this.#changes.set(at, this.#rewriter.make(at, op, { oparg, operand0, operand1, exit, error }));
      this.#emptied.add(released);
      this.#remark("update-in-place", at);
      return;
    }
  }

  /** The release of the reference, if only releases come before it. */
  #findRelease(at: number, reference: number): number {
    for (let next = at; ;) {
      next = this.#next(next, (one) => elementAt(this.#walk.shapes, one).role.releases !== undefined);
      if (next < 0 || this.#releases(next, reference)) return next;
    }
  }

  #canReplace(flags: number, former: number): boolean {
    return ((flags ^ former) & leaving) === 0;
  }

  /** Gives exits the recoveries that borrowed slots need; an exit whose users need different ones is split. */
  #recoverExits(): void {
    const sites = this.#ownership.sites.flatMap(({ at, which, borrowings }) => {
      const slots = borrowings.filter(({ borrowing }) => this.#borrowed.has(borrowing)).map(({ slot }) => slot);
      return slots.length === 0 ? [] : [{ at, which, slots }];
    });
    if (sites.length === 0) return;
    const users: number[] = [];
    for (const uop of this.#trace.uops) {
      for (const id of [uop.exit, uop.error]) if (id !== noExit) users[id] = (users[id] ?? 0) + 1;
    }
    const byExit = Map.groupBy(sites, ({ at, which }) => elementAt(this.#trace.uops, at)[which]);
    let nextId = this.#trace.exits.length;
    for (const [id, group] of byExit) {
      const former = elementAt(this.#trace.exits, id);
      const variants = Map.groupBy(group, ({ slots }) => slots.join());
      let isTaken = group.length < elementAt(users, id);
      for (const members of variants.values()) {
        const own = isTaken ? (nextId++ as ExitId) : id;
        isTaken = true;
        this.#rewriter.exits.set(own, withOwned(former, members[0]?.slots ?? []));
        if (own !== id) for (const { at, which } of members) this.#redirect(at, which, own);
      }
    }
  }

  #redirect(at: number, which: "exit" | "error", exit: ExitId): void {
    const uop = this.#changes.get(at) ?? elementAt(this.#trace.uops, at);
    this.#changes.set(at, { ...uop, [which]: exit });
  }

  #remark(rule: RefcountEliminationRule, at: number): void {
    this.#rewriter.remark(rule, at, refcountEliminationRules[rule]);
  }
}

function withOwned(exit: Exit, slots: readonly number[]): Exit {
  const added = slots.filter((slot) => !exit.recovery.some((recovery) => recovery.slot === slot));
  const recovery = [...exit.recovery, ...added.map((slot) => ({ slot, how: "own" as const }))];
  return { ...exit, recovery: recovery.sort((left, right) => left.slot - right.slot) };
}
