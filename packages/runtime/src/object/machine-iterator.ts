// Iterators that generated code steps by itself (layout: `IteratorObject`): of dicts, enumerate, zip. What the machine does not do, their slots do.

import { IteratorObject, TupleObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { allocate } from "./new-object.ts";
import { None, decref, newRef } from "./reference.ts";
import { tupleInit, tupleItem, tupleOf, tupleOfAll } from "./tuple.ts";

const { source, result } = IteratorObject;

/** A new iterator; `iterated` is taken over. `resultLength`: items of the tuple that it gives again and again, 0 for none. */
export function newMachineIterator(rt: Runtime, type: number, iterated: number, resultLength: number): number {
  const iterator = allocate(rt, type);
  rt.heap.store(iterator + source.offset, iterated);
  if (resultLength > 0) rt.heap.store(iterator + result.offset, nones(rt, resultLength));
  return iterator;
}

/** A tuple of so many None. */
export function nones(rt: Runtime, count: number): number {
  return tupleOfAll(rt, new Array<number>(count).fill(None));
}

/** `(first, second)`, which are taken over: the iterator's last result again when nobody else holds that. */
export function reusedPair(rt: Runtime, iterator: number, first: number, second: number): number {
  const { heap } = rt;
  const pair = heap.load(iterator + result.offset);
  if (pair === 0 || heap.load(pair) !== 1) return tupleOf(rt, first, second);
  newRef(rt, pair);
  const old = [tupleItem(rt, pair, 0), tupleItem(rt, pair, 1)] as const;
  heap.store(pair + TupleObject.hash.offset, 0);
  tupleInit(rt, pair, 0, first);
  tupleInit(rt, pair, 1, second);
  for (const it of old) decref(rt, it);
  return pair;
}
