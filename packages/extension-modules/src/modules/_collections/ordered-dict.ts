// `collections.OrderedDict`: a dict whose entries can be moved to either end, and whose iterators notice any change of its keys.
//
// The order is that of the dict's own entries, so that whatever looks at it as a dict sees the same.

import {
  Compare,
  FixedType,
  None,
  NotImplemented,
  type Runtime,
  TypeFlag,
  callMethod,
  callNoArguments,
  callOneArgument,
  containsItem,
  decref,
  defineType,
  dictClear,
  dictCopy,
  dictFirst,
  dictGet,
  dictLast,
  dictLength,
  dictLookup,
  dictMergeDict,
  dictSetWithHash,
  enterRepr,
  errorOccurred,
  entryKey,
  fail,
  forEach,
  getItem,
  getIter,
  getOptionalAttribute,
  getset,
  hashKey,
  instanceDictAccess,
  isDict,
  isSubtype,
  isTrue,
  iterNext,
  leaveRepr,
  method,
  moveToFirst,
  moveToLast,
  newDictView,
  newRef,
  newStr,
  newTuple,
  pyBool,
  rawFunction,
  removeEntry,
  reprText,
  richCompareBool,
  setError,
  setItem,
  setKeyError,
  tupleItem,
  tupleLength,
  tupleOf,
  typeInfo,
  typeOf,
  typeSlots,
  xdecref,
} from "@tjit/runtime/api";
import { changeOrder, orderedDictLayout } from "./order-version.ts";
import { defineOrderedViews, newOrderedIterator } from "./ordered-views.ts";
import { addPairs } from "./pairs.ts";

/** Defines the type. */
export function defineOrderedDict(rt: Runtime): number {
  const views = defineOrderedViews(rt);
  const isExact = (rt_: Runtime, self: number): boolean => typeOf(rt_, self) === type;

  function assign(rt_: Runtime, self: number, key: number, value: number): number {
    if (value === 0) return remove(rt_, self, key);
    const hash = hashKey(rt_, key);
    if (hash === -1) return -1;
    const length = dictLength(rt_, self);
    const status = dictSetWithHash(rt_, self, key, hash, value);
    if (dictLength(rt_, self) !== length) changeOrder(rt_, self);
    return status;
  }

  function remove(rt_: Runtime, self: number, key: number): number {
    const entry = entryOf(rt_, self, key);
    if (entry > 0) decref(rt_, take(rt_, self, entry));
    else if (entry === 0) setKeyError(rt_, key);
    return entry > 0 ? 0 : -1;
  }

  /** Copies the items of a mapping, or pairs: through `__setitem__`. Status. */
  function updateFrom(rt_: Runtime, self: number, other: number): number {
    if (isExact(rt_, self) && (typeOf(rt_, other) === FixedType.dict || isExact(rt_, other))) {
      const length = dictLength(rt_, self);
      const status = dictMergeDict(rt_, self, other, true);
      if (dictLength(rt_, self) !== length) changeOrder(rt_, self);
      return status;
    }
    const { keys, items } = rt_.names;
    for (const name of typeOf(rt_, other) === FixedType.dict ? [items] : [keys, items]) {
      const list = getOptionalAttribute(rt_, other, name);
      if (list === 0 && errorOccurred(rt_) !== 0) return -1;
      if (list === 0) continue;
      const all = callNoArguments(rt_, list);
      decref(rt_, list);
      if (all === 0) return -1;
      const status = name === keys ? addKeys(rt_, self, other, all) : addPairs(rt_, self, all);
      decref(rt_, all);
      return status;
    }
    return addPairs(rt_, self, other);
  }

  /** `update` and `__init__`. Status. */
  function updateFromCall(rt_: Runtime, self: number, args: number, count: number, kwnames: number): number {
    if (count > 0 && updateFrom(rt_, self, rt_.heap.load(args)) < 0) return -1;
    for (let index = 0, length = kwnames === 0 ? 0 : tupleLength(rt_, kwnames); index < length; index++) {
      const value = rt_.heap.load(args + 4 * (count + index));
      if (setItem(rt_, self, tupleItem(rt_, kwnames, index), value) < 0) return -1;
    }
    return 0;
  }

  function pop(rt_: Runtime, self: number, key: number, fallback: number): number {
    const entry = entryOf(rt_, self, key);
    if (entry < 0) return 0;
    if (entry > 0) return take(rt_, self, entry);
    return fallback === 0 ? setKeyError(rt_, key) : newRef(rt_, fallback);
  }

  function popItem(rt_: Runtime, self: number, last: number): number {
    const atEnd = last === 0 ? 1 : isTrue(rt_, last);
    if (atEnd < 0) return 0;
    const entry = atEnd > 0 ? dictLast(rt_, self) : dictFirst(rt_, self);
    if (entry === 0) return setError(rt_, rt_.types.KeyError, "dictionary is empty");
    const key = newRef(rt_, entryKey(rt_, entry));
    return tupleOf(rt_, key, take(rt_, self, entry));
  }

  function setDefault(rt_: Runtime, self: number, key: number, fallback: number): number {
    const value = fallback === 0 ? None : fallback;
    if (!isExact(rt_, self)) {
      const isThere = containsItem(rt_, self, key);
      if (isThere > 0) return getItem(rt_, self, key);
      return isThere < 0 || setItem(rt_, self, key, value) < 0 ? 0 : newRef(rt_, value);
    }
    const found = dictGet(rt_, self, key);
    if (found !== 0) return newRef(rt_, found);
    return errorOccurred(rt_) !== 0 || assign(rt_, self, key, value) < 0 ? 0 : newRef(rt_, value);
  }

  function moveToEnd(rt_: Runtime, self: number, key: number, last: number): number {
    const atEnd = last === 0 ? 1 : isTrue(rt_, last);
    const entry = atEnd < 0 ? -1 : entryOf(rt_, self, key);
    if (entry === 0) setKeyError(rt_, key);
    if (entry <= 0) return 0;
    if (entry === (atEnd > 0 ? dictLast(rt_, self) : dictFirst(rt_, self))) return None;
    changeOrder(rt_, self);
    return (atEnd > 0 ? moveToLast(rt_, self, entry) : moveToFirst(rt_, self, entry)) < 0 ? 0 : None;
  }

  function copy(rt_: Runtime, self: number): number {
    const made = callNoArguments(rt_, typeOf(rt_, self));
    if (made === 0) return 0;
    if (isExact(rt_, self)) {
      dictMergeDict(rt_, made, self, true);
      return made;
    }
    const keys = newOrderedIterator(rt_, views.iterator, self, "key", 1);
    const status = addKeys(rt_, made, self, keys);
    decref(rt_, keys);
    if (status === 0) return made;
    decref(rt_, made);
    return 0;
  }

  function compare(rt_: Runtime, left: number, right: number, operator: number): number {
    if ((operator !== Compare.EQ && operator !== Compare.NE) || !isDict(rt_, right)) return newRef(rt_, NotImplemented);
    const asDicts = typeSlots(rt_, FixedType.dict).richcompare?.(rt_, left, right, Compare.EQ) ?? 0;
    let equal = asDicts === 0 ? -1 : isTrue(rt_, asDicts);
    xdecref(rt_, asDicts);
    if (equal > 0 && isSubtype(rt_, typeOf(rt_, right), type)) equal = haveSameOrder(rt_, left, right);
    return equal < 0 ? 0 : pyBool(equal > 0 === (operator === Compare.EQ));
  }

  /** Whether the keys are equal one by one: 1, 0, or -1 with an exception set. */
  function haveSameOrder(rt_: Runtime, left: number, right: number): number {
    const iterators = [left, right].map((it) => newOrderedIterator(rt_, views.iterator, it, "key", 1));
    let equal = 1;
    while (equal > 0) {
      const [key = 0, other = 0] = iterators.map((it) => iterNext(rt_, it));
      if (key !== 0 && other !== 0) equal = richCompareBool(rt_, key, other, Compare.EQ);
      xdecref(rt_, key);
      xdecref(rt_, other);
      if (key === 0 || other === 0) break;
    }
    for (const it of iterators) decref(rt_, it);
    return errorOccurred(rt_) === 0 ? equal : -1;
  }

  function repr(rt_: Runtime, self: number): number {
    const { name } = typeInfo(rt_, typeOf(rt_, self));
    if (dictLength(rt_, self) === 0) return newStr(rt_, `${name}()`);
    if (!enterRepr(rt_, self)) return newStr(rt_, "...");
    const asDict = isExact(rt_, self) ? dictCopy(rt_, self) : callOneArgument(rt_, FixedType.dict, self);
    const text = asDict === 0 ? null : reprText(rt_, asDict);
    xdecref(rt_, asDict);
    leaveRepr(rt_);
    return text === null ? 0 : newStr(rt_, `${name}(${text})`);
  }

  /** In the class of the left one, if that is an OrderedDict, else of the right one. */
  function or(rt_: Runtime, left: number, right: number): number {
    const leads = isSubtype(rt_, typeOf(rt_, left), type);
    if (!isDict(rt_, leads ? right : left)) return newRef(rt_, NotImplemented);
    const made = callOneArgument(rt_, typeOf(rt_, leads ? left : right), left);
    if (made === 0 || updateFrom(rt_, made, right) === 0) return made;
    decref(rt_, made);
    return 0;
  }

  const type: number = defineType(rt, {
    name: "OrderedDict",
    module: "collections",
    base: FixedType.dict,
    ...orderedDictLayout,
    flags: TypeFlag.WEAK_REFERENCES,
    methods: {
      setdefault: method("($self, /, key, default=None)", setDefault),
      pop: method("($self, /, key, default=<unrepresentable>)", pop),
      popitem: method("($self, /, last=True)", popItem),
      move_to_end: method("($self, /, key, last=True)", moveToEnd),
      keys: method("($self, /)", (rt_, self) => newDictView(rt_, self, views.keys)),
      values: method("($self, /)", (rt_, self) => newDictView(rt_, self, views.values)),
      items: method("($self, /)", (rt_, self) => newDictView(rt_, self, views.items)),
      update: rawFunction("($self, /, *args, **kwargs)", (rt_, self, args, count, kwnames) => {
        if (count > 1) {
          const message = `update() takes at most 1 positional argument (${count} given)`;
          return fail(rt_, rt_.types.TypeError, message) + 1;
        }
        return updateFromCall(rt_, self, args, count, kwnames) < 0 ? 0 : None;
      }),
      clear: method("($self, /)", (rt_, self) => {
        changeOrder(rt_, self);
        dictClear(rt_, self);
        return None;
      }),
      copy: method("($self, /)", copy),
      __reduce__: method("($self, /)", reduce),
      __reversed__: method("($self, /)", (rt_, self) => newOrderedIterator(rt_, views.iterator, self, "key", -1)),
    },
    classMethods: {
      fromkeys: method("($type, /, iterable, value=None)", (rt_, cls, iterable, value) => {
        const made = callNoArguments(rt_, cls);
        if (made === 0) return 0;
        if (forEach(rt_, iterable, (key) => setItem(rt_, made, key, value === 0 ? None : value)) === 0) return made;
        decref(rt_, made);
        return 0;
      }),
    },
    getset: { __dict__: getset(instanceDictAccess.get, instanceDictAccess.set) },
    slots: {
      init: (rt_, self, args, count, kwnames) =>
        count > 1
          ? fail(rt_, rt_.types.TypeError, `expected at most 1 argument, got ${count}`)
          : updateFromCall(rt_, self, args, count, kwnames),
      repr,
      richcompare: compare,
      setitem: assign,
      iter: (rt_, self) => newOrderedIterator(rt_, views.iterator, self, "key", 1),
      or,
      inplaceOr: (rt_, self, other) => (updateFrom(rt_, self, other) < 0 ? 0 : newRef(rt_, self)),
    },
  });
  return type;
}

/** The entry of a key: 0 if there is none, -1 with an exception set. */
function entryOf(rt: Runtime, self: number, key: number): number {
  const hash = hashKey(rt, key);
  return hash === -1 ? -1 : dictLookup(rt, self, key, hash);
}

/** Removes an entry: its value, which the caller owns now. */
function take(rt: Runtime, self: number, entry: number): number {
  changeOrder(rt, self);
  return removeEntry(rt, self, entry);
}

/** `self[key] = other[key]` for each key. Status. */
function addKeys(rt: Runtime, self: number, other: number, keys: number): number {
  return forEach(rt, keys, (key) => {
    const value = getItem(rt, other, key);
    if (value === 0) return -1;
    const status = setItem(rt, self, key, value);
    decref(rt, value);
    return status;
  });
}

/** `(class, (), state, None, iterator of items)`. */
function reduce(rt: Runtime, self: number): number {
  const state = callMethod(rt, self, rt.names.__getstate__);
  if (state === 0) return 0;
  const items = callMethod(rt, self, rt.names.items);
  const iterator = items === 0 ? 0 : getIter(rt, items);
  xdecref(rt, items);
  if (iterator !== 0) return tupleOf(rt, newRef(rt, typeOf(rt, self)), newTuple(rt, 0), state, None, iterator);
  decref(rt, state);
  return 0;
}
