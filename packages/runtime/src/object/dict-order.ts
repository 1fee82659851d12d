// Moving an entry of a dict to its first or last place, each in constant time on average: what `OrderedDict` adds to a dict.
//
//   entries   [ -  -  -  a  b  -  c ]        `-`: deleted
//                     ^ here goes what moves to the front. Where there is no room, new tables have as many deleted entries there as there are
//                       others, and at the back room for twice as many.
//
// The index slot of a moved key is told its new index, so that moving leaves no deleted slots behind.

import { DictObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import {
  dictFirst,
  dictLast,
  dictLength,
  dictNext,
  dictPosition,
  relocateEntry,
  reserveSlots,
  resizeDict,
} from "./dict.ts";

const { entryCount, entryCapacity } = DictObject;

/** Makes an entry the last one. Status: there may be no memory. */
export function moveToLast(rt: Runtime, dict: number, entry: number): number {
  if (dictLast(rt, dict) === entry) return 0;
  const { heap } = rt;
  const isFull = heap.load(dict + entryCount.offset) === heap.load(dict + entryCapacity.offset);
  const moving = isFull ? enlarged(rt, dict, entry, 3 * dictLength(rt, dict), 0) : entry;
  if (moving === 0) return -1;
  relocateEntry(rt, dict, moving, heap.load(dict + entryCount.offset));
  return 0;
}

/** Makes an entry the first one. Status: there may be no memory. */
export function moveToFirst(rt: Runtime, dict: number, entry: number): number {
  const first = dictFirst(rt, dict);
  if (first === entry) return 0;
  const length = dictLength(rt, dict);
  const room = dictPosition(rt, dict, first);
  const moving = room === 0 ? enlarged(rt, dict, entry, 6 * length, length) : entry;
  if (moving === 0) return -1;
  relocateEntry(rt, dict, moving, (room || length) - 1);
  return 0;
}

/** Gives the dict new tables: where the entry is then; 0 with an exception set. */
function enlarged(rt: Runtime, dict: number, entry: number, slots: number, front: number): number {
  if (!reserveSlots(rt, slots)) return 0;
  let index = front;
  for (let at = dictNext(rt, dict, 0); at !== entry; at = dictNext(rt, dict, dictPosition(rt, dict, at) + 1)) index++;
  resizeDict(rt, dict, slots, front);
  return dictNext(rt, dict, index);
}
