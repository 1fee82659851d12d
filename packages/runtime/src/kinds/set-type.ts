// The types `set` and `frozenset`.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, TypeFlag } from "../layout/objects.ts";
import { dictField, instanceDictionary } from "../object/instance-dict.ts";
import { None, NotImplemented, decref, newRef, slotsOf, typeInfo, typeOf } from "../object/reference.ts";
import {
  copySet,
  forEachKey,
  missingKey,
  newSetOf,
  setAdd,
  setClear,
  setContains,
  setDiscard,
  setLength,
  setPop,
  setUpdate,
} from "../object/set.ts";
import { setSize } from "../object/set-table.ts";
import { newStr } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { listFrom } from "../protocols/iterate.ts";
import { enterRepr, leaveRepr, reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { hashNotImplemented } from "../types/type-parts.ts";
import { type Slots } from "../types/slots.ts";
import { newGenericAlias } from "./generic-alias.ts";
import {
  changed,
  copyOf,
  difference,
  differenceAll,
  intersect,
  intersectAll,
  isAnySet,
  removeAll,
  replaceItems,
  symmetricDifference,
  symmetricUpdate,
  unionAll,
  updateEach,
} from "./set-algebra.ts";
import { holds, isDisjoint, setCompare } from "./set-compare.ts";
import { frozenHash, frozenVisibleHash } from "./set-hash.ts";
import { defineSetIterator, newSetIterator } from "./set-iterator.ts";

function setRepr(rt: Runtime, self: number): number {
  const type = typeOf(rt, self);
  const name = typeInfo(rt, type).name;
  if (!enterRepr(rt, self)) return newStr(rt, `${name}(...)`);
  const parts: string[] = [];
  const status = forEachKey(rt, self, (key) => {
    const text = reprText(rt, key);
    if (text === null) return -1;
    parts.push(text);
    return 0;
  });
  leaveRepr(rt);
  if (status < 0) return 0;
  const braces = `{${parts.join(", ")}}`;
  return newStr(rt, parts.length === 0 ? `${name}()` : type === FixedType.set ? braces : `${name}(${braces})`);
}

/** Asks about a key; in the place of a set, which has no hash, an equal frozenset is looked up. */
function withKey(ask: (rt: Runtime, self: number, key: number) => number) {
  return (rt: Runtime, self: number, key: number): number => {
    if (!isAnySet(rt, key) || slotsOf(rt, key).hash !== hashNotImplemented) return ask(rt, self, key);
    const frozen = copySet(rt, key, FixedType.frozenset);
    const result = ask(rt, self, frozen);
    decref(rt, frozen);
    return result;
  };
}

const discard = withKey(setDiscard);

const sharedMethods: Readonly<Record<string, BuiltinSpecification>> = {
  copy: method("($self, /)", (rt, self) =>
    typeOf(rt, self) === FixedType.frozenset ? newRef(rt, self) : copyOf(rt, self),
  ),
  union: method("($self, /, *others)", unionAll),
  difference: method("($self, /, *others)", differenceAll),
  intersection: method("($self, /, *others)", intersectAll),
  symmetric_difference: method("($self, other, /)", symmetricDifference),
  isdisjoint: method("($self, other, /)", isDisjoint),
  issubset: method("($self, other, /)", holds("issubset")),
  issuperset: method("($self, other, /)", holds("issuperset")),
};

const setMethods: Readonly<Record<string, BuiltinSpecification>> = {
  add: method("($self, object, /)", (rt, self, item) => (setAdd(rt, self, item) < 0 ? 0 : None)),
  discard: method("($self, object, /)", (rt, self, item) => (discard(rt, self, item) < 0 ? 0 : None)),
  remove: method("($self, object, /)", (rt, self, item) => {
    const removed = discard(rt, self, item);
    if (removed === 0) missingKey(rt, item);
    return removed > 0 ? None : 0;
  }),
  pop: method("($self, /)", (rt, self) => {
    const item = setPop(rt, self);
    return item !== 0 ? item : setError(rt, rt.types.KeyError, "pop from an empty set");
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

/** An operator on two sets; NotImplemented for strangers. */
function binary(operation: (rt: Runtime, left: number, right: number) => number) {
  return (rt: Runtime, left: number, right: number): number =>
    isAnySet(rt, left) && isAnySet(rt, right) ? operation(rt, left, right) : newRef(rt, NotImplemented);
}

function inplace(change: (rt: Runtime, self: number, other: number) => number) {
  return (rt: Runtime, self: number, other: number): number => {
    if (!isAnySet(rt, other)) return newRef(rt, NotImplemented);
    return change(rt, self, other) < 0 ? 0 : newRef(rt, self);
  };
}

const sharedSlots: Partial<Slots> = {
  repr: setRepr,
  richcompare: setCompare,
  length: setLength,
  contains: withKey(setContains),
  iter: newSetIterator,
  and: binary(intersect),
  or: binary(changed(setUpdate)),
  subtract: binary(difference),
  xor: binary(symmetricDifference),
};

function newOf(rt: Runtime, type: number, iterable: number): number {
  if (type === FixedType.frozenset && iterable !== 0 && typeOf(rt, iterable) === FixedType.frozenset)
    return newRef(rt, iterable);
  const set = newSetOf(rt, type);
  if (iterable === 0 || setUpdate(rt, set, iterable) === 0) return set;
  decref(rt, set);
  return 0;
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
    slotMethods: ["__contains__"],
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.set,
    layout: LayoutKind.SET,
    size: setSize,
    methods: { ...sharedMethods, ...setMethods, ...reduced },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    init: method("($self, iterable=(), /)", (rt_, self, iterable) => {
      setClear(rt_, self);
      return iterable === 0 ? 0 : setUpdate(rt_, self, iterable);
    }),
    slots: {
      ...sharedSlots,
      new: newSetOf,
      hash: hashNotImplemented,
      inplaceAnd: inplace((rt_, self, other) => (replaceItems(rt_, self, intersect(rt_, self, other)) === 0 ? -1 : 0)),
      inplaceOr: inplace(setUpdate),
      inplaceSubtract: inplace(removeAll),
      inplaceXor: inplace(symmetricUpdate),
    },
  });
  defineType(rt, {
    name: "frozenset",
    slotMethods: ["__contains__"],
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.frozenset,
    layout: LayoutKind.SET,
    size: setSize,
    methods: { ...sharedMethods, ...reduced },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    new: method("($type, iterable=(), /)", newOf),
    slots: { ...sharedSlots, hash: frozenHash, visibleHash: frozenVisibleHash },
  });
  defineSetIterator(rt);
}
