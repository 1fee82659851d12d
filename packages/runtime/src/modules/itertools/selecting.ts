// compress, dropwhile, takewhile, filterfalse, islice, pairwise and batched.

import { sizeArgument } from "../../builtins/arguments.ts";
import { type IteratorState } from "../../builtins/iterator-state.ts";
import { clearError, setError } from "../../exceptions/errors.ts";
import { None, decref, newRef } from "../../object/reference.ts";
import { newTuple, tupleInit, tupleItem, tupleLength, tupleOf } from "../../object/tuple.ts";
import { callOneArgument } from "../../protocols/call.ts";
import { getIter, iterNext } from "../../protocols/iterate.ts";
import { indexNumber } from "../../protocols/number.ts";
import { isTrue } from "../../protocols/truth.ts";
import { type Runtime } from "../../runtime.ts";
import {
  dropReference,
  failed,
  type IteratorDefinition,
  newOver,
  newStateful,
  payStep,
  stateOf,
  takeTruth,
} from "./define.ts";

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

function newSlice(rt: Runtime, type: number, args: number): number {
  const count = tupleLength(rt, args);
  if (count < 2) return setError(rt, rt.types.TypeError, `islice expected at least 2 arguments, got ${count}`);
  if (count > 4) return setError(rt, rt.types.TypeError, `islice expected at most 4 arguments, got ${count}`);
  const refuse = (message: keyof typeof sliceMessages): 0 => setError(rt, rt.types.ValueError, sliceMessages[message]);
  const start = count === 2 ? 0 : sliceBound(rt, tupleItem(rt, args, 1), 0);
  const stopRef = tupleItem(rt, args, count === 2 ? 1 : 2);
  const stop = sliceBound(rt, stopRef, -1);
  if (stop === -1 && stopRef !== None) return refuse("stop");
  if (start < 0 || stop < -1) return refuse("bounds");
  const step = count < 4 ? 1 : sliceBound(rt, tupleItem(rt, args, 3), 1);
  if (step < 1) return refuse("step");
  const iterator = getIter(rt, tupleItem(rt, args, 0));
  if (iterator === 0) return 0;
  const state: SliceState = { references: [iterator], count: 0, next: start, stop, step };
  return newStateful(rt, type, state);
}

/** What is no index is -1, whatever was raised. */
function sliceBound(rt: Runtime, ref: number, missing: number): number {
  const bound = ref === None ? missing : indexNumber(rt, ref, rt.types.OverflowError);
  if (bound === null) clearError(rt);
  return bound ?? -1;
}

function sliceNext(rt: Runtime, self: number): number {
  const state = stateOf<SliceState>(rt, self);
  const { references, next, stop } = state;
  const iterator = references[0] as number;
  if (iterator === 0) return 0;
  for (; state.count < next; state.count++) {
    if (payStep(rt, state.count) < 0) return 0;
    const skipped = iterNext(rt, iterator);
    if (skipped === 0) return dropReference(rt, references, 0);
    decref(rt, skipped);
  }
  const item = stop >= 0 && state.count >= stop ? 0 : iterNext(rt, iterator);
  if (item === 0) return dropReference(rt, references, 0);
  state.count++;
  state.next = next + state.step;
  if (stop >= 0 && state.next > stop) state.next = stop;
  return item;
}

/** References: the iterator, 0 once it ended, and the item before, 0 at first. */
function pairwiseNext(rt: Runtime, self: number): number {
  const { references } = stateOf(rt, self);
  if (references[0] === 0) return 0;
  if (references[1] === 0) {
    const first = iterNext(rt, references[0] as number);
    dropReference(rt, references, 1, first);
    if (first === 0) return dropReference(rt, references, 0);
    // The iterator may have asked for a pair, and be at its end.
    if (references[0] === 0) return dropReference(rt, references, 1);
  }
  const before = newRef(rt, references[1] as number);
  const item = iterNext(rt, references[0] as number);
  if (item === 0) {
    decref(rt, before);
    dropReference(rt, references, 0);
    return dropReference(rt, references, 1);
  }
  const pair = tupleOf(rt, before, newRef(rt, item));
  dropReference(rt, references, 1, item);
  return pair;
}

/** `count`: the size, negative when strict. */
function newBatched(rt: Runtime, type: number, iterable: number, size: number, strict: number): number {
  const n = sizeArgument(rt, size, 1);
  if (n === null) return 0;
  if (n < 1) return setError(rt, rt.types.ValueError, "n must be at least one");
  const isStrict = strict === 0 ? 0 : isTrue(rt, strict);
  return isStrict < 0 ? 0 : newOver(rt, type, iterable, [], isStrict > 0 ? -n : n);
}

function batchedNext(rt: Runtime, self: number): number {
  const { references, count } = stateOf(rt, self);
  const iterator = references[0] as number;
  if (iterator === 0) return 0;
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
    dropReference(rt, references, 0);
    return failed(rt) ? 0 : setError(rt, rt.types.ValueError, "batched(): incomplete batch");
  }
  if (items.length === 0) return dropReference(rt, references, 0);
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
  { name: "islice", parameters: "*args", construct: newSlice, next: sliceNext },
  {
    name: "pairwise",
    parameters: "iterable, /",
    construct: (rt: Runtime, type: number, iterable: number) => newOver(rt, type, iterable, [0]),
    next: pairwiseNext,
  },
  { name: "batched", parameters: "iterable, n, *, strict=False", construct: newBatched, next: batchedNext },
];
