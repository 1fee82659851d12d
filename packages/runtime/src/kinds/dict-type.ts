// The type `dict`.

import {
  clearError,
  errorMatches,
  errorOccurred,
  fail,
  fetchError,
  restoreError,
  setError,
  setKeyError,
} from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { DictObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import {
  dictAdd,
  dictClear,
  dictContains,
  dictCopy,
  dictDelete,
  dictGet,
  dictLast,
  dictLength,
  dictLookup,
  dictMergeDict,
  dictNext,
  dictPosition,
  dictSet,
  entryHash,
  explainUnhashable,
  entryKey,
  entryValue,
  hashKey,
  initDict,
  newDict,
  removeEntry,
} from "../object/dict.ts";
import { allocate } from "../object/new-object.ts";
import {
  None,
  NotImplemented,
  decref,
  isDict,
  newRef,
  pyBool,
  slotsOf,
  typeName,
  typeOf,
  typeSlots,
  xdecref,
} from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { METHOD_UNBOUND, getOptionalAttribute } from "../protocols/attributes.ts";
import { callMethod, callNoArguments, callOneArgument, callTwoArguments } from "../protocols/call.ts";
import { forEach, listFrom } from "../protocols/iterate.ts";
import { listItem, listLength } from "../object/list.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { specialMethod } from "../protocols/special.ts";
import { getItem, setItem } from "../protocols/subscript.ts";
import { enterRepr, leaveRepr, reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { method, rawFunction } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { hashNotImplemented } from "../types/type-parts.ts";
import { Compare } from "../types/slots.ts";
import { newDictIterator, newDictView, newReversedDictIterator } from "./dict-views.ts";
import { newGenericAlias } from "./generic-alias.ts";

function dictGetItem(rt: Runtime, self: number, key: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a dict key") + 1;
  const entry = dictLookup(rt, self, key, hash);
  if (entry > 0) return newRef(rt, entryValue(rt, entry));
  if (entry < 0) return 0;
  if (typeOf(rt, self) !== FixedType.dict) {
    const missing = specialMethod(rt, self, rt.names.__missing__);
    if (missing !== 0) {
      const result =
        rt.methodKind === METHOD_UNBOUND ? callTwoArguments(rt, missing, self, key) : callOneArgument(rt, missing, key);
      decref(rt, missing);
      return result;
    }
    if (errorOccurred(rt) !== 0) return 0;
  }
  return setKeyError(rt, key);
}

function dictRepr(rt: Runtime, self: number): number {
  if (!enterRepr(rt, self)) return newStr(rt, "{...}");
  let text = "{";
  for (let position = 0; ;) {
    const entry = dictNext(rt, self, position);
    if (entry === 0) break;
    position = dictPosition(rt, self, entry) + 1;
    const key = newRef(rt, entryKey(rt, entry));
    const value = newRef(rt, entryValue(rt, entry));
    const keyText = reprText(rt, key);
    const valueText = keyText === null ? null : reprText(rt, value);
    decref(rt, key);
    decref(rt, value);
    if (keyText === null || valueText === null) {
      leaveRepr(rt);
      return 0;
    }
    text += `${text === "{" ? "" : ", "}${keyText}: ${valueText}`;
  }
  leaveRepr(rt);
  return newStr(rt, `${text}}`);
}

function dictCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if ((operator !== Compare.EQ && operator !== Compare.NE) || !isDict(rt, right) || !isDict(rt, left))
    return newRef(rt, NotImplemented);
  const equal = dictsEqual(rt, left, right);
  return equal < 0 ? 0 : pyBool((equal === 1) === (operator === Compare.EQ));
}

function dictsEqual(rt: Runtime, left: number, right: number): number {
  if (dictLength(rt, left) !== dictLength(rt, right)) return 0;
  for (let position = 0; ;) {
    const entry = dictNext(rt, left, position);
    if (entry === 0) return 1;
    position = dictPosition(rt, left, entry) + 1;
    const key = newRef(rt, entryKey(rt, entry));
    const value = newRef(rt, entryValue(rt, entry));
    const other = dictLookup(rt, right, key, entryHash(rt, entry));
    let equal = other < 0 ? -1 : 0;
    if (other > 0) {
      const otherValue = newRef(rt, entryValue(rt, other));
      equal = richCompareBool(rt, value, otherValue, Compare.EQ);
      decref(rt, otherValue);
    }
    decref(rt, key);
    decref(rt, value);
    if (equal <= 0) return equal;
  }
}

/** Whether an object is a dict whose class does not iterate in its own way: then its items are copied without asking it. */
export function iteratesAsDict(rt: Runtime, ref: number): boolean {
  return isDict(rt, ref) && slotsOf(rt, ref).iter === typeSlots(rt, FixedType.dict).iter;
}

/** Copies the items of a mapping or of an iterable of pairs: `dict.update(other)`. Status. */
export function updateDict(rt: Runtime, self: number, other: number): number {
  if (iteratesAsDict(rt, other)) return dictMergeDict(rt, self, other, true);
  const keys = getOptionalAttribute(rt, other, rt.names.keys);
  if (keys !== 0) {
    decref(rt, keys);
    return updateFromMapping(rt, self, other);
  }
  return errorOccurred(rt) === 0 ? updateFromPairs(rt, self, other) : -1;
}

/** Copies the items of a mapping: `keys()` and subscripts. Status. */
export function updateFromMapping(rt: Runtime, self: number, mapping: number): number {
  if (iteratesAsDict(rt, mapping)) return dictMergeDict(rt, self, mapping, true);
  const keys = callMethod(rt, mapping, rt.names.keys);
  if (keys === 0) return -1;
  const status = forEach(rt, keys, (key) => {
    const value = getItem(rt, mapping, key);
    if (value === 0) return -1;
    const done = dictSet(rt, self, key, value);
    decref(rt, value);
    return done;
  });
  decref(rt, keys);
  return status;
}

function updateFromPairs(rt: Runtime, self: number, pairs: number): number {
  let index = 0;
  return forEach(rt, pairs, (pair) => {
    const items = listFrom(rt, pair);
    if (items === 0) {
      if (errorMatches(rt, rt.types.TypeError)) return notASequence(rt, index);
      return -1;
    }
    const length = listLength(rt, items);
    const status =
      length === 2
        ? dictSet(rt, self, listItem(rt, items, 0), listItem(rt, items, 1))
        : fail(
            rt,
            rt.types.ValueError,
            `dictionary update sequence element #${index} has length ${length}; 2 is required`,
          );
    decref(rt, items);
    index++;
    return status;
  });
}

/** CPython 3.14 says in a note which element it was. */
function notASequence(rt: Runtime, index: number): number {
  clearError(rt);
  fail(rt, rt.types.TypeError, "object is not iterable");
  const exception = fetchError(rt);
  const note = newStr(rt, `Cannot convert dictionary update sequence element #${index} to a sequence`);
  xdecref(rt, callMethod(rt, exception, rt.names.add_note, note));
  decref(rt, note);
  restoreError(rt, exception);
  return -1;
}

function updateFromCall(rt: Runtime, self: number, args: number, count: number, kwnames: number, name: string): number {
  if (count > 1) return fail(rt, rt.types.TypeError, `${name} expected at most 1 argument, got ${count}`);
  if (count === 1 && updateDict(rt, self, rt.heap.load(args)) < 0) return -1;
  for (let index = 0, length = kwnames === 0 ? 0 : tupleLength(rt, kwnames); index < length; index++) {
    if (dictSet(rt, self, tupleItem(rt, kwnames, index), rt.heap.load(args + 4 * (count + index))) < 0) return -1;
  }
  return 0;
}

function dictPop(rt: Runtime, self: number, key: number, fallback: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a dict key") + 1;
  const entry = dictLookup(rt, self, key, hash);
  if (entry > 0) return removeEntry(rt, self, entry);
  if (entry < 0) return 0;
  return fallback !== 0 ? newRef(rt, fallback) : setKeyError(rt, key);
}

function dictPopItem(rt: Runtime, self: number): number {
  const entry = dictLast(rt, self);
  if (entry === 0) return setError(rt, rt.types.KeyError, "popitem(): dictionary is empty");
  const key = newRef(rt, entryKey(rt, entry));
  return tupleOf(rt, key, removeEntry(rt, self, entry));
}

function dictSetDefault(rt: Runtime, self: number, key: number, fallback: number): number {
  const hash = hashKey(rt, key);
  if (hash === -1) return explainUnhashable(rt, key, "a dict key") + 1;
  const entry = dictLookup(rt, self, key, hash);
  if (entry > 0) return newRef(rt, entryValue(rt, entry));
  const value = fallback === 0 ? None : fallback;
  return entry < 0 || dictAdd(rt, self, key, hash, value) < 0 ? 0 : newRef(rt, value);
}

function dictFromKeys(rt: Runtime, type: number, iterable: number, value: number): number {
  const dict = type === FixedType.dict ? newDict(rt) : callNoArguments(rt, type);
  if (dict === 0) return 0;
  const status = forEach(rt, iterable, (key) => setItem(rt, dict, key, value === 0 ? None : value));
  if (status === 0) return dict;
  decref(rt, dict);
  return 0;
}

function dictOr(rt: Runtime, left: number, right: number): number {
  if (!isDict(rt, left) || !isDict(rt, right)) return newRef(rt, NotImplemented);
  const result = dictCopy(rt, left);
  if (updateDict(rt, result, right) === 0) return result;
  decref(rt, result);
  return 0;
}

/** Defines `dict`. */
export function defineDict(rt: Runtime): void {
  defineType(rt, {
    name: "dict",
    slotMethods: ["__contains__", "__getitem__"],
    address: FixedType.dict,
    layout: LayoutKind.DICT,
    size: DictObject.size,
    flags: TypeFlag.DICT_SUBCLASS,
    methods: {
      get: method("($self, key, default=None, /)", (rt_, self, key, fallback) => {
        const value = dictGet(rt_, self, key);
        if (value !== 0) return newRef(rt_, value);
        return errorOccurred(rt_) !== 0 ? 0 : newRef(rt_, fallback === 0 ? None : fallback);
      }),
      setdefault: method("($self, key, default=None, /)", dictSetDefault),
      pop: method("($self, key, default=<unrepresentable>, /)", dictPop),
      popitem: method("($self, /)", dictPopItem),
      keys: method("($self, /)", (rt_, self) => newDictView(rt_, self, FixedType.dict_keys)),
      values: method("($self, /)", (rt_, self) => newDictView(rt_, self, FixedType.dict_values)),
      items: method("($self, /)", (rt_, self) => newDictView(rt_, self, FixedType.dict_items)),
      update: rawFunction("($self, other=(), /, **kwargs)", (rt_, self, args, count, kwnames) =>
        updateFromCall(rt_, self, args, count, kwnames, "update") < 0 ? 0 : None,
      ),
      clear: method("($self, /)", (rt_, self) => (dictClear(rt_, self), None)),
      copy: method("($self, /)", dictCopy),
      __reversed__: method("($self, /)", (rt_, self) => newReversedDictIterator(rt_, self, "key")),
    },
    classMethods: {
      fromkeys: method("($type, iterable, value=None, /)", dictFromKeys),
      __class_getitem__: method("($type, item, /)", newGenericAlias),
    },
    slots: {
      new: (rt_, type) => {
        if (type === FixedType.dict) return newDict(rt_);
        const dict = allocate(rt_, type);
        initDict(rt_, dict);
        return dict;
      },
      init: (rt_, self, args, count, kwnames) => updateFromCall(rt_, self, args, count, kwnames, "dict"),
      repr: dictRepr,
      hash: hashNotImplemented,
      richcompare: dictCompare,
      length: dictLength,
      getitem: dictGetItem,
      setitem: (rt_, self, key, value) => (value === 0 ? dictDelete(rt_, self, key) : dictSet(rt_, self, key, value)),
      contains: dictContains,
      iter: (rt_, self) => newDictIterator(rt_, self, FixedType.dict_keyiterator),
      or: dictOr,
      inplaceOr: (rt_, self, other) => (updateDict(rt_, self, other) < 0 ? 0 : newRef(rt_, self)),
    },
  });
}

/** Raises TypeError for a mapping that `**` cannot unpack. Always -1. */
export function notAMapping(rt: Runtime, value: number): number {
  return fail(rt, rt.types.TypeError, `'${typeName(rt, value)}' object is not a mapping`);
}
