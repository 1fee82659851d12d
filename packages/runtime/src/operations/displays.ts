// Displays, comprehensions and unpacking. `items` are consumed when the result is not NULL, and left alone otherwise.

import { clearIf, errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { ListObject, StrFlag, TupleObject } from "../layout/objects.ts";
import {
  dictContains,
  dictLength,
  dictMergeDict,
  dictNext,
  dictPosition,
  dictSet,
  entryKey,
  newDict,
  smallDict,
} from "../object/dict.ts";
import { listAppendStolen, listItem, listItems, listLength, newList } from "../object/list.ts";
import { decref, incref, newRef, typeName, typeOf } from "../object/reference.ts";
import { newSet, setAdd, setUpdate } from "../object/set.ts";
import { newSlice } from "../object/slice.ts";
import { newStrOf, strFlags, strValue } from "../object/str.ts";
import { newTuple, tupleItem, tupleLength } from "../object/tuple.ts";
import { getAttribute, getOptionalAttribute } from "../protocols/attributes.ts";
import { callNoArguments } from "../protocols/call.ts";
import { extendList, getIter, isIterable, iterNext, listFrom } from "../protocols/iterate.ts";
import { getItem } from "../protocols/subscript.ts";
import { strText } from "../protocols/text.ts";
import { iteratesAsDict } from "../kinds/dict-type.ts";
import { type Runtime } from "../runtime.ts";
import { hasSpecial } from "../protocols/special.ts";

function releaseAll(rt: Runtime, items: number, count: number): void {
  for (let index = 0; index < count; index++) decref(rt, rt.heap.load(items + 4 * index));
}

export function buildTuple(rt: Runtime, items: number, count: number): number {
  const tuple = newTuple(rt, count);
  if (count > 0) rt.heap.copy(tuple + TupleObject.size, items, 4 * count);
  return tuple;
}

export function buildList(rt: Runtime, items: number, count: number): number {
  const list = newList(rt, count);
  if (count > 0) rt.heap.copy(listItems(rt, list), items, 4 * count);
  rt.heap.store(list + ListObject.length.offset, count);
  return list;
}

export function buildSet(rt: Runtime, items: number, count: number): number {
  const set = newSet(rt);
  for (let index = 0; index < count; index++) {
    if (setAdd(rt, set, rt.heap.load(items + 4 * index)) < 0) {
      decref(rt, set);
      return 0;
    }
  }
  releaseAll(rt, items, count);
  return set;
}

/** `count` pairs of key and value. */
export function buildMap(rt: Runtime, items: number, count: number): number {
  const small = smallDict(rt, items, count);
  if (small !== 0) return small;
  const dict = newDict(rt);
  for (let index = 0; index < count; index++) {
    const key = items + 8 * index;
    if (dictSet(rt, dict, rt.heap.load(key), rt.heap.load(key + 4)) < 0) {
      decref(rt, dict);
      return 0;
    }
  }
  releaseAll(rt, items, 2 * count);
  return dict;
}

/** Concatenates strings. */
export function buildString(rt: Runtime, items: number, count: number): number {
  let text = "";
  let flags: number = StrFlag.ASCII;
  for (let index = 0; index < count; index++) {
    const piece = rt.heap.load(items + 4 * index);
    text += strValue(rt, piece);
    flags &= strFlags(rt, piece);
  }
  releaseAll(rt, items, count);
  return newStrOf(rt, text, flags);
}

export function buildSlice(rt: Runtime, items: number, count: number): number {
  const { heap } = rt;
  const slice = newSlice(rt, heap.load(items), heap.load(items + 4), count === 3 ? heap.load(items + 8) : 0);
  releaseAll(rt, items, count);
  return slice;
}

/** Steals `value`. */
export function listAppend(rt: Runtime, list: number, value: number): number {
  listAppendStolen(rt, list, value);
  return 0;
}

/** Steals `key` and `value`. */
export function mapAdd(rt: Runtime, dict: number, key: number, value: number): number {
  const status = dictSet(rt, dict, key, value);
  if (status < 0) return status;
  decref(rt, key);
  decref(rt, value);
  return 0;
}

/** `[*iterable]`. */
export function listExtend(rt: Runtime, list: number, iterable: number): number {
  if (extendList(rt, list, iterable) === 0) return 0;
  if (!isIterable(rt, iterable) && clearIf(rt, rt.types.TypeError)) {
    fail(rt, rt.types.TypeError, `Value after * must be an iterable, not ${typeName(rt, iterable)}`);
  }
  return -1;
}

export { setAdd, setUpdate };

/** `{**mapping}`. */
export function dictUpdate(rt: Runtime, dict: number, mapping: number): number {
  const status = mergeInto(rt, dict, mapping, null);
  if (status < 0 && clearIf(rt, rt.types.AttributeError)) {
    return fail(rt, rt.types.TypeError, `'${typeName(rt, mapping)}' object is not a mapping`);
  }
  return status;
}

/** `f(**mapping)`: a key that is there already is an error. */
export function dictMerge(rt: Runtime, dict: number, mapping: number, callable: number): number {
  const status = mergeInto(rt, dict, mapping, callable);
  if (status < 0 && clearIf(rt, rt.types.AttributeError)) {
    const name = functionText(rt, callable);
    if (name === null) return -1;
    return fail(rt, rt.types.TypeError, `${name} argument after ** must be a mapping, not ${typeName(rt, mapping)}`);
  }
  return status;
}

function mergeInto(rt: Runtime, dict: number, mapping: number, callable: number | null): number {
  if (iteratesAsDict(rt, mapping)) {
    if (callable !== null) {
      for (
        let entry = dictNext(rt, mapping, 0);
        entry !== 0;
        entry = dictNext(rt, mapping, dictPosition(rt, mapping, entry) + 1)
      ) {
        if (refuseDuplicate(rt, dict, entryKey(rt, entry), callable) < 0) return -1;
      }
    }
    return dictMergeDict(rt, dict, mapping, true);
  }
  const keysMethod = getAttribute(rt, mapping, rt.names.keys);
  if (keysMethod === 0) return -1;
  const keys = callNoArguments(rt, keysMethod);
  decref(rt, keysMethod);
  if (keys === 0) return -1;
  const list = listFrom(rt, keys);
  decref(rt, keys);
  if (list === 0) return -1;
  let status = 0;
  for (let index = 0; status === 0 && index < listLength(rt, list); index++) {
    const key = listItem(rt, list, index);
    if (callable !== null && refuseDuplicate(rt, dict, key, callable) < 0) status = -1;
    else {
      const value = getItem(rt, mapping, key);
      status = value === 0 ? -1 : dictSet(rt, dict, key, value);
      if (value !== 0) decref(rt, value);
    }
  }
  decref(rt, list);
  return status;
}

function refuseDuplicate(rt: Runtime, dict: number, key: number, callable: number): number {
  const found = dictContains(rt, dict, key);
  if (found <= 0) return found;
  const name = functionText(rt, callable);
  const shown = strText(rt, key);
  if (name === null || shown === null) return -1;
  return fail(rt, rt.types.TypeError, `${name} got multiple values for keyword argument '${shown}'`);
}

/** How messages name what is called: CPython's _PyObject_FunctionStr. */
export function functionText(rt: Runtime, callable: number): string | null {
  const qualname = getOptionalAttribute(rt, callable, rt.names.__qualname__);
  if (qualname === 0) return errorOccurred(rt) === 0 ? strText(rt, callable) : null;
  const module = getOptionalAttribute(rt, callable, rt.names.__module__);
  const name = strText(rt, qualname);
  decref(rt, qualname);
  const moduleName = module === 0 ? null : strText(rt, module);
  if (module !== 0) decref(rt, module);
  if (name === null || errorOccurred(rt) !== 0) return null;
  return moduleName === null || moduleName === "builtins" || moduleName === "None"
    ? `${name}()`
    : `${moduleName}.${name}()`;
}

/** Writes `count` items at `out`, the first at the highest address. The sequence, which may be in the slot at `out`, stays owned by the caller. */
export function unpackSequence(rt: Runtime, sequence: number, count: number, out: number): number {
  const type = typeOf(rt, sequence);
  if (type === FixedType.tuple || type === FixedType.list) {
    const length = type === FixedType.tuple ? tupleLength(rt, sequence) : listLength(rt, sequence);
    if (length === count) {
      for (let index = 0; index < count; index++) {
        const item = type === FixedType.tuple ? tupleItem(rt, sequence, index) : listItem(rt, sequence, index);
        rt.heap.store(out + 4 * (count - 1 - index), newRef(rt, item));
      }
      return 0;
    }
    return length < count
      ? fail(rt, rt.types.ValueError, `not enough values to unpack (expected ${count}, got ${length})`)
      : fail(rt, rt.types.ValueError, `too many values to unpack (expected ${count}, got ${length})`);
  }
  return unpackIterable(rt, sequence, count, -1, out);
}

/** `a, *b, c = sequence`: the low 8 bits of oparg are how many come before the star, the rest how many after. */
export function unpackEx(rt: Runtime, sequence: number, oparg: number, out: number): number {
  return unpackIterable(rt, sequence, oparg & 0xff, oparg >>> 8, out);
}

function unpackIterable(rt: Runtime, iterable: number, before: number, after: number, out: number): number {
  const iterator = openForUnpacking(rt, iterable);
  if (iterator === 0) return -1;
  const taken: number[] = [];
  const give = (): -1 => {
    for (const item of taken) decref(rt, item);
    decref(rt, iterator);
    return -1;
  };
  while (taken.length < before) {
    const item = iterNext(rt, iterator);
    if (item === 0) {
      if (errorOccurred(rt) === 0) {
        const expected = after < 0 ? `expected ${before}` : `expected at least ${before + after}`;
        fail(rt, rt.types.ValueError, `not enough values to unpack (${expected}, got ${taken.length})`);
      }
      return give();
    }
    taken.push(item);
  }
  if (after < 0) {
    const extra = iterNext(rt, iterator);
    if (extra !== 0) {
      decref(rt, extra);
      const got = typeOf(rt, iterable) === FixedType.dict ? `, got ${dictLength(rt, iterable)}` : "";
      fail(rt, rt.types.ValueError, `too many values to unpack (expected ${before}${got})`);
      return give();
    }
    if (errorOccurred(rt) !== 0) return give();
  } else {
    const rest = listFrom(rt, iterator);
    if (rest === 0) return give();
    const length = listLength(rt, rest);
    if (length < after) {
      decref(rt, rest);
      fail(
        rt,
        rt.types.ValueError,
        `not enough values to unpack (expected at least ${before + after}, got ${before + length})`,
      );
      return give();
    }
    const middle = newList(rt, length - after);
    for (let index = 0; index < length - after; index++) {
      const item = listItem(rt, rest, index);
      incref(rt, item);
      listAppendStolen(rt, middle, item);
    }
    taken.push(middle);
    for (let index = length - after; index < length; index++) taken.push(newRef(rt, listItem(rt, rest, index)));
    decref(rt, rest);
  }
  taken.forEach((item, index) => {
    rt.heap.store(out + 4 * (taken.length - 1 - index), item);
  });
  decref(rt, iterator);
  return 0;
}

function openForUnpacking(rt: Runtime, iterable: number): number {
  const iterator = getIter(rt, iterable);
  if (
    iterator === 0 &&
    !hasSpecial(rt, iterable, rt.names.__iter__) &&
    !isIterable(rt, iterable) &&
    clearIf(rt, rt.types.TypeError)
  ) {
    return setError(rt, rt.types.TypeError, `cannot unpack non-iterable ${typeName(rt, iterable)} object`);
  }
  return iterator;
}
