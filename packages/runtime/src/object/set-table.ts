// The table of a set or frozenset (layout: `SetObject`): CPython's open addressing, so that iteration has CPython's order.
//
// A slot is a key, which is owned, with its hash. Probing looks at up to nine neighbours before it jumps; the table grows when three
// fifths are in use, fourfold while small. Slots are given by the index of their key among the words of memory.

import { FixedType } from "../layout/memory-map.ts";
import { ObjectHeader, SetObject, SetSlot, deletedKey, smallSet } from "../layout/objects.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";
import { decref, incref } from "./reference.ts";
import { strLength, strValue } from "./str.ts";

const tableOffset = SetObject.table.offset;
const maskOffset = SetObject.mask.offset;
const fillOffset = SetObject.fill.offset;
const usedOffset = SetObject.used.offset;
const typeOffset = ObjectHeader.type.offset;
const strType = FixedType.str;
const slotSize = SetSlot.size;
const linearProbes = 9;
const deleted = deletedKey;
const smallBytes = slotSize * smallSet;

/** Bytes of a set with its slots in place. */
export const setSize = SetObject.size + smallBytes;

/** Number of items. */
export function setLength(rt: Runtime, set: number): number {
  return rt.heap.load(set + usedOffset);
}

/** One less than the number of slots. */
export function setMask(rt: Runtime, set: number): number {
  return rt.heap.load(set + maskOffset);
}

/** The address of the slot with this number. */
export function slotAddress(rt: Runtime, set: number, slot: number): number {
  return rt.heap.load(set + tableOffset) + slotSize * slot;
}

/** The first slot in use from `slot` on; -1 at the end. */
export function nextSlot(rt: Runtime, set: number, slot: number): number {
  const words = rt.heap.i32;
  const mask = words[(set + maskOffset) >>> 2] as number;
  for (let at = slot, word = slotAddress(rt, set, slot) >>> 2; at <= mask; at++, word += 2) {
    if (((words[word] as number) & ~deleted) !== 0) return at;
  }
  return -1;
}

/** Sets the fields of a new, zeroed set: its table is the one in place. */
export function initTable(rt: Runtime, set: number): void {
  rt.heap.store(set + tableOffset, set + SetObject.size);
  rt.heap.store(set + maskOffset, smallSet - 1);
}

/**
 * The slot of a key: found, or the negative of the slot where it would go; 0 with an exception set. Whoever adds wants to know only that it was there. The 64-bit hashes of CPython's
 * perturbation are sign extensions of ours.
 */
export function findSlot(
  rt: Runtime,
  set: number,
  key: number,
  hash: number,
  purpose: "look up" | "add" = "look up",
): number {
  for (;;) {
    const words = rt.heap.i32;
    const table = words[(set + tableOffset) >>> 2] as number;
    const mask = words[(set + maskOffset) >>> 2] as number;
    let perturb = hash;
    let upper = hash >> 31;
    let slot = hash & mask;
    let free = 0;
    probing: for (;;) {
      let word = (table >>> 2) + 2 * slot;
      const last = slot + linearProbes <= mask ? word + 2 * linearProbes : word;
      for (; word <= last; word += 2) {
        const candidate = words[word] as number;
        if (candidate === key) return word;
        if (candidate === 0) {
          if (free === 0) return -word;
          // A comparison may have put a key there.
          if (words[free] !== deleted) break probing;
          return -free;
        }
        if (candidate === deleted) {
          // The last one is taken, as in CPython.
          free = word;
          continue;
        }
        if (words[word + 1] !== hash || (candidate & key & 1) !== 0) continue;
        if (
          ((candidate | key) & 1) === 0 &&
          words[(candidate + typeOffset) >>> 2] === strType &&
          words[(key + typeOffset) >>> 2] === strType
        ) {
          if (strLength(rt, candidate) === strLength(rt, key) && strValue(rt, candidate) === strValue(rt, key))
            return word;
          continue;
        }
        incref(rt, candidate);
        const equal = richCompareBool(rt, candidate, key, Compare.EQ);
        decref(rt, candidate);
        if (equal < 0) return 0;
        // As in CPython this is good enough, whatever has become of the key.
        if (equal > 0 && purpose === "add") return word;
        // The comparison may have changed the table: start again.
        if (
          rt.heap.i32 !== words ||
          words[(set + tableOffset) >>> 2] !== table ||
          words[(set + maskOffset) >>> 2] !== mask ||
          words[word] !== candidate
        )
          break probing;
        if (equal > 0) return word;
      }
      perturb = (perturb >>> 5) | (upper << 27);
      upper >>>= 5;
      slot = (Math.imul(slot, 5) + 1 + perturb) & mask;
    }
  }
}

/** Adds a key, which moves into the table, in the free slot that {@link findSlot} gave. */
export function fillSlot(rt: Runtime, set: number, slot: number, key: number, hash: number): void {
  const words = rt.heap.i32;
  const fill = (set + fillOffset) >>> 2;
  const used = (set + usedOffset) >>> 2;
  if (words[slot] === 0) words[fill] = (words[fill] as number) + 1;
  words[slot] = key;
  words[slot + 1] = hash;
  words[used] = (words[used] as number) + 1;
  if ((words[fill] as number) * 5 >= (words[(set + maskOffset) >>> 2] as number) * 3) growTable(rt, set);
}

/** Removes the key in a slot, which the caller owns now. */
export function takeOut(rt: Runtime, set: number, slot: number): number {
  const words = rt.heap.i32;
  const used = (set + usedOffset) >>> 2;
  const key = words[slot] as number;
  words[slot] = deleted;
  words[used] = (words[used] as number) - 1;
  return key;
}

/** After items were removed one by one: a table of which more than a fourth is deleted slots is made anew. */
export function tidyTable(rt: Runtime, set: number): void {
  const { heap } = rt;
  if (heap.load(set + fillOffset) - heap.load(set + usedOffset) > heap.load(set + maskOffset) >> 2) growTable(rt, set);
}

function growTable(rt: Runtime, set: number): void {
  const used = setLength(rt, set);
  resizeTable(rt, set, used > 50000 ? used * 2 : used * 4);
}

/** Makes the table anew with more than `least` slots. */
export function resizeTable(rt: Runtime, set: number, least: number): void {
  const { heap } = rt;
  let size = smallSet;
  while (size <= least) size *= 2;
  const own = set + SetObject.size;
  const mask = heap.load(set + maskOffset);
  let from = heap.load(set + tableOffset);
  if (size === smallSet && from === own) from = moveOut(rt, own);
  const table = size === smallSet ? own : heap.allocateBlock(slotSize * size);
  heap.fill(table, 0, 2 * size);
  heap.store(set + tableOffset, table);
  heap.store(set + maskOffset, size - 1);
  heap.store(set + fillOffset, heap.load(set + usedOffset));
  insertAll(rt, set, from, mask);
  if (from !== own) heap.freeBlock(from, slotSize * (mask + 1));
}

/** A block with the slots that a set has in place. */
function moveOut(rt: Runtime, own: number): number {
  const block = rt.heap.allocateBlock(smallBytes);
  rt.heap.copy(block, own, smallBytes);
  return block;
}

/** Moves the keys of `count + 1` slots at `from` to free slots of a set that has none of them. */
function insertAll(rt: Runtime, set: number, from: number, count: number): void {
  const words = rt.heap.i32;
  const table = slotAddress(rt, set, 0) >>> 2;
  const mask = setMask(rt, set);
  for (let at = from >>> 2, end = at + 2 * (count + 1); at < end; at += 2) {
    const key = words[at] as number;
    if ((key & ~deleted) !== 0) insertClean(words, table, mask, key, words[at + 1] as number);
  }
}

function insertClean(words: Int32Array, table: number, mask: number, key: number, hash: number): void {
  let perturb = hash;
  let upper = hash >> 31;
  let slot = hash & mask;
  for (;;) {
    let word = table + 2 * slot;
    const last = slot + linearProbes <= mask ? word + 2 * linearProbes : word;
    for (; word <= last; word += 2) {
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

/** Copies the items of another set into one that never had any; into a table of the same size slot by slot. */
export function copyTable(rt: Runtime, set: number, other: number): void {
  const { heap } = rt;
  const table = slotAddress(rt, set, 0);
  const from = slotAddress(rt, other, 0);
  const mask = setMask(rt, set);
  const otherMask = setMask(rt, other);
  const used = setLength(rt, other);
  if (mask === otherMask && heap.load(other + fillOffset) === used) heap.copy(table, from, slotSize * (mask + 1));
  else insertAll(rt, set, from, otherMask);
  heap.store(set + fillOffset, used);
  heap.store(set + usedOffset, used);
  const words = heap.i32;
  for (let word = table >>> 2, end = word + 2 * (mask + 1); word < end; word += 2) {
    const key = words[word] as number;
    if ((key & 1) === 0 && key !== 0) words[key >>> 2] = (words[key >>> 2] as number) + 1;
  }
}

/** Whether the table has room for `count` more. */
export function hasRoom(rt: Runtime, set: number, count: number): boolean {
  return (rt.heap.load(set + fillOffset) + count) * 5 < setMask(rt, set) * 3;
}

/** Whether no slot was ever used. */
export function isFresh(rt: Runtime, set: number): boolean {
  return rt.heap.load(set + fillOffset) === 0;
}

/** Makes each of two sets hold what the other one held. */
export function swapTables(rt: Runtime, left: number, right: number): void {
  const { heap } = rt;
  for (let offset = tableOffset; offset < setSize; offset += offset === usedOffset ? SetObject.size - usedOffset : 4) {
    const word = heap.load(left + offset);
    heap.store(left + offset, heap.load(right + offset));
    heap.store(right + offset, word);
  }
  for (const [set, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (heap.load(set + tableOffset) === other + SetObject.size) heap.store(set + tableOffset, set + SetObject.size);
  }
}

/** Removes every item. */
export function setClear(rt: Runtime, set: number): void {
  const { heap } = rt;
  if (isFresh(rt, set)) return;
  const own = set + SetObject.size;
  const mask = setMask(rt, set);
  const table = slotAddress(rt, set, 0);
  const from = table === own ? moveOut(rt, own) : table;
  heap.fill(own, 0, smallBytes >>> 2);
  heap.store(set + fillOffset, 0);
  heap.store(set + usedOffset, 0);
  initTable(rt, set);
  releaseSlots(rt, from, mask);
  heap.freeBlock(from, slotSize * (mask + 1));
}

/** Ends a set. */
export function releaseTable(rt: Runtime, set: number): void {
  const mask = setMask(rt, set);
  const table = slotAddress(rt, set, 0);
  releaseSlots(rt, table, mask);
  if (table !== set + SetObject.size) rt.heap.freeBlock(table, slotSize * (mask + 1));
}

function releaseSlots(rt: Runtime, address: number, mask: number): void {
  let words = rt.heap.i32;
  for (let word = address >>> 2, end = word + 2 * (mask + 1); word < end; word += 2) {
    const key = words[word] as number;
    if ((key & 1) !== 0 || (key & ~deleted) === 0) continue;
    decref(rt, key);
    words = rt.heap.i32;
  }
}
