// `set` and `frozenset` objects: making them, their items one by one, and merging one into another. Their table is `set-table.ts`.

import { spendWork } from "../builtins/work.ts";
import { setKeyError } from "../exceptions/errors.ts";
import { MORE_ITEMS } from "../imports.ts";
import { FixedType } from "../layout/memory-map.ts";
import { ListObject, SetObject, SetStep, deletedKey } from "../layout/objects.ts";
import { forEach, getIter, runIterator } from "../protocols/iterate.ts";
import { mayNest } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { explainUnhashable, hashKey } from "./dict.ts";
import { allocate } from "./new-object.ts";
import { decref, incref, typeOf } from "./reference.ts";
import {
  copyTable,
  fillSlot,
  findSlot,
  hasRoom,
  initTable,
  isFresh,
  nextSlot,
  resizeTable,
  setClear,
  setLength,
  setMask,
  slotAddress,
  takeOut,
} from "./set-table.ts";

export { setClear, setLength };

/** A new empty set or frozenset of this type. */
export function newSetOf(rt: Runtime, type: number): number {
  const set = allocate(rt, type);
  initTable(rt, set);
  return set;
}

/** A new empty set. */
export function newSet(rt: Runtime): number {
  return newSetOf(rt, FixedType.set);
}

/** `frozenset(iterable)`: a new reference. */
export function newFrozenSet(rt: Runtime, iterable: number): number {
  const set = newSetOf(rt, FixedType.frozenset);
  if (setUpdate(rt, set, iterable) === 0) return set;
  decref(rt, set);
  return 0;
}

/** Adds a key; takes a count if it is new. Status. */
export function setAdd(rt: Runtime, set: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a set element");
  return setAddWithHash(rt, set, key, hash);
}

/** {@link setAdd} with the hash known. */
export function setAddWithHash(rt: Runtime, set: number, key: number, hash: number): number {
  incref(rt, key);
  const slot = findSlot(rt, set, key, hash, "add");
  if (slot >= 0) {
    decref(rt, key);
    return slot === 0 ? -1 : 0;
  }
  fillSlot(rt, set, -slot, key, hash);
  return 0;
}

/** 1, 0, or -1 with an exception set. */
export function setContains(rt: Runtime, set: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a set element");
  return containsWithHash(rt, set, key, hash);
}

/** {@link setContains} with the hash known. */
export function containsWithHash(rt: Runtime, set: number, key: number, hash: number): number {
  const slot = findSlot(rt, set, key, hash);
  return slot === 0 ? -1 : slot > 0 ? 1 : 0;
}

/** Removes a key: 1 if it was there, 0 if not, -1 with an exception set. */
export function setDiscard(rt: Runtime, set: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a set element");
  return discardWithHash(rt, set, key, hash);
}

/** {@link setDiscard} with the hash known. */
export function discardWithHash(rt: Runtime, set: number, key: number, hash: number): number {
  const slot = findSlot(rt, set, key, hash);
  if (slot === 0) return -1;
  if (slot < 0) return 0;
  decref(rt, takeOut(rt, set, slot));
  return 1;
}

/** `set.pop()`: a new reference; 0 when empty. */
export function setPop(rt: Runtime, set: number): number {
  if (setLength(rt, set) === 0) return 0;
  const finger = set + SetObject.finger.offset;
  const at = nextSlot(rt, set, rt.heap.load(finger) & setMask(rt, set));
  const slot = at >= 0 ? at : nextSlot(rt, set, 0);
  rt.heap.store(finger, slot + 1);
  return takeOut(rt, set, slotAddress(rt, set, slot) >>> 2);
}

/**
 * Visits the items of a set, with their hashes, as they are in its table, which may change meanwhile. A status other than 0 ends it.
 */
export function forEachKey(rt: Runtime, set: number, visit: (key: number, hash: number) => number): number {
  for (let at = 0; at <= setMask(rt, set); at++) {
    const address = slotAddress(rt, set, at);
    const key = rt.heap.load(address);
    if ((key & ~deletedKey) === 0) continue;
    incref(rt, key);
    const status = visit(key, rt.heap.load(address + 4));
    decref(rt, key);
    if (status !== 0) return status;
  }
  return 0;
}

/**
 * Takes the keys of `source` as `step` says: {@link SetStep}. 0 at the end, 1 if it stopped, -1 with an exception set. The engine does what
 * needs no Python code.
 */
export function combineSets(rt: Runtime, set: number, source: number, other: number, step: number): number {
  const { engine } = rt;
  for (let at = 0; ; at++) {
    if (engine !== null) at = engine.combineSets(set, source, other, step, at);
    if (at > setMask(rt, source)) return 0;
    const address = slotAddress(rt, source, at);
    const key = rt.heap.load(address);
    if ((key & ~deletedKey) === 0) continue;
    incref(rt, key);
    const status = combineKey(rt, set, other, step, key, rt.heap.load(address + 4));
    decref(rt, key);
    if (status !== 0) return status;
  }
}

function combineKey(rt: Runtime, set: number, other: number, step: number, key: number, hash: number): number {
  if ((step & SetStep.LOOK) !== 0) {
    const found = containsWithHash(rt, other, key, hash);
    if (found !== (step & SetStep.PRESENT)) return Math.min(0, found);
  }
  if ((step & SetStep.STOP) !== 0) return 1;
  if ((step & SetStep.REMOVE) !== 0) {
    const removed = discardWithHash(rt, set, key, hash);
    if (removed !== 0) return Math.min(0, removed);
  }
  return (step & SetStep.ADD) !== 0 ? setAddWithHash(rt, set, key, hash) : 0;
}

/** Adds every item of an iterable. Status. */
export function setUpdate(rt: Runtime, set: number, iterable: number): number {
  const type = typeOf(rt, iterable);
  if (type === FixedType.set || type === FixedType.frozenset) return mergeSet(rt, set, iterable);
  const { engine } = rt;
  const isShort =
    (type === FixedType.tuple || type === FixedType.list) &&
    rt.heap.load(iterable + ListObject.length.offset) <= shortSequence;
  if (isShort || engine === null || !mayNest(rt)) return forEach(rt, iterable, (item) => setAdd(rt, set, item));
  const iterator = getIter(rt, iterable);
  if (iterator === 0) return -1;
  let status: number;
  do status = runIterator(rt, iterator, 0, () => engine.extendSet(set, iterator));
  while (status === MORE_ITEMS && (status = spendWork(rt, itemsWork)) === 0);
  decref(rt, iterator);
  return status;
}

/** For so few items making an iterator costs more than it saves. The length of a list and a tuple is in the same place. */
const shortSequence = 8;
/** What the engine does between two looks at the budget costs, in nanoseconds or so. */
const itemsWork = 102400;

/** Adds the items of another set, in the order of its slots. */
function mergeSet(rt: Runtime, set: number, other: number): number {
  const more = setLength(rt, other);
  if (set === other || more === 0) return 0;
  if (!hasRoom(rt, set, more)) resizeTable(rt, set, (setLength(rt, set) + more) * 2);
  if (!isFresh(rt, set)) return combineSets(rt, set, other, 0, SetStep.ADD);
  copyTable(rt, set, other);
  return 0;
}

/** A set or frozenset (`type`) with the items of another: as in CPython they are merged into an empty one. */
export function copySet(rt: Runtime, set: number, type: number): number {
  const copy = newSetOf(rt, type);
  mergeSet(rt, copy, set);
  return copy;
}

/** KeyError for a key. Always -1. */
export function missingKey(rt: Runtime, key: number): number {
  setKeyError(rt, key);
  return -1;
}
