/// Finding the rewrite that breaks a trace, by bisecting on fuel.
export { findFaultyRewrite } from "./testing/find-faulty-rewrite.ts";
