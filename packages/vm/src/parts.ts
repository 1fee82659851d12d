// What a VM needs only at times, and what is not the same everywhere, handed to it from outside: the package's VM has it all at hand, the command loads it when it is needed.

import type { RuntimeImage } from "@tjit/runtime";
import type { Jit, JitOptions } from "./jit/jit.ts";
import type { MakeTraceHost } from "./jit/trace-host.ts";

/** What the JIT is made of, but for the tables that all share. */
export type JitContext = Omit<JitOptions, "tables">;

/** Parts of a VM that a short program does not need. */
export interface Parts {
  /** Makes the JIT: asked when the first code is hot. */
  readonly createJit: (context: JitContext) => Jit;
  /** Milliseconds from some origin, by which the JIT budgets its own time. */
  readonly milliseconds: () => number;
  /** Runs traces in the place of their machine code: for tests. */
  readonly traceHost?: MakeTraceHost;
  /** The machine to start from, for tests; the one that the build stored unless given. */
  readonly image?: RuntimeImage;
}
