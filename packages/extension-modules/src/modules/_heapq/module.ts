// The module `_heapq`: heaps in lists, smallest first or largest first.
//
// Comparing may run Python code that changes the list; its length is looked at after each comparison.

import {
  type BuiltinSpecification,
  Compare,
  None,
  type Runtime,
  builtinFunction,
  decref,
  fail,
  incref,
  isList,
  listAppend,
  listItem,
  listItems,
  listLength,
  newModule,
  newRef,
  newStr,
  richCompareBool,
  setError,
  setListLength,
  typeName,
} from "@tjit/runtime/api";

/** Which item is at the root. */
type Order = "smallest" | "largest";

/** Whether `a` belongs above `b`: 1, 0, or -1 with an exception set. */
function isAbove(rt: Runtime, order: Order, a: number, b: number): number {
  incref(rt, a);
  incref(rt, b);
  const result = order === "smallest" ? richCompareBool(rt, a, b, Compare.LT) : richCompareBool(rt, b, a, Compare.LT);
  decref(rt, a);
  decref(rt, b);
  return result;
}

function swap(rt: Runtime, heap: number, i: number, j: number): void {
  const items = listItems(rt, heap);
  const item = rt.heap.load(items + 4 * i);
  rt.heap.store(items + 4 * i, rt.heap.load(items + 4 * j));
  rt.heap.store(items + 4 * j, item);
}

function changed(rt: Runtime): -1 {
  return fail(rt, rt.types.RuntimeError, "list changed size during iteration");
}

/** Moves the item at `at` up to where it belongs, not above `top`. Status. */
function siftUpwards(rt: Runtime, order: Order, heap: number, top: number, at: number): number {
  const size = listLength(rt, heap);
  if (at >= size) return fail(rt, rt.types.IndexError, "index out of range");
  while (at > top) {
    const parent = (at - 1) >> 1;
    const above = isAbove(rt, order, listItem(rt, heap, at), listItem(rt, heap, parent));
    if (above < 0) return -1;
    if (listLength(rt, heap) !== size) return changed(rt);
    if (above === 0) break;
    swap(rt, heap, at, parent);
    at = parent;
  }
  return 0;
}

/** Moves the item at `at` down to a leaf along the better children, then up to where it belongs. Status. */
function siftDownwards(rt: Runtime, order: Order, heap: number, at: number): number {
  const size = listLength(rt, heap);
  if (at >= size) return fail(rt, rt.types.IndexError, "index out of range");
  const top = at;
  while (at < size >> 1) {
    let child = 2 * at + 1;
    if (child + 1 < size) {
      const above = isAbove(rt, order, listItem(rt, heap, child), listItem(rt, heap, child + 1));
      if (above < 0) return -1;
      if (above === 0) child++;
      if (listLength(rt, heap) !== size) return changed(rt);
    }
    swap(rt, heap, at, child);
    at = child;
  }
  return siftUpwards(rt, order, heap, top, at);
}

function push(rt: Runtime, order: Order, heap: number, item: number): number {
  listAppend(rt, heap, item);
  return siftUpwards(rt, order, heap, 0, listLength(rt, heap) - 1) < 0 ? 0 : None;
}

function pop(rt: Runtime, order: Order, heap: number): number {
  const last = listLength(rt, heap) - 1;
  if (last < 0) return setError(rt, rt.types.IndexError, "index out of range");
  const item = listItem(rt, heap, last);
  setListLength(rt, heap, last);
  if (last === 0) return item;
  const result = listItem(rt, heap, 0);
  rt.heap.store(listItems(rt, heap), item);
  if (siftDownwards(rt, order, heap, 0) === 0) return result;
  decref(rt, result);
  return 0;
}

/** Puts `item` in place of the root, which is the result. */
function replaceRoot(rt: Runtime, order: Order, heap: number, item: number): number {
  const result = listItem(rt, heap, 0);
  rt.heap.store(listItems(rt, heap), newRef(rt, item));
  if (siftDownwards(rt, order, heap, 0) === 0) return result;
  decref(rt, result);
  return 0;
}

function replace(rt: Runtime, order: Order, heap: number, item: number): number {
  if (listLength(rt, heap) === 0) return setError(rt, rt.types.IndexError, "index out of range");
  return replaceRoot(rt, order, heap, item);
}

function pushPop(rt: Runtime, order: Order, heap: number, item: number): number {
  if (listLength(rt, heap) === 0) return newRef(rt, item);
  const above = isAbove(rt, order, listItem(rt, heap, 0), item);
  if (above < 0) return 0;
  if (above === 0) return newRef(rt, item);
  return replace(rt, order, heap, item);
}

function heapify(rt: Runtime, order: Order, heap: number): number {
  for (let at = (listLength(rt, heap) >> 1) - 1; at >= 0; at--) {
    if (siftDownwards(rt, order, heap, at) < 0) return 0;
  }
  return None;
}

/** A function of a list, and perhaps an item. */
function heapFunction(
  name: string,
  order: Order,
  takes: "list" | "item",
  apply: (rt: Runtime, order: Order, heap: number, item: number) => number,
): BuiltinSpecification {
  return builtinFunction(takes === "item" ? "(heap, item, /)" : "(heap, /)", (rt, heap, item) => {
    if (isList(rt, heap)) return apply(rt, order, heap, item);
    const found = heap === None ? "None" : typeName(rt, heap);
    const position = takes === "item" ? " 1" : "";
    return setError(rt, rt.types.TypeError, `${name}() argument${position} must be list, not ${found}`);
  });
}

/** Makes the module. */
export function newHeapqModule(rt: Runtime): number {
  const functions: Record<string, BuiltinSpecification> = {};
  for (const [suffix, order] of [
    ["", "smallest"],
    ["_max", "largest"],
  ] as const) {
    for (const [name, takes, apply] of [
      ["heappush", "item", push],
      ["heappop", "list", pop],
      ["heapreplace", "item", replace],
      ["heappushpop", "item", pushPop],
      ["heapify", "list", heapify],
    ] as const) {
      functions[name + suffix] = heapFunction(name + suffix, order, takes, apply);
    }
  }
  return newModule(rt, "_heapq", functions, { __about__: newStr(rt, "Heap queues") });
}
