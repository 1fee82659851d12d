// Constant propagation: computes at optimization time what needs no running.
//
//   _LOAD_INT 1                                    _LOAD_INT 1
//   _LOAD_INT 2                                    _LOAD_INT 2
//   _ADD_INT       left, right are constants  ──▶  _POP_NOP  _POP_NOP  _BORROW_CONSTANT 3  _BORROW_CONSTANT 1  _BORROW_CONSTANT 2
//   _POP  _POP                                     _POP  _POP
//
// What a fold leaves are pushes next to pops, which dead-uops.ts cancels. Inputs that an operation leaves on the stack are pushed
// again, each with the ownership it had. Values of the world (a global, a method of a type) become constants when `World.resolve`
// promises them, against a dependency; guards go when `World.holds` promises. Both only where no user code has run since the last
// validity check, so that a broken promise is noticed in time. Cost: linear, one walk.

import {
  type Abort,
  type DialectIndex,
  Knowledge,
  type Pass,
  type PassEnvironment,
  type PassResult,
  type ReferenceName,
  Rewriter,
  type Trace,
  type TraceConstant,
  type TypedValue,
  type Uop,
  type UopShape,
  type Walk,
  decideGuard,
  elementAt,
  finishCut,
  flagBit,
  guardedValue,
  inputReference,
  inputSlot,
  inputValue,
  leaveAtGuard,
  noConstant,
  outputReference,
  outputValue,
  solveLoop,
  walkTrace,
} from "@tjit/ir";

/** The rewrite rules, each with a sentence for people. */
export const constantPropagationRules = {
  fold: "an operation on constants is its result",
  resolve: "a value that the world promises is a constant, as long as the promise is watched",
  promise: "a guard that the world promises to pass does nothing, as long as the promise is watched",
  "constant-guard": "a guard whose facts follow from constants does nothing",
  "constant-branch": "a branch on a constant only drops the constant",
  "impossible-guard": "behind a guard that always fails nothing runs: the trace leaves there for good",
} as const;

/** A key of {@link constantPropagationRules}. */
export type ConstantPropagationRule = keyof typeof constantPropagationRules;

/** The pass. */
export const constantPropagation: Pass = { name: "constant-propagation", run: propagateConstants };

function propagateConstants(trace: Trace, environment: PassEnvironment): PassResult | Abort {
  const pass = new Propagation(trace, environment);
  for (let at = 0; at < trace.uops.length; at++) {
    const next = pass.visit(at);
    if (next === "cut" && pass.isLoop) return finishCut(trace, environment, pass.finish(), at, propagateConstants);
    if (next !== "go on") break;
  }
  return pass.finish();
}

const impure: number =
  flagBit.error |
  flagBit.escapes |
  flagBit["writes-local"] |
  flagBit.records |
  flagBit.terminal |
  flagBit.periodic |
  flagBit.syncs;

const noInputs: readonly undefined[] = [];

/** One run of the pass. */
class Propagation {
  readonly #trace: Trace;
  readonly #environment: PassEnvironment;
  readonly #index: DialectIndex;
  readonly #walk: Walk;
  readonly #knowledge: Knowledge;
  readonly #rewriter: Rewriter;
  /** References to objects that a later uop writes over: a constant cannot stand in for them. */
  readonly #overwritten = new Set<ReferenceName>();

  constructor(trace: Trace, environment: PassEnvironment) {
    const { index, world } = environment;
    this.#trace = trace;
    this.#environment = environment;
    this.#index = index;
    this.#walk = walkTrace(trace, index);
    this.#knowledge = new Knowledge(this.#walk, world, solveLoop(this.#walk, world));
    this.#rewriter = new Rewriter(constantPropagation.name, trace, environment);
    for (const [at, shape] of this.#walk.shapes.entries()) {
      const { overwrites } = shape.role;
      if (overwrites === undefined) continue;
      const slot = inputSlot(shape, overwrites);
      if (slot >= 0) this.#overwritten.add(inputReference(this.#walk, at, slot));
    }
  }

  finish(): PassResult {
    const known = this.#trace.constants.length;
    return this.#rewriter.result(this.#knowledge.constants.from(known).slice(0, this.#highestConstant() + 1 - known));
  }

  /** Constants that only folding saw are not the trace's. */
  #highestConstant(): number {
    let highest = this.#trace.constants.length - 1;
    for (const { insert } of this.#rewriter.edits) {
      for (const { op, operand0 } of insert) {
        if (this.#index.definition(op).operand0 === "constant") highest = Math.max(highest, operand0);
      }
    }
    return highest;
  }

  get isLoop(): boolean {
    return this.#walk.isLoop;
  }

  /** Looks at one uop and moves past it, unless the trace is cut there. */
  visit(at: number): "go on" | "cut" | "spent" {
    if (this.#rewriter.isSpent) return "spent";
    const knowledge = this.#knowledge;
    knowledge.enter(at);
    const shape = elementAt(this.#walk.shapes, at);
    if (this.#guard(shape, at) === "cut") return "cut";
    const results = this.#fold(shape, at);
    const resolved = results === undefined ? this.#resolve(shape, at) : undefined;
    knowledge.advance(at);
    results?.forEach((constant, slot) => {
      if (constant !== undefined) knowledge.setConstant(outputValue(this.#walk, at, slot), constant);
    });
    if (resolved !== undefined) knowledge.setConstant(outputValue(this.#walk, at, shape.outputCount - 1), resolved);
    return "go on";
  }

  #guard(shape: UopShape, at: number): "cut" | "go on" {
    const decision = decideGuard(this.#walk, this.#knowledge, at);
    const rewriter = this.#rewriter;
    // Whatever is known without a constant is another pass's business.
    if (decision.kind !== "keep" && !this.#guardsConstants(shape, at)) return "go on";
    switch (decision.kind) {
      case "redundant":
        rewriter.replace(at, []);
        rewriter.depend(decision.dependencies);
        this.#remark("constant-guard", at);
        return "go on";
      case "drop":
        rewriter.replace(
          at,
          Array.from({ length: shape.inputCount }, () => rewriter.make(at, this.#index.structural.popTopNop)),
        );
        rewriter.depend(decision.dependencies);
        this.#remark("constant-branch", at);
        return "go on";
      case "impossible":
        rewriter.replace(at, leaveAtGuard(this.#walk, rewriter, this.#index, at), this.#trace.uops.length - at);
        this.#remark("impossible-guard", at);
        return "cut";
      case "keep":
        this.#promise(shape, at);
        return "go on";
    }
  }

  #guardsConstants(shape: UopShape, at: number): boolean {
    return shape.guards.every(
      ({ slot }) => this.#knowledge.constantOf(guardedValue(this.#walk, at, slot)) !== noConstant,
    );
  }

  #promise(shape: UopShape, at: number): void {
    if (this.#environment.world.holds === undefined) return;
    const isGuard = shape.isNeutral && (shape.flags & (flagBit.exit | flagBit.deopt)) !== 0;
    const structural = this.#index.structural;
    const uop = elementAt(this.#trace.uops, at);
    const isOther = (shape.flags & (impure & ~flagBit.syncs)) !== 0 || uop.op === structural.checkValidity;
    if (!isGuard || isOther || !this.#knowledge.isValidityChecked) return;
    const promise = this.#environment.world.holds(uop, this.#trace, this.#inputConstants(shape, at));
    if (promise === undefined) return;
    this.#rewriter.replace(at, []);
    this.#rewriter.depend(promise.dependencies);
    this.#remark("promise", at);
  }

  /** The constants that the uop's outputs are, by output slot, when the uop needs not run. */
  #fold(shape: UopShape, at: number): (number | undefined)[] | undefined {
    const { definition } = shape;
    const rule = this.#index.dialect.folds[definition.name];
    if (rule === undefined || (shape.flags & impure) !== 0 || definition.frame !== undefined) return undefined;
    if (this.#overwritten.size > 0) {
      for (let slot = 0; slot < shape.outputCount; slot++) {
        if (this.#overwritten.has(outputReference(this.#walk, at, slot))) return undefined;
      }
    }
    const inputs: TypedValue[] = [];
    for (let slot = 0; slot < shape.inputCount; slot++) {
      const code = this.#knowledge.constantOf(inputValue(this.#walk, at, slot));
      const value = code === noConstant ? undefined : this.#knowledge.constants.typedValue(code);
      if (value === undefined) return undefined;
      inputs.push(value);
    }
    const uop = elementAt(this.#trace.uops, at);
    const results = rule(inputs, uop.oparg);
    if (results?.length !== shape.outputCount) return undefined;
    // A constant that is pushed already only becomes known.
    if (shape.inputCount === 0)
      return results.map((result) => (typeof result === "string" ? undefined : this.#intern(result)));
    return this.#emitFold(shape, at, results);
  }

  #emitFold(
    shape: UopShape,
    at: number,
    results: NonNullable<ReturnType<DialectIndex["dialect"]["folds"][string]>>,
  ): number[] | undefined {
    const pushes: Uop[] = [];
    const constants: number[] = [];
    for (const [slot, result] of results.entries()) {
      const kept = elementAt(shape.keeps, slot);
      const from = typeof result === "string" ? Number(result.slice("input".length)) : -1;
      const constant = typeof result === "string" ? this.#constantOfInput(at, from) : this.#intern(result);
      // What stays on the stack keeps its ownership; what is new owns a count.
      const isBorrowed = kept >= 0 && this.#isBorrowed(at, kept);
      const push = constant === undefined ? undefined : this.#load(at, constant, isBorrowed ? "borrowed" : "counted");
      if (constant === undefined || push === undefined) return undefined;
      pushes.push(push);
      constants.push(constant);
    }
    const pops = Array.from({ length: shape.inputCount }, (_, down) => this.#pop(at, shape.inputCount - 1 - down));
    this.#rewriter.replace(at, [...pops, ...pushes]);
    this.#remark("fold", at);
    return constants;
  }

  /** The constant that the uop's only new output, on top, is in this world. */
  #resolve(shape: UopShape, at: number): number | undefined {
    if (
      this.#environment.world.resolve === undefined ||
      !shape.pushesOne ||
      shape.constantOutput >= 0 ||
      shape.localOutput >= 0
    )
      return undefined;
    const excluded = flagBit["writes-local"] | flagBit.terminal | flagBit.records;
    if ((shape.flags & excluded) !== 0 || shape.definition.frame !== undefined) return undefined;
    if (!this.#knowledge.isValidityChecked) return undefined;
    const uop = elementAt(this.#trace.uops, at);
    const promise = this.#environment.world.resolve(uop, this.#trace, this.#inputConstants(shape, at));
    if (promise === undefined) return undefined;
    const constant = this.#knowledge.constants.intern(promise.constant);
    const push = this.#load(at, constant, "counted");
    if (push === undefined) return undefined;
    this.#rewriter.replace(at, [push]);
    this.#rewriter.depend(promise.dependencies);
    this.#remark("resolve", at);
    return constant;
  }

  #inputConstants(shape: UopShape, at: number): readonly (TraceConstant | undefined)[] {
    if (shape.inputCount === 0) return noInputs;
    return shape.inputItems.map((_, slot) => {
      const code = this.#knowledge.constantOf(inputValue(this.#walk, at, slot));
      return code === noConstant ? undefined : this.#knowledge.constants.traceConstant(code);
    });
  }

  #constantOfInput(at: number, slot: number): number | undefined {
    const code = this.#knowledge.constantOf(inputValue(this.#walk, at, slot));
    return this.#knowledge.constants.idOf(code);
  }

  #intern(value: TypedValue): number {
    return this.#knowledge.constants.internValue(value);
  }

  /** Pushes a constant: uncounted where there is nothing to count or the slot was borrowed, else counted if the dialect can. */
  #load(at: number, constant: number, ownership: "borrowed" | "counted"): Uop | undefined {
    const { type } = this.#knowledge.constants.at(constant);
    const { types, structural } = this.#index;
    const needsNoCount = ownership === "borrowed" || types.isImmediate(types.code(type));
    const op = needsNoCount ? structural.loadConstant : this.#index.countedConstantLoad;
    return op === undefined ? undefined : this.#rewriter.make(at, op, { operand0: constant });
  }

  #pop(at: number, slot: number): Uop {
    const { structural, types } = this.#index;
    const type = this.#knowledge.typeOf(inputValue(this.#walk, at, slot));
    const needsNoRelease = this.#isBorrowed(at, slot) || types.isImmediate(type);
    return this.#rewriter.make(at, needsNoRelease ? structural.popTopNop : structural.popTop);
  }

  #isBorrowed(at: number, slot: number): boolean {
    const born = elementAt(this.#walk.bornAt, inputReference(this.#walk, at, slot));
    return born >= 0 && elementAt(this.#walk.shapes, born).role.pushesBorrowed;
  }

  #remark(rule: ConstantPropagationRule, at: number): void {
    this.#rewriter.remark(rule, at, constantPropagationRules[rule]);
  }
}
