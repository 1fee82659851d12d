// Set operations of one set with another, or with any iterable: `&`, `|`, `-`, `^` and the methods behind them. The order of a result's items is
// CPython's, so they are added and removed in CPython's order.

import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, SetStep } from "../layout/objects.ts";
import { dictContains, dictLength } from "../object/dict.ts";
import { None, decref, layoutKind, typeOf } from "../object/reference.ts";
import {
  combineSets,
  copySet,
  forEachKey,
  newSet,
  newSetOf,
  setAdd,
  setAddWithHash,
  setClear,
  setContains,
  setDiscard,
  setLength,
  setUpdate,
} from "../object/set.ts";
import { swapTables, tidyTable } from "../object/set-table.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { forEach } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";

/** Changes `self` by what is in the other one. Status. */
type Change = (rt: Runtime, self: number, other: number) => number;

/** Whether an object is a set or frozenset. */
export function isAnySet(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && layoutKind(rt, typeOf(rt, ref)) === LayoutKind.SET;
}

/** `set` or `frozenset`, whichever the operand is: the type of results. */
export function resultType(rt: Runtime, self: number): number {
  const type = typeOf(rt, self);
  if (type === FixedType.set || type === FixedType.frozenset) return type;
  return isSubtype(rt, type, FixedType.set) ? FixedType.set : FixedType.frozenset;
}

/** A copy of exactly one of the two types. */
export function copyOf(rt: Runtime, self: number): number {
  return copySet(rt, self, resultType(rt, self));
}

/** `set` if the status is 0; else it is released: 0. */
function checked(rt: Runtime, set: number, status: number): number {
  if (status === 0) return set;
  decref(rt, set);
  return 0;
}

/** A copy of `self`, changed. */
export function changed(change: Change): Change {
  return (rt, self, other) => {
    const result = copyOf(rt, self);
    return checked(rt, result, change(rt, result, other));
  };
}

export function intersect(rt: Runtime, self: number, other: number): number {
  const result = newSetOf(rt, resultType(rt, self));
  if (!isAnySet(rt, other)) {
    const status = forEach(rt, other, (it) => {
      const found = setContains(rt, self, it);
      return found > 0 ? setAdd(rt, result, it) : found;
    });
    return checked(rt, result, status);
  }
  const otherIsLarger = setLength(rt, other) > setLength(rt, self);
  const [small, large] = otherIsLarger ? [self, other] : [other, self];
  const status = combineSets(rt, result, small, large, SetStep.LOOK | SetStep.PRESENT | SetStep.ADD);
  return checked(rt, result, status);
}

/** Removes what is in the other one. Status. */
export function removeAll(rt: Runtime, self: number, other: number): number {
  if (self === other) {
    setClear(rt, self);
    return 0;
  }
  const status = isAnySet(rt, other)
    ? combineSets(rt, self, other, 0, SetStep.REMOVE)
    : forEach(rt, other, (it) => Math.min(0, setDiscard(rt, self, it)));
  if (status === 0) tidyTable(rt, self);
  return status;
}

/** `self - other`; from a set that is not much larger its items are taken one by one, which decides about their order. */
export function difference(rt: Runtime, self: number, other: number): number {
  const isSet = isAnySet(rt, other);
  const isMapping = typeOf(rt, other) === FixedType.dict;
  const oneByOne =
    (isSet && setLength(rt, self) >> 2 <= setLength(rt, other)) ||
    (isMapping && setLength(rt, self) >> 2 <= dictLength(rt, other));
  if (!oneByOne) return changed(removeAll)(rt, self, other);
  const result = newSetOf(rt, resultType(rt, self));
  const status = isSet
    ? combineSets(rt, result, self, other, SetStep.LOOK | SetStep.ADD)
    : forEachKey(rt, self, (key, hash) => {
        const found = dictContains(rt, other, key);
        return found === 0 ? setAddWithHash(rt, result, key, hash) : Math.min(0, found);
      });
  return checked(rt, result, status);
}

/** Keeps in `self` what is in one of the two sets only. Status. */
function toggleAll(rt: Runtime, self: number, other: number): number {
  return combineSets(rt, self, other, 0, SetStep.REMOVE | SetStep.ADD);
}

/** `self ^= other`. Status. */
export function symmetricUpdate(rt: Runtime, self: number, other: number): number {
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
export function symmetricDifference(rt: Runtime, self: number, other: number): number {
  const result = newSetOf(rt, resultType(rt, self));
  return checked(rt, result, setUpdate(rt, result, other) === 0 ? toggleAll(rt, result, self) : -1);
}

/** `self.difference(*others)`. */
export function differenceAll(rt: Runtime, self: number, others: number): number {
  const count = tupleLength(rt, others);
  let result = count === 0 ? copyOf(rt, self) : difference(rt, self, tupleItem(rt, others, 0));
  for (let index = 1; index < count && result !== 0; index++)
    result = checked(rt, result, removeAll(rt, result, tupleItem(rt, others, index)));
  return result;
}

/** `self.union(*others)`. */
export function unionAll(rt: Runtime, self: number, others: number): number {
  return changed(updateAll(setUpdate))(rt, self, others);
}

/** Changes `self` by each of the items of a tuple. */
function updateAll(change: Change): Change {
  return (rt, self, others) => {
    let status = 0;
    for (let index = 0, length = tupleLength(rt, others); index < length && status === 0; index++)
      status = change(rt, self, tupleItem(rt, others, index));
    return status;
  };
}

/** A method that does so. */
export function updateEach(change: Change): Change {
  const update = updateAll(change);
  return (rt, self, others) => (update(rt, self, others) < 0 ? 0 : None);
}

/** `self.intersection(*others)`. */
export function intersectAll(rt: Runtime, self: number, others: number): number {
  let result = copyOf(rt, self);
  for (let index = 0, length = tupleLength(rt, others); index < length && result !== 0; index++) {
    const next = intersect(rt, result, tupleItem(rt, others, index));
    decref(rt, result);
    result = next;
  }
  return result;
}

/** Moves the items of `source`, which is released, into `self`. */
export function replaceItems(rt: Runtime, self: number, source: number): number {
  if (source === 0) return 0;
  swapTables(rt, self, source);
  decref(rt, source);
  return None;
}
