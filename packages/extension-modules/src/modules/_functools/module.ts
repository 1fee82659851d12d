// The module `_functools`.

import {
  type Runtime,
  builtinFunction,
  callTwoArguments,
  clearIf,
  decref,
  errorOccurred,
  getIter,
  iterNext,
  newModule,
  newRef,
  payStep,
  setError,
} from "@tjit/runtime/api";
import { cmpToKey } from "./key-wrapper.ts";
import { defineLruCache } from "./lru-cache.ts";
import { definePartial, makePlaceholder } from "./partial.ts";

/** Makes the module. */
export function newFunctoolsModule(rt: Runtime): number {
  const placeholder = makePlaceholder(rt);
  const functions = {
    cmp_to_key: cmpToKey(rt),
    reduce: builtinFunction("(function, iterable, /, initial=<unrepresentable>)", reduce),
  };
  return newModule(rt, "_functools", functions, {
    partial: newRef(rt, definePartial(rt, placeholder.object)),
    Placeholder: newRef(rt, placeholder.object),
    _PlaceholderType: newRef(rt, placeholder.type),
    _lru_cache_wrapper: newRef(rt, defineLruCache(rt, placeholder.object)),
  });
}

function reduce(rt: Runtime, fn: number, iterable: number, initial: number): number {
  const iterator = getIter(rt, iterable);
  if (iterator === 0) {
    if (!clearIf(rt, rt.types.TypeError)) return 0;
    return setError(rt, rt.types.TypeError, "reduce() arg 2 must support iteration");
  }
  let result = initial === 0 ? 0 : newRef(rt, initial);
  for (let step = 0; ; step++) {
    const item = payStep(rt, step) < 0 ? 0 : iterNext(rt, iterator);
    if (item === 0) break;
    if (result === 0) {
      result = item;
      continue;
    }
    const next = callTwoArguments(rt, fn, result, item);
    decref(rt, result);
    decref(rt, item);
    result = next;
    if (next === 0) break;
  }
  decref(rt, iterator);
  if (errorOccurred(rt) !== 0) {
    if (result !== 0) decref(rt, result);
    return 0;
  }
  return result === 0 ? setError(rt, rt.types.TypeError, "reduce() of empty iterable with no initial value") : result;
}
