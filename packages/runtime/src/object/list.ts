// `list` objects: items in a block of their own that grows by an eighth.

import { FixedType } from "../layout/memory-map.ts";
import { ListObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { allocateSized } from "./new-object.ts";
import { copyReferences, decref, incref } from "./reference.ts";
import { newTuple, tupleItems } from "./tuple.ts";

const lengthOffset = ListObject.length.offset;
const capacityOffset = ListObject.capacity.offset;
const itemsOffset = ListObject.items.offset;

/** An empty list with room for `capacity` items. */
export function newList(rt: Runtime, capacity = 0): number {
  const list = allocateSized(rt, FixedType.list, ListObject.size);
  if (capacity > 0) reserveList(rt, list, capacity);
  return list;
}

export function listLength(rt: Runtime, list: number): number {
  return rt.heap.load(list + lengthOffset);
}

/** Address of the items. Moves when the list grows. */
export function listItems(rt: Runtime, list: number): number {
  return rt.heap.load(list + itemsOffset);
}

/** An item, borrowed. The index must be in range. */
export function listItem(rt: Runtime, list: number, index: number): number {
  return rt.heap.load(rt.heap.load(list + itemsOffset) + 4 * index);
}

/** Replaces an item. The index must be in range. Steals `value`. */
export function listSet(rt: Runtime, list: number, index: number, value: number): void {
  const address = rt.heap.load(list + itemsOffset) + 4 * index;
  const old = rt.heap.load(address);
  rt.heap.store(address, value);
  decref(rt, old);
}

/** Appends. Takes a count of its own. */
export function listAppend(rt: Runtime, list: number, value: number): void {
  incref(rt, value);
  listAppendStolen(rt, list, value);
}

/** Appends. Steals `value`. */
export function listAppendStolen(rt: Runtime, list: number, value: number): void {
  const heap = rt.heap;
  const length = heap.load(list + lengthOffset);
  if (length === heap.load(list + capacityOffset)) growList(rt, list, length + 1);
  heap.store(heap.load(list + itemsOffset) + 4 * length, value);
  heap.store(list + lengthOffset, length + 1);
}

/** Makes room for at least `capacity` items, exactly so many when it must grow. */
export function reserveList(rt: Runtime, list: number, capacity: number): void {
  const heap = rt.heap;
  const old = heap.load(list + capacityOffset);
  if (capacity <= old) return;
  const items = heap.reallocateBlock(heap.load(list + itemsOffset), 4 * old, 4 * capacity);
  heap.store(list + itemsOffset, items);
  heap.store(list + capacityOffset, capacity);
}

/** Makes room for at least `length` items, with CPython's reserve for more. */
export function growList(rt: Runtime, list: number, length: number): void {
  reserveList(rt, list, (length + (length >>> 3) + 6) & ~3);
}

/** Sets the length after items were stored or moved. Gives memory back when little of it is used. */
export function setListLength(rt: Runtime, list: number, length: number): void {
  const heap = rt.heap;
  heap.store(list + lengthOffset, length);
  const capacity = heap.load(list + capacityOffset);
  if (length > capacity >> 1 || capacity < 16) return;
  const items = heap.load(list + itemsOffset);
  const smaller = length === 0 ? 0 : (length + (length >>> 3) + 6) & ~3;
  if (smaller === 0) {
    heap.freeBlock(items, 4 * capacity);
    heap.store(list + itemsOffset, 0);
  } else heap.store(list + itemsOffset, heap.reallocateBlock(items, 4 * capacity, 4 * smaller));
  heap.store(list + capacityOffset, smaller);
}

/** A list of `count` references at `address`, which keep their counts. */
export function listFromMemory(rt: Runtime, address: number, count: number): number {
  const list = newList(rt, count);
  copyReferences(rt, listItems(rt, list), address, count);
  rt.heap.store(list + lengthOffset, count);
  return list;
}

/** A list of references that are taken over. */
export function listOf(rt: Runtime, stolen: ArrayLike<number>): number {
  const list = newList(rt, stolen.length);
  const items = listItems(rt, list);
  for (let index = 0; index < stolen.length; index++) rt.heap.store(items + 4 * index, stolen[index] as number);
  rt.heap.store(list + lengthOffset, stolen.length);
  return list;
}

/** A tuple with the items of a list. */
export function listToTuple(rt: Runtime, list: number): number {
  const length = listLength(rt, list);
  const tuple = newTuple(rt, length);
  copyReferences(rt, tuple + tupleItems, listItems(rt, list), length);
  return tuple;
}
