// `dict` objects: insertion-ordered entries and an open-addressing table of entry indices (layout: `DictObject`).
//
// Probing is CPython's: i = hash & mask, then perturb >>>= 5; i = 5 i + perturb + 1. A table is at most two thirds full.
// While every key is an interned str (INTERNED_KEYS), looking an interned str up compares addresses only.

import { qualifiedTypeName } from "../kinds/type-type.ts";
import { FixedType, emptyDictIndices } from "../layout/memory-map.ts";
import { DictEntry, DictFlag, DictObject } from "../layout/objects.ts";
import { clearError, errorOccurred, fail, setKeyError } from "../exceptions/errors.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { hashObject } from "../protocols/hash.ts";
import { strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { allocateSized } from "./new-object.ts";
import { decref, incref, typeOf } from "./reference.ts";
import { isInterned, strHash, strLength, strValue } from "./str.ts";

const usedOffset = DictObject.used.offset;
const entryCountOffset = DictObject.entryCount.offset;
const entryCapacityOffset = DictObject.entryCapacity.offset;
const maskOffset = DictObject.indexMask.offset;
const indicesOffset = DictObject.indices.offset;
const entriesOffset = DictObject.entries.offset;
const keysVersionOffset = DictObject.keysVersion.offset;
const flagsOffset = DictObject.flags.offset;
const keyOffset = DictEntry.key.offset;
const valueOffset = DictEntry.value.offset;
const hashOffset = DictEntry.hash.offset;
const runOffset = DictEntry.run.offset;
const entrySize = DictEntry.size;
const strType = FixedType.str;
const freeIndex = -1;
const deletedIndex = -2;
/** Slots of a table that is made only when there is memory for it. */
const largeTable = 0x8000;
const smallestTable = 8;
const smallestCapacity = 5;

/** A new empty dict. */
export function newDict(rt: Runtime): number {
  const dict = allocateSized(rt, FixedType.dict, DictObject.size);
  initDict(rt, dict);
  return dict;
}

/** Sets the fields of a new, zeroed dict object. */
export function initDict(rt: Runtime, dict: number): void {
  rt.heap.store(dict + indicesOffset, emptyDictIndices);
  rt.heap.store(dict + flagsOffset, DictFlag.INTERNED_KEYS);
}

/** Number of items. */
export function dictLength(rt: Runtime, dict: number): number {
  return rt.heap.load(dict + usedOffset);
}

/** Address of the entry for `key`; 0 = none, -1 = an exception is set. */
export function dictLookup(rt: Runtime, dict: number, key: number, hash: number): number {
  const heap = rt.heap;
  const isString = typeOf(rt, key) === strType;
  if (isString && (heap.load(dict + flagsOffset) & DictFlag.INTERNED_KEYS) !== 0 && isInterned(rt, key)) {
    return lookupByAddress(rt, dict, key, hash);
  }
  return lookupByValue(rt, dict, key, hash, isString);
}

function lookupByAddress(rt: Runtime, dict: number, key: number, hash: number): number {
  const heap = rt.heap;
  const indices = heap.load(dict + indicesOffset);
  const entries = heap.load(dict + entriesOffset);
  const mask = heap.load(dict + maskOffset);
  let perturb = hash;
  let slot = hash & mask;
  for (;;) {
    const index = heap.load(indices + 4 * slot);
    if (index >= 0) {
      const entry = entries + entrySize * index;
      if (heap.load(entry + keyOffset) === key) return entry;
    } else if (index === freeIndex) return 0;
    perturb >>>= 5;
    slot = (Math.imul(slot, 5) + perturb + 1) & mask;
  }
}

function lookupByValue(rt: Runtime, dict: number, key: number, hash: number, isString: boolean): number {
  const heap = rt.heap;
  let indices = heap.load(dict + indicesOffset);
  let entries = heap.load(dict + entriesOffset);
  let mask = heap.load(dict + maskOffset);
  let perturb = hash;
  let slot = hash & mask;
  for (;;) {
    const index = heap.load(indices + 4 * slot);
    if (index >= 0) {
      const entry = entries + entrySize * index;
      const candidate = heap.load(entry + keyOffset);
      if (candidate === key) return entry;
      if (heap.load(entry + hashOffset) === hash) {
        if (isString && typeOf(rt, candidate) === strType) {
          if (sameText(rt, candidate, key)) return entry;
        } else {
          incref(rt, candidate);
          const equal = richCompareBool(rt, candidate, key, Compare.EQ);
          decref(rt, candidate);
          if (equal < 0) return -1;
          const unchanged =
            heap.load(dict + entriesOffset) === entries &&
            heap.load(dict + indicesOffset) === indices &&
            heap.load(dict + maskOffset) === mask &&
            heap.load(entry + keyOffset) === candidate;
          if (!unchanged) {
            // The comparison changed the dict: start again.
            indices = heap.load(dict + indicesOffset);
            entries = heap.load(dict + entriesOffset);
            mask = heap.load(dict + maskOffset);
            perturb = hash;
            slot = hash & mask;
            continue;
          }
          if (equal > 0) return entry;
        }
      }
    } else if (index === freeIndex) return 0;
    perturb >>>= 5;
    slot = (Math.imul(slot, 5) + perturb + 1) & mask;
  }
}

function sameText(rt: Runtime, left: number, right: number): boolean {
  return strLength(rt, left) === strLength(rt, right) && strValue(rt, left) === strValue(rt, right);
}

/** Hash of a key: 32 bits; -1 = an exception is set. */
export function hashKey(rt: Runtime, key: number): number {
  return typeOf(rt, key) === strType ? strHash(rt, key) : hashObject(rt, key);
}

/** After {@link hashKey} failed with TypeError: the message says what the key was for. Always -1. */
export function explainUnhashable(rt: Runtime, key: number, use: "a dict key" | "a set element"): -1 {
  const exception = errorOccurred(rt);
  if (typeOf(rt, exception) !== rt.types.TypeError) return -1;
  const message = strText(rt, exception);
  if (message === null) return -1;
  clearError(rt);
  return fail(rt, rt.types.TypeError, `cannot use '${qualifiedTypeName(rt, typeOf(rt, key))}' as ${use} (${message})`);
}

/** The value for `key`, borrowed; 0 if there is none or an exception is set (`errorOccurred`). */
export function dictGet(rt: Runtime, dict: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a dict key") + 1;
  const entry = dictLookup(rt, dict, key, hash);
  return entry > 0 ? rt.heap.load(entry + valueOffset) : 0;
}

/** The value for an interned string, borrowed; 0 if there is none. Never raises. */
export function dictGetName(rt: Runtime, dict: number, name: number): number {
  const entry = dictLookup(rt, dict, name, strHash(rt, name));
  return entry > 0 ? rt.heap.load(entry + valueOffset) : 0;
}

/** `dict[key] = value`. Status. */
export function dictSet(rt: Runtime, dict: number, key: number, value: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a dict key");
  return dictSetWithHash(rt, dict, key, hash, value);
}

/** {@link dictSet} with the key's hash known. */
export function dictSetWithHash(rt: Runtime, dict: number, key: number, hash: number, value: number): number {
  const heap = rt.heap;
  const entry = dictLookup(rt, dict, key, hash);
  if (entry === -1) return -1;
  if (entry === 0) return dictAdd(rt, dict, key, hash, value);
  if ((heap.load(dict + flagsOffset) & DictFlag.WATCHED) !== 0) announceChange(rt, dict, heap.load(entry + keyOffset));
  incref(rt, value);
  const old = heap.load(entry + valueOffset);
  heap.store(entry + valueOffset, value);
  decref(rt, old);
  return 0;
}

/** {@link dictSetWithHash} for a key that is not there. */
export function dictAdd(rt: Runtime, dict: number, key: number, hash: number, value: number): number {
  if (!mayGrow(rt, dict)) return -1;
  if ((rt.heap.load(dict + flagsOffset) & DictFlag.WATCHED) !== 0) announceChange(rt, dict, key);
  incref(rt, value);
  incref(rt, key);
  insertNew(rt, dict, key, hash, value);
  return 0;
}

/** Whether there is memory for one more entry; false with an exception set. */
function mayGrow(rt: Runtime, dict: number): boolean {
  const { heap } = rt;
  const isFull = heap.load(dict + entryCountOffset) === heap.load(dict + entryCapacityOffset);
  return !isFull || reserveSlots(rt, heap.load(dict + usedOffset) * 3);
}

/** Whether there is memory for a table; false with an exception set. Only large tables ask. */
export function reserveSlots(rt: Runtime, slots: number): boolean {
  return slots < largeTable || (rt.hooks.reserve?.(slots * (4 + entrySize)) ?? 0) === 0;
}

/** Adds an entry for a key that is not there. Steals both. */
function insertNew(rt: Runtime, dict: number, key: number, hash: number, value: number): void {
  const heap = rt.heap;
  if (heap.load(dict + entryCountOffset) === heap.load(dict + entryCapacityOffset))
    resizeDict(rt, dict, heap.load(dict + usedOffset) * 3);
  if (typeOf(rt, key) !== strType || !isInterned(rt, key)) {
    heap.store(dict + flagsOffset, heap.load(dict + flagsOffset) & ~DictFlag.INTERNED_KEYS);
  }
  const index = heap.load(dict + entryCountOffset);
  const entry = heap.load(dict + entriesOffset) + entrySize * index;
  heap.store(entry + hashOffset, hash);
  heap.store(entry + keyOffset, key);
  heap.store(entry + valueOffset, value);
  putIndex(rt, heap.load(dict + indicesOffset), heap.load(dict + maskOffset), hash, index);
  heap.store(dict + entryCountOffset, index + 1);
  heap.store(dict + usedOffset, heap.load(dict + usedOffset) + 1);
  heap.store(dict + keysVersionOffset, 0);
}

/**
 * A dict of a few pairs whose keys are different interned strs; the references move into it. 0: they are not such, and nothing was done.
 */
export function smallDict(rt: Runtime, items: number, count: number): number {
  if (count === 0 || count > smallestCapacity) return 0;
  const { heap } = rt;
  const entries = heap.allocateBlock(entrySize * smallestCapacity);
  const indices = heap.allocateBlock(4 * smallestTable);
  heap.fill(indices, freeIndex, smallestTable);
  for (let index = 0; index < count; index++) {
    const key = heap.load(items + 8 * index);
    if (typeOf(rt, key) !== strType || !isInterned(rt, key) || !placeKey(rt, entries, indices, index, key)) {
      freeTables(rt, entries, smallestCapacity, indices, smallestTable - 1);
      return 0;
    }
    heap.store(entries + entrySize * index + valueOffset, heap.load(items + 8 * index + 4));
  }
  const dict = newDict(rt);
  heap.store(dict + usedOffset, count);
  heap.store(dict + entryCountOffset, count);
  heap.store(dict + entryCapacityOffset, smallestCapacity);
  heap.store(dict + maskOffset, smallestTable - 1);
  heap.store(dict + indicesOffset, indices);
  heap.store(dict + entriesOffset, entries);
  return dict;
}

/** Puts an interned key into the smallest table; false when it is there. */
function placeKey(rt: Runtime, entries: number, indices: number, index: number, key: number): boolean {
  const { heap } = rt;
  const hash = strHash(rt, key);
  let perturb = hash;
  let slot = hash & (smallestTable - 1);
  for (let other = heap.load(indices + 4 * slot); other >= 0; other = heap.load(indices + 4 * slot)) {
    if (heap.load(entries + entrySize * other + keyOffset) === key) return false;
    perturb >>>= 5;
    slot = (Math.imul(slot, 5) + perturb + 1) & (smallestTable - 1);
  }
  heap.store(indices + 4 * slot, index);
  heap.store(entries + entrySize * index + hashOffset, hash);
  heap.store(entries + entrySize * index + keyOffset, key);
  return true;
}

function putIndex(rt: Runtime, indices: number, mask: number, hash: number, index: number): void {
  const heap = rt.heap;
  let perturb = hash;
  let slot = hash & mask;
  while (heap.load(indices + 4 * slot) >= 0) {
    perturb >>>= 5;
    slot = (Math.imul(slot, 5) + perturb + 1) & mask;
  }
  heap.store(indices + 4 * slot, index);
}

/** Makes the table large enough for `slots` slots and drops deleted entries; `front` deleted ones are made before the others. */
export function resizeDict(rt: Runtime, dict: number, slots: number, front = 0): void {
  const heap = rt.heap;
  let size = smallestTable;
  while (size < slots) size *= 2;
  const capacity = Math.floor((size * 2) / 3);
  const count = heap.load(dict + entryCountOffset);
  const oldEntries = heap.load(dict + entriesOffset);
  const oldCapacity = heap.load(dict + entryCapacityOffset);
  const oldIndices = heap.load(dict + indicesOffset);
  const oldMask = heap.load(dict + maskOffset);
  const entries = heap.allocateBlock(entrySize * capacity);
  const indices = heap.allocateBlock(4 * size);
  heap.fill(indices, freeIndex, size);
  for (let index = 0; index < front; index++) heap.store(entries + entrySize * index + keyOffset, 0);
  if (front > 0) heap.store(entries + runOffset, front);
  let used = front;
  for (let index = 0; index < count; index++) {
    const from = oldEntries + entrySize * index;
    const key = heap.load(from + keyOffset);
    if (key === 0) continue;
    const to = entries + entrySize * used;
    const hash = heap.load(from + hashOffset);
    heap.store(to + hashOffset, hash);
    heap.store(to + keyOffset, key);
    heap.store(to + valueOffset, heap.load(from + valueOffset));
    putIndex(rt, indices, size - 1, hash, used);
    used++;
  }
  freeTables(rt, oldEntries, oldCapacity, oldIndices, oldMask);
  heap.store(dict + entriesOffset, entries);
  heap.store(dict + entryCapacityOffset, capacity);
  heap.store(dict + indicesOffset, indices);
  heap.store(dict + maskOffset, size - 1);
  heap.store(dict + entryCountOffset, used);
}

function freeTables(rt: Runtime, entries: number, capacity: number, indices: number, mask: number): void {
  if (entries !== 0) rt.heap.freeBlock(entries, entrySize * capacity);
  if (indices !== emptyDictIndices) rt.heap.freeBlock(indices, 4 * (mask + 1));
}

/** Removes the entry for `key`: its value, a new reference; 0 without an exception if there is none. */
export function dictTake(rt: Runtime, dict: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a dict key") + 1;
  const entry = dictLookup(rt, dict, key, hash);
  if (entry <= 0) return 0;
  return removeEntry(rt, dict, entry);
}

/** Removes an entry and returns its value, which the caller owns now. */
export function removeEntry(rt: Runtime, dict: number, entry: number): number {
  const heap = rt.heap;
  if ((heap.load(dict + flagsOffset) & DictFlag.WATCHED) !== 0) announceChange(rt, dict, heap.load(entry + keyOffset));
  const key = heap.load(entry + keyOffset);
  const value = heap.load(entry + valueOffset);
  pointElsewhere(rt, dict, entry, deletedIndex);
  heap.store(dict + usedOffset, heap.load(dict + usedOffset) - 1);
  decref(rt, key);
  return value;
}

/** Makes the index slot of an entry hold another index, and the entry a deleted one. */
function pointElsewhere(rt: Runtime, dict: number, entry: number, replacement: number): void {
  const heap = rt.heap;
  const index = dictPosition(rt, dict, entry);
  const indices = heap.load(dict + indicesOffset);
  const mask = heap.load(dict + maskOffset);
  const hash = heap.load(entry + hashOffset);
  let perturb = hash;
  let slot = hash & mask;
  while (heap.load(indices + 4 * slot) !== index) {
    perturb >>>= 5;
    slot = (Math.imul(slot, 5) + perturb + 1) & mask;
  }
  heap.store(indices + 4 * slot, replacement);
  heap.store(entry + keyOffset, 0);
  heap.store(entry + valueOffset, 0);
  heap.store(entry + runOffset, 1);
  heap.store(dict + keysVersionOffset, 0);
}

/** Moves an entry to the index before the first one, or behind the last one; {@link dictPosition} of its key changes, nothing else. */
export function relocateEntry(rt: Runtime, dict: number, entry: number, index: number): void {
  const heap = rt.heap;
  const to = heap.load(dict + entriesOffset) + entrySize * index;
  heap.store(to + hashOffset, heap.load(entry + hashOffset));
  heap.store(to + keyOffset, heap.load(entry + keyOffset));
  heap.store(to + valueOffset, heap.load(entry + valueOffset));
  pointElsewhere(rt, dict, entry, index);
  if (index >= heap.load(dict + entryCountOffset)) heap.store(dict + entryCountOffset, index + 1);
  else if (index > 0) heap.store(heap.load(dict + entriesOffset) + runOffset, index);
}

/** `del dict[key]`. Status; KeyError if there is none. */
export function dictDelete(rt: Runtime, dict: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a dict key");
  const entry = dictLookup(rt, dict, key, hash);
  if (entry === -1) return -1;
  if (entry === 0) {
    setKeyError(rt, key);
    return -1;
  }
  decref(rt, removeEntry(rt, dict, entry));
  return 0;
}

/** 1, 0, or -1 with an exception set. */
export function dictContains(rt: Runtime, dict: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a dict key");
  const entry = dictLookup(rt, dict, key, hash);
  return entry > 0 ? 1 : entry;
}

/** Removes every item. */
export function dictClear(rt: Runtime, dict: number): void {
  const heap = rt.heap;
  if ((heap.load(dict + flagsOffset) & DictFlag.WATCHED) !== 0) announceChange(rt, dict, 0);
  const entries = heap.load(dict + entriesOffset);
  const count = heap.load(dict + entryCountOffset);
  const capacity = heap.load(dict + entryCapacityOffset);
  const indices = heap.load(dict + indicesOffset);
  const mask = heap.load(dict + maskOffset);
  heap.store(dict + usedOffset, 0);
  heap.store(dict + entryCountOffset, 0);
  heap.store(dict + entryCapacityOffset, 0);
  heap.store(dict + indicesOffset, emptyDictIndices);
  heap.store(dict + maskOffset, 0);
  heap.store(dict + entriesOffset, 0);
  heap.store(dict + keysVersionOffset, 0);
  heap.store(dict + flagsOffset, heap.load(dict + flagsOffset) | DictFlag.INTERNED_KEYS);
  for (let entry = entries, end = entries + entrySize * count; entry < end; entry += entrySize) {
    const key = heap.load(entry + keyOffset);
    if (key === 0) continue;
    decref(rt, key);
    decref(rt, heap.load(entry + valueOffset));
  }
  freeTables(rt, entries, capacity, indices, mask);
}

/**
 * Iterates: the address of the first entry in use at or after index `position`, 0 at the end. The next position is
 * `dictPosition(entry) + 1`.
 * @example for (let p = 0, e; (e = dictNext(rt, d, p)) !== 0; p = dictPosition(rt, d, e) + 1) …
 */
export function dictNext(rt: Runtime, dict: number, position: number): number {
  const heap = rt.heap;
  const count = heap.load(dict + entryCountOffset);
  const entries = heap.load(dict + entriesOffset);
  for (let index = position; index < count; index++) {
    const entry = entries + entrySize * index;
    if (heap.load(entry + keyOffset) !== 0) return entry;
  }
  return 0;
}

/** Index of an entry that {@link dictNext} returned. */
export function dictPosition(rt: Runtime, dict: number, entry: number): number {
  return (entry - rt.heap.load(dict + entriesOffset)) / entrySize;
}

/** The first entry, 0 if there is none. Deleted ones before it are passed once. */
export function dictFirst(rt: Runtime, dict: number): number {
  const heap = rt.heap;
  if (heap.load(dict + usedOffset) === 0) return 0;
  const entries = heap.load(dict + entriesOffset);
  if (heap.load(entries + keyOffset) !== 0) return entries;
  let run = heap.load(entries + runOffset);
  while (heap.load(entries + entrySize * run + keyOffset) === 0) run++;
  heap.store(entries + runOffset, run);
  return entries + entrySize * run;
}

/** The last entry, 0 if there is none. Deleted ones behind it are passed once. */
export function dictLast(rt: Runtime, dict: number): number {
  const heap = rt.heap;
  if (heap.load(dict + usedOffset) === 0) return 0;
  const end = heap.load(dict + entriesOffset) + entrySize * (heap.load(dict + entryCountOffset) - 1);
  if (heap.load(end + keyOffset) !== 0) return end;
  let run = heap.load(end + runOffset);
  while (heap.load(end - entrySize * run + keyOffset) === 0) run++;
  heap.store(end + runOffset, run);
  return end - entrySize * run;
}

/** Iterates backwards: the first entry in use at or before index `position`, 0 at the end. */
export function dictPrevious(rt: Runtime, dict: number, position: number): number {
  const heap = rt.heap;
  const entries = heap.load(dict + entriesOffset);
  const from = Math.min(position, heap.load(dict + entryCountOffset) - 1);
  for (let entry = entries + entrySize * from; entry >= entries; entry -= entrySize)
    if (heap.load(entry + keyOffset) !== 0) return entry;
  return 0;
}

/** Key of an entry, borrowed. */
export function entryKey(rt: Runtime, entry: number): number {
  return rt.heap.load(entry + keyOffset);
}

/** Value of an entry, borrowed. */
export function entryValue(rt: Runtime, entry: number): number {
  return rt.heap.load(entry + valueOffset);
}

/** Hash of an entry's key. */
export function entryHash(rt: Runtime, entry: number): number {
  return rt.heap.load(entry + hashOffset);
}

/** A dict with the same items in the same order. */
export function dictCopy(rt: Runtime, dict: number): number {
  const copy = newDict(rt);
  dictMergeDict(rt, copy, dict, true);
  return copy;
}

/** Copies the items of another dict; without `override`, only those whose key is missing. Into an empty one without comparing keys. Status. */
export function dictMergeDict(rt: Runtime, target: number, source: number, override: boolean): number {
  if (target === source) return 0;
  const length = dictLength(rt, source);
  const isEmpty = dictLength(rt, target) === 0;
  for (let position = 0; ;) {
    const entry = dictNext(rt, source, position);
    if (entry === 0) return 0;
    position = dictPosition(rt, source, entry) + 1;
    const key = entryKey(rt, entry);
    const value = entryValue(rt, entry);
    const hash = entryHash(rt, entry);
    if (isEmpty) {
      if (dictAdd(rt, target, key, hash, value) < 0) return -1;
      continue;
    }
    incref(rt, key);
    incref(rt, value);
    let status = 0;
    if (!override) {
      const existing = dictLookup(rt, target, key, hash);
      if (existing !== 0) status = existing === -1 ? -1 : 1;
    }
    if (status === 0) status = dictSetWithHash(rt, target, key, hash, value);
    decref(rt, key);
    decref(rt, value);
    if (status < 0) return -1;
    if (dictLength(rt, source) !== length) return fail(rt, rt.types.RuntimeError, "dict mutated during update");
  }
}

/** The dict's keys version: a number that stays while its keys stay. Assigns one if there is none. */
export function dictKeysVersion(rt: Runtime, dict: number): number {
  const version = rt.heap.load(dict + keysVersionOffset);
  if (version !== 0) return version;
  const fresh = rt.nextKeysVersion++;
  rt.heap.store(dict + keysVersionOffset, fresh);
  return fresh;
}

/** From now on the host is told before any change. */
export function watchDict(rt: Runtime, dict: number): void {
  rt.heap.store(dict + flagsOffset, rt.heap.load(dict + flagsOffset) | DictFlag.WATCHED);
}

/** `key` 0: any key may be concerned. So it is for a key that is no interned name. */
function announceChange(rt: Runtime, dict: number, key: number): void {
  const hook = rt.hooks.dictChanged;
  if (hook === null) return;
  const isName = key !== 0 && typeOf(rt, key) === strType && isInterned(rt, key);
  hook(dict, isName ? key : 0);
}
