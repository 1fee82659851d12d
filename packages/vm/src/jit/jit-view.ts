// What people who look into a VM see of its JIT.

import type { Executor } from "@tjit/tracer";

/** A look at the JIT of a VM. */
export interface JitView {
  /** Valid executors, the oldest first. */
  readonly executors: readonly Executor<unknown>[];
  /** Bytes of all trace modules. */
  readonly codeBytes: number;
  /** How often an exit may still be taken before it is hot, as its counter says. */
  exitCounter(executor: Executor<unknown>, exit: number): number;
}
