// The JIT with the stencils of Python.

import { stencilBytes } from "@tjit/interpreter";
import { StencilSet, decodeBase64 } from "@tjit/stencils";
import type { JitContext } from "../parts.ts";
import { Jit } from "./jit.ts";

/** Makes the JIT of a VM. */
export function createJit(context: JitContext): Jit {
  return new Jit({ ...context, stencils: StencilSet.load(decodeBase64(stencilBytes)) });
}
