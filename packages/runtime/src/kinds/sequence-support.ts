// What lists and tuples have in common: comparing, hashing nothing, repr, searching, index arithmetic.

import { reserveBytes, spendWork } from "../builtins/work.ts";
import { setError, setErrorNone } from "../exceptions/errors.ts";
import { NotImplemented, decref, incref, newRef, pyBool, slotsOf } from "../object/reference.ts";
import { compareResult, richCompare, richCompareBool } from "../protocols/compare.ts";
import { indexNumber } from "../protocols/number.ts";
import { enterRepr, leaveRepr, reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { Compare } from "../types/slots.ts";

/** How the items of a sequence are read. */
export interface SequenceAccess {
  readonly length: (rt: Runtime, self: number) => number;
  /** Borrowed. */
  readonly item: (rt: Runtime, self: number, index: number) => number;
}

/** What comparing 1024 pairs costs, in nanoseconds or so. */
const pairsWork = 20000;

/** Lexicographic comparison of two sequences of one kind. */
export function compareSequences(
  rt: Runtime,
  left: number,
  right: number,
  operator: number,
  { length, item }: SequenceAccess,
): number {
  if (operator === Compare.EQ || operator === Compare.NE) {
    if (length(rt, left) !== length(rt, right)) return pyBool(operator === Compare.NE);
  }
  for (let index = 0; index < length(rt, left) && index < length(rt, right); index++) {
    if ((index & 0x3ff) === 0x3ff && spendWork(rt, pairsWork) < 0) return 0;
    const a = newRef(rt, item(rt, left, index));
    const b = newRef(rt, item(rt, right, index));
    const equal = richCompareBool(rt, a, b, Compare.EQ);
    if (equal > 0) {
      decref(rt, a);
      decref(rt, b);
      continue;
    }
    if (equal === 0 && (index >= length(rt, left) || index >= length(rt, right))) {
      // The comparison made one of them shorter.
      decref(rt, a);
      decref(rt, b);
      break;
    }
    let result = 0;
    if (equal === 0)
      result =
        operator === Compare.EQ
          ? pyBool(false)
          : operator === Compare.NE
            ? pyBool(true)
            : richCompare(rt, a, b, operator);
    decref(rt, a);
    decref(rt, b);
    return result;
  }
  return compareResult(length(rt, left) - length(rt, right), operator);
}

/** `open items close`, with `…` for a sequence that is being shown already. */
export function sequenceRepr(
  rt: Runtime,
  self: number,
  open: string,
  close: string,
  access: SequenceAccess,
): string | null {
  if (!enterRepr(rt, self)) return `${open}...${close}`;
  let text = open;
  for (let index = 0; index < access.length(rt, self); index++) {
    const item = newRef(rt, access.item(rt, self, index));
    const shown = reprText(rt, item);
    decref(rt, item);
    if (shown === null) {
      leaveRepr(rt);
      return null;
    }
    text += index === 0 ? shown : `, ${shown}`;
  }
  leaveRepr(rt);
  return text + close;
}

/** Items that a list or a tuple can have. */
const largestLength = 0x0fffffff;
/** Repetitions that would be longer ask for their memory first. */
const fewItems = 0x4000;

/** Whether a repetition may become so long; false with MemoryError set. */
export function mayRepeat(rt: Runtime, length: number): boolean {
  if (length <= fewItems) return true;
  if (length <= largestLength) return reserveBytes(rt, 4 * length) === 0;
  setErrorNone(rt, rt.types.MemoryError);
  return false;
}

/** The index that a subscript means, absolute; null with an exception set. Out of range is not checked. */
export function sequenceIndex(rt: Runtime, key: number, lengthOf: () => number, what: string): number | null {
  if ((key & 1) === 0 && slotsOf(rt, key).index === null) return null;
  const index = indexNumber(rt, key, rt.types.IndexError);
  if (index === null) return null;
  const length = lengthOf();
  const absolute = index < 0 ? index + length : index;
  if (absolute >= 0 && absolute < length) return absolute;
  setError(rt, rt.types.IndexError, `${what} out of range`);
  return null;
}

/** Index of the first item equal to `value` from `start` up to `stop`; -1 = none, -2 = an exception is set. */
export function findItem(
  rt: Runtime,
  self: number,
  value: number,
  start: number,
  stop: number,
  { length, item }: SequenceAccess,
): number {
  for (let index = start; index < stop && index < length(rt, self); index++) {
    const candidate = item(rt, self, index);
    if (candidate === value) return index;
    // Small ints are equal only to themselves.
    if ((candidate & value & 1) !== 0) continue;
    incref(rt, candidate);
    const equal = richCompareBool(rt, candidate, value, Compare.EQ);
    decref(rt, candidate);
    if (equal !== 0) return equal < 0 ? -2 : index;
  }
  return -1;
}

/** How often `value` is in a sequence; -1 with an exception set. */
export function countItem(rt: Runtime, self: number, value: number, { length, item }: SequenceAccess): number {
  let count = 0;
  for (let index = 0; index < length(rt, self); index++) {
    const candidate = item(rt, self, index);
    if (candidate === value) count++;
    if (candidate === value || (candidate & value & 1) !== 0) continue;
    incref(rt, candidate);
    const equal = richCompareBool(rt, candidate, value, Compare.EQ);
    decref(rt, candidate);
    if (equal < 0) return -1;
    count += equal;
  }
  return count;
}

/** A bound of `index(value, start, stop)` as an absolute index; null with an exception set. */
export function searchBound(rt: Runtime, bound: number, length: number, whenAbsent: number): number | null {
  if (bound === 0) return whenAbsent;
  if ((bound & 1) === 0 && slotsOf(rt, bound).index === null) {
    setError(rt, rt.types.TypeError, "slice indices must be integers or have an __index__ method");
    return null;
  }
  const index = indexNumber(rt, bound);
  if (index === null) return null;
  return index < 0 ? Math.max(0, index + length) : index;
}

/** NotImplemented, for comparisons with strangers. */
export function notImplemented(rt: Runtime): number {
  return newRef(rt, NotImplemented);
}
