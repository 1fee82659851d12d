/// Arbitraries and checkers for property tests of @tjit/tracer.
export { checkExecutorTable } from "./testing/check-executor-table.ts";
