/// Arbitraries and checkers for property tests of @tjit/regalloc.
export { checkAllocation, type AllocationProblemFound } from "./testing/check-allocation.ts";
export { stackTraceArbitrary, variantTableArbitrary } from "./testing/arbitraries.ts";
export { stackDialect } from "./testing/stack-dialect.ts";
export { variantsFor, variantTable } from "./testing/variants-for.ts";
export { parseProblem, printProblem, type ReplayedProblem } from "./testing/problem-text.ts";
