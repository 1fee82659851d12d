// The type `list`.

import { sizeArgument } from "../builtins/arguments.ts";
import { fail, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, ListObject, TypeFlag } from "../layout/objects.ts";
import { newInt } from "../object/int.ts";
import {
  growList,
  listAppend,
  listFromMemory,
  listItem,
  listItems,
  listLength,
  newList,
  reserveList,
  setListLength,
} from "../object/list.ts";
import { allocate } from "../object/new-object.ts";
import {
  None,
  copyReferences,
  decref,
  incref,
  isList,
  isSmallInt,
  newRef,
  slotsOf,
  typeName,
  typeOf,
} from "../object/reference.ts";
import { newListIterator } from "../object/sequence-iterator.ts";
import { type SliceBounds, adjustIndices, sliceBounds, unpackSlice } from "../object/slice.ts";
import { newStr } from "../object/str.ts";
import { extendList, listFrom } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { hashNotImplemented } from "../types/type-parts.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { newReverseIterator } from "./iterator-types.ts";
import { sortMethod } from "./list-sort.ts";
import {
  type SequenceAccess,
  compareSequences,
  mayRepeat,
  countItem,
  findItem,
  notImplemented,
  searchBound,
  sequenceIndex,
  sequenceRepr,
} from "./sequence-support.ts";

const access: SequenceAccess = { length: listLength, item: listItem };
const lengthOffset = ListObject.length.offset;

function listGetItem(rt: Runtime, self: number, key: number): number {
  const length = listLength(rt, self);
  if ((key & 1) !== 0) {
    const index = key >> 1 < 0 ? (key >> 1) + length : key >> 1;
    if (index >= 0 && index < length) return newRef(rt, listItem(rt, self, index));
    return setError(rt, rt.types.IndexError, "list index out of range");
  }
  if (typeOf(rt, key) === FixedType.slice) return listSlice(rt, self, key);
  const index = sequenceIndex(rt, key, () => listLength(rt, self), "list index");
  if (index !== null) return newRef(rt, listItem(rt, self, index));
  return slotsOf(rt, key).index !== null
    ? 0
    : setError(rt, rt.types.TypeError, `list indices must be integers or slices, not ${typeName(rt, key)}`);
}

function listSlice(rt: Runtime, self: number, slice: number): number {
  const bounds = sliceBounds(rt, slice, () => listLength(rt, self));
  if (bounds === null) return 0;
  const { start, step, length } = bounds;
  if (step === 1) return listFromMemory(rt, listItems(rt, self) + 4 * start, length);
  const result = newList(rt, length);
  for (let index = 0; index < length; index++) listAppend(rt, result, listItem(rt, self, start + index * step));
  return result;
}

function listSetItem(rt: Runtime, self: number, key: number, value: number): number {
  if ((key & 1) === 0 && typeOf(rt, key) === FixedType.slice) return setSlice(rt, self, key, value);
  const index = sequenceIndex(rt, key, () => listLength(rt, self), "list assignment index");
  if (index === null) {
    return slotsOf(rt, key).index !== null
      ? -1
      : fail(rt, rt.types.TypeError, `list indices must be integers or slices, not ${typeName(rt, key)}`);
  }
  if (value === 0) {
    replaceItems(rt, self, index, 1, 0, 0);
    return 0;
  }
  incref(rt, value);
  const address = listItems(rt, self) + 4 * index;
  const old = rt.heap.load(address);
  rt.heap.store(address, value);
  decref(rt, old);
  return 0;
}

/**
 * Replaces `most` items at `from`, or as many as there are, by `count` references at `source`, not its own, which get counts. Afterwards the old items
 * are released.
 */
function replaceItems(rt: Runtime, self: number, from: number, most: number, source: number, count: number): void {
  const { heap } = rt;
  const length = listLength(rt, self);
  const start = Math.min(from, length);
  const removed = Math.min(most, length - start);
  const old: number[] = [];
  for (let index = 0; index < removed; index++) old.push(listItem(rt, self, start + index));
  const newLength = length - removed + count;
  if (newLength > heap.load(self + ListObject.capacity.offset)) growList(rt, self, newLength);
  const items = listItems(rt, self);
  heap.copy(items + 4 * (start + count), items + 4 * (start + removed), 4 * (length - start - removed));
  copyReferences(rt, items + 4 * start, source, count);
  setListLength(rt, self, newLength);
  for (const reference of old.reverse()) decref(rt, reference);
}

function setSlice(rt: Runtime, self: number, slice: number, value: number): number {
  const indices = unpackSlice(rt, slice);
  if (indices === null) return -1;
  const source = value === 0 ? 0 : sequenceForSlice(rt, value);
  if (value !== 0 && source === 0) return -1;
  const status = assignSlice(rt, self, adjustIndices(indices, listLength(rt, self)), source);
  if (source !== 0) decref(rt, source);
  return status;
}

/** A list that is nobody else's. */
function sequenceForSlice(rt: Runtime, value: number): number {
  if (slotsOf(rt, value).iter === null && slotsOf(rt, value).getitem === null) {
    return setError(rt, rt.types.TypeError, "must assign iterable to extended slice");
  }
  return listFrom(rt, value);
}

function assignSlice(rt: Runtime, self: number, bounds: SliceBounds, source: number): number {
  const { step, length } = bounds;
  const count = source === 0 ? 0 : listLength(rt, source);
  if (step === 1) {
    replaceItems(
      rt,
      self,
      bounds.start,
      Math.max(0, bounds.stop - bounds.start),
      source === 0 ? 0 : listItems(rt, source),
      count,
    );
    return 0;
  }
  if (source === 0) {
    deleteStepped(rt, self, step < 0 ? bounds.start + (length - 1) * step : bounds.start, Math.abs(step), length);
    return 0;
  }
  if (count !== length)
    return fail(
      rt,
      rt.types.ValueError,
      `attempt to assign sequence of size ${count} to extended slice of size ${length}`,
    );
  const old: number[] = [];
  for (let index = 0; index < length; index++) {
    const address = listItems(rt, self) + 4 * (bounds.start + index * step);
    old.push(rt.heap.load(address));
    rt.heap.store(address, newRef(rt, listItem(rt, source, index)));
  }
  for (const reference of old) decref(rt, reference);
  return 0;
}

function deleteStepped(rt: Runtime, self: number, start: number, step: number, count: number): void {
  if (count <= 0) return;
  const length = listLength(rt, self);
  const items = listItems(rt, self);
  const old: number[] = [];
  let to = start;
  for (let from = start; from < length; from++) {
    const item = rt.heap.load(items + 4 * from);
    if ((from - start) % step === 0 && old.length < count) old.push(item);
    else rt.heap.store(items + 4 * to++, item);
  }
  setListLength(rt, self, to);
  for (const reference of old) decref(rt, reference);
}

function listConcat(rt: Runtime, left: number, right: number): number {
  if (!isList(rt, right))
    return setError(rt, rt.types.TypeError, `can only concatenate list (not "${typeName(rt, right)}") to list`);
  const a = listLength(rt, left);
  const b = listLength(rt, right);
  const result = newList(rt, a + b);
  const items = listItems(rt, result);
  copyReferences(rt, items, listItems(rt, left), a);
  copyReferences(rt, items + 4 * a, listItems(rt, right), b);
  rt.heap.store(result + lengthOffset, a + b);
  return result;
}

function listRepeat(rt: Runtime, self: number, count: number): number {
  const length = listLength(rt, self);
  const total = length * Math.max(0, count);
  if (!mayRepeat(rt, total)) return 0;
  const result = newList(rt, total);
  fillRepeated(rt, listItems(rt, self), length, listItems(rt, result), total);
  rt.heap.store(result + lengthOffset, total);
  return result;
}

function fillRepeated(rt: Runtime, source: number, length: number, target: number, total: number): void {
  if (length !== 1) {
    for (let start = 0; start < total; start += length) copyReferences(rt, target + 4 * start, source, length);
    return;
  }
  const item = rt.heap.load(source);
  rt.heap.fill(target, item, total);
  if (!isSmallInt(item)) rt.heap.store(item, rt.heap.load(item) + total);
}

function listInplaceRepeat(rt: Runtime, self: number, count: number): number {
  const length = listLength(rt, self);
  const total = length * Math.max(0, count);
  if (!mayRepeat(rt, total)) return 0;
  if (total === 0) clearList(rt, self);
  else {
    reserveList(rt, self, total);
    const items = listItems(rt, self);
    fillRepeated(rt, items, length, items + 4 * length, total - length);
    rt.heap.store(self + lengthOffset, total);
  }
  return newRef(rt, self);
}

function clearList(rt: Runtime, self: number): void {
  replaceItems(rt, self, 0, listLength(rt, self), 0, 0);
}

function listInsert(rt: Runtime, self: number, where: number, value: number): number {
  const index = sizeArgument(rt, where, 0);
  if (index === null) return 0;
  const length = listLength(rt, self);
  const at = index < 0 ? Math.max(0, index + length) : Math.min(index, length);
  listAppend(rt, self, value);
  const items = listItems(rt, self);
  rt.heap.copy(items + 4 * (at + 1), items + 4 * at, 4 * (length - at));
  rt.heap.store(items + 4 * at, value);
  return None;
}

function listPop(rt: Runtime, self: number, where: number): number {
  const index = sizeArgument(rt, where, -1);
  if (index === null) return 0;
  const length = listLength(rt, self);
  if (length === 0) return setError(rt, rt.types.IndexError, "pop from empty list");
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) return setError(rt, rt.types.IndexError, "pop index out of range");
  const items = listItems(rt, self);
  const value = rt.heap.load(items + 4 * at);
  if (at < length - 1) rt.heap.copy(items + 4 * at, items + 4 * (at + 1), 4 * (length - at - 1));
  setListLength(rt, self, length - 1);
  return value;
}

function listRemove(rt: Runtime, self: number, value: number): number {
  const index = findItem(rt, self, value, 0, listLength(rt, self), access);
  if (index === -2) return 0;
  if (index < 0) return setError(rt, rt.types.ValueError, "list.remove(x): x not in list");
  replaceItems(rt, self, index, 1, 0, 0);
  return None;
}

function listIndex(rt: Runtime, self: number, value: number, start: number, stop: number): number {
  const length = listLength(rt, self);
  const first = searchBound(rt, start, length, 0);
  const last = searchBound(rt, stop, length, length);
  if (first === null || last === null) return 0;
  const found = findItem(rt, self, value, first, last, access);
  if (found === -1) return setError(rt, rt.types.ValueError, "list.index(x): x not in list");
  return found < 0 ? 0 : newInt(rt, found);
}

function listReverse(rt: Runtime, self: number): number {
  const items = listItems(rt, self) >>> 2;
  rt.heap.i32.subarray(items, items + listLength(rt, self)).reverse();
  return None;
}

function listInit(rt: Runtime, self: number, iterable: number): number {
  if (listLength(rt, self) > 0) clearList(rt, self);
  return iterable === 0 ? 0 : extendList(rt, self, iterable);
}

/** Defines `list`. */
export function defineList(rt: Runtime): void {
  defineType(rt, {
    name: "list",
    slotMethods: ["__getitem__"],
    address: FixedType.list,
    layout: LayoutKind.LIST,
    size: ListObject.size,
    flags: TypeFlag.LIST_SUBCLASS,
    init: method("($self, iterable=(), /)", listInit),
    leavesKeywordsToNew: true,
    methods: {
      append: method("($self, object, /)", (rt_, self, value) => (listAppend(rt_, self, value), None)),
      clear: method("($self, /)", (rt_, self) => (clearList(rt_, self), None)),
      copy: method("($self, /)", (rt_, self) => listFromMemory(rt_, listItems(rt_, self), listLength(rt_, self))),
      count: method("($self, value, /)", (rt_, self, value) => {
        const count = countItem(rt_, self, value, access);
        return count < 0 ? 0 : newInt(rt_, count);
      }),
      extend: method("($self, iterable, /)", (rt_, self, iterable) => (extendList(rt_, self, iterable) < 0 ? 0 : None)),
      index: method("($self, value, start=0, stop=9223372036854775807, /)", listIndex),
      insert: method("($self, index, object, /)", listInsert),
      pop: method("($self, index=-1, /)", listPop),
      remove: method("($self, value, /)", listRemove),
      reverse: method("($self, /)", listReverse),
      sort: sortMethod(),
      __reversed__: method("($self, /)", newReverseIterator),
    },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    slots: {
      new: (rt_, type) => {
        if (type === FixedType.list) return newList(rt_);
        return allocate(rt_, type);
      },
      repr: (rt_, self) => {
        const text = sequenceRepr(rt_, self, "[", "]", access);
        return text === null ? 0 : newStr(rt_, text);
      },
      hash: hashNotImplemented,
      richcompare: (rt_, left, right, operator) =>
        isList(rt_, left) && isList(rt_, right)
          ? compareSequences(rt_, left, right, operator, access)
          : notImplemented(rt_),
      length: listLength,
      getitem: listGetItem,
      setitem: listSetItem,
      concat: listConcat,
      repeat: listRepeat,
      inplaceConcat: (rt_, self, other) => (extendList(rt_, self, other) < 0 ? 0 : newRef(rt_, self)),
      inplaceRepeat: listInplaceRepeat,
      contains: (rt_, self, item) => {
        const found = findItem(rt_, self, item, 0, listLength(rt_, self), access);
        return found >= 0 ? 1 : found === -1 ? 0 : -1;
      },
      iter: (rt_, self) => newListIterator(rt_, self, FixedType.list_iterator),
    },
  });
}
