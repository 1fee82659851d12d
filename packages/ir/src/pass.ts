// The contract between passes and whoever runs them. A pass computes; it never mutates.

import type { DialectIndex } from "./dialect.ts";
import type { Remark } from "./remark.ts";
import type { Dependency, Exit, ExitId, Trace, TraceConstant, Uop } from "./trace.ts";

/** Replaces `remove` uops from index `at` by `insert`. Edits of one pass do not overlap and are sorted by `at`. */
export interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly Uop[];
}

/** What a pass asks for. `applyEdits` turns it into the next trace. */
export interface PassResult {
  readonly kind: "result";
  readonly edits: readonly Edit[];
  /** Exits to replace, by id (recoveries change when ownership does); ids from `trace.exits.length` on are new exits. */
  readonly exits: ReadonlyMap<ExitId, Exit>;
  /** Constants to append; the first one gets the id `trace.constants.length`. */
  readonly constants: readonly TraceConstant[];
  /** Dependencies to append. */
  readonly dependencies: readonly Dependency[];
  readonly remarks: readonly Remark[];
}

/** The pass found that the trace is not worth or not possible to keep. */
export interface Abort {
  readonly kind: "abort";
  /** A key of the pass's closed table of reasons. */
  readonly reason: string;
  readonly at: number;
}

/** Questions about the VM that owns the trace. A pass works without it and then knows less. */
export interface World {
  /**
   * The value that the uop at this place would push now, and what must be watched for it to stay so;
   * `undefined` when nobody can promise it.
   */
  resolve?(
    uop: Uop,
    trace: Trace,
    /** What is known of the uop's inputs, deepest first. */
    inputs: readonly (TraceConstant | undefined)[],
  ): { readonly constant: TraceConstant; readonly dependencies: readonly Dependency[] } | undefined;
  /**
   * Whether the guard at this place passes now, and what must be watched for it to go on passing; `undefined` when nobody can
   * promise it.
   */
  holds?(
    uop: Uop,
    trace: Trace,
    inputs: readonly (TraceConstant | undefined)[],
  ): { readonly dependencies: readonly Dependency[] } | undefined;
  /**
   * The dialect's name of the type that has this version tag; `undefined` when unknown. With a `reference`, a dependency of kind
   * `type` on it is told when the type changes, and when an object's type stops being it.
   */
  typeOfVersion?(version: number): { readonly type: string; readonly reference: number } | undefined;
  /** The function with this version; a dependency of kind `function` on it is told when the function changes. */
  functionOfVersion?(version: number): { readonly reference: number } | undefined;
}

/** What a pass is given besides the trace. */
export interface PassEnvironment {
  readonly index: DialectIndex;
  readonly world: World;
  /** How many rules may fire at most, for bisecting; each firing leaves one remark. Without it, any number. */
  readonly limit?: number;
}

/** A pass: a named pure function. */
export interface Pass {
  readonly name: string;
  run(trace: Trace, environment: PassEnvironment): PassResult | Abort;
}
