// `set` and `frozenset`: CPython's open-addressing table, with the host, so that iteration has CPython's order.
//
// Slot i of the table is `keys[i]` (0 free, `deleted`) with its hash. Probing looks at up to nine neighbours before it jumps; the table
// grows when three fifths are in use, fourfold while small.

import { setKeyError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { forEach } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { explainUnhashable, hashKey } from "./dict.ts";
import { countContainer, hostPayload, newHostObject } from "./new-object.ts";
import { decref, incref, newRef, typeOf } from "./reference.ts";

const smallest = 8;
const linearProbes = 9;
/** Never a reference: even, and not the address of an object. */
const deleted = 2;

/** The table of one set. Keys are owned. */
export class SetTable {
  keys: Int32Array = new Int32Array(smallest);
  hashes: Int32Array = new Int32Array(smallest);
  mask = smallest - 1;
  /** Slots in use, deleted ones among them. */
  fill = 0;
  /** Items. */
  used = 0;
  /** Hash of a frozenset once computed. */
  hash: number | null = null;
  /** Where `pop` looks next. */
  finger = 0;
}

/** A new empty set. */
export function newSet(rt: Runtime): number {
  countContainer(rt);
  return newHostObject(rt, FixedType.set, new SetTable());
}

/** `frozenset(iterable)`: a new reference. */
export function newFrozenSet(rt: Runtime, iterable: number): number {
  countContainer(rt);
  const set = newHostObject(rt, FixedType.frozenset, new SetTable());
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
    const { keys, hashes, mask } = table;
    // CPython's hash has 64 bits: the upper half of ours is its sign.
    let perturb = hash;
    let upper = hash >> 31;
    let slot = hash & mask;
    let freeSlot = -1;
    probing: for (;;) {
      const last = slot + linearProbes <= mask ? slot + linearProbes : slot;
      for (let at = slot; at <= last; at++) {
        const candidate = keys[at] as number;
        if (candidate === 0) return -1 - (freeSlot >= 0 ? freeSlot : at);
        if (candidate === deleted) {
          if (freeSlot < 0) freeSlot = at;
          continue;
        }
        if (candidate === key) return at;
        if (hashes[at] !== hash) continue;
        incref(rt, candidate);
        const equal = richCompareBool(rt, candidate, key, Compare.EQ);
        decref(rt, candidate);
        if (equal < 0) return null;
        // The comparison may have changed the table: start again.
        if (table.keys !== keys || keys[at] !== candidate) break probing;
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
  if (table.keys[at] === 0) table.fill++;
  table.keys[at] = key;
  table.hashes[at] = hash;
  table.used++;
  if (table.fill * 5 >= table.mask * 3) resizeSet(table, table.used > 50000 ? table.used * 2 : table.used * 4);
  return 0;
}

function resizeSet(table: SetTable, least: number): void {
  let size = smallest;
  while (size <= least) size *= 2;
  const { keys, hashes } = table;
  table.keys = new Int32Array(size);
  table.hashes = new Int32Array(size);
  table.mask = size - 1;
  table.fill = table.used;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as number;
    if (key !== 0 && key !== deleted) insertClean(table, key, hashes[at] as number);
  }
}

function insertClean(table: SetTable, key: number, hash: number): void {
  const { keys, hashes, mask } = table;
  let perturb = hash;
  let upper = hash >> 31;
  let slot = hash & mask;
  for (;;) {
    const last = slot + linearProbes <= mask ? slot + linearProbes : slot;
    for (let at = slot; at <= last; at++) {
      if (keys[at] !== 0) continue;
      keys[at] = key;
      hashes[at] = hash;
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
  const table = setTable(rt, set);
  const slot = findSlot(rt, table, key, hash);
  if (slot === null) return -1;
  if (slot < 0) return 0;
  const old = table.keys[slot] as number;
  table.keys[slot] = deleted;
  table.used--;
  decref(rt, old);
  return 1;
}

/** `set.pop()`: a new reference; KeyError when empty. */
export function setPop(rt: Runtime, set: number): number {
  const table = setTable(rt, set);
  if (table.used === 0) return 0;
  let at = table.finger & table.mask;
  while (table.keys[at] === 0 || table.keys[at] === deleted) at = (at + 1) & table.mask;
  const key = table.keys[at] as number;
  table.keys[at] = deleted;
  table.used--;
  table.finger = at + 1;
  return key;
}

/** Removes every item. */
export function setClear(rt: Runtime, set: number): void {
  const table = setTable(rt, set);
  const keys = table.keys;
  table.keys = new Int32Array(smallest);
  table.hashes = new Int32Array(smallest);
  table.mask = smallest - 1;
  table.fill = 0;
  table.used = 0;
  for (const key of keys) if (key !== 0 && key !== deleted) decref(rt, key);
}

/** The next slot in use from `slot` on; -1 at the end. */
export function nextSlot(table: SetTable, slot: number): number {
  for (let at = slot; at <= table.mask; at++) {
    const key = table.keys[at] as number;
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
  if ((table.fill + other.used) * 5 >= table.mask * 3) resizeSet(table, (table.used + other.used) * 2);
  if (table.fill === 0) {
    if (table.mask === other.mask && other.fill === other.used) {
      table.keys = other.keys.slice();
      table.hashes = other.hashes.slice();
      for (const key of table.keys) if (key !== 0) incref(rt, key);
    } else for (let at = nextSlot(other, 0); at >= 0; at = nextSlot(other, at + 1)) insertClean(table, newRef(rt, other.keys[at] as number), other.hashes[at] as number);
    table.fill = other.used;
    table.used = other.used;
    return 0;
  }
  // Comparisons may change the other one.
  for (let at = nextSlot(other, 0); at >= 0; at = nextSlot(other, at + 1))
    if (setAddWithHash(rt, table, other.keys[at] as number, other.hashes[at] as number) < 0) return -1;
  return 0;
}

/** A set or frozenset (`type`) with the items of another, in the same table order. */
export function copySet(rt: Runtime, set: number, type: number): number {
  const from = setTable(rt, set);
  const table = new SetTable();
  if (from.fill === from.used) {
    table.keys = from.keys.slice();
    table.hashes = from.hashes.slice();
    table.mask = from.mask;
    table.fill = from.fill;
    table.used = from.used;
    for (const key of table.keys) if (key !== 0) incref(rt, key);
  } else {
    table.used = from.used;
    resizeSet(table, from.used * 2 > from.mask ? from.used * 2 : from.mask);
    table.fill = from.used;
    for (let at = nextSlot(from, 0); at >= 0; at = nextSlot(from, at + 1)) insertClean(table, newRef(rt, from.keys[at] as number), from.hashes[at] as number);
  }
  countContainer(rt);
  return newHostObject(rt, type, table);
}

/** KeyError for a key. Always -1. */
export function missingKey(rt: Runtime, key: number): number {
  setKeyError(rt, key);
  return -1;
}
