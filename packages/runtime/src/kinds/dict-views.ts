// `dict.keys()`, `.values()`, `.items()` and their iterators.

import { reduceTo } from "./reduce-iterator.ts";
import { errorOccurred, setError } from "../exceptions/errors.ts";
import { CellObject, IteratorObject, LayoutKind } from "../layout/objects.ts";
import {
  dictContains,
  dictGet,
  dictLast,
  dictLength,
  dictNext,
  dictPosition,
  dictPrevious,
  entryKey,
  entryValue,
} from "../object/dict.ts";
import { newMachineIterator, reusedPair } from "../object/machine-iterator.ts";
import { allocate } from "../object/new-object.ts";
import { NotImplemented, decref, isTuple, newRef, pyBool, smallInt, typeName, typeOf } from "../object/reference.ts";
import { FixedType } from "../layout/memory-map.ts";
import { copySet, newSet, setAdd, setDiscard, setUpdate } from "../object/set.ts";
import { newStr } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { forEach, listFrom } from "../protocols/iterate.ts";
import { containsItem, lengthOf } from "../protocols/subscript.ts";
import { enterRepr, leaveRepr, reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare, type Slots } from "../types/slots.ts";
import { isSubtype } from "../types/subtype.ts";
import { newMappingProxy } from "./mapping-proxy.ts";

type Part = "key" | "value" | "item";

const { source, index, limit, remaining } = IteratorObject;

/** The dict that a view is of, borrowed. */
export function viewedDict(rt: Runtime, view: number): number {
  return rt.heap.load(view + CellObject.value.offset);
}

/** A view of a dict; `type` says of what. */
export function newDictView(rt: Runtime, dict: number, type: number): number {
  const view = allocate(rt, type);
  rt.heap.store(view + CellObject.value.offset, newRef(rt, dict));
  return view;
}

/** An iterator of a dict, from its first entry; `type` says over what. */
export function newDictIterator(rt: Runtime, dict: number, type: number): number {
  const { heap } = rt;
  const hasPairs = type === FixedType.dict_itemiterator || type === rt.nativeTypes.get("dict_reverseitemiterator");
  const iterator = newMachineIterator(rt, type, newRef(rt, dict), hasPairs ? 2 : 0);
  const length = dictLength(rt, dict);
  heap.store(iterator + limit.offset, length);
  heap.store(iterator + remaining.offset, length);
  return iterator;
}

/** The same from the last entry. */
export function newReversedDictIterator(rt: Runtime, dict: number, part: Part): number {
  const iterator = newDictIterator(rt, dict, rt.nativeTypes.get(`dict_reverse${part}iterator`) as number);
  const last = dictLast(rt, dict);
  rt.heap.store(iterator + index.offset, last === 0 ? -1 : dictPosition(rt, dict, last));
  return iterator;
}

/** What the iterator gives for an entry: a pair is made of the last one when nobody holds that. */
function read(rt: Runtime, iterator: number, entry: number, part: Part): number {
  const key = newRef(rt, entryKey(rt, entry));
  if (part === "key") return key;
  const value = newRef(rt, entryValue(rt, entry));
  if (part === "value") {
    decref(rt, key);
    return value;
  }
  return reusedPair(rt, iterator, key, value);
}

function exhaust(rt: Runtime, iterator: number): 0 {
  const dict = rt.heap.load(iterator + source.offset);
  rt.heap.store(iterator + source.offset, 0);
  decref(rt, dict);
  return 0;
}

function nextEntry(rt: Runtime, iterator: number, part: Part, isReversed: boolean): number {
  const { heap } = rt;
  const dict = heap.load(iterator + source.offset);
  if (dict === 0) return 0;
  if (dictLength(rt, dict) !== heap.load(iterator + limit.offset)) {
    heap.store(iterator + limit.offset, -1);
    return setError(rt, rt.types.RuntimeError, "dictionary changed size during iteration");
  }
  const from = heap.load(iterator + index.offset);
  const entry = isReversed ? dictPrevious(rt, dict, from) : dictNext(rt, dict, from);
  if (entry === 0) return exhaust(rt, iterator);
  const left = heap.load(iterator + remaining.offset);
  if (left === 0 && !isReversed) {
    exhaust(rt, iterator);
    return setError(rt, rt.types.RuntimeError, "dictionary keys changed during iteration");
  }
  heap.store(iterator + remaining.offset, left - 1);
  heap.store(iterator + index.offset, dictPosition(rt, dict, entry) + (isReversed ? -1 : 1));
  return read(rt, iterator, entry, part);
}

function defineIterator(rt: Runtime, part: Part, isReversed: boolean): void {
  const name = isReversed ? (`dict_reverse${part}iterator` as const) : (`dict_${part}iterator` as const);
  const type = defineType(rt, {
    name,
    ...(name === "dict_keyiterator" || name === "dict_valueiterator" || name === "dict_itemiterator"
      ? { address: FixedType[name] }
      : {}),
    layout: LayoutKind.ITERATOR,
    size: IteratorObject.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, it) => {
        const { heap } = rt_;
        const copy = allocate(rt_, typeOf(rt_, it));
        for (const field of [source, index, limit, remaining])
          heap.store(copy + field.offset, heap.load(it + field.offset));
        const dict = heap.load(it + source.offset);
        if (dict !== 0) newRef(rt_, dict);
        const items = listFrom(rt_, copy);
        decref(rt_, copy);
        return items === 0 ? 0 : reduceTo(rt_, "iter", items);
      }),
      __length_hint__: method("($self, /)", (rt_, it) => {
        const dict = rt_.heap.load(it + source.offset);
        const isValid = dict !== 0 && dictLength(rt_, dict) === rt_.heap.load(it + limit.offset);
        return smallInt(isValid ? rt_.heap.load(it + remaining.offset) : 0);
      }),
    },
    slots: { iter: newRef, iternext: (rt_, it) => nextEntry(rt_, it, part, isReversed) },
  });
  if (isReversed) rt.nativeTypes.set(name, type);
}

function viewRepr(rt: Runtime, self: number): number {
  if (!enterRepr(rt, self)) return newStr(rt, "...");
  const list = listFrom(rt, self);
  const text = list === 0 ? null : reprText(rt, list);
  leaveRepr(rt);
  if (list !== 0) decref(rt, list);
  return text === null ? 0 : newStr(rt, `${typeName(rt, self)}(${text})`);
}

function itemContains(rt: Runtime, self: number, item: number): number {
  if (!isTuple(rt, item) || tupleLength(rt, item) !== 2) return 0;
  const value = dictGet(rt, viewedDict(rt, self), tupleItem(rt, item, 0));
  if (value === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  newRef(rt, value);
  const equal = richCompareBool(rt, value, tupleItem(rt, item, 1), Compare.EQ);
  decref(rt, value);
  return equal;
}

/** `left <op> right` as sets: a new set. */
function setOperation(operator: "and" | "or" | "sub" | "xor") {
  return (rt: Runtime, left: number, right: number): number => {
    const set = newSet(rt);
    let status = setUpdate(rt, set, left);
    if (status === 0 && operator === "or") status = setUpdate(rt, set, right);
    else if (status === 0 && operator === "sub")
      status = forEach(rt, right, (it) => Math.min(0, setDiscard(rt, set, it)));
    else if (status === 0) {
      const other = newSet(rt);
      status = setUpdate(rt, other, right);
      if (status === 0) {
        const snapshot = copySet(rt, set, FixedType.set);
        status = forEach(rt, snapshot, (it) => {
          const both = containsItem(rt, other, it);
          if (both < 0) return -1;
          return (operator === "and") === (both === 0) ? Math.min(0, setDiscard(rt, set, it)) : 0;
        });
        if (status === 0 && operator === "xor") {
          status = forEach(rt, other, (it) => {
            const both = containsItem(rt, snapshot, it);
            return both < 0 ? -1 : both === 0 ? setAdd(rt, set, it) : 0;
          });
        }
        decref(rt, snapshot);
      }
      decref(rt, other);
    }
    if (status === 0) return set;
    decref(rt, set);
    return 0;
  };
}

const setLikeTypes = [FixedType.dict_keys, FixedType.dict_items, FixedType.set, FixedType.frozenset];

function isSetLike(rt: Runtime, ref: number): boolean {
  return setLikeTypes.some((type) => isSubtype(rt, typeOf(rt, ref), type));
}

function viewCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if (!isSetLike(rt, right)) return newRef(rt, NotImplemented);
  const a = lengthOf(rt, left);
  const b = lengthOf(rt, right);
  if (a < 0 || b < 0) return 0;
  const all = (of: number, within: number): number => {
    const status = forEach(rt, of, (it) => {
      const found = containsItem(rt, within, it);
      return found < 0 ? -1 : found === 0 ? 1 : 0;
    });
    return status < 0 ? -1 : status === 0 ? 1 : 0;
  };
  const decide = (): number => {
    switch (operator) {
      case Compare.EQ:
      case Compare.NE:
        return a === b ? all(left, right) : 0;
      case Compare.LT:
        return a < b ? all(left, right) : 0;
      case Compare.LE:
        return a <= b ? all(left, right) : 0;
      case Compare.GT:
        return a > b ? all(right, left) : 0;
      default:
        return a >= b ? all(right, left) : 0;
    }
  };
  const result = decide();
  return result < 0 ? 0 : pyBool(operator === Compare.NE ? result === 0 : result === 1);
}

function isDisjoint(rt: Runtime, self: number, other: number): number {
  const status = forEach(rt, other, (it) => containsItem(rt, self, it));
  return status < 0 ? 0 : pyBool(status === 0);
}

function defineView(rt: Runtime, part: Part): void {
  const name = `dict_${part}s` as const;
  const iterator = FixedType[`dict_${part}iterator`];
  const contains: Slots["contains"] =
    part === "key"
      ? (rt_, self, item) => dictContains(rt_, viewedDict(rt_, self), item)
      : part === "item"
        ? itemContains
        : null;
  const methods: Record<string, BuiltinSpecification> = {
    __reversed__: method("($self, /)", (rt_, self) => newReversedDictIterator(rt_, viewedDict(rt_, self), part)),
  };
  if (part !== "value") methods["isdisjoint"] = method("($self, other, /)", isDisjoint);
  defineType(rt, {
    name,
    address: FixedType[name],
    layout: LayoutKind.CELL,
    size: CellObject.size,
    acceptsSubclasses: false,
    methods,
    getset: { mapping: getset((rt_, self) => newMappingProxy(rt_, viewedDict(rt_, self))) },
    slots: {
      repr: viewRepr,
      length: (rt_, self) => dictLength(rt_, viewedDict(rt_, self)),
      iter: (rt_, self) => newDictIterator(rt_, viewedDict(rt_, self), iterator),
      contains,
      ...(part === "value"
        ? {}
        : {
            richcompare: viewCompare,
            and: setOperation("and"),
            or: setOperation("or"),
            subtract: setOperation("sub"),
            xor: setOperation("xor"),
          }),
    },
  });
}

/** Defines views and iterators of dicts. */
export function defineDictViews(rt: Runtime): void {
  for (const part of ["key", "value", "item"] as const) {
    defineIterator(rt, part, false);
    defineIterator(rt, part, true);
    defineView(rt, part);
  }
}
