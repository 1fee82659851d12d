// Sorting with Python's comparison: stable, and able to stop when a comparison raises.
//
// When all keys are small ints, floats or plain strings the host's own stable sort does it; else a bottom-up merge sort over runs of
// binary insertion, which asks only `<`, as CPython does.

import { FixedType } from "../layout/memory-map.ts";
import { StrFlag } from "../layout/objects.ts";
import { floatValue } from "../object/float.ts";
import { typeOf } from "../object/reference.ts";
import { strFlags, strValue } from "../object/str.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";

const runLength = 16;

/** The order of keys: a permutation of their indices; null with an exception set. `keys` are borrowed and must stay alive. */
export function sortedOrder(rt: Runtime, keys: readonly number[], reverse: boolean): number[] | null {
  const order = keys.map((_, index) => index);
  if (reverse) order.reverse();
  const native = nativeKeys(rt, keys);
  let sorted: number[] | null = order;
  if (native === null) sorted = mergeSort(rt, keys, order);
  else if (typeof native[0] === "string") {
    const texts = native as readonly string[];
    order.sort((a, b) => ((texts[a] as string) < (texts[b] as string) ? -1 : (texts[a] as string) > (texts[b] as string) ? 1 : 0));
  } else {
    const numbers = native as readonly number[];
    order.sort((a, b) => (numbers[a] as number) - (numbers[b] as number));
  }
  if (sorted !== null && reverse) sorted.reverse();
  return sorted;
}

/** Host values that compare as the keys do; null if there are none. */
function nativeKeys(rt: Runtime, keys: readonly number[]): readonly number[] | readonly string[] | null {
  const first = keys[0];
  if (first === undefined) return [];
  if ((first & 1) !== 0) return keys.every((it) => (it & 1) !== 0) ? keys : null;
  const type = typeOf(rt, first);
  if (type === FixedType.float) {
    const values = keys.map((it) => (typeOf(rt, it) === FixedType.float ? floatValue(rt, it) : NaN));
    return values.some(Number.isNaN) ? null : values;
  }
  if (type !== FixedType.str) return null;
  const plain = keys.every((it) => typeOf(rt, it) === FixedType.str && (strFlags(rt, it) & StrFlag.ASTRAL) === 0);
  return plain ? keys.map((it) => strValue(rt, it)) : null;
}

function mergeSort(rt: Runtime, keys: readonly number[], order: number[]): number[] | null {
  const length = order.length;
  for (let start = 0; start < length; start += runLength) {
    if (!insertionSort(rt, keys, order, start, Math.min(start + runLength, length))) return null;
  }
  let from = order;
  let to = order.slice();
  for (let width = runLength; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      if (!merge(rt, keys, from, to, start, Math.min(start + width, length), Math.min(start + 2 * width, length))) return null;
    }
    [from, to] = [to, from];
  }
  return from;
}

function isLess(rt: Runtime, keys: readonly number[], left: number, right: number): number {
  return richCompareBool(rt, keys[left] as number, keys[right] as number, Compare.LT);
}

function insertionSort(rt: Runtime, keys: readonly number[], order: number[], start: number, end: number): boolean {
  for (let index = start + 1; index < end; index++) {
    const pivot = order[index] as number;
    let low = start;
    // Sorted input needs one comparison each.
    const last = isLess(rt, keys, pivot, order[index - 1] as number);
    if (last < 0) return false;
    if (last === 0) continue;
    let high = index - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const less = isLess(rt, keys, pivot, order[middle] as number);
      if (less < 0) return false;
      if (less > 0) high = middle;
      else low = middle + 1;
    }
    order.copyWithin(low + 1, low, index);
    order[low] = pivot;
  }
  return true;
}

function merge(rt: Runtime, keys: readonly number[], from: readonly number[], to: number[], start: number, middle: number, end: number): boolean {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    let takeRight = left >= middle;
    if (!takeRight && right < end) {
      const less = isLess(rt, keys, from[right] as number, from[left] as number);
      if (less < 0) return false;
      takeRight = less > 0;
    }
    to[at] = (takeRight ? from[right++] : from[left++]) as number;
  }
  return true;
}
