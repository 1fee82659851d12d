// Where the host's half of a machine's own types and functions comes from: which step of the bootstrap defined a type, and which
// handles it got. With this a machine restored from an image makes that half again, piece by piece, when it is needed.

import { type ModuleWithFunctions } from "./links.ts";
import { type Runtime } from "../runtime.ts";

/** Handles in a row. */
export interface HandleRange {
  readonly first: number;
  readonly count: number;
}

/** A type that the bootstrap defined. */
export interface TypeOrigin {
  readonly step: number;
  readonly type: number;
  /** Of its functions. */
  readonly definitions: HandleRange;
  /** Of its static methods, then of its descriptors. */
  readonly payloads: HandleRange;
  /** What its static methods wrap. */
  readonly staticFunctions: readonly number[];
}

/** Functions that the bootstrap put into a module. */
export interface FunctionsOrigin {
  readonly module: ModuleWithFunctions;
  readonly definitions: HandleRange;
}

/** What the bootstrap made, in order. */
export interface Origins {
  readonly types: readonly TypeOrigin[];
  readonly functions: readonly FunctionsOrigin[];
}

/** Notes origins while a machine is bootstrapped. */
export class OriginRecorder implements Origins {
  readonly types: TypeOrigin[] = [];
  readonly functions: FunctionsOrigin[] = [];
  readonly #rt: Runtime;
  #step = 0;

  constructor(rt: Runtime) {
    this.#rt = rt;
  }

  /** What follows is of this step. */
  beginStep(step: number): void {
    this.#step = step;
  }

  /** Notes the type whose functions and descriptors `make` makes; it answers with what the static methods wrap. */
  noteType(type: number, make: () => readonly number[]): void {
    const { definitions, payloads } = this.#rt;
    const first = { definitions: nextOf(definitions), payloads: nextOf(payloads) };
    const staticFunctions = make();
    this.types.push({
      step: this.#step,
      type,
      definitions: { first: first.definitions, count: nextOf(definitions) - first.definitions },
      payloads: { first: first.payloads, count: nextOf(payloads) - first.payloads },
      staticFunctions,
    });
  }

  /** Notes the functions that `make` puts into a module. */
  noteFunctions(module: ModuleWithFunctions, make: () => void): void {
    const first = nextOf(this.#rt.definitions);
    make();
    this.functions.push({ module, definitions: { first, count: nextOf(this.#rt.definitions) - first } });
  }
}

function nextOf({ end, free }: { readonly end: number; readonly free: readonly number[] }): number {
  if (free.length > 0) throw new Error("the bootstrap gave up a handle: handles would not be in a row");
  return end;
}
