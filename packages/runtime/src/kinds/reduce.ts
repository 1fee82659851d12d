// `object.__reduce__`, `__reduce_ex__` and `__getstate__`: what `copy` and `pickle` make objects again from.
//
//   (copyreg.__newobj__, (class, …arguments), state, items of a list, items of a dict)

import { sizeArgument } from "../builtins/arguments.ts";
import { errorOccurred, setError } from "../exceptions/errors.ts";
import { importModule } from "../importing/import-module.ts";
import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, TypeObject } from "../layout/objects.ts";
import { dictGetName, dictLength, dictSet, newDict } from "../object/dict.ts";
import { dictField, instanceDictionary } from "../object/instance-dict.ts";
import {
  None,
  decref,
  isDict,
  isList,
  isStr,
  isTuple,
  layoutKind,
  newRef,
  typeName,
  typeOf,
  typeSlots,
  xdecref,
} from "../object/reference.ts";
import { tupleInit, tupleItem, tupleLength, tupleOf, newTuple } from "../object/tuple.ts";
import { getAttribute, getAttributeString, getOptionalAttribute } from "../protocols/attributes.ts";
import { callMethod, callOneArgument, callWith } from "../protocols/call.ts";
import { forEach, getIter } from "../protocols/iterate.ts";
import { callSpecial0, hasSpecial } from "../protocols/special.ts";
import { type Runtime } from "../runtime.ts";
import { internStr } from "../object/str.ts";
import { newInt } from "../object/int.ts";

/** `object.__reduce__()`: protocol 0. */
export function objectReduce(rt: Runtime, self: number): number {
  return reduceByProtocol(rt, self, 0);
}

/** `object.__reduce_ex__(protocol)`: asks `__reduce__` of a class that has its own. */
export function objectReduceEx(rt: Runtime, self: number, protocolObject: number): number {
  const protocol = sizeArgument(rt, protocolObject, 0, "int");
  if (protocol === null) return 0;
  const own = getAttribute(rt, typeOf(rt, self), rt.names.__reduce__);
  if (own === 0) return 0;
  decref(rt, own);
  const inherited = dictGetName(rt, rt.heap.load(FixedType.object + TypeObject.dict.offset), rt.names.__reduce__);
  return own === inherited ? reduceByProtocol(rt, self, protocol) : callMethod(rt, self, rt.names.__reduce__);
}

function reduceByProtocol(rt: Runtime, self: number, protocol: number): number {
  const copyreg = importModule(rt, "copyreg");
  if (copyreg === 0) return 0;
  let result: number;
  if (protocol >= 2) result = reduceToNew(rt, copyreg, self);
  else {
    const reduce = getAttributeString(rt, copyreg, "_reduce_ex");
    result = reduce === 0 ? 0 : callWith(rt, reduce, self, newInt(rt, protocol));
    xdecref(rt, reduce);
  }
  decref(rt, copyreg);
  return result;
}

function reduceToNew(rt: Runtime, copyreg: number, self: number): number {
  const type = typeOf(rt, self);
  if (typeSlots(rt, type).new === null) return cannotPickle(rt, self);
  const given = newArguments(rt, self);
  if (given === null) return 0;
  const { args, kwargs } = given;
  const hasKeywords = kwargs !== 0 && dictLength(rt, kwargs) > 0;
  const maker = getAttributeString(rt, copyreg, hasKeywords ? "__newobj_ex__" : "__newobj__");
  const isRequired = args === 0 && !isList(rt, self) && !isDict(rt, self);
  const state = maker === 0 ? 0 : stateOf(rt, self, isRequired);
  const listItems = state === 0 ? 0 : isList(rt, self) ? getIter(rt, self) : None;
  const dictItems = listItems === 0 ? 0 : isDict(rt, self) ? itemsOf(rt, self) : None;
  let result = 0;
  if (dictItems !== 0) {
    const newArgs = hasKeywords
      ? tupleOf(rt, newRef(rt, type), newRef(rt, args), newRef(rt, kwargs))
      : withFirst(rt, type, args);
    result = tupleOf(rt, maker, newArgs, state, listItems, dictItems);
  } else for (const it of [maker, state, listItems]) xdecref(rt, it);
  xdecref(rt, args);
  xdecref(rt, kwargs);
  return result;
}

function withFirst(rt: Runtime, first: number, rest: number): number {
  const count = rest === 0 ? 0 : tupleLength(rt, rest);
  const tuple = newTuple(rt, count + 1);
  tupleInit(rt, tuple, 0, newRef(rt, first));
  for (let index = 0; index < count; index++) tupleInit(rt, tuple, index + 1, newRef(rt, tupleItem(rt, rest, index)));
  return tuple;
}

function itemsOf(rt: Runtime, self: number): number {
  const items = callMethod(rt, self, rt.names.items);
  if (items === 0) return 0;
  const iterator = getIter(rt, items);
  decref(rt, items);
  return iterator;
}

/** What `__getnewargs_ex__` or `__getnewargs__` says, owned, 0 for what is not there; null with an exception set. */
function newArguments(rt: Runtime, self: number): { readonly args: number; readonly kwargs: number } | null {
  const refuse = (message: string): null => {
    setError(rt, rt.types.TypeError, message);
    return null;
  };
  if (hasSpecial(rt, self, rt.names.__getnewargs_ex__)) {
    const pair = callSpecial0(rt, self, rt.names.__getnewargs_ex__);
    if (pair === 0) return null;
    if (!isTuple(rt, pair)) return refuse(`__getnewargs_ex__ should return a tuple, not '${typeName(rt, pair)}'`);
    if (tupleLength(rt, pair) !== 2)
      return refuse(`__getnewargs_ex__ should return a tuple of length 2, not ${tupleLength(rt, pair)}`);
    const args = newRef(rt, tupleItem(rt, pair, 0));
    const kwargs = newRef(rt, tupleItem(rt, pair, 1));
    decref(rt, pair);
    if (!isTuple(rt, args))
      return refuse(
        `first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '${typeName(rt, args)}'`,
      );
    if (!isDict(rt, kwargs))
      return refuse(
        `second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${typeName(rt, kwargs)}'`,
      );
    return { args, kwargs };
  }
  if (!hasSpecial(rt, self, rt.names.__getnewargs__)) return { args: 0, kwargs: 0 };
  const args = callSpecial0(rt, self, rt.names.__getnewargs__);
  if (args === 0) return null;
  return isTuple(rt, args)
    ? { args, kwargs: 0 }
    : refuse(`__getnewargs__ should return a tuple, not '${typeName(rt, args)}'`);
}

/** `__getstate__()`; for classes without their own, `isRequired` refuses objects whose state nobody knows. */
function stateOf(rt: Runtime, self: number, isRequired: boolean): number {
  const own = getAttribute(rt, typeOf(rt, self), rt.names.__getstate__);
  if (own === 0) return 0;
  decref(rt, own);
  const inherited = dictGetName(rt, rt.heap.load(FixedType.object + TypeObject.dict.offset), rt.names.__getstate__);
  return own === inherited ? defaultState(rt, self, isRequired) : callMethod(rt, self, rt.names.__getstate__);
}

/** `object.__getstate__()`: the instance's dict, or None when it is empty; with slots a pair. */
export function objectState(rt: Runtime, self: number): number {
  return defaultState(rt, self, false);
}

function defaultState(rt: Runtime, self: number, isRequired: boolean): number {
  const kind = layoutKind(rt, typeOf(rt, self));
  if (isRequired && kind !== LayoutKind.INSTANCE && kind !== LayoutKind.STATIC) return cannotPickle(rt, self);
  const dict = dictField(rt, self) === 0 ? 0 : instanceDictionary(rt, self);
  const state = newRef(rt, dict === 0 || dictLength(rt, dict) === 0 ? None : dict);
  const slots = slotValues(rt, self);
  if (slots > 0 && dictLength(rt, slots) > 0) return tupleOf(rt, state, slots);
  if (slots > 0) decref(rt, slots);
  if (slots >= 0) return state;
  decref(rt, state);
  return 0;
}

/** A dict of the values in `__slots__`; 0 when no class has slots, -1 with an exception set. */
function slotValues(rt: Runtime, self: number): number {
  const mro = rt.heap.load(typeOf(rt, self) + TypeObject.mro.offset);
  let hasSlots = false;
  for (let index = 0, length = tupleLength(rt, mro); index < length; index++)
    if (dictGetName(rt, rt.heap.load(tupleItem(rt, mro, index) + TypeObject.dict.offset), rt.names.__slots__) !== 0)
      hasSlots = true;
  if (!hasSlots) return 0;
  const names = slotNames(rt, typeOf(rt, self));
  if (names === 0) return -1;
  const values = newDict(rt);
  const status =
    names === None
      ? 0
      : forEach(rt, names, (name) => {
          if (!isStr(rt, name)) return 0;
          const value = getOptionalAttribute(rt, self, name);
          if (value === 0) return errorOccurred(rt) === 0 ? 0 : -1;
          const done = dictSet(rt, values, name, value);
          decref(rt, value);
          return done;
        });
  decref(rt, names);
  if (status === 0) return values;
  decref(rt, values);
  return -1;
}

/** `copyreg._slotnames(class)`, which remembers them in `__slotnames__`. */
function slotNames(rt: Runtime, type: number): number {
  const key = internStr(rt, "__slotnames__");
  const known = dictGetName(rt, rt.heap.load(type + TypeObject.dict.offset), key);
  decref(rt, key);
  if (known !== 0) return newRef(rt, known);
  const copyreg = importModule(rt, "copyreg");
  const find = copyreg === 0 ? 0 : getAttributeString(rt, copyreg, "_slotnames");
  const names = find === 0 ? 0 : callOneArgument(rt, find, type);
  xdecref(rt, find);
  xdecref(rt, copyreg);
  return names;
}

function cannotPickle(rt: Runtime, self: number): 0 {
  return setError(rt, rt.types.TypeError, `cannot pickle '${typeName(rt, self)}' object`);
}
