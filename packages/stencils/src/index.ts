/// Run time: stencil sets, copy-and-patch and the code cache. Small, and free of the builder and of Binaryen.
export { assembleTrace, type AssembledTrace, type AssembleOptions } from "./assemble-trace.ts";
export { decodeBase64 } from "./base64.ts";
export { CodeCache, type CodeCacheOptions, publish, type TraceImports } from "./code-cache.ts";
export { type ExitStub, stepsOfExit } from "./exit-stub.ts";
export { InvariantError } from "./invariant-error.ts";
export {
  type MoveStep,
  type Place,
  type ReshapeStep,
  stencilStep,
  type StencilStep,
  type TracePlan,
  type TraceStep,
} from "./plan.ts";
export { type LocalLayout, type RegisterClass, registerClassOf } from "./registers.ts";
export { movesOfReshape } from "./reshape.ts";
export { type StencilId, StencilSet } from "./stencil-set.ts";
export type { Callee, CalleeType, Stencil, StencilSetData } from "./stencil-data.ts";
export { deriveVariants, type Variant } from "./variants.ts";
