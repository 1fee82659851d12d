// Iteration: PyObject_GetIter, PyIter_Next, and collecting what an iterable yields.

import { iteratorState } from "../builtins/iterator-state.ts";
import { spendWork } from "../builtins/work.ts";
import { type Engine, takeResult } from "../engine.ts";
import { clearIf, errorOccurred, setError } from "../exceptions/errors.ts";
import { ITEM_FOR_HOST, MORE_ITEMS } from "../imports.ts";
import { FixedType } from "../layout/memory-map.ts";
import { ListObject, TupleObject, TypeFlag, TypeObject } from "../layout/objects.ts";
import {
  growList,
  listAppendStolen,
  listFromMemory,
  listItem,
  listItems,
  listLength,
  newList,
} from "../object/list.ts";
import { copyReferences, decref, newRef, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { newSequenceIterator } from "../object/sequence-iterator.ts";
import { enterLevel, leaveLevel, mayNest } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { callOneArgument } from "./call.ts";

/** `iter(object)`: a new reference. */
export function getIter(rt: Runtime, object: number): number {
  const slots = slotsOf(rt, object);
  if (slots.iter !== null) {
    const iterator = slots.iter(rt, object);
    if (iterator !== 0 && slotsOf(rt, iterator).iternext === null) {
      setError(rt, rt.types.TypeError, `iter() returned non-iterator of type '${typeName(rt, iterator)}'`);
      decref(rt, iterator);
      return 0;
    }
    return iterator;
  }
  if (isSequence(rt, object)) return newSequenceIterator(rt, object);
  return setError(rt, rt.types.TypeError, `'${typeName(rt, object)}' object is not iterable`);
}

/** Whether `iter()` could work. */
export function isIterable(rt: Runtime, object: number): boolean {
  const slots = slotsOf(rt, object);
  return slots.iter !== null || isSequence(rt, object);
}

/** Whether items are asked for by number: classes of programs with `__getitem__`. Builtin types that can be iterated say how. */
function isSequence(rt: Runtime, object: number): boolean {
  const isHeapType = (rt.heap.load(typeOf(rt, object) + TypeObject.flags.offset) & TypeFlag.HEAP) !== 0;
  return isHeapType && slotsOf(rt, object).getitem !== null;
}

/** The next item: a new reference; 0 when exhausted, StopIteration cleared, or with another exception set (`errorOccurred`). */
export function iterNext(rt: Runtime, iterator: number): number {
  const next = slotsOf(rt, iterator).iternext;
  if (next === null) return setError(rt, rt.types.TypeError, `'${typeName(rt, iterator)}' object is not an iterator`);
  if (!enterLevel(rt, "")) return 0;
  const item = next(rt, iterator);
  leaveLevel(rt);
  if (item === 0 && errorOccurred(rt) !== 0) clearIf(rt, rt.types.StopIteration);
  return item;
}

/** What 256 items of an iterator cost, in nanoseconds or so. */
const itemsWork = 25600;

/**
 * Calls `visit` with each item, borrowed, until it returns a status other than 0. Returns that status; 0 at the end; -1 with an
 * exception set. Lists and tuples are read in place.
 */
export function forEach(rt: Runtime, iterable: number, visit: (item: number) => number): number {
  const type = typeOf(rt, iterable);
  if (type === FixedType.list || type === FixedType.tuple) {
    const isList = type === FixedType.list;
    for (let index = 0; index < (isList ? listLength(rt, iterable) : tupleLength(rt, iterable)); index++) {
      const item = newRef(rt, isList ? listItem(rt, iterable, index) : tupleItem(rt, iterable, index));
      const status = visit(item);
      decref(rt, item);
      if (status !== 0) return status;
    }
    return 0;
  }
  const iterator = getIter(rt, iterable);
  if (iterator === 0) return -1;
  for (let count = 1; ; count++) {
    const item = iterNext(rt, iterator);
    if (item === 0) break;
    const status = (count & 0xff) === 0 && spendWork(rt, itemsWork) < 0 ? -1 : visit(item);
    decref(rt, item);
    if (status !== 0) {
      decref(rt, iterator);
      return status;
    }
  }
  decref(rt, iterator);
  return errorOccurred(rt) === 0 ? 0 : -1;
}

/** Appends every item of an iterable to a list. Status. */
export function extendList(rt: Runtime, list: number, iterable: number): number {
  const { engine, heap } = rt;
  const type = typeOf(rt, iterable);
  const isTuple = type === FixedType.tuple;
  if (isTuple || type === FixedType.list || list === iterable) {
    const length = listLength(rt, list);
    const count = isTuple ? tupleLength(rt, iterable) : listLength(rt, iterable);
    if (length + count > heap.load(list + ListObject.capacity.offset)) growList(rt, list, length + count);
    const source = isTuple ? iterable + TupleObject.size : listItems(rt, iterable);
    copyReferences(rt, listItems(rt, list) + 4 * length, source, count);
    heap.store(list + ListObject.length.offset, length + count);
    return 0;
  }
  if (engine === null || !mayNest(rt)) {
    return forEach(rt, iterable, (item) => {
      listAppendStolen(rt, list, newRef(rt, item));
      return 0;
    });
  }
  const iterator = getIter(rt, iterable);
  if (iterator === 0) return -1;
  // Of map with one iterable the engine does both halves.
  const references = typeOf(rt, iterator) === rt.nativeTypes.get("map") ? iteratorState(rt, iterator).references : [];
  const [fn = 0, source = 0] = references;
  const isPlain = references.length === 2 && typeOf(rt, fn) === FixedType.function;
  const status = isPlain ? appendCalls(rt, engine, list, source, fn) : appendCalls(rt, engine, list, iterator, 0);
  decref(rt, iterator);
  return status < 0 && isPlain && clearIf(rt, rt.types.StopIteration) ? 0 : status;
}

/** Appends what a Python function (0: none) makes of each item of an iterator. Status. */
export function appendCalls(rt: Runtime, engine: Engine, list: number, iterator: number, fn: number): number {
  for (;;) {
    const status = runIterator(rt, iterator, fn, () => engine.extendList(list, iterator, fn));
    if (status === ITEM_FOR_HOST) {
      const item = takeResult(rt);
      const value = callOneArgument(rt, fn, item);
      decref(rt, item);
      if (value === 0) return -1;
      listAppendStolen(rt, list, value);
    } else if (status !== MORE_ITEMS) return status;
    else if (spendWork(rt, 4 * itemsWork) < 0) return -1;
  }
}

/** Runs a loop of the engine over an iterator; a function that it calls, or a generator that it resumes, counts as called from the host. */
export function runIterator(rt: Runtime, iterator: number, fn: number, run: () => number): number {
  const levels = fn !== 0 || typeOf(rt, iterator) === FixedType.generator ? 1 : 0;
  rt.hostDepth += levels;
  const result = run();
  rt.hostDepth -= levels;
  return result;
}

/** `list(iterable)`: a new reference. */
export function listFrom(rt: Runtime, iterable: number): number {
  if (typeOf(rt, iterable) === FixedType.list)
    return listFromMemory(rt, listItems(rt, iterable), listLength(rt, iterable));
  const list = newList(rt);
  if (extendList(rt, list, iterable) === 0) return list;
  decref(rt, list);
  return 0;
}
