// Pairs of any kind into a mapping.

import {
  type Runtime,
  decref,
  errorOccurred,
  fail,
  forEach,
  getIter,
  iterNext,
  setItem,
  xdecref,
} from "@tjit/runtime/api";

/** `self[key] = value` for each pair of an iterable. Status. */
export function addPairs(rt: Runtime, self: number, pairs: number): number {
  return forEach(rt, pairs, (pair) => {
    const iterator = getIter(rt, pair);
    if (iterator === 0) return -1;
    const key = iterNext(rt, iterator);
    const value = key === 0 ? 0 : iterNext(rt, iterator);
    const rest = value === 0 ? 0 : iterNext(rt, iterator);
    const status = errorOccurred(rt) === 0 ? setPair(rt, self, key, value, rest) : -1;
    for (const it of [key, value, rest]) xdecref(rt, it);
    decref(rt, iterator);
    return status;
  });
}

function setPair(rt: Runtime, self: number, key: number, value: number, rest: number): number {
  const { ValueError } = rt.types;
  if (key === 0) return fail(rt, ValueError, "need more than 0 values to unpack");
  if (value === 0) return fail(rt, ValueError, "need more than 1 value to unpack");
  if (rest !== 0) return fail(rt, ValueError, "too many values to unpack (expected 2)");
  return setItem(rt, self, key, value);
}
