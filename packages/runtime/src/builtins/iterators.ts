// The types enumerate, zip, map, filter and reversed.

import { strValue } from "../object/str.ts";
import { lazily } from "../lazily.ts";
import { callDefinition } from "../types/bind-arguments.ts";
import { newGenericAlias } from "../kinds/generic-alias.ts";
import { clearError, errorMatches, errorOccurred, setError } from "../exceptions/errors.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, IteratorObject, LayoutKind, TupleObject } from "../layout/objects.ts";
import { add, type Integer } from "../numbers/integer.ts";
import { indexInteger } from "../numbers/int-new.ts";
import { newInteger } from "../numbers/integer-object.ts";
import { newInt } from "../object/int.ts";
import { newMachineIterator, nones, reusedPair } from "../object/machine-iterator.ts";
import { newHostObject } from "../object/new-object.ts";
import { None, True, decref, isSmallInt, newRef, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { newTuple, tupleInit, tupleItem, tupleLength, tupleOf, tupleOfAll } from "../object/tuple.ts";
import { callObject, callOneArgument } from "../protocols/call.ts";
import { getIter, iterNext } from "../protocols/iterate.ts";
import { callSpecial0, hasSpecial } from "../protocols/special.ts";
import { getItem, lengthOf } from "../protocols/subscript.ts";
import { isTrue } from "../protocols/truth.ts";
import { lookupSpecial } from "../types/lookup.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, method, BuiltinDefinition, rawFunction } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { type UnarySlot } from "../types/slots.ts";
import { clearIterator, type IteratorState, iteratorState, traverseIterator } from "./iterator-state.ts";
import { spendWork } from "./work.ts";
import { setPosition } from "../kinds/reduce-iterator.ts";

/** What an iterator type may have besides. */
export interface IteratorExtras {
  readonly methods?: Readonly<Record<string, BuiltinSpecification>>;
  readonly classMethods?: Readonly<Record<string, BuiltinSpecification>>;
  /** `builtins` unless given. */
  readonly module?: string;
  readonly repr?: UnarySlot;
}

/** Defines an iterator type whose payload is an {@link IteratorState}. Returns its address. */
export function defineIterator(
  rt: Runtime,
  name: string,
  next: UnarySlot,
  constructor: BuiltinSpecification,
  extras: IteratorExtras = {},
): number {
  const { repr = null, ...rest } = extras;
  return defineType(rt, {
    name,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: constructor,
    slots: { iter: newRef, iternext: next, clear: clearIterator, traverse: traverseIterator, repr },
    ...rest,
  });
}

/** A new iterator that owns `references`. */
export function newIterator(rt: Runtime, type: number, references: number[], count = 0): number {
  const state: IteratorState = { references, count };
  return newHostObject(rt, type, state);
}

// enumerate: `source` is the iterator; `index` counts while it is a small int, then `big`.

const { source, big, result, index, limit } = IteratorObject;
const largestSmallInt = 2 ** 30 - 1;

/** The names of the last arguments of `enumerate`, by how many arguments there are and how many of them are by position. */
function enumerateKeywords(first: string, count: number, total: number): readonly string[] {
  if (total === 1) return ["iterable"];
  if (count === 1) return ["start"];
  return first === "start" ? ["start", "iterable"] : ["iterable", "start"];
}

/** `enumerate(…)`, whose own way to read its arguments has its own messages; classes that derive from it have the usual ones. */
function enumerateCall(rt: Runtime, type: number, args: number, count: number, kwnames: number): number {
  const total = count + (kwnames === 0 ? 0 : tupleLength(rt, kwnames));
  if (type === rt.nativeTypes.get("enumerate")) {
    if (total === 0) return setError(rt, rt.types.TypeError, "enumerate() missing required argument 'iterable'");
    const given = Array.from({ length: total - count }, (_, at) => strValue(rt, tupleItem(rt, kwnames, at)));
    const names = enumerateKeywords(given[0] ?? "", count, total);
    const wrong = total > 2 ? undefined : given.find((name, at) => name !== names[at]);
    if (wrong !== undefined)
      return setError(rt, rt.types.TypeError, `'${wrong}' is an invalid keyword argument for enumerate()`);
  }
  return callDefinition(rt, enumerateDefinition(), type, args, count, kwnames);
}

const enumerateSignature = "($type, iterable, start=0)";
const enumerateDefinition = lazily(
  () => new BuiltinDefinition(method(enumerateSignature, enumerateNew), "enumerate", "enumerate"),
);

function enumerateNew(rt: Runtime, type: number, iterable: number, start: number): number {
  let first: Integer | null = 0;
  if (start !== 0) first = indexInteger(rt, start);
  if (first === null) return 0;
  const iterator = getIter(rt, iterable);
  if (iterator === 0) return 0;
  const self = newMachineIterator(rt, type, iterator, 2);
  const number = newInteger(rt, first);
  rt.heap.store(self + (isSmallInt(number) ? index : big).offset, isSmallInt(number) ? number >> 1 : number);
  return self;
}

function enumerateNext(rt: Runtime, self: number): number {
  const item = iterNext(rt, rt.heap.load(self + source.offset));
  return item === 0 ? 0 : reusedPair(rt, self, enumerateIndex(rt, self), item);
}

function enumerateIndex(rt: Runtime, self: number): number {
  const { heap } = rt;
  const number = heap.load(self + big.offset);
  const current = number === 0 ? heap.load(self + index.offset) : (indexInteger(rt, number) ?? 0);
  if (number === 0 && current < largestSmallInt) heap.store(self + index.offset, (current as number) + 1);
  else heap.store(self + big.offset, newInteger(rt, add(current, 1)));
  return number === 0 ? newInteger(rt, current) : number;
}

// zip: `source` is the tuple of iterators; `limit` is 1 for strict, 2 when it has ended.

const zipStrict = 1;
const zipEnded = 2;

function zipNew(rt: Runtime, type: number, iterables: number, strict: number): number {
  const isStrict = strict === 0 ? 0 : isTrue(rt, strict);
  if (isStrict < 0) return 0;
  const iterators = iteratorsOf(rt, iterables);
  if (iterators === null) return 0;
  const self = newMachineIterator(rt, type, tupleOfAll(rt, iterators), iterators.length);
  if (isStrict > 0) rt.heap.store(self + limit.offset, zipStrict);
  return self;
}

/** An iterator for each item of a tuple; null with an exception set. */
function iteratorsOf(rt: Runtime, iterables: number): number[] | null {
  const iterators: number[] = [];
  for (let index = 0; index < tupleLength(rt, iterables); index++) {
    const iterator = getIter(rt, tupleItem(rt, iterables, index));
    if (iterator === 0) {
      for (const made of iterators) decref(rt, made);
      return null;
    }
    iterators.push(iterator);
  }
  return iterators;
}

function zipNext(rt: Runtime, self: number): number {
  const { heap } = rt;
  const iterators = heap.load(self + source.offset);
  const end = heap.load(self + limit.offset);
  const count = iterators === 0 ? 0 : tupleLength(rt, iterators);
  if (count === 0 || end === zipEnded) return 0;
  const last = heap.load(self + result.offset);
  const tuple = last !== 0 && heap.load(last) === 1 ? newRef(rt, last) : nones(rt, count);
  for (let at = 0; at < count; at++) {
    const item = iterNext(rt, tupleItem(rt, iterators, at));
    if (item === 0) {
      decref(rt, tuple);
      if (end === zipStrict && errorOccurred(rt) === 0) strictEnd(rt, self, at);
      return 0;
    }
    const old = tupleItem(rt, tuple, at);
    tupleInit(rt, tuple, at, item);
    decref(rt, old);
  }
  heap.store(tuple + TupleObject.hash.offset, 0);
  return tuple;
}

/** The iterator at `at` ended: all must. */
function strictEnd(rt: Runtime, self: number, at: number): void {
  const iterators = rt.heap.load(self + source.offset);
  rt.heap.store(self + limit.offset, zipEnded);
  if (at > 0) {
    zipLengthError(rt, at, "shorter");
    return;
  }
  for (let other = 1; other < tupleLength(rt, iterators); other++) {
    const item = iterNext(rt, tupleItem(rt, iterators, other));
    if (item !== 0) {
      decref(rt, item);
      zipLengthError(rt, other, "longer");
      return;
    }
    if (errorOccurred(rt) !== 0) return;
  }
}

function zipLengthError(rt: Runtime, index: number, how: "shorter" | "longer"): void {
  const plural = index === 1 ? " " : "s 1-";
  setError(rt, rt.types.ValueError, `zip() argument ${index + 1} is ${how} than argument${plural}${index}`);
}

// map: references are the function, then the iterators; `count` 1: strict.

function mapNew(rt: Runtime, type: number, fn: number, iterables: number, strict: number): number {
  const isStrict = strict === 0 ? 0 : isTrue(rt, strict);
  if (isStrict < 0) return 0;
  if (tupleLength(rt, iterables) === 0)
    return setError(rt, rt.types.TypeError, "map() must have at least two arguments.");
  const iterators = iteratorsOf(rt, iterables);
  return iterators === null ? 0 : newIterator(rt, type, [newRef(rt, fn), ...iterators], isStrict > 0 ? zipStrict : 0);
}

function mapNext(rt: Runtime, self: number): number {
  const state = iteratorState(rt, self);
  const { references } = state;
  const count = references.length - 1;
  if (state.count === zipEnded) return 0;
  if (count === 1) {
    const item = iterNext(rt, references[1] as number);
    if (item === 0) return 0;
    const result = callOneArgument(rt, references[0] as number, item);
    decref(rt, item);
    return result;
  }
  const args = reserveScratch(rt, count);
  let filled = 0;
  while (filled < count) {
    const item = iterNext(rt, references[filled + 1] as number);
    if (item === 0) break;
    rt.heap.store(args + 4 * filled++, item);
  }
  let result = 0;
  if (filled === count) result = callObject(rt, references[0] as number, args, count, 0);
  for (let index = 0; index < filled; index++) decref(rt, rt.heap.load(args + 4 * index));
  releaseScratch(rt, args);
  if (filled < count && state.count === zipStrict && errorOccurred(rt) === 0) mapStrictEnd(rt, state, filled);
  return result;
}

function mapStrictEnd(rt: Runtime, state: IteratorState, index: number): void {
  state.count = zipEnded;
  const plural = (at: number): string => (at === 1 ? " " : "s 1-");
  const fail = (at: number, how: string): void => {
    setError(rt, rt.types.ValueError, `map() argument ${at + 1} is ${how} than argument${plural(at)}${at}`);
  };
  if (index > 0) {
    fail(index, "shorter");
    return;
  }
  for (let other = 1; other < state.references.length - 1; other++) {
    const item = iterNext(rt, state.references[other + 1] as number);
    if (item !== 0) {
      decref(rt, item);
      fail(other, "longer");
      return;
    }
    if (errorOccurred(rt) !== 0) return;
  }
}

// filter: references are the function (0: truth) and the iterator.

function filterNew(rt: Runtime, type: number, fn: number, iterable: number): number {
  const iterator = getIter(rt, iterable);
  return iterator === 0 ? 0 : newIterator(rt, type, [fn === None ? 0 : newRef(rt, fn), iterator]);
}

function filterNext(rt: Runtime, self: number): number {
  const { references } = iteratorState(rt, self);
  const [fn, iterator] = references as [number, number];
  for (let count = 1; ; count++) {
    if (count % 1024 === 0 && spendWork(rt, 50000) < 0) return 0;
    const item = iterNext(rt, iterator);
    if (item === 0) return 0;
    const verdict = fn === 0 ? isTrue(rt, item) : takeTruth(rt, callOneArgument(rt, fn, item));
    if (verdict > 0) return item;
    decref(rt, item);
    if (verdict < 0) return 0;
  }
}

function takeTruth(rt: Runtime, value: number): number {
  if (value === 0) return -1;
  const truth = isTrue(rt, value);
  decref(rt, value);
  return truth;
}

// reversed: references are the sequence; `count` is the index of the next item, -1 at the end.

function reversedNew(rt: Runtime, type: number, sequence: number): number {
  const special = lookupSpecial(rt, sequence, rt.names.__reversed__);
  if (special === None) return setError(rt, rt.types.TypeError, `'${typeName(rt, sequence)}' object is not reversible`);
  if (special !== 0) return callSpecial0(rt, sequence, rt.names.__reversed__);
  const slots = slotsOf(rt, sequence);
  if (slots.getitem === null || slots.length === null || hasSpecial(rt, sequence, rt.names.keys)) {
    return setError(rt, rt.types.TypeError, `'${typeName(rt, sequence)}' object is not reversible`);
  }
  const length = lengthOf(rt, sequence);
  return length < 0 ? 0 : newIterator(rt, type, [newRef(rt, sequence)], length - 1);
}

function reversedNext(rt: Runtime, self: number): number {
  const state = iteratorState(rt, self);
  const sequence = state.references[0] as number;
  if (sequence === 0) return 0;
  if (state.count >= 0) {
    const key = newInt(rt, state.count--);
    const item = getItem(rt, sequence, key);
    decref(rt, key);
    if (item !== 0) return item;
    if (errorMatches(rt, rt.types.IndexError) || errorMatches(rt, rt.types.StopIteration)) clearError(rt);
  }
  state.count = -1;
  state.references[0] = 0;
  decref(rt, sequence);
  return 0;
}

/** `(type, references)`, those that are not there as None. */
function reduceReferences(rt: Runtime, self: number): number {
  const { references } = iteratorState(rt, self);
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), tupleOf(rt, ...references.map((it) => newRef(rt, it || None))));
}

function reduceEnumerate(rt: Runtime, self: number): number {
  const { heap } = rt;
  const number = heap.load(self + big.offset);
  const start = number === 0 ? newInt(rt, heap.load(self + index.offset)) : newRef(rt, number);
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), tupleOf(rt, newRef(rt, heap.load(self + source.offset)), start));
}

/** Of zip and map: strict ones have a state. */
function strictMethods(
  plainly: (rt: Runtime, self: number) => number,
  isStrict: (rt: Runtime, self: number) => boolean,
  setStrict: (rt: Runtime, self: number, strict: number) => void,
): Readonly<Record<string, BuiltinSpecification>> {
  return {
    __reduce__: method("($self, /)", (rt, self) => {
      const plain = plainly(rt, self);
      if (!isStrict(rt, self)) return plain;
      const strict = tupleOf(rt, newRef(rt, tupleItem(rt, plain, 0)), newRef(rt, tupleItem(rt, plain, 1)), True);
      decref(rt, plain);
      return strict;
    }),
    __setstate__: method("($self, state, /)", (rt, self, state) => {
      const strict = isTrue(rt, state);
      if (strict < 0) return 0;
      setStrict(rt, self, strict > 0 ? zipStrict : 0);
      return None;
    }),
  };
}

const zipMethods = strictMethods(
  (rt, self) => tupleOf(rt, newRef(rt, typeOf(rt, self)), newRef(rt, rt.heap.load(self + source.offset))),
  (rt, self) => rt.heap.load(self + limit.offset) !== 0,
  (rt, self, strict) => {
    rt.heap.store(self + limit.offset, strict);
  },
);

const mapMethods = strictMethods(
  reduceReferences,
  (rt, self) => iteratorState(rt, self).count !== 0,
  (rt, self, strict) => {
    iteratorState(rt, self).count = strict;
  },
);

/** Defines enumerate or zip. */
function defineMachineIterator(
  rt: Runtime,
  name: "enumerate" | "zip",
  iternext: UnarySlot,
  constructor: BuiltinSpecification,
  methods: Readonly<Record<string, BuiltinSpecification>>,
  classMethods: Readonly<Record<string, BuiltinSpecification>> = {},
): number {
  return defineType(rt, {
    name,
    address: FixedType[name],
    layout: LayoutKind.ITERATOR,
    size: IteratorObject.size,
    new: constructor,
    slots: { iter: newRef, iternext },
    methods,
    classMethods,
  });
}

/** The types of this file, which `builtins` names. */
export const iteratorTypes = ["enumerate", "zip", "map", "filter", "reversed"] as const;

/** Defines the types; they are `rt.nativeTypes` under their names. */
export function defineIteratorTypes(rt: Runtime): void {
  const types: Record<(typeof iteratorTypes)[number], number> = {
    enumerate: defineMachineIterator(
      rt,
      "enumerate",
      enumerateNext,
      rawFunction(enumerateSignature, enumerateCall),
      {
        __reduce__: method("($self, /)", reduceEnumerate),
      },
      { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    ),
    zip: defineMachineIterator(rt, "zip", zipNext, method("($type, *iterables, strict=False)", zipNew), zipMethods),
    map: defineIterator(rt, "map", mapNext, method("($type, function=NULL, /, *iterables, strict=False)", mapNew), {
      methods: mapMethods,
    }),
    filter: defineIterator(rt, "filter", filterNext, method("($type, function, iterable, /)", filterNew), {
      methods: { __reduce__: method("($self, /)", reduceReferences) },
    }),
    reversed: defineIterator(rt, "reversed", reversedNext, method("($type, sequence, /)", reversedNew), {
      methods: {
        __length_hint__: method("($self, /)", (rt_, self) => {
          const { references, count } = iteratorState(rt_, self);
          const length = references[0] ? lengthOf(rt_, references[0]) : 0;
          return length < 0 ? 0 : newInt(rt_, length <= count ? 0 : count + 1);
        }),
        __reduce__: method("($self, /)", (rt_, self) => {
          const { references, count } = iteratorState(rt_, self);
          const type = newRef(rt_, typeOf(rt_, self));
          const [sequence = 0] = references;
          if (sequence === 0) return tupleOf(rt_, type, tupleOf(rt_, newTuple(rt_, 0)));
          return tupleOf(rt_, type, tupleOf(rt_, newRef(rt_, sequence)), newInt(rt_, count));
        }),
        __setstate__: setPosition((rt_, self, position) => {
          const state = iteratorState(rt_, self);
          const [sequence = 0] = state.references;
          if (sequence !== 0) state.count = Math.min(Math.max(-1, position), lengthOf(rt_, sequence) - 1);
        }),
      },
    }),
  };
  for (const name of iteratorTypes) rt.nativeTypes.set(name, types[name]);
}
