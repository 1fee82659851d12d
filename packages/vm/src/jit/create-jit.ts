// The JIT with the stencils of Python.

import { stencilBytes } from "@tjit/interpreter";
import { StencilSet, decodeBase64 } from "@tjit/stencils";
import type { JitContext } from "../parts.ts";
import { Jit } from "./jit.ts";
import { type JitTables, makeTables } from "./tables.ts";

/** Made with the first JIT; no VM's state is in it. */
let tables: JitTables | undefined;

/** Makes the JIT of a VM. */
export function createJit(context: JitContext): Jit {
  tables ??= makeTables(StencilSet.load(decodeBase64(stencilBytes)));
  return new Jit({ ...context, tables });
}
