// `tuple` objects: references follow the fixed part.

import { FixedType } from "../layout/memory-map.ts";
import { TupleObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { allocateSized } from "./new-object.ts";
import { copyReferences, emptyTuple, newRef } from "./reference.ts";

const lengthOffset = TupleObject.length.offset;

/** Offset of the first item. */
export const tupleItems = TupleObject.size;

/** A tuple of `length` NULLs, which the caller fills before anybody sees it. Length 0 gives the one empty tuple. */
export function newTuple(rt: Runtime, length: number): number {
  if (length === 0) return newRef(rt, emptyTuple);
  const tuple = allocateSized(rt, FixedType.tuple, tupleItems + 4 * length);
  rt.heap.store(tuple + lengthOffset, length);
  return tuple;
}

export function tupleLength(rt: Runtime, tuple: number): number {
  return rt.heap.load(tuple + lengthOffset);
}

/** An item, borrowed. The index must be in range. */
export function tupleItem(rt: Runtime, tuple: number, index: number): number {
  return rt.heap.load(tuple + tupleItems + 4 * index);
}

/** Sets an item of a new tuple. Steals `value`. */
export function tupleInit(rt: Runtime, tuple: number, index: number, value: number): void {
  rt.heap.store(tuple + tupleItems + 4 * index, value);
}

/** A tuple of references that are taken over. */
export function tupleOf(rt: Runtime, ...stolen: readonly number[]): number {
  return tupleOfAll(rt, stolen);
}

/** {@link tupleOf} of references that may be too many for a call. */
export function tupleOfAll(rt: Runtime, stolen: readonly number[]): number {
  const tuple = newTuple(rt, stolen.length);
  for (let index = 0; index < stolen.length; index++) tupleInit(rt, tuple, index, stolen[index] as number);
  return tuple;
}

/** A tuple of `count` references at `address`, which keep their counts. */
export function tupleFromMemory(rt: Runtime, address: number, count: number): number {
  const tuple = newTuple(rt, count);
  copyReferences(rt, tuple + tupleItems, address, count);
  return tuple;
}

/** A tuple of the items from `start` to `stop`, both in range. */
export function tupleSlice(rt: Runtime, tuple: number, start: number, stop: number): number {
  return tupleFromMemory(rt, tuple + tupleItems + 4 * start, Math.max(0, stop - start));
}
