/// A trace pass: forward abstract interpretation of types, and the removal of guards it proves redundant.
export { cleanup, type CleanupRule, cleanupRules } from "./cleanup.ts";
export { guardHoisting, type GuardHoistingRule, guardHoistingRules } from "./guard-hoisting.ts";
export { typeInference, typeInferenceAborts, type TypeInferenceRule, typeInferenceRules } from "./type-inference.ts";
