/// A top-of-stack register allocator over K cache registers, with a symbolic checker.
export {
  abortReasons,
  type AbortReason,
  type Allocation,
  type AllocationStep,
  type RegisterAbort,
  type StackPlace,
  type TransferStep,
  type UopStep,
} from "./allocation.ts";
export { allocateRegisters, type AllocationOptions, type AllocationProblem } from "./allocate.ts";
export { defaultCost, transferCost, type TransferWeights } from "./cost.ts";
export { VariantTable, type Variant, type VariantSource } from "./variants.ts";
