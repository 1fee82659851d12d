/// Arbitraries and a simple planner for property tests of stencils and of dialects built with them.
export {
  arbitraryExpression,
  decodeExpression,
  type DecodedExpression,
  type ExpressionRecord,
} from "./testing/expression-tree.ts";
export { type GreedyOptions, planGreedily, type PlannedUop } from "./testing/greedy-plan.ts";
