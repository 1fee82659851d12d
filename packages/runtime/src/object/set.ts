// `set` and `frozenset`: CPython's open-addressing table, so that iteration has CPython's order.
//
// A slot of the table is a key (0 free, `deleted`) with its hash. Probing looks at up to nine neighbours before it jumps; the table
// grows when three fifths are in use, fourfold while small.

import { setKeyError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { forEach } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { explainUnhashable, hashKey } from "./dict.ts";
import { countContainer, hostPayload, newHostObject } from "./new-object.ts";
import { decref, incref, typeOf } from "./reference.ts";

const smallest = 8;
const slotSize = 8;
const linearProbes = 9;
/** Never a reference: even, and not the address of an object. */
const deleted = 2;

/** The table of one set: `mask + 1` pairs of a key, which is owned, and its hash, in a block of memory. */
export class SetTable {
  address: number;
  mask: number;
  /** Slots in use, deleted ones among them. */
  fill = 0;
  /** Items. */
  used = 0;
  /** The 64-bit hash of a frozenset once computed. */
  hash: bigint | null = null;
  /** Where `pop` looks next. */
  finger = 0;

  constructor(rt: Runtime) {
    this.address = newSlots(rt, smallest);
    this.mask = smallest - 1;
  }
}

/** A block of free slots. */
function newSlots(rt: Runtime, size: number): number {
  const address = rt.heap.allocateBlock(slotSize * size);
  rt.heap.fill(address, 0, 2 * size);
  return address;
}

/** What is in a slot: 0 where it is free, `deleted`, or a borrowed key. */
export function keyAt(rt: Runtime, table: SetTable, slot: number): number {
  return rt.heap.load(table.address + slotSize * slot);
}

/** The hash of the key in a slot. */
export function hashAt(rt: Runtime, table: SetTable, slot: number): number {
  return rt.heap.load(table.address + slotSize * slot + 4);
}

/** A new empty set. */
export function newSet(rt: Runtime): number {
  countContainer(rt);
  return newHostObject(rt, FixedType.set, new SetTable(rt));
}

/** `frozenset(iterable)`: a new reference. */
export function newFrozenSet(rt: Runtime, iterable: number): number {
  countContainer(rt);
  const set = newHostObject(rt, FixedType.frozenset, new SetTable(rt));
  if (setUpdate(rt, set, iterable) === 0) return set;
  decref(rt, set);
  return 0;
}

/** The table of a set or frozenset. */
export function setTable(rt: Runtime, set: number): SetTable {
  return hostPayload(rt, set) as SetTable;
}

export function setLength(rt: Runtime, set: number): number {
  return setTable(rt, set).used;
}

/**
 * The slot of a key: found, or -1 - the slot where it would go; `null` with an exception set. The 64-bit hashes of CPython's perturbation
 * are sign extensions of ours.
 */
function findSlot(rt: Runtime, table: SetTable, key: number, hash: number): number | null {
  for (;;) {
    const { address, mask } = table;
    const words = rt.heap.i32;
    // CPython's hash has 64 bits: the upper half of ours is its sign.
    let perturb = hash;
    let upper = hash >> 31;
    let slot = hash & mask;
    let freeSlot = -1;
    probing: for (;;) {
      const last = slot + linearProbes <= mask ? slot + linearProbes : slot;
      for (let at = slot; at <= last; at++) {
        const word = (address >>> 2) + 2 * at;
        const candidate = words[word] as number;
        if (candidate === 0) return -1 - (freeSlot >= 0 ? freeSlot : at);
        if (candidate === deleted) {
          // The last one is taken, as in CPython.
          freeSlot = at;
          continue;
        }
        if (candidate === key) return at;
        if (words[word + 1] !== hash || (candidate & key & 1) !== 0) continue;
        incref(rt, candidate);
        const equal = richCompareBool(rt, candidate, key, Compare.EQ);
        decref(rt, candidate);
        if (equal < 0) return null;
        // The comparison may have changed the table: start again.
        if (table.address !== address || table.mask !== mask || keyAt(rt, table, at) !== candidate || rt.heap.i32 !== words) break probing;
        if (equal > 0) return at;
      }
      perturb = (perturb >>> 5) | (upper << 27);
      upper >>>= 5;
      slot = (Math.imul(slot, 5) + 1 + perturb) & mask;
    }
  }
}

/** Adds a key; takes a count if it is new. Status. */
export function setAdd(rt: Runtime, set: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a set element");
  return setAddWithHash(rt, setTable(rt, set), key, hash);
}

/** {@link setAdd} with the hash known. */
export function setAddWithHash(rt: Runtime, table: SetTable, key: number, hash: number): number {
  incref(rt, key);
  const slot = findSlot(rt, table, key, hash);
  if (slot === null || slot >= 0) {
    decref(rt, key);
    return slot === null ? -1 : 0;
  }
  const at = -1 - slot;
  const address = table.address + slotSize * at;
  if (rt.heap.load(address) === 0) table.fill++;
  rt.heap.store(address, key);
  rt.heap.store(address + 4, hash);
  table.used++;
  if (table.fill * 5 >= table.mask * 3) growSet(rt, table);
  return 0;
}

function resizeSet(rt: Runtime, table: SetTable, least: number): void {
  let size = smallest;
  while (size <= least) size *= 2;
  const { address, mask } = table;
  table.address = newSlots(rt, size);
  table.mask = size - 1;
  table.fill = table.used;
  insertAll(rt, table, address, mask);
  rt.heap.freeBlock(address, slotSize * (mask + 1));
}

/** Moves the keys of `mask + 1` slots at `address` to free slots of a table that has none of them. */
function insertAll(rt: Runtime, table: SetTable, address: number, mask: number): void {
  const words = rt.heap.i32;
  for (let at = address >>> 2, end = at + 2 * (mask + 1); at < end; at += 2) {
    const key = words[at] as number;
    if (key !== 0 && key !== deleted) insertClean(words, table, key, words[at + 1] as number);
  }
}

function insertClean(words: Int32Array, table: SetTable, key: number, hash: number): void {
  const { address, mask } = table;
  let perturb = hash;
  let upper = hash >> 31;
  let slot = hash & mask;
  for (;;) {
    const last = slot + linearProbes <= mask ? slot + linearProbes : slot;
    for (let at = slot; at <= last; at++) {
      const word = (address >>> 2) + 2 * at;
      if (words[word] !== 0) continue;
      words[word] = key;
      words[word + 1] = hash;
      return;
    }
    perturb = (perturb >>> 5) | (upper << 27);
    upper >>>= 5;
    slot = (Math.imul(slot, 5) + 1 + perturb) & mask;
  }
}

/** 1, 0, or -1 with an exception set. */
export function setContains(rt: Runtime, set: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a set element");
  const slot = findSlot(rt, setTable(rt, set), key, hash);
  return slot === null ? -1 : slot >= 0 ? 1 : 0;
}

/** Whether a key with a known hash is in a table. */
export function tableContains(rt: Runtime, table: SetTable, key: number, hash: number): number {
  const slot = findSlot(rt, table, key, hash);
  return slot === null ? -1 : slot >= 0 ? 1 : 0;
}

/** Removes a key: 1 if it was there, 0 if not, -1 with an exception set. */
export function setDiscard(rt: Runtime, set: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a set element");
  return discardWithHash(rt, setTable(rt, set), key, hash);
}

/** {@link setDiscard} with the hash known. */
export function discardWithHash(rt: Runtime, table: SetTable, key: number, hash: number): number {
  const slot = findSlot(rt, table, key, hash);
  if (slot === null) return -1;
  if (slot < 0) return 0;
  decref(rt, takeOut(rt, table, slot));
  return 1;
}

/** After items were removed one by one: a table of which more than a fourth is deleted slots is made anew. */
export function tidySet(rt: Runtime, set: number): void {
  const table = setTable(rt, set);
  if (table.fill - table.used > table.mask >> 2) growSet(rt, table);
}

function growSet(rt: Runtime, table: SetTable): void {
  resizeSet(rt, table, table.used > 50000 ? table.used * 2 : table.used * 4);
}

/** Removes the key in a slot, which the caller owns. */
function takeOut(rt: Runtime, table: SetTable, slot: number): number {
  const key = keyAt(rt, table, slot);
  rt.heap.store(table.address + slotSize * slot, deleted);
  table.used--;
  return key;
}

/** `set.pop()`: a new reference; KeyError when empty. */
export function setPop(rt: Runtime, set: number): number {
  const table = setTable(rt, set);
  if (table.used === 0) return 0;
  const at = nextSlot(rt, table, table.finger & table.mask);
  const slot = at >= 0 ? at : nextSlot(rt, table, 0);
  table.finger = slot + 1;
  return takeOut(rt, table, slot);
}

/** Removes every item. */
export function setClear(rt: Runtime, set: number): void {
  const table = setTable(rt, set);
  if (table.fill === 0) return;
  const { address, mask } = table;
  table.address = newSlots(rt, smallest);
  table.mask = smallest - 1;
  table.fill = 0;
  table.used = 0;
  releaseSlots(rt, address, mask);
}

/** Ends a set: the `clear` slot. */
export function setRelease(rt: Runtime, set: number): void {
  const { address, mask } = setTable(rt, set);
  releaseSlots(rt, address, mask);
}

function releaseSlots(rt: Runtime, address: number, mask: number): void {
  let words = rt.heap.i32;
  for (let word = address >>> 2, end = word + 2 * (mask + 1); word < end; word += 2) {
    const key = words[word] as number;
    if ((key & 1) !== 0 || key === 0 || key === deleted) continue;
    decref(rt, key);
    words = rt.heap.i32;
  }
  rt.heap.freeBlock(address, slotSize * (mask + 1));
}

/** The next slot in use from `slot` on; -1 at the end. */
export function nextSlot(rt: Runtime, table: SetTable, slot: number): number {
  const words = rt.heap.i32;
  for (let at = slot, word = (table.address >>> 2) + 2 * slot; at <= table.mask; at++, word += 2) {
    const key = words[word] as number;
    if (key !== 0 && key !== deleted) return at;
  }
  return -1;
}

/** Adds every item of an iterable. Status. */
export function setUpdate(rt: Runtime, set: number, iterable: number): number {
  const type = typeOf(rt, iterable);
  if (type === FixedType.set || type === FixedType.frozenset) return mergeSet(rt, setTable(rt, set), setTable(rt, iterable));
  return forEach(rt, iterable, (item) => setAdd(rt, set, item));
}

/** Adds the items of another table, in the order of its slots; into an empty set of the same size, slot by slot. */
function mergeSet(rt: Runtime, table: SetTable, other: SetTable): number {
  if (table === other || other.used === 0) return 0;
  if ((table.fill + other.used) * 5 >= table.mask * 3) resizeSet(rt, table, (table.used + other.used) * 2);
  if (table.fill === 0) {
    if (table.mask === other.mask && other.fill === other.used) rt.heap.copy(table.address, other.address, slotSize * (other.mask + 1));
    else insertAll(rt, table, other.address, other.mask);
    table.fill = other.used;
    table.used = other.used;
    const words = rt.heap.i32;
    for (let word = table.address >>> 2, end = word + 2 * (table.mask + 1); word < end; word += 2) {
      const key = words[word] as number;
      if ((key & 1) === 0 && key !== 0) words[key >>> 2] = (words[key >>> 2] as number) + 1;
    }
    return 0;
  }
  // Comparisons may change the other one.
  for (let at = 0; at <= other.mask; at++) {
    const key = keyAt(rt, other, at);
    if (key !== 0 && key !== deleted && setAddWithHash(rt, table, key, hashAt(rt, other, at)) < 0) return -1;
  }
  return 0;
}

/** A set or frozenset (`type`) with the items of another: as in CPython they are merged into an empty one. */
export function copySet(rt: Runtime, set: number, type: number): number {
  const table = new SetTable(rt);
  mergeSet(rt, table, setTable(rt, set));
  countContainer(rt);
  return newHostObject(rt, type, table);
}

/** KeyError for a key. Always -1. */
export function missingKey(rt: Runtime, key: number): number {
  setKeyError(rt, key);
  return -1;
}
