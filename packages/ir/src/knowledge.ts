// What is known of each value at the current point of a trace: the abstract domain that passes share, and its forward transfer.
//
//   per value:   type code (type-tree.ts) ⊓ constant ⊓ one constant that it is not ⊓ type version ⊓ function version
//
// A trace is a line, so knowledge of a value only narrows, and holds wherever the value has gone: other slots, locals, frames.
// Types and constants hold for good. Versions speak of the mutable world: each carries the epoch in which it was learned; an
// epoch ends when something escapes. Knowledge from an earlier epoch counts only with a dependency and a validity check since.
//
// At the loop head a value that the body changes (a phi) knows what holds on entry and at the jump; `solveLoop` finds that by
// assuming what holds on entry and weakening until the jump agrees. Cost: linear per round; rounds are bounded by the height of
// the type tree, and one is enough unless phis know something on entry.

import { type ConstantCode, ConstantTable, constantSatisfies, noConstant } from "./constant-table.ts";
import { elementAt } from "./element.ts";
import type { World } from "./pass.ts";
import { type UopShape, flagBit } from "./shape.ts";
import type { Dependency } from "./trace.ts";
import { type TypeCode, bottom, nonNull, nullType, unknown } from "./type-tree.ts";
import type { ValueFact } from "./uop.ts";
import { type ValueName, type Walk, guardedValue, nullValue, outputValue } from "./walk.ts";

/** What phis know at the loop head, by position in {@link Walk.phis}. */
export interface LoopKnowledge {
  readonly types: readonly TypeCode[];
  readonly constants: readonly ConstantCode[];
}

/** How sure a fact is: holds, cannot hold, or holds as long as something is watched. */
export type Certainty =
  | { readonly kind: "yes"; readonly dependencies: readonly Dependency[] }
  | { readonly kind: "no" }
  | { readonly kind: "unknown" };

const yes: Certainty = { kind: "yes", dependencies: [] };
const no: Certainty = { kind: "no" };
const dontKnow: Certainty = { kind: "unknown" };

/** Finds what holds at the loop head each time around. */
export function solveLoop(walk: Walk, world: World): LoopKnowledge {
  const { phis } = walk;
  let assumed = nothingKnown(walk);
  if (!walk.isLoop || phis.length === 0) return assumed;
  const entry = knowledgeOnEntry(walk, world);
  assumed = {
    types: phis.map((phi) => entry.typeOf(phi.entry)),
    constants: phis.map((phi) => entry.constantOf(phi.entry)),
  };
  const { types } = walk.index;
  for (;;) {
    if (assumed.types.every((type) => type === unknown)) return assumed;
    const round = knowledgeAtJump(walk, world, assumed);
    const before: LoopKnowledge = assumed;
    const next: LoopKnowledge = {
      types: phis.map((phi, position) => types.join(elementAt(before.types, position), round.typeOf(phi.back))),
      constants: phis.map((phi, position) => {
        const constant = elementAt(before.constants, position);
        return constant === round.constantOf(phi.back) ? constant : noConstant;
      }),
    };
    const isStable =
      next.types.every((type, position) => type === before.types[position]) &&
      next.constants.every((constant, position) => constant === before.constants[position]);
    if (isStable) return before;
    assumed = next;
  }
}

/** What is known where the loop is entered. */
export function knowledgeOnEntry(walk: Walk, world: World): Knowledge {
  const entry = new Knowledge(walk, world, nothingKnown(walk));
  for (let at = 0; at < walk.trace.loopHead; at++) entry.advance(at);
  return entry;
}

/** What is known at the end of the trace when so much holds at the loop head. */
export function knowledgeAtJump(walk: Walk, world: World, loop: LoopKnowledge): Knowledge {
  const round = new Knowledge(walk, world, loop);
  for (let at = 0; at < walk.trace.uops.length; at++) round.advance(at);
  return round;
}

function nothingKnown({ phis }: Walk): LoopKnowledge {
  return { types: phis.map(() => unknown), constants: phis.map(() => noConstant) };
}

/** Knowledge of all values, at one point that moves forward. */
export class Knowledge {
  readonly constants: ConstantTable;
  readonly #walk: Walk;
  readonly #world: World;
  readonly #loop: LoopKnowledge;
  readonly #bodyEscapes: boolean;
  readonly #types: TypeCode[] = [];
  readonly #constantOf: ConstantCode[] = [];
  readonly #notConstant: ConstantCode[] = [];
  readonly #immortal: boolean[] = [];
  readonly #versions = new Map<ValueName, Version>();
  readonly #functionVersions = new Map<ValueName, Version>();
  #epoch = 0;
  /** A validity check ran in this epoch. A trace is not entered unless it is valid. */
  #isChecked = true;
  #isContradictory = false;

  /** Starts before the first uop; `loop` is what {@link solveLoop} found. */
  constructor(walk: Walk, world: World, loop: LoopKnowledge) {
    this.#walk = walk;
    this.#world = world;
    this.#loop = loop;
    this.constants = new ConstantTable(walk.index, walk.trace.constants);
    this.#bodyEscapes =
      walk.isLoop &&
      walk.shapes.some((shape, at) => at >= walk.trace.loopHead && (shape.flags & flagBit.escapes) !== 0);
    this.#types[nullValue] = nullType;
    this.#immortal[nullValue] = true;
  }

  /** Two facts excluded each other: the trace cannot get here. */
  get isContradictory(): boolean {
    return this.#isContradictory;
  }

  /** No user code ran since the last validity check. */
  get isValidityChecked(): boolean {
    return this.#isChecked;
  }

  typeOf(value: ValueName): TypeCode {
    return this.#types[value] ?? unknown;
  }

  constantOf(value: ValueName): ConstantCode {
    return this.#constantOf[value] ?? noConstant;
  }

  /** Releasing the value does nothing. */
  isImmortal(value: ValueName): boolean {
    if (this.#immortal[value] === true) return true;
    const code = this.constantOf(value);
    if (code !== noConstant && this.constants.isImmortal(code)) return true;
    return this.#walk.index.types.isImmortal(this.typeOf(value));
  }

  /** What holds at the loop head begins to hold; call before {@link advance} and before questions about uop `at`. */
  enter(at: number): void {
    if (!this.#walk.isLoop || at !== this.#walk.trace.loopHead) return;
    // What the body's escapes changed in the world, they changed before the second round.
    if (this.#bodyEscapes) this.#escape();
    this.#walk.phis.forEach((phi, position) => {
      this.narrow(phi.value, elementAt(this.#loop.types, position));
      this.#setConstant(phi.value, elementAt(this.#loop.constants, position));
    });
  }

  /** Moves past uop `at`, which fell through; `shape` is of the uop that a pass puts in its place, with the same stack effect. */
  advance(at: number, shape: UopShape = elementAt(this.#walk.shapes, at)): void {
    const walk = this.#walk;
    if (walk.isLoop) this.enter(at);
    const uop = elementAt(walk.trace.uops, at);
    const { guards } = shape;
    if (guards.length > 0) {
      for (const guard of guards) this.learn(guardedValue(walk, at, guard.slot), guard.fact, uop.operand0);
    }
    if ((shape.flags & flagBit.escapes) !== 0) this.#escape();
    if (uop.op === walk.index.structural.checkValidity) this.#isChecked = true;
    for (let slot = 0; slot < shape.outputCount; slot++) {
      if ((shape.keeps[slot] ?? -1) >= 0) continue;
      const result = shape.results[slot];
      if (result === undefined && slot !== shape.constantOutput) continue;
      const value = outputValue(walk, at, slot);
      if (value === nullValue) continue;
      if (result !== undefined) {
        if (result.type !== undefined) this.narrow(value, walk.index.types.code(result.type));
        else if (result.unique === true) this.narrow(value, nonNull);
        if (result.immortal === true) this.#immortal[value] = true;
      }
      if (slot === shape.constantOutput) this.setConstant(value, uop.operand0);
    }
    const stored = shape.role.storesResult;
    if (stored?.type !== undefined) this.narrow(elementAt(walk.localAfter, at), walk.index.types.code(stored.type));
  }

  /** Whether the value has the fact now. */
  holds(value: ValueName, fact: ValueFact, operand0: number): Certainty {
    const { types } = this.#walk.index;
    const type = this.typeOf(value);
    const constant = this.constantOf(value);
    if (constant !== noConstant) {
      const known = constantSatisfies(this.constants, this.#walk.index, constant, fact);
      if (known !== undefined) return known ? yes : no;
    }
    switch (fact.kind) {
      case "non-null":
        return types.leq(type, nonNull) ? yes : type === nullType ? no : dontKnow;
      case "null":
        return type === nullType ? yes : types.leq(type, nonNull) ? no : dontKnow;
      case "type": {
        const wanted = types.code(fact.type);
        if (types.leq(type, wanted)) return yes;
        return types.meet(type, wanted) === bottom ? no : dontKnow;
      }
      case "constant":
      case "not-constant": {
        const other = this.constants.wellKnown(fact.constant);
        if (other < 0) return dontKnow;
        const isOther = this.#notConstant[value] === other || types.meet(type, this.constants.type(other)) === bottom;
        return isOther ? (fact.kind === "constant" ? no : yes) : dontKnow;
      }
      case "type-version":
        return this.#versionHolds(this.#versions.get(value), operand0, "type");
      case "function-version":
        return this.#versionHolds(this.#functionVersions.get(value), operand0, "function");
    }
  }

  /** Takes a fact for true from here on. */
  learn(value: ValueName, fact: ValueFact, operand0: number): void {
    if (this.holds(value, fact, operand0).kind === "no") this.#isContradictory = true;
    switch (fact.kind) {
      case "non-null":
        this.narrow(value, nonNull);
        return;
      case "null":
        this.narrow(value, nullType);
        return;
      case "type":
        this.narrow(value, this.#walk.index.types.code(fact.type));
        return;
      case "constant": {
        const code = this.constants.wellKnown(fact.constant);
        if (code >= 0) this.#setConstant(value, code);
        return;
      }
      case "not-constant": {
        const code = this.constants.wellKnown(fact.constant);
        if (code >= 0) this.#notConstant[value] = code;
        return;
      }
      case "type-version": {
        this.narrow(value, nonNull);
        this.#versions.set(value, { number: operand0, epoch: this.#epoch });
        const known = this.#world.typeOfVersion?.(operand0);
        if (known !== undefined) this.narrow(value, this.#walk.index.types.code(known.type));
        return;
      }
      case "function-version":
        this.narrow(value, nonNull);
        this.#functionVersions.set(value, { number: operand0, epoch: this.#epoch });
    }
  }

  /** Takes for true that the value has this type as well. */
  narrow(value: ValueName, type: TypeCode): void {
    const met = this.#walk.index.types.meet(this.typeOf(value), type);
    if (met === bottom) this.#isContradictory = true;
    this.#types[value] = met;
  }

  /** Takes for true that the value is constant `id` of the trace, or of {@link constants}. */
  setConstant(value: ValueName, id: number): void {
    this.#setConstant(value, this.constants.code(id));
  }

  #setConstant(value: ValueName, code: ConstantCode): void {
    if (code === noConstant) return;
    this.#constantOf[value] = code;
    this.narrow(value, this.constants.type(code));
  }

  #escape(): void {
    this.#epoch++;
    this.#isChecked = false;
  }

  #versionHolds(version: Version | undefined, wanted: number, kind: "type" | "function"): Certainty {
    if (version?.number !== wanted) return dontKnow;
    if (version.epoch === this.#epoch) return yes;
    if (!this.#isChecked) return dontKnow;
    const known = kind === "type" ? this.#world.typeOfVersion?.(wanted) : this.#world.functionOfVersion?.(wanted);
    if (known === undefined) return dontKnow;
    return { kind: "yes", dependencies: [{ kind, reference: known.reference }] };
  }
}

interface Version {
  readonly number: number;
  readonly epoch: number;
}
