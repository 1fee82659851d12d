/// Arbitraries and checkers for property tests of @tjit/specializer.
export { arbitraryCounter, arbitraryTuning } from "./testing/arbitraries.ts";
export { checkRewrite } from "./testing/check-rewrite.ts";
