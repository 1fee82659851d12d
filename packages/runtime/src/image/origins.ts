// Where the host's half of a machine's own types and functions comes from: which step of the bootstrap defined a type, and which
// handles it got. With this a machine restored from an image makes that half again, piece by piece, when it is needed.

import { type ModuleWithFunctions } from "./links.ts";
import { type Runtime } from "../runtime.ts";

// Origins are rows of numbers, as an image's text has them: a machine is restored before every program, and reads few of them.

/**
 * A type that the bootstrap defined: handles in a row are those of its functions, and those of the payloads of its static methods, then of its
 * descriptors. Static functions are what its static methods wrap.
 */
export type TypeOrigin = readonly [
  step: number,
  type: number,
  firstDefinition: number,
  definitions: number,
  firstPayload: number,
  payloads: number,
  ...staticFunctions: number[],
];

/** Functions that the bootstrap put into a module. */
export type FunctionsOrigin = readonly [module: ModuleWithFunctions, firstDefinition: number, definitions: number];

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
    const firstDefinition = nextOf(definitions);
    const firstPayload = nextOf(payloads);
    const staticFunctions = make();
    const counts = { definitions: nextOf(definitions) - firstDefinition, payloads: nextOf(payloads) - firstPayload };
    this.types.push([this.#step, type, firstDefinition, counts.definitions, firstPayload, counts.payloads, ...staticFunctions]);
  }

  /** Notes the functions that `make` puts into a module. */
  noteFunctions(module: ModuleWithFunctions, make: () => void): void {
    const first = nextOf(this.#rt.definitions);
    make();
    this.functions.push([module, first, nextOf(this.#rt.definitions) - first]);
  }
}

function nextOf({ end, free }: { readonly end: number; readonly free: readonly number[] }): number {
  if (free.length > 0) throw new Error("the bootstrap gave up a handle: handles would not be in a row");
  return end;
}
