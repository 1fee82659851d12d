// The types `set` and `frozenset`.

import { reduceTo } from "./reduce-iterator.ts";
import { setError, setErrorObject } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { dictContains, dictLength } from "../object/dict.ts";
import { readInteger } from "../numbers/integer-object.ts";
import { newBigInt } from "../object/int.ts";
import { dictField, instanceDictionary } from "../object/instance-dict.ts";
import { allocate, countContainer, hostPayload, newHostObject } from "../object/new-object.ts";
import {
  None,
  NotImplemented,
  decref,
  layoutKind,
  newRef,
  pyBool,
  smallInt,
  typeInfo,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import {
  SetTable,
  copySet,
  discardWithHash,
  hashAt,
  keyAt,
  missingKey,
  newSet,
  nextSlot,
  setAdd,
  setAddWithHash,
  setClear,
  setContains,
  setDiscard,
  setLength,
  setPop,
  setRelease,
  setTable,
  setUpdate,
  tableContains,
  tidySet,
} from "../object/set.ts";
import { newStr } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { forEach, listFrom } from "../protocols/iterate.ts";
import { hashValue } from "../protocols/visible-hash.ts";
import { foldHash } from "../protocols/hash.ts";
import { enterRepr, leaveRepr, reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { hashNotImplemented } from "../types/type-parts.ts";
import { Compare, type Slots } from "../types/slots.ts";
import { isSubtype } from "../types/subtype.ts";
import { newGenericAlias } from "./generic-alias.ts";

/** Whether an object is a set or frozenset. */
export function isAnySet(rt: Runtime, ref: number): boolean {
  if ((ref & 1) !== 0) return false;
  const type = typeOf(rt, ref);
  if (layoutKind(rt, type) !== LayoutKind.HOST) return false;
  return (
    type === FixedType.set ||
    type === FixedType.frozenset ||
    isSubtype(rt, type, FixedType.set) ||
    isSubtype(rt, type, FixedType.frozenset)
  );
}

/** `set` or `frozenset`, whichever the operand is: the type of results. */
function resultType(rt: Runtime, self: number): number {
  return isSubtype(rt, typeOf(rt, self), FixedType.set) ? FixedType.set : FixedType.frozenset;
}

function setRepr(rt: Runtime, self: number): number {
  const type = typeOf(rt, self);
  const name = typeInfo(rt, type).name;
  if (!enterRepr(rt, self)) return newStr(rt, `${name}(...)`);
  const table = setTable(rt, self);
  if (table.used === 0) {
    leaveRepr(rt);
    return newStr(rt, `${name}()`);
  }
  const parts: string[] = [];
  for (let at = nextSlot(rt, table, 0); at >= 0; at = nextSlot(rt, table, at + 1)) {
    const item = newRef(rt, keyAt(rt, table, at));
    const text = reprText(rt, item);
    decref(rt, item);
    if (text === null) {
      leaveRepr(rt);
      return 0;
    }
    parts.push(text);
  }
  leaveRepr(rt);
  const braces = `{${parts.join(", ")}}`;
  return newStr(rt, type === FixedType.set ? braces : `${name}(${braces})`);
}

/** Whether every item of one table is in the other: 1, 0 or -1. */
function isSubset(rt: Runtime, part: SetTable, whole: SetTable): number {
  if (part.used > whole.used) return 0;
  for (let at = nextSlot(rt, part, 0); at >= 0; at = nextSlot(rt, part, at + 1)) {
    const key = newRef(rt, keyAt(rt, part, at));
    const found = tableContains(rt, whole, key, hashAt(rt, part, at));
    decref(rt, key);
    if (found <= 0) return found;
  }
  return 1;
}

function setCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if (!isAnySet(rt, right) || !isAnySet(rt, left)) return newRef(rt, NotImplemented);
  const a = setTable(rt, left);
  const b = setTable(rt, right);
  let result: number;
  switch (operator) {
    case Compare.EQ:
    case Compare.NE:
      result = a.used === b.used ? isSubset(rt, a, b) : 0;
      break;
    case Compare.LE:
      result = isSubset(rt, a, b);
      break;
    case Compare.LT:
      result = a.used < b.used ? isSubset(rt, a, b) : 0;
      break;
    case Compare.GE:
      result = isSubset(rt, b, a);
      break;
    default:
      result = b.used < a.used ? isSubset(rt, b, a) : 0;
  }
  return result < 0 ? 0 : pyBool((result === 1) !== (operator === Compare.NE));
}

/** CPython's frozenset hash, from the 64-bit hashes of the items, in halves of 32 bits; null: an exception is set. */
function hashFrozen(rt: Runtime, table: SetTable): bigint | null {
  let high = 0;
  let low = 0;
  for (let at = nextSlot(rt, table, 0); at >= 0; at = nextSlot(rt, table, at + 1)) {
    const value = hashValue(rt, keyAt(rt, table, at));
    if (value === 0) return null;
    const hash = readInteger(rt, value);
    decref(rt, value);
    const isNumber = typeof hash === "number";
    const lower = isNumber ? hash | 0 : Number(BigInt.asIntN(32, hash));
    const upper = isNumber ? Math.floor(hash / 0x100000000) : Number(BigInt.asIntN(32, hash >> 32n));
    const mixedLow = (lower ^ 89869747 ^ (lower << 16)) >>> 0;
    const mixedHigh = upper ^ ((upper << 16) | (lower >>> 16));
    // The product of the low half has 64 bits; doubles hold 48.
    const carry = Math.floor((mixedLow * (factor & 0xffff)) / 0x10000);
    high ^= Math.imul(mixedHigh, factor) + Math.floor((mixedLow * (factor >>> 16) + carry) / 0x10000);
    low ^= Math.imul(mixedLow, factor);
  }
  let hash = (BigInt.asUintN(32, BigInt(high)) << 32n) | BigInt(low >>> 0);
  hash ^= BigInt.asUintN(64, (BigInt(table.used) + 1n) * 1927868237n);
  hash ^= (hash >> 11n) ^ (hash >> 25n);
  hash = BigInt.asUintN(64, hash * 69069n + 907133923n);
  return hash === 0xffffffffffffffffn ? 590923713n : BigInt.asIntN(64, hash);
}

/** CPython's factor of the items' hashes. */
const factor = 3644798167;

function frozenVisibleHash(rt: Runtime, self: number): number {
  const table = setTable(rt, self);
  table.hash ??= hashFrozen(rt, table);
  return table.hash === null ? 0 : newBigInt(rt, table.hash);
}

function frozenHash(rt: Runtime, self: number): number {
  const table = setTable(rt, self);
  table.hash ??= hashFrozen(rt, table);
  return table.hash === null ? -1 : foldHash(table.hash);
}

/** A frozenset equal to an unhashable set, to look it up in a set of sets; anything else is itself. */
function lookupKey(rt: Runtime, key: number): number {
  return isAnySet(rt, key) && isSubtype(rt, typeOf(rt, key), FixedType.set)
    ? copySet(rt, key, FixedType.frozenset)
    : newRef(rt, key);
}

function containsKey(rt: Runtime, self: number, key: number): number {
  const it = lookupKey(rt, key);
  const found = setContains(rt, self, it);
  decref(rt, it);
  return found;
}

function discardKey(rt: Runtime, self: number, key: number): number {
  const it = lookupKey(rt, key);
  const found = setDiscard(rt, self, it);
  decref(rt, it);
  return found;
}

function intersect(rt: Runtime, self: number, other: number): number {
  const result = newHostObject(rt, resultType(rt, self), new SetTable(rt));
  countContainer(rt);
  let status: number;
  if (isAnySet(rt, other)) {
    const [small, large] = setLength(rt, other) > setLength(rt, self) ? [self, other] : [other, self];
    status = forEachKey(rt, small, (key, hash) => {
      const found = tableContains(rt, setTable(rt, large), key, hash);
      return found > 0 ? setAddWithHash(rt, setTable(rt, result), key, hash) : found;
    });
  } else {
    status = forEach(rt, other, (it) => {
      const found = setContains(rt, self, it);
      return found > 0 ? setAdd(rt, result, it) : found;
    });
  }
  if (status === 0) return result;
  decref(rt, result);
  return 0;
}

function removeAll(rt: Runtime, self: number, other: number): number {
  if (self === other) {
    setClear(rt, self);
    return 0;
  }
  const status = isAnySet(rt, other)
    ? forEachKey(rt, other, (key, hash) => Math.min(0, discardWithHash(rt, setTable(rt, self), key, hash)))
    : forEach(rt, other, (it) => Math.min(0, setDiscard(rt, self, it)));
  if (status === 0) tidySet(rt, self);
  return status;
}

/** Visits the items of a set as they are in its table, which may change meanwhile. A status other than 0 ends it. */
function forEachKey(rt: Runtime, set: number, visit: (key: number, hash: number) => number): number {
  const table = setTable(rt, set);
  for (let at = nextSlot(rt, table, 0); at >= 0; at = nextSlot(rt, table, at + 1)) {
    const key = newRef(rt, keyAt(rt, table, at));
    const status = visit(key, hashAt(rt, table, at));
    decref(rt, key);
    if (status !== 0) return status;
  }
  return 0;
}

/** `self - other`; from a set that is not much larger its items are taken one by one, which decides about their order. */
function difference(rt: Runtime, self: number, other: number): number {
  const type = resultType(rt, self);
  const others = isAnySet(rt, other)
    ? setLength(rt, other)
    : typeOf(rt, other) === FixedType.dict
      ? dictLength(rt, other)
      : 0;
  const oneByOne = (isAnySet(rt, other) || typeOf(rt, other) === FixedType.dict) && setLength(rt, self) >> 2 <= others;
  const result = oneByOne ? newOf(rt, type, 0) : copySet(rt, self, type);
  const status = !oneByOne
    ? removeAll(rt, result, other)
    : forEachKey(rt, self, (key, hash) => {
        const found = isAnySet(rt, other)
          ? tableContains(rt, setTable(rt, other), key, hash)
          : dictContains(rt, other, key);
        return found === 0 ? setAddWithHash(rt, setTable(rt, result), key, hash) : Math.min(0, found);
      });
  if (status >= 0) return result;
  decref(rt, result);
  return 0;
}

/** Keeps in `self` what is in one of the two sets only. */
function toggleAll(rt: Runtime, self: number, other: number): number {
  return forEachKey(rt, other, (key, hash) => {
    const removed = discardWithHash(rt, setTable(rt, self), key, hash);
    return removed === 0 ? setAddWithHash(rt, setTable(rt, self), key, hash) : Math.min(0, removed);
  });
}

function symmetricUpdate(rt: Runtime, self: number, other: number): number {
  if (self === other) {
    setClear(rt, self);
    return 0;
  }
  if (isAnySet(rt, other)) return toggleAll(rt, self, other);
  const unique = newSet(rt);
  let status = setUpdate(rt, unique, other);
  if (status === 0) status = toggleAll(rt, self, unique);
  decref(rt, unique);
  return status;
}

/** `self ^ other`. */
function symmetricDifference(rt: Runtime, self: number, other: number): number {
  const result = newOf(rt, resultType(rt, self), 0);
  if (setUpdate(rt, result, other) === 0 && toggleAll(rt, result, self) === 0) return result;
  decref(rt, result);
  return 0;
}

function differenceAll(rt: Runtime, self: number, others: number): number {
  const count = tupleLength(rt, others);
  const result = count === 0 ? copySet(rt, self, resultType(rt, self)) : difference(rt, self, tupleItem(rt, others, 0));
  for (let index = 1; index < count && result !== 0; index++) {
    if (removeAll(rt, result, tupleItem(rt, others, index)) < 0) {
      decref(rt, result);
      return 0;
    }
  }
  return result;
}

/** A copy of `self` changed by `change` for each of the tuple's items. */
function copyAnd(change: (rt: Runtime, self: number, other: number) => number) {
  return (rt: Runtime, self: number, others: number): number => {
    const result = copySet(rt, self, resultType(rt, self));
    for (let index = 0, length = tupleLength(rt, others); index < length; index++) {
      if (change(rt, result, tupleItem(rt, others, index)) < 0) {
        decref(rt, result);
        return 0;
      }
    }
    return result;
  };
}

function intersectAll(rt: Runtime, self: number, others: number): number {
  let result = copySet(rt, self, resultType(rt, self));
  for (let index = 0, length = tupleLength(rt, others); index < length && result !== 0; index++) {
    const next = intersect(rt, result, tupleItem(rt, others, index));
    decref(rt, result);
    result = next;
  }
  return result;
}

/** Moves the items of `source`, which is released, into `self`. */
function replaceItems(rt: Runtime, self: number, source: number): number {
  if (source === 0) return 0;
  const from = setTable(rt, source);
  const to = setTable(rt, self);
  [from.address, to.address] = [to.address, from.address];
  [from.mask, to.mask] = [to.mask, from.mask];
  [from.fill, to.fill] = [to.fill, from.fill];
  [from.used, to.used] = [to.used, from.used];
  decref(rt, source);
  return None;
}

function updateEach(change: (rt: Runtime, self: number, other: number) => number) {
  return (rt: Runtime, self: number, others: number): number => {
    for (let index = 0, length = tupleLength(rt, others); index < length; index++) {
      if (change(rt, self, tupleItem(rt, others, index)) < 0) return 0;
    }
    return None;
  };
}

/** An operator on two sets; NotImplemented for strangers. */
function binary(operation: (rt: Runtime, left: number, right: number) => number) {
  return (rt: Runtime, left: number, right: number): number =>
    isAnySet(rt, left) && isAnySet(rt, right) ? operation(rt, left, right) : newRef(rt, NotImplemented);
}

function changed(change: (rt: Runtime, self: number, other: number) => number) {
  return binary((rt, left, right) => {
    const result = copySet(rt, left, resultType(rt, left));
    if (change(rt, result, right) === 0) return result;
    decref(rt, result);
    return 0;
  });
}

function inplace(change: (rt: Runtime, self: number, other: number) => number) {
  return (rt: Runtime, self: number, other: number): number => {
    if (!isAnySet(rt, other)) return newRef(rt, NotImplemented);
    return change(rt, self, other) < 0 ? 0 : newRef(rt, self);
  };
}

function isDisjoint(rt: Runtime, self: number, other: number): number {
  const status = isAnySet(rt, other)
    ? forEachKey(rt, other, (key, hash) => tableContains(rt, setTable(rt, self), key, hash))
    : forEach(rt, other, (it) => setContains(rt, self, it));
  return status < 0 ? 0 : pyBool(status === 0);
}

/** `self.issubset(other)` and the like, with any iterable. */
function compareWith(
  rt: Runtime,
  self: number,
  other: number,
  order: (mine: SetTable, theirs: SetTable) => number,
): number {
  let set = other;
  if (isAnySet(rt, other)) newRef(rt, other);
  else {
    set = newSet(rt);
    if (setUpdate(rt, set, other) < 0) {
      decref(rt, set);
      return 0;
    }
  }
  const result = order(setTable(rt, self), setTable(rt, set));
  decref(rt, set);
  return result < 0 ? 0 : pyBool(result === 1);
}

const sharedMethods: Readonly<Record<string, BuiltinSpecification>> = {
  copy: method("($self, /)", (rt, self) =>
    typeOf(rt, self) === FixedType.frozenset ? newRef(rt, self) : copySet(rt, self, resultType(rt, self)),
  ),
  union: method("($self, /, *others)", copyAnd(setUpdate)),
  difference: method("($self, /, *others)", differenceAll),
  intersection: method("($self, /, *others)", intersectAll),
  symmetric_difference: method("($self, other, /)", symmetricDifference),
  isdisjoint: method("($self, other, /)", isDisjoint),
  issubset: method("($self, other, /)", (rt, self, other) =>
    compareWith(rt, self, other, (mine, theirs) => isSubset(rt, mine, theirs)),
  ),
  issuperset: method("($self, other, /)", (rt, self, other) =>
    compareWith(rt, self, other, (mine, theirs) => isSubset(rt, theirs, mine)),
  ),
};

const setMethods: Readonly<Record<string, BuiltinSpecification>> = {
  add: method("($self, object, /)", (rt, self, item) => (setAdd(rt, self, item) < 0 ? 0 : None)),
  discard: method("($self, object, /)", (rt, self, item) => (discardKey(rt, self, item) < 0 ? 0 : None)),
  remove: method("($self, object, /)", (rt, self, item) => {
    const removed = discardKey(rt, self, item);
    if (removed === 0) missingKey(rt, item);
    return removed > 0 ? None : 0;
  }),
  pop: method("($self, /)", (rt, self) => {
    const item = setPop(rt, self);
    if (item !== 0) return item;
    const message = newStr(rt, "pop from an empty set");
    setErrorObject(rt, rt.types.KeyError, message);
    decref(rt, message);
    return 0;
  }),
  clear: method("($self, /)", (rt, self) => (setClear(rt, self), None)),
  update: method("($self, /, *others)", updateEach(setUpdate)),
  difference_update: method("($self, /, *others)", updateEach(removeAll)),
  intersection_update: method("($self, /, *others)", (rt, self, others) =>
    replaceItems(rt, self, intersectAll(rt, self, others)),
  ),
  symmetric_difference_update: method("($self, other, /)", (rt, self, other) =>
    symmetricUpdate(rt, self, other) < 0 ? 0 : None,
  ),
};

function visitItems(rt: Runtime, self: number, visit: (reference: number) => void): void {
  const table = setTable(rt, self);
  for (let at = nextSlot(rt, table, 0); at >= 0; at = nextSlot(rt, table, at + 1)) visit(keyAt(rt, table, at));
}

const sharedSlots: Partial<Slots> = {
  repr: setRepr,
  richcompare: setCompare,
  length: setLength,
  contains: containsKey,
  iter: (rt, self) => newSetIterator(rt, self),
  and: binary(intersect),
  or: changed(setUpdate),
  subtract: binary(difference),
  xor: binary(symmetricDifference),
  clear: setRelease,
  traverse: visitItems,
};

function newOf(rt: Runtime, type: number, iterable: number): number {
  if (type === FixedType.frozenset && iterable !== 0 && typeOf(rt, iterable) === FixedType.frozenset)
    return newRef(rt, iterable);
  const set = allocate(rt, type);
  rt.heap.store(set + HostObject.handle.offset, rt.payloads.add(new SetTable(rt)));
  countContainer(rt);
  if (iterable === 0 || setUpdate(rt, set, iterable) === 0) return set;
  decref(rt, set);
  return 0;
}

interface SetIterator {
  /** 0 when exhausted. */
  set: number;
  slot: number;
  readonly used: number;
}

function newSetIterator(rt: Runtime, set: number): number {
  const payload: SetIterator = { set: newRef(rt, set), slot: 0, used: setLength(rt, set) };
  return newHostObject(rt, rt.types.setIterator, payload);
}

function defineSetIterator(rt: Runtime): void {
  const payload = (rt_: Runtime, it: number): SetIterator => hostPayload(rt_, it) as SetIterator;
  defineType(rt, {
    name: "set_iterator",
    register: "setIterator",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: {
      __length_hint__: method("($self, /)", (rt_, it) => {
        const { set, slot, used } = payload(rt_, it);
        if (set === 0 || setLength(rt_, set) !== used) return smallInt(0);
        const table = setTable(rt_, set);
        let left = 0;
        for (let at = nextSlot(rt_, table, slot); at >= 0; at = nextSlot(rt_, table, at + 1)) left++;
        return smallInt(left);
      }),
      __reduce__: method("($self, /)", (rt_, it) => {
        const state = payload(rt_, it);
        const copy = newHostObject(rt_, typeOf(rt_, it), {
          ...state,
          set: state.set === 0 ? 0 : newRef(rt_, state.set),
        });
        const items = listFrom(rt_, copy);
        decref(rt_, copy);
        return items === 0 ? 0 : reduceTo(rt_, "iter", items);
      }),
    },
    slots: {
      iter: (rt_, it) => newRef(rt_, it),
      iternext: (rt_, it) => {
        const state = payload(rt_, it);
        if (state.set === 0) return 0;
        const table = setTable(rt_, state.set);
        if (table.used !== state.used) {
          state.slot = table.mask + 1;
          return setError(rt_, rt_.types.RuntimeError, "Set changed size during iteration");
        }
        const at = nextSlot(rt_, table, state.slot);
        if (at >= 0) {
          state.slot = at + 1;
          return newRef(rt_, keyAt(rt_, table, at));
        }
        const { set } = state;
        state.set = 0;
        decref(rt_, set);
        return 0;
      },
      clear: (rt_, it) => xdecref(rt_, payload(rt_, it).set),
      traverse: (rt_, it, visit) => {
        if (payload(rt_, it).set !== 0) visit(payload(rt_, it).set);
      },
    },
  });
}

/** `(class, ([items],), dict)`: what `copy` and `pickle` make it again from. */
function reduceSet(rt: Runtime, self: number): number {
  const items = listFrom(rt, self);
  if (items === 0) return 0;
  const dict = dictField(rt, self) === 0 ? None : newRef(rt, instanceDictionary(rt, self));
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), tupleOf(rt, items), dict);
}

/** Defines `set`, `frozenset` and their iterator. */
export function defineSets(rt: Runtime): void {
  const reduced = { __reduce__: method("($self, /)", reduceSet) };
  defineType(rt, {
    name: "set",
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.set,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    methods: { ...sharedMethods, ...setMethods, ...reduced },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    init: method("($self, iterable=(), /)", (rt_, self, iterable) => {
      setClear(rt_, self);
      return iterable === 0 ? 0 : setUpdate(rt_, self, iterable);
    }),
    slots: {
      ...sharedSlots,
      new: (rt_, type) => newOf(rt_, type, 0),
      hash: hashNotImplemented,
      inplaceAnd: inplace((rt_, self, other) => (replaceItems(rt_, self, intersect(rt_, self, other)) === 0 ? -1 : 0)),
      inplaceOr: inplace(setUpdate),
      inplaceSubtract: inplace(removeAll),
      inplaceXor: inplace(symmetricUpdate),
    },
  });
  defineType(rt, {
    name: "frozenset",
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.frozenset,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    methods: { ...sharedMethods, ...reduced },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    new: method("($type, iterable=(), /)", newOf),
    slots: { ...sharedSlots, hash: frozenHash, visibleHash: frozenVisibleHash },
  });
  defineSetIterator(rt);
}
