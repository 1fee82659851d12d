/// What native modules outside of this package are written with: CPython's C interface, as far as `@tjit/extension-modules` uses it. A VM
/// hands these functions to such modules, so that they need no copy of them; each costs every VM its size.
export { sizeArgument } from "./builtins/arguments.ts";
export { type IteratorState, clearIterator, iteratorState, traverseIterator } from "./builtins/iterator-state.ts";
export { newIterator } from "./builtins/iterators.ts";
export { budgetOf, reserveBytes, spendWork } from "./builtins/work.ts";
export {
  clearError,
  clearIf,
  errorMatches,
  errorOccurred,
  fail,
  fetchError,
  restoreError,
  setError,
  setErrorObject,
} from "./exceptions/errors.ts";
export { warn } from "./exceptions/warn.ts";
export { hasBuffer } from "./protocols/buffer.ts";
export { tupleFrom } from "./protocols/collect.ts";
