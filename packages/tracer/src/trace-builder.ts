// Grows a trace uop by uop: uops, exits, frames, constants and dependencies, each by its id.

import {
  noExit,
  type ConstantId,
  type Dependency,
  type Exit,
  type ExitId,
  type FrameId,
  type Origin,
  type Trace,
  type TraceConstant,
  type TraceFrame,
  type Uop,
  type UopDefinition,
  type UopId,
} from "@tjit/ir";
import type { FrameIdentity } from "./frontend.ts";
import type { PreparedLanguage } from "./language.ts";

/** Where a uop leaves to when it is of the kind that leaves; the kind itself follows from the uop's flags. */
export interface Leaving {
  readonly frame: FrameId;
  /** Offset in code units. */
  readonly target: number;
  /** How the exit differs from a plain one. */
  readonly how: "instruction" | "other-path" | "dynamic";
}

/** The trace being recorded. */
export class TraceBuilder {
  readonly #language: PreparedLanguage;
  readonly #uops: Uop[] = [];
  readonly #exits: Exit[] = [];
  readonly #frames: TraceFrame[] = [];
  readonly #constants: TraceConstant[] = [];
  readonly #dependencies: Dependency[] = [];
  #isChecked = false;

  constructor(language: PreparedLanguage) {
    this.#language = language;
  }

  get length(): number {
    return this.#uops.length;
  }

  /** Uops and exit stubs: what fitness charges for. */
  get slots(): number {
    return this.#uops.length + this.#exits.length;
  }

  /** The trace has looked whether it is valid, and since then nothing ran that could have changed that. */
  get isChecked(): boolean {
    return this.#isChecked;
  }

  get dependencies(): readonly Dependency[] {
    return this.#dependencies;
  }

  /** `entryDepth` is for frames that ran before the trace came in. */
  addFrame(identity: FrameIdentity, parent: FrameId | -1, entryDepth: number | undefined): FrameId {
    this.#addDependency({ kind: this.#language.language.codeDependency, reference: identity.code });
    this.#frames.push({
      parent,
      name: identity.name,
      code: identity.code,
      codeStart: identity.codeStart,
      localCount: identity.localCount,
      frameSize: identity.frameSize,
      ...(entryDepth === undefined ? {} : { entryDepth }),
    });
    return (this.#frames.length - 1) as FrameId;
  }

  /** Tells which frame a frame returned into, once that is known. */
  setParent(frame: FrameId, parent: FrameId): void {
    const known = this.#frames[frame];
    if (known !== undefined) this.#frames[frame] = { ...known, parent };
  }

  addConstant(constant: TraceConstant): ConstantId {
    const known = this.#constants.findIndex(
      (it) =>
        it.reference === constant.reference &&
        it.type === constant.type &&
        Object.is(it.value, constant.value) &&
        it.isImmortal === constant.isImmortal,
    );
    if (known >= 0) return known as ConstantId;
    this.#constants.push(constant);
    return (this.#constants.length - 1) as ConstantId;
  }

  /** Appends a uop, with the exits that its flags ask for. */
  addUop(op: UopId, oparg: number, operand0: number, operand1: number, leaving: Leaving, origin: Origin): void {
    const definition = this.#language.index.definition(op);
    const kind = exitKind(definition, leaving.how);
    // Behind the test, not before it; a test that pushes something leaves without having pushed.
    const isControlFlow =
      leaving.how === "other-path" && this.#language.index.shape(op, oparg).keeps.every((input) => input >= 0);
    this.#uops.push({
      op,
      oparg,
      operand0,
      operand1,
      exit: kind === undefined ? noExit : this.#addExit(kind, leaving, isControlFlow),
      error: definition.flags.has("error") ? this.#addExit("error", leaving, false) : noExit,
      origin,
    });
    if (op === this.#language.index.structural.checkValidity) this.#isChecked = true;
    else if (definition.flags.has("escapes")) this.#isChecked = false;
  }

  /** The trace as it is now; the builder is not used after that. */
  finish(name: string, entryDepth: number, loopHead: number): Trace {
    return {
      dialect: this.#language.index.dialect.name,
      name,
      frames: this.#frames,
      entryDepth,
      uops: this.#uops,
      exits: this.#exits,
      constants: this.#constants,
      dependencies: this.#dependencies,
      loopHead,
    };
  }

  #addExit(kind: Exit["kind"], { frame, target }: Leaving, isControlFlow: boolean): ExitId {
    this.#exits.push({ kind, frame, target, isControlFlow, recovery: [] });
    return (this.#exits.length - 1) as ExitId;
  }

  #addDependency(dependency: Dependency): void {
    const known = this.#dependencies.some((it) => it.kind === dependency.kind && it.reference === dependency.reference);
    if (!known) this.#dependencies.push(dependency);
  }
}

function exitKind({ flags }: UopDefinition, how: Leaving["how"]): Exit["kind"] | undefined {
  if (flags.has("periodic")) return "periodic";
  if (flags.has("exit")) return how === "dynamic" ? "dynamic" : "side";
  if (flags.has("deopt")) return how === "dynamic" ? "dynamic" : "deopt";
  return undefined;
}
