// compress, dropwhile, takewhile, filterfalse, islice, pairwise and batched.

import { type IteratorState } from "../../builtins/iterator-state.ts";
import { setError } from "../../exceptions/errors.ts";
import { indexInteger } from "../../numbers/int-new.ts";
import { None, decref, isInt, newRef, slotsOf } from "../../object/reference.ts";
import { newTuple, tupleInit, tupleItem, tupleLength, tupleOf } from "../../object/tuple.ts";
import { callOneArgument } from "../../protocols/call.ts";
import { getIter, iterNext } from "../../protocols/iterate.ts";
import { isTrue } from "../../protocols/truth.ts";
import { type Runtime } from "../../runtime.ts";
import { failed, type IteratorDefinition, newOver, newStateful, payStep, stateOf, takeTruth } from "./define.ts";

/** References: data, selectors. */
function newCompress(rt: Runtime, type: number, data: number, selectors: number): number {
  const iterator = getIter(rt, selectors);
  return iterator === 0 ? 0 : newOver(rt, type, data, [iterator]);
}

function compressNext(rt: Runtime, self: number): number {
  const [data, selectors] = stateOf(rt, self).references as [number, number];
  for (let step = 0; payStep(rt, step) === 0; step++) {
    const item = iterNext(rt, data);
    if (item === 0) return 0;
    const chosen = takeTruth(rt, iterNext(rt, selectors));
    if (chosen > 0) return item;
    decref(rt, item);
    if (chosen < 0) return 0;
  }
  return 0;
}

/** References: the iterator and the predicate. */
function newWithPredicate(rt: Runtime, type: number, predicate: number, iterable: number): number {
  return newOver(rt, type, iterable, [newRef(rt, predicate)]);
}

/** `count` 1: the predicate was false once. */
function dropWhileNext(rt: Runtime, self: number): number {
  const state = stateOf(rt, self);
  const [iterator, predicate] = state.references as [number, number];
  for (let step = 0; payStep(rt, step) === 0; step++) {
    const item = iterNext(rt, iterator);
    if (item === 0 || state.count === 1) return item;
    const drop = takeTruth(rt, callOneArgument(rt, predicate, item));
    if (drop === 0) {
      state.count = 1;
      return item;
    }
    decref(rt, item);
    if (drop < 0) return 0;
  }
  return 0;
}

/** `count` 1: it has ended. */
function takeWhileNext(rt: Runtime, self: number): number {
  const state = stateOf(rt, self);
  const [iterator, predicate] = state.references as [number, number];
  if (state.count === 1) return 0;
  const item = iterNext(rt, iterator);
  if (item === 0) return 0;
  const take = takeTruth(rt, callOneArgument(rt, predicate, item));
  if (take > 0) return item;
  decref(rt, item);
  if (take === 0) state.count = 1;
  return 0;
}

function filterFalseNext(rt: Runtime, self: number): number {
  const [iterator, predicate] = stateOf(rt, self).references as [number, number];
  for (let step = 0; payStep(rt, step) === 0; step++) {
    const item = iterNext(rt, iterator);
    if (item === 0) return 0;
    const truth = predicate === None ? isTrue(rt, item) : takeTruth(rt, callOneArgument(rt, predicate, item));
    if (truth === 0) return item;
    decref(rt, item);
    if (truth < 0) return 0;
  }
  return 0;
}

interface SliceState extends IteratorState {
  /** Index of the next item to give, and of the end (-1: none). `count` is how many items were read. */
  next: number;
  readonly stop: number;
  readonly step: number;
}

const sliceMessages = {
  stop: "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
  bounds: "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
  step: "Step for islice() must be a positive integer or None.",
} as const;

function newSlice(rt: Runtime, type: number, iterable: number, args: number): number {
  const count = tupleLength(rt, args);
  if (count < 1) return setError(rt, rt.types.TypeError, `islice expected at least 2 arguments, got ${count + 1}`);
  if (count > 3) return setError(rt, rt.types.TypeError, `islice expected at most 4 arguments, got ${count + 1}`);
  const start = count === 1 ? 0 : sliceBound(rt, tupleItem(rt, args, 0), 0, sliceMessages.bounds);
  if (start === null) return 0;
  const stop = sliceBound(
    rt,
    tupleItem(rt, args, count === 1 ? 0 : 1),
    -1,
    count === 1 ? sliceMessages.stop : sliceMessages.bounds,
  );
  if (stop === null) return 0;
  const step = count < 3 ? 1 : sliceBound(rt, tupleItem(rt, args, 2), 1, sliceMessages.step);
  if (step === null) return 0;
  if (step < 1) return setError(rt, rt.types.ValueError, sliceMessages.step);
  const iterator = getIter(rt, iterable);
  if (iterator === 0) return 0;
  const state: SliceState = { references: [iterator], count: 0, next: start, stop, step };
  return newStateful(rt, type, state);
}

function sliceBound(rt: Runtime, ref: number, missing: number, message: string): number | null {
  if (ref === None) return missing;
  const integer = isInt(rt, ref) || slotsOf(rt, ref).index !== null ? indexInteger(rt, ref) : undefined;
  if (integer === null) return null;
  if (integer !== undefined && integer >= 0 && integer <= 0x7fffffffffffffffn) return Number(integer);
  setError(rt, rt.types.ValueError, message);
  return null;
}

function sliceNext(rt: Runtime, self: number): number {
  const state = stateOf<SliceState>(rt, self);
  const iterator = state.references[0] as number;
  if (iterator === 0) return 0;
  const { next, stop } = state;
  const last = stop >= 0 && next >= stop;
  for (; state.count < (last ? stop : next); state.count++) {
    if (payStep(rt, state.count) < 0) return 0;
    const skipped = iterNext(rt, iterator);
    if (skipped === 0) return endSlice(rt, state);
    decref(rt, skipped);
  }
  if (last) return endSlice(rt, state);
  const item = iterNext(rt, iterator);
  if (item === 0) return endSlice(rt, state);
  state.count++;
  state.next = next + state.step;
  if (stop >= 0 && state.next > stop) state.next = stop;
  return item;
}

function endSlice(rt: Runtime, state: SliceState): 0 {
  const iterator = state.references[0] as number;
  state.references[0] = 0;
  if (iterator !== 0) decref(rt, iterator);
  return 0;
}

/** References: the iterator and the item before, 0 at first. */
function pairwiseNext(rt: Runtime, self: number): number {
  const { references } = stateOf(rt, self);
  const iterator = references[0] as number;
  if (references[1] === 0) {
    const first = iterNext(rt, iterator);
    if (first === 0) return 0;
    references[1] = first;
  }
  const item = iterNext(rt, iterator);
  if (item === 0) return 0;
  const before = references[1] as number;
  references[1] = newRef(rt, item);
  return tupleOf(rt, before, item);
}

/** `count`: the size, negative when strict. */
function newBatched(rt: Runtime, type: number, iterable: number, size: number, strict: number): number {
  const n = indexInteger(rt, size);
  if (n === null) return 0;
  if (n < 1) return setError(rt, rt.types.ValueError, "n must be at least one");
  const isStrict = strict === 0 ? 0 : isTrue(rt, strict);
  return isStrict < 0 ? 0 : newOver(rt, type, iterable, [], isStrict > 0 ? -Number(n) : Number(n));
}

function batchedNext(rt: Runtime, self: number): number {
  const { references, count } = stateOf(rt, self);
  const iterator = references[0] as number;
  const items: number[] = [];
  const size = Math.abs(count);
  while (items.length < size && payStep(rt, items.length) === 0) {
    const item = iterNext(rt, iterator);
    if (item === 0) break;
    items.push(item);
  }
  const incomplete = items.length < size && items.length > 0 && count < 0;
  if (failed(rt) || incomplete) {
    for (const item of items) decref(rt, item);
    return failed(rt) ? 0 : setError(rt, rt.types.ValueError, "batched(): incomplete batch");
  }
  if (items.length === 0) return 0;
  const batch = newTuple(rt, items.length);
  items.forEach((item, index) => tupleInit(rt, batch, index, item));
  return batch;
}

/** Iterators that give some of the items of another, or all in groups. */
export const selectingIterators: readonly IteratorDefinition[] = [
  { name: "compress", parameters: "data, selectors", construct: newCompress, next: compressNext },
  { name: "dropwhile", parameters: "predicate, iterable, /", construct: newWithPredicate, next: dropWhileNext },
  { name: "takewhile", parameters: "predicate, iterable, /", construct: newWithPredicate, next: takeWhileNext },
  { name: "filterfalse", parameters: "function, iterable, /", construct: newWithPredicate, next: filterFalseNext },
  { name: "islice", parameters: "iterable, /, *args", construct: newSlice, next: sliceNext },
  {
    name: "pairwise",
    parameters: "iterable, /",
    construct: (rt: Runtime, type: number, iterable: number) => newOver(rt, type, iterable, [0]),
    next: pairwiseNext,
  },
  { name: "batched", parameters: "iterable, n, *, strict=False", construct: newBatched, next: batchedNext },
];
