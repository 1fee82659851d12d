// `_count_elements`: what `Counter` counts with.

import {
  BinaryOperator,
  FixedType,
  None,
  type Runtime,
  binaryOperation,
  callTwoArguments,
  decref,
  dictLookup,
  dictSetWithHash,
  entryValue,
  forEach,
  getAttributeString,
  hashKey,
  isDict,
  newInt,
  newRef,
  setItem,
  typeOf,
} from "@tjit/runtime/api";

/** Adds one to `mapping[item]` for each item: within the dict when nothing that the mapping's class defines would be passed over. */
export function countElements(rt: Runtime, mapping: number, iterable: number): number {
  const plain = isPlain(rt, mapping);
  if (plain < 0) return 0;
  if (plain > 0) return forEach(rt, iterable, (item) => held(rt, item, countInDict, mapping)) < 0 ? 0 : None;
  const get = getAttributeString(rt, mapping, "get");
  if (get === 0) return 0;
  const count = (rt_: Runtime, key: number): number => {
    const old = callTwoArguments(rt_, get, key, newInt(rt_, 0));
    return old === 0 ? -1 : store(rt_, old, (value) => setItem(rt_, mapping, key, value));
  };
  const status = forEach(rt, iterable, (item) => held(rt, item, count, mapping));
  decref(rt, get);
  return status < 0 ? 0 : None;
}

/** Whether `get` and `__setitem__` are those of dict: 1, 0, or -1 with an exception set. */
function isPlain(rt: Runtime, mapping: number): number {
  if (!isDict(rt, mapping)) return 0;
  for (const name of ["get", "__setitem__"]) {
    const own = getAttributeString(rt, typeOf(rt, mapping), name);
    if (own === 0) return -1;
    const plain = getAttributeString(rt, FixedType.dict, name);
    decref(rt, own);
    decref(rt, plain);
    if (own !== plain) return 0;
  }
  return 1;
}

/** The item must outlive a change of what it came from. */
function held(
  rt: Runtime,
  item: number,
  count: (rt: Runtime, key: number, mapping: number) => number,
  mapping: number,
): number {
  const key = newRef(rt, item);
  const status = count(rt, key, mapping);
  decref(rt, key);
  return status;
}

function countInDict(rt: Runtime, key: number, dict: number): number {
  const hash = hashKey(rt, key);
  const entry = hash === -1 ? -1 : dictLookup(rt, dict, key, hash);
  if (entry === -1) return -1;
  const old = entry === 0 ? newInt(rt, 0) : newRef(rt, entryValue(rt, entry));
  return store(rt, old, (value) => dictSetWithHash(rt, dict, key, hash, value));
}

/** Hands `old + 1` to `set`; steals `old`. Status. */
function store(rt: Runtime, old: number, set: (value: number) => number): number {
  const value = binaryOperation(rt, old, newInt(rt, 1), BinaryOperator.ADD);
  decref(rt, old);
  if (value === 0) return -1;
  const status = set(value);
  decref(rt, value);
  return status;
}
