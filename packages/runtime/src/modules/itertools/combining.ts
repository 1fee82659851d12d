// chain, zip_longest, starmap, accumulate, groupby and tee.

import { newGenericAlias } from "../../kinds/generic-alias.ts";
import { newIterator } from "../../builtins/iterators.ts";
import { type IteratorState } from "../../builtins/iterator-state.ts";
import { setError } from "../../exceptions/errors.ts";
import { indexInteger } from "../../numbers/int-new.ts";
import { None, decref, incref, isTuple, newRef, typeOf } from "../../object/reference.ts";
import { newTuple, tupleInit, tupleOf } from "../../object/tuple.ts";
import { listToTuple } from "../../object/list.ts";
import { callOneArgument, callTuple, callTwoArguments } from "../../protocols/call.ts";
import { richCompareBool } from "../../protocols/compare.ts";
import { getIter, iterNext, listFrom } from "../../protocols/iterate.ts";
import { BinaryOperator, binaryOperation } from "../../protocols/number.ts";
import { type Runtime } from "../../runtime.ts";
import { method } from "../../types/builtin-definition.ts";
import { Compare } from "../../types/slots.ts";
import {
  dropReference,
  failed,
  type IteratorDefinition,
  iteratorsOfTuple,
  newOver,
  newStateful,
  payStep,
  stateOf,
} from "./define.ts";

// chain: references are the iterator of iterables and the one that runs, 0 between two.

/** `chain.from_iterable(iterables)`, and `chain(*iterables)` with its tuple. */
function newChain(rt: Runtime, type: number, iterables: number): number {
  return newOver(rt, type, iterables, [0]);
}

function chainNext(rt: Runtime, self: number): number {
  const { references } = stateOf(rt, self);
  for (let step = 0; payStep(rt, step) === 0; step++) {
    if (references[0] === 0) return 0;
    if (references[1] === 0) {
      const iterable = iterNext(rt, references[0] as number);
      const iterator = iterable === 0 ? 0 : getIter(rt, iterable);
      if (iterable !== 0) decref(rt, iterable);
      if (iterator === 0) return dropReference(rt, references, 0);
      // What made the iterable may have asked for an item, too.
      dropReference(rt, references, 1);
      references[1] = iterator;
    }
    const active = references[1] as number;
    const item = iterNext(rt, active);
    if (item !== 0) return item;
    if (failed(rt)) return 0;
    if (references[1] === active) dropReference(rt, references, 1);
  }
  return 0;
}

// zip_longest: references are the fill value, then the iterators, 0 for those that ended; `count` is how many still run.

function newZipLongest(rt: Runtime, type: number, iterables: number, fill: number): number {
  const iterators = iteratorsOfTuple(rt, iterables);
  if (iterators === null) return 0;
  return newIterator(rt, type, [fill === 0 ? None : newRef(rt, fill), ...iterators], iterators.length);
}

function zipLongestNext(rt: Runtime, self: number): number {
  const state = stateOf(rt, self);
  const { references } = state;
  const count = references.length - 1;
  if (state.count === 0) return 0;
  const items: number[] = [];
  for (let index = 1; index <= count; index++) {
    const iterator = references[index] as number;
    let item = iterator === 0 ? 0 : iterNext(rt, iterator);
    if (item === 0 && iterator !== 0) {
      if (!failed(rt) && references[index] === iterator) {
        state.count--;
        dropReference(rt, references, index);
      }
      if (failed(rt) || state.count === 0) {
        for (const made of items) decref(rt, made);
        if (failed(rt)) state.count = 0;
        return 0;
      }
    }
    if (item === 0) item = newRef(rt, references[0] as number);
    items.push(item);
  }
  const tuple = newTuple(rt, count);
  items.forEach((item, index) => tupleInit(rt, tuple, index, item));
  return tuple;
}

function starmapNext(rt: Runtime, self: number): number {
  const [iterator, fn] = stateOf(rt, self).references as [number, number];
  const item = iterNext(rt, iterator);
  if (item === 0) return 0;
  let args = item;
  if (!isTuple(rt, item)) {
    const list = listFrom(rt, item);
    decref(rt, item);
    if (list === 0) return 0;
    args = listToTuple(rt, list);
    decref(rt, list);
  }
  const result = callTuple(rt, fn, args, 0);
  decref(rt, args);
  return result;
}

// accumulate: references are the iterator, the function (0: addition), the total (0: none yet) and the initial value (0: none).

function newAccumulate(rt: Runtime, type: number, iterable: number, fn: number, initial: number): number {
  return newOver(rt, type, iterable, [
    fn === 0 || fn === None ? 0 : newRef(rt, fn),
    0,
    initial === 0 || initial === None ? 0 : newRef(rt, initial),
  ]);
}

function accumulateNext(rt: Runtime, self: number): number {
  const { references } = stateOf(rt, self);
  const [iterator, fn, total, initial] = references as [number, number, number, number];
  if (initial !== 0) {
    references[3] = 0;
    references[2] = initial;
    return newRef(rt, initial);
  }
  const item = iterNext(rt, iterator);
  if (item === 0) return 0;
  let next = item;
  if (total !== 0) {
    // The total may be replaced meanwhile.
    incref(rt, total);
    next = fn === 0 ? binaryOperation(rt, total, item, BinaryOperator.ADD) : callTwoArguments(rt, fn, total, item);
    decref(rt, total);
    decref(rt, item);
    if (next === 0) return 0;
  }
  newRef(rt, next);
  dropReference(rt, references, 2, next);
  return next;
}

// groupby: references are the iterator, the key function (0: identity), the current item, its key, the key of the last group given.

interface GroupState extends IteratorState {
  /** Counts groups: a group ends when its parent has gone on. */
  count: number;
}

function newGroupBy(rt: Runtime, type: number, iterable: number, key: number): number {
  return newOver(rt, type, iterable, [key === 0 || key === None ? 0 : newRef(rt, key), 0, 0, 0]);
}

/** Reads the next item and its key into the state. Status; 1 at the end. */
function advanceGroup(rt: Runtime, references: number[]): number {
  const item = iterNext(rt, references[0] as number);
  if (item === 0) return failed(rt) ? -1 : 1;
  const fn = references[1] as number;
  const key = fn === 0 ? newRef(rt, item) : callOneArgument(rt, fn, item);
  if (key === 0) {
    decref(rt, item);
    return -1;
  }
  const [oldItem, oldKey] = [references[2] as number, references[3] as number];
  references[2] = item;
  references[3] = key;
  if (oldItem !== 0) decref(rt, oldItem);
  if (oldKey !== 0) decref(rt, oldKey);
  return 0;
}

function groupByNext(rt: Runtime, self: number): number {
  const state = stateOf<GroupState>(rt, self);
  const { references } = state;
  state.count++;
  for (let step = 0; ; step++) {
    if (payStep(rt, step) < 0) return 0;
    const [currentKey, lastKey] = [references[3] as number, references[4] as number];
    if (currentKey !== 0) {
      if (lastKey === 0) break;
      const same = compareKeys(rt, lastKey, currentKey);
      if (same < 0) return 0;
      if (same === 0) break;
    }
    if (advanceGroup(rt, references) !== 0) return 0;
  }
  const key = references[3] as number;
  const old = references[4] as number;
  references[4] = newRef(rt, key);
  if (old !== 0) decref(rt, old);
  const grouper = newIterator(
    rt,
    rt.nativeTypes.get("_grouper") ?? 0,
    [newRef(rt, self), newRef(rt, key)],
    state.count,
  );
  return tupleOf(rt, newRef(rt, key), grouper);
}

/** Next of a group. References: the groupby and the key of the group; `count`: the group's number. */
export function grouperNext(rt: Runtime, self: number): number {
  const group = stateOf(rt, self);
  const parent = stateOf<GroupState>(rt, group.references[0] as number);
  if (parent.count !== group.count) return 0;
  const { references } = parent;
  if (references[2] === 0) {
    if (advanceGroup(rt, references) !== 0) return 0;
  }
  const same = compareKeys(rt, group.references[1] as number, references[3] as number);
  if (same <= 0) return 0;
  const item = references[2] as number;
  references[2] = 0;
  dropReference(rt, references, 3);
  return item;
}

/** Whether two keys are equal, or -1; a comparison that goes on with the groups may replace them. */
function compareKeys(rt: Runtime, left: number, right: number): number {
  incref(rt, left);
  incref(rt, right);
  const same = richCompareBool(rt, left, right, Compare.EQ);
  decref(rt, left);
  decref(rt, right);
  return same;
}

// tee: the iterators share a list of what was read and is still needed by one of them.

interface TeeSource {
  iterator: number;
  /** References read, owned; the first is item number `first`. */
  readonly items: number[];
  first: number;
  isReading: boolean;
  /** How far each iterator is. */
  readonly positions: number[];
}

interface TeeState extends IteratorState {
  readonly source: TeeSource;
}

/** Next of a tee iterator. */
export function teeNext(rt: Runtime, self: number): number {
  const { source, count: own } = stateOf<TeeState>(rt, self);
  const position = source.positions[own] as number;
  if (position - source.first >= source.items.length) {
    if (source.isReading) return setError(rt, rt.types.RuntimeError, "cannot re-enter the tee iterator");
    source.isReading = true;
    const item = iterNext(rt, source.iterator);
    source.isReading = false;
    if (item === 0) return 0;
    source.items.push(item);
  }
  const item = newRef(rt, source.items[position - source.first] as number);
  source.positions[own] = position + 1;
  dropRead(rt, source);
  return item;
}

/** Releases what every iterator has read. */
function dropRead(rt: Runtime, source: TeeSource): void {
  const lowest = Math.min(...source.positions);
  if (lowest - source.first < 32 && lowest !== Infinity) return;
  const dropped = source.items.splice(0, lowest - source.first);
  source.first = Math.min(lowest, source.first + dropped.length);
  for (const item of dropped) decref(rt, item);
}

/** The `clear` slot of a tee iterator: the last of them releases the source. */
export function clearTee(rt: Runtime, self: number): void {
  const { source, count: own } = stateOf<TeeState>(rt, self);
  source.positions[own] = Infinity;
  if (source.positions.some((position) => position !== Infinity) || source.iterator === 0) return;
  const { iterator } = source;
  source.iterator = 0;
  for (const item of source.items.splice(0)) decref(rt, item);
  decref(rt, iterator);
}

/** `tee(iterable, n)`. */
export function tee(rt: Runtime, iterable: number, n: number): number {
  const count = n === 0 ? 2 : indexInteger(rt, n);
  if (count === null) return 0;
  if (count < 0) return setError(rt, rt.types.ValueError, "n must be >= 0");
  const type = rt.nativeTypes.get("_tee") ?? 0;
  if (count === 0) return newTuple(rt, 0);
  const source = teeSource(rt, iterable, type);
  if (source === null) return 0;
  const tuple = newTuple(rt, Number(count));
  const start = source.start;
  for (let index = 0; index < count; index++) {
    const own = source.source.positions.push(start) - 1;
    const state: TeeState = { references: [], count: own, source: source.source };
    tupleInit(rt, tuple, index, newStateful(rt, type, state));
  }
  return tuple;
}

/** `_tee(iterable)`, and `copy(tee)`: one more iterator over what a tee iterator reads, or the first over another iterable. */
export function newTee(rt: Runtime, iterable: number): number {
  const type = rt.nativeTypes.get("_tee") ?? 0;
  const found = teeSource(rt, iterable, type);
  if (found === null) return 0;
  const { source, start } = found;
  return newStateful<TeeState>(rt, type, { references: [], count: source.positions.push(start) - 1, source });
}

/** A new source, or that of a tee iterator, which is shared. */
function teeSource(
  rt: Runtime,
  iterable: number,
  type: number,
): { readonly source: TeeSource; readonly start: number } | null {
  if (typeOf(rt, iterable) === type) {
    const { source, count } = stateOf<TeeState>(rt, iterable);
    return { source, start: source.positions[count] as number };
  }
  const iterator = getIter(rt, iterable);
  return iterator === 0
    ? null
    : { source: { iterator, items: [], first: 0, isReading: false, positions: [] }, start: 0 };
}

/** Iterators over several others, or with something between the items. */
export const combiningIterators: readonly IteratorDefinition[] = [
  {
    name: "chain",
    parameters: "*iterables",
    construct: newChain,
    next: chainNext,
    classMethods: {
      from_iterable: method("($type, iterable, /)", newChain),
      __class_getitem__: method("($type, object, /)", newGenericAlias),
    },
  },
  { name: "zip_longest", parameters: "*iterables, fillvalue=None", construct: newZipLongest, next: zipLongestNext },
  {
    name: "starmap",
    parameters: "function, iterable, /",
    construct: (rt: Runtime, type: number, fn: number, iterable: number) =>
      newOver(rt, type, iterable, [newRef(rt, fn)]),
    next: starmapNext,
  },
  {
    name: "accumulate",
    parameters: "iterable, func=None, *, initial=None",
    construct: newAccumulate,
    next: accumulateNext,
  },
  { name: "groupby", parameters: "iterable, key=None", construct: newGroupBy, next: groupByNext },
];
