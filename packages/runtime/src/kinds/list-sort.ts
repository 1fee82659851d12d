// list.sort and sorted.
//
// The items leave the list while they are sorted, so that code which is called meanwhile sees an empty list and cannot disturb the sort.
// Keys that all have one simple type are compared without asking Python.

import { lazily } from "../lazily.ts";
import { callDefinition } from "../types/bind-arguments.ts";
import { method, BuiltinDefinition, type BuiltinSpecification } from "../types/builtin-definition.ts";
import { spendWork } from "../builtins/work.ts";
import { fail, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { ListObject, StrFlag } from "../layout/objects.ts";
import { compare } from "../numbers/integer.ts";
import { readInteger } from "../numbers/integer-object.ts";
import { floatValue } from "../object/float.ts";
import { listAppendStolen, listItem, listLength, listOf, newList, setListLength } from "../object/list.ts";
import { None, decref, typeOf } from "../object/reference.ts";
import { strFlags, strValue } from "../object/str.ts";
import { callOneArgument } from "../protocols/call.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { appendCalls, getIter, listFrom } from "../protocols/iterate.ts";
import { isTrue } from "../protocols/truth.ts";
import { mayNest } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { compareTexts } from "../text/str-slots.ts";
import { Compare } from "../types/slots.ts";
import { type Less, mergeSort } from "./merge-sort.ts";
import { radixSort } from "./radix-sort.ts";

const lengthOffset = ListObject.length.offset;
const capacityOffset = ListObject.capacity.offset;
const itemsOffset = ListObject.items.offset;

/** Order of a sort. */
export type SortOrder = "ascending" | "descending";

/** Sorts a list in place. `key` 0 or None: by the items themselves. Status. */
export function sortList(rt: Runtime, list: number, key: number, order: SortOrder): number {
  const { heap } = rt;
  const length = heap.load(list + lengthOffset);
  const capacity = heap.load(list + capacityOffset);
  const block = heap.load(list + itemsOffset);
  setStorage(rt, list, 0, 0, 0);
  const items = new Int32Array(length);
  for (let index = 0; index < length; index++) items[index] = heap.load(block + 4 * index);
  let status = sortItems(rt, items, key, order);
  const changed = heap.load(list + itemsOffset) !== 0 || heap.load(list + lengthOffset) !== 0;
  if (changed) discardItems(rt, list);
  for (let index = 0; index < length; index++) heap.store(block + 4 * index, items[index] as number);
  setStorage(rt, list, length, capacity, block);
  if (changed && status === 0) status = fail(rt, rt.types.ValueError, "list modified during sort");
  return status;
}

function setStorage({ heap }: Runtime, list: number, length: number, capacity: number, block: number): void {
  heap.store(list + lengthOffset, length);
  heap.store(list + capacityOffset, capacity);
  heap.store(list + itemsOffset, block);
}

/** Releases what was put into the list while it was being sorted. */
function discardItems(rt: Runtime, list: number): void {
  const { heap } = rt;
  const length = heap.load(list + lengthOffset);
  const capacity = heap.load(list + capacityOffset);
  const block = heap.load(list + itemsOffset);
  setStorage(rt, list, 0, 0, 0);
  for (let index = 0; index < length; index++) decref(rt, heap.load(block + 4 * index));
  if (block !== 0) heap.freeBlock(block, 4 * capacity);
}

/** Sorts references, whichever way it ends a permutation of what they were. Status. */
function sortItems(rt: Runtime, items: Int32Array, key: number, order: SortOrder): number {
  if (spendWork(rt, items.length * 10) < 0) return -1;
  if (key === 0 || key === None) return sortKeys(rt, items, null, order);
  const list = newList(rt, items.length);
  let status = appendKeys(rt, list, items, key);
  const keys = new Int32Array(listLength(rt, list));
  for (let index = 0; index < keys.length; index++) keys[index] = listItem(rt, list, index);
  setListLength(rt, list, 0);
  decref(rt, list);
  if (status === 0) status = sortKeys(rt, keys, items, order);
  for (const value of keys) decref(rt, value);
  return status;
}

/** The key of each item. Status. */
function appendKeys(rt: Runtime, keys: number, items: Int32Array, key: number): number {
  const { engine } = rt;
  if (engine === null || typeOf(rt, key) !== FixedType.function || !mayNest(rt)) {
    for (const item of items) {
      const value = callOneArgument(rt, key, item);
      if (value === 0) return -1;
      listAppendStolen(rt, keys, value);
    }
    return 0;
  }
  const source = listOf(rt, items);
  const iterator = getIter(rt, source);
  const status = appendCalls(rt, engine, keys, iterator, key);
  decref(rt, iterator);
  // The items are not this list's.
  setListLength(rt, source, 0);
  decref(rt, source);
  return status;
}

function sortKeys(rt: Runtime, keys: Int32Array, values: Int32Array | null, order: SortOrder): number {
  // Reversed before and after, equal items keep their order.
  if (order === "descending") reverse(keys, values);
  const sorted = sortAscending(rt, keys, values);
  if (order === "descending") reverse(keys, values);
  return sorted ? 0 : -1;
}

/** False: a comparison raised. */
function sortAscending(rt: Runtime, keys: Int32Array, values: Int32Array | null): boolean {
  if (allTagged(keys)) {
    if (values === null) keys.sort();
    else radixSort(keys, values);
    return true;
  }
  const type = commonType(rt, keys);
  if (type === FixedType.float) {
    const doubles = Float64Array.from(keys, (key) => floatValue(rt, key));
    return sortByHost(keys, values, (a, b) => ((doubles[a] as number) < (doubles[b] as number) ? 1 : 0));
  }
  if (type === FixedType.str && keys.every((key) => (strFlags(rt, key) & StrFlag.ASTRAL) === 0)) {
    const texts = Array.from(keys, (key) => strValue(rt, key));
    return sortByHost(keys, values, (a, b) => ((texts[a] as string) < (texts[b] as string) ? 1 : 0));
  }
  return mergeSort(keys, values, lessFor(rt, type));
}

/** Sorts by host values: `less` compares positions before the sort. */
function sortByHost(keys: Int32Array, values: Int32Array | null, less: Less): boolean {
  const order = Int32Array.from(keys, (_, index) => index);
  mergeSort(order, null, less);
  permute(keys, order);
  if (values !== null) permute(values, order);
  return true;
}

function permute(items: Int32Array, order: Int32Array): void {
  const before = items.slice();
  for (let index = 0; index < items.length; index++) items[index] = before[order[index] as number] as number;
}

function reverse(keys: Int32Array, values: Int32Array | null): void {
  keys.reverse();
  values?.reverse();
}

function allTagged(keys: Int32Array): boolean {
  for (let index = 0; index < keys.length; index++) if (((keys[index] as number) & 1) === 0) return false;
  return true;
}

function lessFor(rt: Runtime, type: number): Less {
  if (type === FixedType.str) return (a, b) => (compareTexts(rt, a, b) < 0 ? 1 : 0);
  if (type === FixedType.int) {
    return (a, b) =>
      (a & b & 1) !== 0 ? (a < b ? 1 : 0) : compare(readInteger(rt, a), readInteger(rt, b)) < 0 ? 1 : 0;
  }
  let count = 0;
  return (a, b) => {
    if (++count % 1024 === 0 && spendWork(rt, 100000) < 0) return -1;
    return richCompareBool(rt, a, b, Compare.LT);
  };
}

/** The type that all keys have exactly, or 0. */
function commonType(rt: Runtime, keys: Int32Array): number {
  if (keys.length === 0) return 0;
  const type = typeOf(rt, keys[0] as number);
  for (let index = 1; index < keys.length; index++) if (typeOf(rt, keys[index] as number) !== type) return 0;
  return type;
}

/** The method `list.sort(key, reverse)`. */
export function sortMethod(): BuiltinSpecification {
  return method("($self, /, *, key=None, reverse=False)", (rt, self, key, reverseRef) => {
    const descending = reverseRef === 0 ? 0 : isTrue(rt, reverseRef);
    return descending >= 0 && sortList(rt, self, key, descending > 0 ? "descending" : "ascending") === 0 ? None : 0;
  });
}

const sortDefinition = lazily(() => new BuiltinDefinition(sortMethod(), "sort", "list.sort"));

/** `sorted(iterable, key, reverse)`: keywords are those of `list.sort`, and looked at by it. */
export function sorted(rt: Runtime, _self: number, args: number, count: number, kwnames: number): number {
  if (count !== 1) return setError(rt, rt.types.TypeError, `sorted expected 1 argument, got ${count}`);
  const list = listFrom(rt, rt.heap.load(args));
  if (list === 0 || callDefinition(rt, sortDefinition(), list, args + 4, 0, kwnames) !== 0) return list;
  decref(rt, list);
  return 0;
}
