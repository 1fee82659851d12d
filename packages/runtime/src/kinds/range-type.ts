// The types `range`, its iterators, and `slice`.

import { callWith } from "../protocols/call.ts";
import { builtinsFunction } from "../builtins/builtins-function.ts";
import { clampPosition, setPosition } from "./reduce-iterator.ts";
import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind, RangeIterator, RangeObject, SliceObject } from "../layout/objects.ts";
import { indexInteger } from "../numbers/int-new.ts";
import { intValue, newBigInt, newInt } from "../object/int.ts";
import { allocateSized, hostPayload, newHostObject } from "../object/new-object.ts";
import {
  None,
  NotImplemented,
  False,
  True,
  decref,
  isInt,
  newRef,
  pyBool,
  slotsOf,
  smallInt,
  smallIntMax,
  smallIntMin,
  typeName,
  typeOf,
} from "../object/reference.ts";
import { newSlice } from "../object/slice.ts";
import { newStr } from "../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleOf } from "../object/tuple.ts";
import { richCompare, richCompareBool } from "../protocols/compare.ts";
import { hashObject } from "../protocols/hash.ts";
import { forEach } from "../protocols/iterate.ts";
import { indexObject } from "../protocols/number.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { readonlyMember } from "../types/descriptors.ts";
import { Compare } from "../types/slots.ts";

const layout = RangeObject;
const part = (rt: Runtime, self: number, field: { readonly offset: number }): bigint =>
  intValue(rt, rt.heap.load(self + field.offset));

function rangeLength(start: bigint, stop: bigint, step: bigint): bigint {
  if (step > 0n) return start < stop ? (stop - start - 1n) / step + 1n : 0n;
  return start > stop ? (start - stop - 1n) / -step + 1n : 0n;
}

/** `range(start, stop, step)` from ints, which are stolen. */
function makeRange(rt: Runtime, start: number, stop: number, step: number): number {
  const range = allocateSized(rt, FixedType.range, layout.size);
  let length: number;
  if ((start & stop & step & 1) !== 0) {
    const a = start >> 1;
    const b = stop >> 1;
    const s = step >> 1;
    length = newInt(
      rt,
      s > 0 ? (a < b ? Math.floor((b - a - 1) / s) + 1 : 0) : a > b ? Math.floor((a - b - 1) / -s) + 1 : 0,
    );
  } else length = newBigInt(rt, rangeLength(intValue(rt, start), intValue(rt, stop), intValue(rt, step)));
  rt.heap.store(range + layout.start.offset, start);
  rt.heap.store(range + layout.stop.offset, stop);
  rt.heap.store(range + layout.step.offset, step);
  rt.heap.store(range + layout.length.offset, length);
  return range;
}

function rangeNew(rt: Runtime, first: number, second: number, third: number): number {
  const start = second === 0 ? smallInt(0) : exactIndex(rt, first);
  if (start === 0) return 0;
  const stop = exactIndex(rt, second === 0 ? first : second);
  const step = stop === 0 ? 0 : third === 0 ? smallInt(1) : exactIndex(rt, third);
  if (step === 0 || (stop !== 0 && intValue(rt, step) === 0n)) {
    decref(rt, start);
    if (stop !== 0) decref(rt, stop);
    return stop === 0 || step === 0 ? 0 : setError(rt, rt.types.ValueError, "range() arg 3 must not be zero");
  }
  return makeRange(rt, start, stop, step);
}

/** An index that is just an int. */
function exactIndex(rt: Runtime, object: number): number {
  const index = indexObject(rt, object);
  if (index === 0 || typeOf(rt, index) === FixedType.int) return index;
  const exact = newBigInt(rt, intValue(rt, index));
  decref(rt, index);
  return exact;
}

function rangeIter(rt: Runtime, self: number): number {
  const { heap } = rt;
  const start = heap.load(self + layout.start.offset);
  const step = heap.load(self + layout.step.offset);
  const length = heap.load(self + layout.length.offset);
  if ((start & step & length & 1) !== 0) {
    const last = (start >> 1) + (step >> 1) * (length >> 1);
    if (last <= smallIntMax && last >= smallIntMin) return newRangeIterator(rt, start >> 1, step >> 1, length >> 1);
  }
  return newLongIterator(rt, intValue(rt, start), intValue(rt, step), intValue(rt, length));
}

/** An iterator of small ints: `remaining` of them from `next` on. */
function newRangeIterator(rt: Runtime, next: number, step: number, remaining: number): number {
  const iterator = allocateSized(rt, FixedType.range_iterator, RangeIterator.size);
  rt.heap.store(iterator + RangeIterator.next.offset, next);
  rt.heap.store(iterator + RangeIterator.step.offset, step);
  rt.heap.store(iterator + RangeIterator.remaining.offset, remaining);
  return iterator;
}

interface LongIterator {
  next: bigint;
  readonly step: bigint;
  remaining: bigint;
}

function newLongIterator(rt: Runtime, next: bigint, step: bigint, remaining: bigint): number {
  const payload: LongIterator = { next, step, remaining };
  return newHostObject(rt, rt.types.longRangeIterator, payload);
}

function itemAt(rt: Runtime, self: number, index: bigint): number {
  return newBigInt(rt, part(rt, self, layout.start) + part(rt, self, layout.step) * index);
}

function rangeGetItem(rt: Runtime, self: number, key: number): number {
  if ((key & 1) === 0 && typeOf(rt, key) === FixedType.slice) return rangeSlice(rt, self, key);
  if ((key & 1) === 0 && slotsOf(rt, key).index === null)
    return setError(rt, rt.types.TypeError, `range indices must be integers or slices, not ${typeName(rt, key)}`);
  const index = indexObject(rt, key);
  if (index === 0) return 0;
  const length = part(rt, self, layout.length);
  let at = intValue(rt, index);
  decref(rt, index);
  if (at < 0n) at += length;
  return at < 0n || at >= length
    ? setError(rt, rt.types.IndexError, "range object index out of range")
    : itemAt(rt, self, at);
}

function rangeSlice(rt: Runtime, self: number, slice: number): number {
  const indices = sliceIndices(rt, slice, rt.heap.load(self + layout.length.offset));
  if (indices === 0) return 0;
  const at = (index: number): bigint => intValue(rt, tupleItem(rt, indices, index));
  const step = newBigInt(rt, part(rt, self, layout.step) * at(2));
  const range = makeRange(rt, itemAt(rt, self, at(0)), itemAt(rt, self, at(1)), step);
  decref(rt, indices);
  return range;
}

function rangeContains(rt: Runtime, self: number, item: number): number {
  const type = typeOf(rt, item);
  if (type !== FixedType.int && type !== FixedType.bool)
    return forEach(rt, self, (it) => richCompareBool(rt, it, item, Compare.EQ));
  return positionOf(rt, self, intValue(rt, item)) >= 0n ? 1 : 0;
}

function positionOf(rt: Runtime, self: number, value: bigint): bigint {
  const offset = value - part(rt, self, layout.start);
  const step = part(rt, self, layout.step);
  if (offset % step !== 0n) return -1n;
  const position = offset / step;
  return position >= 0n && position < part(rt, self, layout.length) ? position : -1n;
}

function rangeRepr(rt: Runtime, self: number): number {
  const { heap } = rt;
  const texts = [layout.start, layout.stop, layout.step].map((it) => reprText(rt, heap.load(self + it.offset)) ?? "");
  return newStr(rt, `range(${(texts[2] === "1" ? texts.slice(0, 2) : texts).join(", ")})`);
}

function rangeCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if ((operator !== Compare.EQ && operator !== Compare.NE) || typeOf(rt, right) !== FixedType.range)
    return newRef(rt, NotImplemented);
  const length = part(rt, left, layout.length);
  const same =
    length === part(rt, right, layout.length) &&
    (length === 0n ||
      (part(rt, left, layout.start) === part(rt, right, layout.start) &&
        (length === 1n || part(rt, left, layout.step) === part(rt, right, layout.step))));
  return pyBool(same === (operator === Compare.EQ));
}

function rangeHash(rt: Runtime, self: number): number {
  const { heap } = rt;
  const length = part(rt, self, layout.length);
  const tuple = tupleOf(
    rt,
    newRef(rt, heap.load(self + layout.length.offset)),
    length === 0n ? None : newRef(rt, heap.load(self + layout.start.offset)),
    length <= 1n ? None : newRef(rt, heap.load(self + layout.step.offset)),
  );
  const hash = hashObject(rt, tuple);
  decref(rt, tuple);
  return hash;
}

function rangeReversed(rt: Runtime, self: number): number {
  const length = part(rt, self, layout.length);
  const step = part(rt, self, layout.step);
  const last = part(rt, self, layout.start) + (length - 1n) * step;
  const first = last - length * step;
  const fits = (value: bigint): boolean => value <= BigInt(smallIntMax) && value >= BigInt(smallIntMin);
  if (fits(last) && fits(first) && fits(step) && fits(length))
    return newRangeIterator(rt, Number(last), Number(-step), Number(length));
  return newLongIterator(rt, last, -step, length);
}

function defineRangeType(rt: Runtime): void {
  defineType(rt, {
    name: "range",
    address: FixedType.range,
    layout: LayoutKind.RANGE,
    size: layout.size,
    acceptsSubclasses: false,
    new: method("($type, start, stop=None, step=None, /)", (rt_, _type, first, second, third) =>
      rangeNew(rt_, first, second, third),
    ),
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const [start = 0, stop = 0, step = 0] = [RangeObject.start, RangeObject.stop, RangeObject.step].map(
          ({ offset }) => newRef(rt_, rt_.heap.load(self + offset)),
        );
        return tupleOf(rt_, newRef(rt_, FixedType.range), tupleOf(rt_, start, stop, step));
      }),

      count: method("($self, value, /)", (rt_, self, value) => {
        if ((value & 1) !== 0 || typeOf(rt_, value) === FixedType.int) return smallInt(rangeContains(rt_, self, value));
        let found = 0;
        const status = forEach(rt_, self, (item) => {
          const equal = richCompareBool(rt_, item, value, Compare.EQ);
          found += Math.max(equal, 0);
          return Math.min(equal, 0);
        });
        return status < 0 ? 0 : newInt(rt_, found);
      }),
      index: method("($self, value, /)", (rt_, self, value) => {
        if (!isInt(rt_, value)) {
          let at = 0;
          const status = forEach(rt_, self, (item) => {
            const equal = richCompareBool(rt_, item, value, Compare.EQ);
            if (equal === 0) at++;
            return equal;
          });
          if (status !== 0) return status < 0 ? 0 : newInt(rt_, at);
        }
        const position = isInt(rt_, value) ? positionOf(rt_, self, intValue(rt_, value)) : -1n;
        if (position >= 0n) return newBigInt(rt_, position);
        return setError(
          rt_,
          rt_.types.ValueError,
          isInt(rt_, value) ? "range.index(x): x not in range" : "sequence.index(x): x not in sequence",
        );
      }),
      __reversed__: method("($self, /)", rangeReversed),
    },
    members: {
      start: readonlyMember(layout.start),
      stop: readonlyMember(layout.stop),
      step: readonlyMember(layout.step),
    },
    slots: {
      repr: rangeRepr,
      hash: rangeHash,
      richcompare: rangeCompare,
      iter: rangeIter,
      length: (rt_, self) => {
        const length = part(rt_, self, layout.length);
        if (length <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(length);
        setError(rt_, rt_.types.OverflowError, "Python int too large to convert to C ssize_t");
        return -1;
      },
      bool: (rt_, self) => (part(rt_, self, layout.length) === 0n ? 0 : 1),
      getitem: rangeGetItem,
      contains: rangeContains,
    },
  });
}

/** `(iter, (range(next, stop, step),), None)`. */
function reduceRange(rt: Runtime, next: bigint, step: bigint, remaining: bigint): number {
  const [start, stop, by] = [next, next + step * remaining, step].map((it) => newBigInt(rt, it)) as [
    number,
    number,
    number,
  ];
  const range = callWith(rt, FixedType.range, start, stop, by);
  for (const it of [start, stop, by]) decref(rt, it);
  return range === 0 ? 0 : tupleOf(rt, builtinsFunction(rt, "iter"), tupleOf(rt, range), None);
}

function defineRangeIterators(rt: Runtime): void {
  defineType(rt, {
    name: "range_iterator",
    address: FixedType.range_iterator,
    layout: LayoutKind.RANGE_ITERATOR,
    size: RangeIterator.size,
    acceptsSubclasses: false,
    methods: {
      __length_hint__: method("($self, /)", (rt_, it) => smallInt(rt_.heap.load(it + RangeIterator.remaining.offset))),
      __reduce__: method("($self, /)", (rt_, it) => {
        const [next = 0, step = 0, remaining = 0] = [
          RangeIterator.next,
          RangeIterator.step,
          RangeIterator.remaining,
        ].map(({ offset }) => rt_.heap.load(it + offset));
        return reduceRange(rt_, BigInt(next), BigInt(step), BigInt(remaining));
      }),
      __setstate__: setPosition((rt_, it, position) => {
        const { heap } = rt_;
        const remaining = heap.load(it + RangeIterator.remaining.offset);
        const passed = clampPosition(position, remaining);
        heap.store(it + RangeIterator.remaining.offset, remaining - passed);
        heap.store(
          it + RangeIterator.next.offset,
          heap.load(it + RangeIterator.next.offset) + passed * heap.load(it + RangeIterator.step.offset),
        );
      }),
    },
    slots: {
      iter: (rt_, it) => newRef(rt_, it),
      iternext: (rt_, it) => {
        const { heap } = rt_;
        const remaining = heap.load(it + RangeIterator.remaining.offset);
        if (remaining <= 0) return 0;
        const value = heap.load(it + RangeIterator.next.offset);
        heap.store(it + RangeIterator.remaining.offset, remaining - 1);
        heap.store(it + RangeIterator.next.offset, value + heap.load(it + RangeIterator.step.offset));
        return smallInt(value);
      },
    },
  });
  const payload = (rt_: Runtime, it: number): LongIterator => hostPayload(rt_, it) as LongIterator;
  defineType(rt, {
    name: "longrange_iterator",
    register: "longRangeIterator",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: {
      __length_hint__: method("($self, /)", (rt_, it) => newBigInt(rt_, payload(rt_, it).remaining)),
      __reduce__: method("($self, /)", (rt_, it) => {
        const { next, step, remaining } = payload(rt_, it);
        return reduceRange(rt_, next, step, remaining);
      }),
      __setstate__: method("($self, state, /)", (rt_, it, state) => {
        const index = indexObject(rt_, state);
        if (index === 0) return 0;
        const it_ = payload(rt_, it);
        const wanted = intValue(rt_, index);
        decref(rt_, index);
        const passed = wanted < 0n ? 0n : wanted > it_.remaining ? it_.remaining : wanted;
        it_.remaining -= passed;
        it_.next += passed * it_.step;
        return None;
      }),
    },
    slots: {
      iter: (rt_, it) => newRef(rt_, it),
      iternext: (rt_, it) => {
        const state = payload(rt_, it);
        if (state.remaining <= 0n) return 0;
        const value = state.next;
        state.remaining -= 1n;
        state.next += state.step;
        return newBigInt(rt_, value);
      },
    },
  });
}

function sliceTuple(rt: Runtime, self: number): number {
  const tuple = newTuple(rt, 3);
  [SliceObject.start, SliceObject.stop, SliceObject.step].forEach((field, index) =>
    tupleInit(rt, tuple, index, newRef(rt, rt.heap.load(self + field.offset))),
  );
  return tuple;
}

function sliceIndices(rt: Runtime, self: number, length: number): number {
  const given = indexInteger(rt, length);
  if (given === null) return 0;
  const count = BigInt(given);
  if (count < 0n) return setError(rt, rt.types.ValueError, "length should not be negative");
  // Of any size, unlike those of sequences.
  const parts: (bigint | null)[] = [];
  for (const field of [SliceObject.step, SliceObject.start, SliceObject.stop]) {
    const ref = rt.heap.load(self + field.offset);
    if (ref !== None && (ref & 1) === 0 && slotsOf(rt, ref).index === null) {
      return setError(rt, rt.types.TypeError, "slice indices must be integers or None or have an __index__ method");
    }
    const value = ref === None ? null : indexInteger(rt, ref);
    if (value === null && ref !== None) return 0;
    parts.push(value === null ? null : BigInt(value));
  }
  const [step, start, stop] = [parts[0] ?? 1n, parts[1] ?? null, parts[2] ?? null];
  if (step === 0n) return setError(rt, rt.types.ValueError, "slice step cannot be zero");
  const [lowest, highest] = step < 0n ? [-1n, count - 1n] : [0n, count];
  const clipped = (value: bigint): bigint => {
    const at = value < 0n ? value + count : value;
    return at < lowest ? lowest : at > highest ? highest : at;
  };
  const first = start === null ? (step < 0n ? highest : lowest) : clipped(start);
  const last = stop === null ? (step < 0n ? lowest : highest) : clipped(stop);
  return tupleOf(rt, newBigInt(rt, first), newBigInt(rt, last), newBigInt(rt, step));
}

function defineSliceType(rt: Runtime): void {
  defineType(rt, {
    name: "slice",
    address: FixedType.slice,
    layout: LayoutKind.SLICE,
    size: SliceObject.size,
    acceptsSubclasses: false,
    new: method("($type, start, stop=None, step=None, /)", (rt_, _type, first, second, third) =>
      second === 0 ? newSlice(rt_, 0, first, 0) : newSlice(rt_, first, second, third),
    ),
    methods: {
      __reduce__: method("($self, /)", (rt_, self) =>
        tupleOf(rt_, newRef(rt_, FixedType.slice), sliceTuple(rt_, self)),
      ),
      indices: method("($self, len, /)", sliceIndices),
    },
    members: {
      start: readonlyMember(SliceObject.start),
      stop: readonlyMember(SliceObject.stop),
      step: readonlyMember(SliceObject.step),
    },
    slots: {
      repr: (rt_, self) => {
        const tuple = sliceTuple(rt_, self);
        const text = reprText(rt_, tuple);
        decref(rt_, tuple);
        return text === null ? 0 : newStr(rt_, `slice${text}`);
      },
      hash: (rt_, self) => {
        const tuple = sliceTuple(rt_, self);
        const hash = hashObject(rt_, tuple);
        decref(rt_, tuple);
        return hash;
      },
      richcompare: (rt_, left, right, operator) => {
        if (typeOf(rt_, right) !== FixedType.slice) return newRef(rt_, NotImplemented);
        if (left === right)
          return operator === Compare.EQ || operator === Compare.LE || operator === Compare.GE ? True : False;
        const a = sliceTuple(rt_, left);
        const b = sliceTuple(rt_, right);
        const result = richCompare(rt_, a, b, operator);
        decref(rt_, a);
        decref(rt_, b);
        return result;
      },
    },
  });
}

/** Defines `range`, its iterators and `slice`. */
export function defineRange(rt: Runtime): void {
  defineRangeType(rt);
  defineRangeIterators(rt);
  defineSliceType(rt);
}
