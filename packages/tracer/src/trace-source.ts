// Where recordings come from.

import type { ExecutorId } from "./executor.ts";

/** Why a recording was started. */
export type TraceSource =
  /** A backward jump, or a function's first instruction, at this address, has become hot. */
  | { readonly kind: "backward-jump" | "entry"; readonly entry: number }
  /** An exit of an executor has become hot. `chainDepth` is that of the trace to be. */
  | { readonly kind: "exit"; readonly executor: ExecutorId; readonly exit: number; readonly chainDepth: number };
