// An executor: a compiled trace that is in use, where it is entered, and where its exits lead.
//
//   code:  … ENTER_EXECUTOR i …        executor A                     executor B (side trace)
//               │                       exits: 0 ─── linked ─────────▶ parent: A, exit 0
//               └── entry, index i ───▶        1 ─── cold, counting    chainDepth 0 or 1
//                                              2 ─── never
//
// Clients see the read-only interface; the table that made a record is the only one to change it.

import type { Trace } from "@tjit/ir";

declare const executorIdBrand: unique symbol;
/** Number of an executor, never used twice within a table. */
export type ExecutorId = number & { readonly [executorIdBrand]: true };

/** An instruction that an executor's entry has replaced. */
export interface ExecutorEntry {
  /** The code object's reference. */
  readonly code: number;
  /** Address of the instruction. */
  readonly pc: number;
  /** Index among the code's executors: the argument of the entering instruction. */
  readonly index: number;
  /** What was there before. */
  readonly saved: number;
}

/** Where taking an exit leads. */
export type ExitState<Artifact> =
  /** To the interpreter; a counter decides when it is hot. */
  | { readonly kind: "cold" }
  /** To another executor. */
  | { readonly kind: "linked"; readonly to: Executor<Artifact> }
  /** To the interpreter, for good. */
  | { readonly kind: "never" };

/** The exit of an executor that another one hangs off. */
export interface ExecutorParent<Artifact> {
  readonly executor: Executor<Artifact>;
  readonly exit: number;
}

/** A compiled trace in use. `Artifact` is what the client made of the trace: module, slot, addresses of its records. */
export interface Executor<Artifact> {
  readonly id: ExecutorId;
  readonly trace: Trace;
  readonly artifact: Artifact;
  /** Address of the first instruction that it executes. */
  readonly start: number;
  /** Instructions that enter it; none for a side trace. */
  readonly entries: readonly ExecutorEntry[];
  readonly parent: ExecutorParent<Artifact> | undefined;
  /** How many exits that are no ordinary control flow lie between it and an executor with an entry. */
  readonly chainDepth: number;
  readonly isValid: boolean;
  /** By exit number of the trace. */
  readonly exits: readonly ExitState<Artifact>[];
}

/** The same, as the table keeps it. */
export interface ExecutorRecord<Artifact> extends Executor<Artifact> {
  readonly entries: ExecutorEntry[];
  readonly parent: { readonly executor: ExecutorRecord<Artifact>; readonly exit: number } | undefined;
  isValid: boolean;
  readonly exits: RecordedExit<Artifact>[];
  /** Exits that lead here. */
  readonly incoming: Map<ExecutorRecord<Artifact>, Set<number>>;
}

/** The same, as the table keeps it. */
export type RecordedExit<Artifact> =
  { readonly kind: "cold" | "never" } | { readonly kind: "linked"; readonly to: ExecutorRecord<Artifact> };
