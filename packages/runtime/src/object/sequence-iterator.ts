// Iterators of lists and tuples (in memory, for generated code), and of any object with `__getitem__`.

import { SequenceIterator } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { allocateSized, newHostObject } from "./new-object.ts";
import { newRef } from "./reference.ts";

/** Payload of the iterator of an object with `__getitem__`; `sequence` is owned and 0 when exhausted. */
export interface ItemIterator {
  index: number;
  sequence: number;
}

/** An iterator of a list or tuple. */
export function newListIterator(rt: Runtime, sequence: number, type: number): number {
  const iterator = allocateSized(rt, type, SequenceIterator.size);
  rt.heap.store(iterator + SequenceIterator.sequence.offset, newRef(rt, sequence));
  return iterator;
}

/** An iterator that calls `__getitem__` with 0, 1, 2, … */
export function newSequenceIterator(rt: Runtime, sequence: number): number {
  const payload: ItemIterator = { index: 0, sequence: newRef(rt, sequence) };
  return newHostObject(rt, rt.types.sequenceIterator, payload);
}
