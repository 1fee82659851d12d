// `slice` objects, and what they mean for a sequence of a given length.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { SliceObject } from "../layout/objects.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { allocateSized } from "./new-object.ts";
import { None, newRef, slotsOf } from "./reference.ts";

const startOffset = SliceObject.start.offset;
const stopOffset = SliceObject.stop.offset;
const stepOffset = SliceObject.step.offset;

/** `slice(start, stop, step)`; 0 stands for None. */
export function newSlice(rt: Runtime, start: number, stop: number, step: number): number {
  const slice = allocateSized(rt, FixedType.slice, SliceObject.size);
  rt.heap.store(slice + startOffset, newRef(rt, start === 0 ? None : start));
  rt.heap.store(slice + stopOffset, newRef(rt, stop === 0 ? None : stop));
  rt.heap.store(slice + stepOffset, newRef(rt, step === 0 ? None : step));
  return slice;
}

/** Start, stop and step, borrowed. */
export function sliceParts(rt: Runtime, slice: number): readonly number[] {
  return [startOffset, stopOffset, stepOffset].map((offset) => rt.heap.load(slice + offset));
}

/** The items that a slice selects: `length` of them from `start` on, `step` apart. `stop` is as Python's `slice.indices` gives it. */
export interface SliceBounds {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly length: number;
}

/** What a slice says, before it is known of how many items: a bound that is left out is null. */
export interface SliceIndices {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
}

/** The ints in a slice; null with an exception set. Runs `__index__`, which may change the sequence: ask for its length afterwards. */
export function unpackSlice(rt: Runtime, slice: number): SliceIndices | null {
  return unpackIndices(
    rt,
    rt.heap.load(slice + startOffset),
    rt.heap.load(slice + stopOffset),
    rt.heap.load(slice + stepOffset),
  );
}

function unpackIndices(rt: Runtime, startRef: number, stopRef: number, stepRef: number): SliceIndices | null {
  const step = bound(rt, stepRef, 1);
  if (step === null) return null;
  if (step === 0) {
    setError(rt, rt.types.ValueError, "slice step cannot be zero");
    return null;
  }
  const start = bound(rt, startRef, null);
  if (start === null && startRef !== None) return null;
  const stop = bound(rt, stopRef, null);
  return stop === null && stopRef !== None ? null : { start, stop, step };
}

/** The items that a slice selects of `length` ones. */
export function adjustIndices({ start, stop, step }: SliceIndices, length: number): SliceBounds {
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? length - 1 : length;
  const first = start === null ? (step < 0 ? highest : lowest) : clip(start, length, lowest, highest);
  const last = stop === null ? (step < 0 ? lowest : highest) : clip(stop, length, lowest, highest);
  const count = step < 0 ? Math.floor((last - first + 1) / step) + 1 : Math.floor((last - first - 1) / step) + 1;
  return { start: first, stop: last, step, length: Math.max(0, (step < 0 ? last < first : first < last) ? count : 0) };
}

/**
 * Resolves a slice for a sequence; null with an exception set. The length of what can change is asked for behind the bounds: their `__index__` may change it.
 */
export function sliceBounds(rt: Runtime, slice: number, length: number | (() => number)): SliceBounds | null {
  const indices = unpackSlice(rt, slice);
  return indices === null ? null : adjustIndices(indices, typeof length === "number" ? length : length());
}

/** {@link sliceBounds} for three references, None where left out. */
export function resolveSlice(
  rt: Runtime,
  startRef: number,
  stopRef: number,
  stepRef: number,
  length: number,
): SliceBounds | null {
  const indices = unpackIndices(rt, startRef, stopRef, stepRef);
  return indices === null ? null : adjustIndices(indices, length);
}

function bound(rt: Runtime, ref: number, whenNone: number | null): number | null {
  if (ref === None) return whenNone;
  if ((ref & 1) === 0 && slotsOf(rt, ref).index === null) {
    setError(rt, rt.types.TypeError, "slice indices must be integers or None or have an __index__ method");
    return null;
  }
  return indexNumber(rt, ref);
}

function clip(index: number, length: number, lowest: number, highest: number): number {
  const absolute = index < 0 ? index + length : index;
  return Math.min(Math.max(absolute, lowest), highest);
}
