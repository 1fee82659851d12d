// The iterator of a set, which generated code steps by itself (layout: `IteratorObject`): here are the end and a set that changed.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { IteratorObject, LayoutKind } from "../layout/objects.ts";
import { newMachineIterator } from "../object/machine-iterator.ts";
import { allocate } from "../object/new-object.ts";
import { decref, newRef, smallInt, xincref } from "../object/reference.ts";
import { nextSlot, setLength, slotAddress } from "../object/set-table.ts";
import { listFrom } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { reduceTo } from "./reduce-iterator.ts";

const { source, index, limit } = IteratorObject;

/** `iter(set)`. */
export function newSetIterator(rt: Runtime, set: number): number {
  const iterator = newMachineIterator(rt, FixedType.set_iterator, newRef(rt, set), 0);
  rt.heap.store(iterator + limit.offset, setLength(rt, set));
  return iterator;
}

function next(rt: Runtime, iterator: number): number {
  const { heap } = rt;
  const set = heap.load(iterator + source.offset);
  if (set === 0) return 0;
  if (setLength(rt, set) !== heap.load(iterator + limit.offset)) {
    // From now on it stays so.
    heap.store(iterator + limit.offset, -1);
    return setError(rt, rt.types.RuntimeError, "Set changed size during iteration");
  }
  const at = nextSlot(rt, set, heap.load(iterator + index.offset));
  if (at >= 0) {
    heap.store(iterator + index.offset, at + 1);
    return newRef(rt, heap.load(slotAddress(rt, set, at)));
  }
  heap.store(iterator + source.offset, 0);
  decref(rt, set);
  return 0;
}

function lengthHint(rt: Runtime, iterator: number): number {
  const set = rt.heap.load(iterator + source.offset);
  let left = 0;
  if (set !== 0 && setLength(rt, set) === rt.heap.load(iterator + limit.offset)) {
    for (let at = rt.heap.load(iterator + index.offset) - 1; (at = nextSlot(rt, set, at + 1)) >= 0;) left++;
  }
  return smallInt(left);
}

/** What is left, as a list, without stepping the iterator itself. */
function reduce(rt: Runtime, iterator: number): number {
  const copy = allocate(rt, FixedType.set_iterator);
  for (const { offset } of [source, index, limit]) rt.heap.store(copy + offset, rt.heap.load(iterator + offset));
  xincref(rt, rt.heap.load(copy + source.offset));
  const items = listFrom(rt, copy);
  decref(rt, copy);
  return items === 0 ? 0 : reduceTo(rt, "iter", items);
}

/** Defines the iterator of sets. */
export function defineSetIterator(rt: Runtime): void {
  defineType(rt, {
    name: "set_iterator",
    address: FixedType.set_iterator,
    layout: LayoutKind.ITERATOR,
    size: IteratorObject.size,
    acceptsSubclasses: false,
    methods: {
      __length_hint__: method("($self, /)", lengthHint),
      __reduce__: method("($self, /)", reduce),
    },
    slots: { iter: newRef, iternext: next },
  });
}
