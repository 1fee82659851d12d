// `__build_class__`: what a class statement calls.

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { runCode } from "../frames/call-function.ts";
import { FixedType } from "../layout/memory-map.ts";
import { CellObject } from "../layout/objects.ts";
import { dictDelete, dictGet, dictSet, newDict } from "../object/dict.ts";
import { listAppend, listToTuple, newList } from "../object/list.ts";
import {
  decref,
  incref,
  isStr,
  isTuple,
  isType,
  newRef,
  slotsOf,
  typeName,
  typeOf,
  xdecref,
  messageName,
} from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { tupleFromMemory, tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { getOptionalAttribute } from "../protocols/attributes.ts";
import { callOneArgument, callTuple } from "../protocols/call.ts";
import { extendList } from "../protocols/iterate.ts";
import { setItem } from "../protocols/subscript.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { rawFunction } from "../types/builtin-definition.ts";
import { calculateMetaclass } from "../types/make-class.ts";

/** The bases with what their `__mro_entries__` stand for: a new tuple, the same one if nothing changes; 0 with an exception set. */
function resolveBases(rt: Runtime, bases: number): number {
  let list = 0;
  for (let index = 0, length = tupleLength(rt, bases); index < length; index++) {
    const base = tupleItem(rt, bases, index);
    const method = isType(rt, base) ? 0 : getOptionalAttribute(rt, base, rt.names.__mro_entries__);
    if (method === 0) {
      if (errorOccurred(rt) !== 0) {
        xdecref(rt, list);
        return 0;
      }
      if (list !== 0) listAppend(rt, list, base);
      continue;
    }
    const entries = callOneArgument(rt, method, bases);
    decref(rt, method);
    if (entries !== 0 && !isTuple(rt, entries)) {
      decref(rt, entries);
      setError(rt, rt.types.TypeError, "__mro_entries__ must return a tuple");
    }
    if (errorOccurred(rt) !== 0) {
      xdecref(rt, list);
      return 0;
    }
    if (list === 0) {
      list = newList(rt);
      for (let before = 0; before < index; before++) listAppend(rt, list, tupleItem(rt, bases, before));
    }
    extendList(rt, list, entries);
    decref(rt, entries);
  }
  if (list === 0) return newRef(rt, bases);
  const tuple = listToTuple(rt, list);
  decref(rt, list);
  return tuple;
}

/** The metaclass that a class statement asks for: a new reference; 0 with an exception set. */
function chooseMetaclass(rt: Runtime, bases: number, keywords: number): number {
  let meta = keywords === 0 ? 0 : dictGet(rt, keywords, rt.names.metaclass);
  if (meta !== 0) {
    incref(rt, meta);
    dictDelete(rt, keywords, rt.names.metaclass);
  } else meta = newRef(rt, tupleLength(rt, bases) === 0 ? FixedType.type : typeOf(rt, tupleItem(rt, bases, 0)));
  if (!isType(rt, meta)) return meta;
  const winner = calculateMetaclass(rt, meta, bases);
  if (winner !== 0) incref(rt, winner);
  decref(rt, meta);
  return winner;
}

/** `meta.__prepare__(name, bases, **keywords)`: a new reference. */
function prepareNamespace(rt: Runtime, meta: number, name: number, bases: number, keywords: number): number {
  if (meta === FixedType.type) return newDict(rt);
  const prepare = getOptionalAttribute(rt, meta, rt.names.__prepare__);
  if (prepare === 0) return errorOccurred(rt) === 0 ? newDict(rt) : 0;
  const args = tupleOf(rt, newRef(rt, name), newRef(rt, bases));
  const namespace = callTuple(rt, prepare, args, keywords);
  decref(rt, args);
  decref(rt, prepare);
  if (namespace === 0 || (slotsOf(rt, namespace).getitem !== null && slotsOf(rt, namespace).setitem !== null))
    return namespace;
  setError(
    rt,
    rt.types.TypeError,
    `${isType(rt, meta) ? messageName(rt, meta) : "<metaclass>"}.__prepare__() must return a mapping, not ${typeName(rt, namespace)}`,
  );
  decref(rt, namespace);
  return 0;
}

function buildClass(rt: Runtime, args: number, count: number, kwnames: number): number {
  const { heap } = rt;
  if (count < 2) return setError(rt, rt.types.TypeError, "__build_class__: not enough arguments");
  const fn = heap.load(args);
  const name = heap.load(args + 4);
  if (typeOf(rt, fn) !== FixedType.function)
    return setError(rt, rt.types.TypeError, "__build_class__: func must be a function");
  if (!isStr(rt, name)) return setError(rt, rt.types.TypeError, "__build_class__: name is not a string");
  const original = tupleFromMemory(rt, args + 8, count - 2);
  const bases = resolveBases(rt, original);
  let keywords = 0;
  let meta = 0;
  let namespace = 0;
  let result = 0;
  if (bases !== 0) {
    if (kwnames !== 0) {
      keywords = newDict(rt);
      for (let index = 0, length = tupleLength(rt, kwnames); index < length; index++)
        dictSet(rt, keywords, tupleItem(rt, kwnames, index), heap.load(args + 4 * (count + index)));
    }
    meta = chooseMetaclass(rt, bases, keywords);
    if (meta !== 0) namespace = prepareNamespace(rt, meta, name, bases, keywords);
    if (namespace !== 0) result = runBody(rt, fn, name, bases, original, meta, namespace, keywords);
  }
  for (const it of [original, bases, keywords, meta, namespace]) xdecref(rt, it);
  return result;
}

function runBody(
  rt: Runtime,
  fn: number,
  name: number,
  bases: number,
  original: number,
  meta: number,
  namespace: number,
  keywords: number,
): number {
  const cell = runCode(rt, fn, namespace);
  if (cell === 0) return 0;
  if (bases !== original && setItem(rt, namespace, rt.names.__orig_bases__, original) < 0) {
    decref(rt, cell);
    return 0;
  }
  const args = tupleOf(rt, newRef(rt, name), newRef(rt, bases), newRef(rt, namespace));
  let type = callTuple(rt, meta, args, keywords);
  decref(rt, args);
  if (type !== 0 && isType(rt, type) && typeOf(rt, cell) === FixedType.cell) type = checkCell(rt, cell, type, name);
  decref(rt, cell);
  return type;
}

/** The cell of `__class__` must hold the class that was made. Steals and returns `type`. */
function checkCell(rt: Runtime, cell: number, type: number, name: number): number {
  const held = rt.heap.load(cell + CellObject.value.offset);
  if (held === type) return type;
  const text = strValue(rt, name);
  if (held === 0)
    setError(
      rt,
      rt.types.RuntimeError,
      `__class__ not set defining '${text}' as ${reprText(rt, type) ?? "?"}. Was __classcell__ propagated to type.__new__?`,
    );
  else
    setError(
      rt,
      rt.types.TypeError,
      `__class__ set to ${reprText(rt, held) ?? "?"} defining '${text}' as ${reprText(rt, type) ?? "?"}`,
    );
  decref(rt, type);
  return 0;
}

/** The builtin function. */
export const buildClassFunction = rawFunction("(func, name, /, *bases, **kwds)", (rt, _self, args, count, kwnames) =>
  buildClass(rt, args, count, kwnames),
);
