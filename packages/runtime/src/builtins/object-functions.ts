// Builtin functions on any object: len, repr, getattr, isinstance, iter, next, any, all and their relatives.

import { argumentTypeName } from "./arguments.ts";
import { reduceTo } from "../kinds/reduce-iterator.ts";
import { tupleOf } from "../object/tuple.ts";
import { builtinsFunction } from "./builtins-function.ts";
import { clearIf, errorOccurred, setError, setErrorNone } from "../exceptions/errors.ts";
import { intValue, newInt } from "../object/int.ts";
import { newHostObject } from "../object/new-object.ts";
import { None, decref, emptyTuple, isStr, newRef, pyBool, slotsOf, typeName, typeOf } from "../object/reference.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind, RangeObject } from "../layout/objects.ts";
import { internInPlace } from "../object/str.ts";
import { getAttribute, setAttribute } from "../protocols/attributes.ts";
import { callNoArguments } from "../protocols/call.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { isInstance, isSubclass } from "../protocols/instance-check.ts";
import { forEach, getIter } from "../protocols/iterate.ts";
import { lengthOf } from "../protocols/subscript.ts";
import { reprObject } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { asciiObject } from "../text/convert.ts";
import { formatObject } from "../text/format-object.ts";
import { type BuiltinSpecification, builtinFunction, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare } from "../types/slots.ts";
import { clearIterator, type IteratorState, iteratorState, traverseIterator } from "./iterator-state.ts";
import { spendWork } from "./work.ts";

/** An attribute name, interned: new reference; 0 with TypeError set. */
function attributeName(rt: Runtime, name: number): number {
  if (isStr(rt, name)) return internInPlace(rt, newRef(rt, name), decref);
  return setError(rt, rt.types.TypeError, `attribute name must be string, not '${typeName(rt, name)}'`);
}

function getattr(rt: Runtime, object: number, nameRef: number, fallback: number): number {
  const name = attributeName(rt, nameRef);
  if (name === 0) return 0;
  const value = getAttribute(rt, object, name);
  decref(rt, name);
  if (value === 0 && fallback !== 0 && clearIf(rt, rt.types.AttributeError)) return newRef(rt, fallback);
  return value;
}

function hasattr(rt: Runtime, object: number, nameRef: number): number {
  const value = getattr(rt, object, nameRef, 0);
  if (value !== 0) {
    decref(rt, value);
    return pyBool(true);
  }
  return clearIf(rt, rt.types.AttributeError) ? pyBool(false) : 0;
}

function storeAttribute(rt: Runtime, object: number, nameRef: number, value: number): number {
  const name = attributeName(rt, nameRef);
  if (name === 0) return 0;
  const status = setAttribute(rt, object, name, value);
  decref(rt, name);
  return status < 0 ? 0 : None;
}

/** `any` (until true) or `all` (until false). */
function scan(until: 0 | 1): BuiltinSpecification {
  return builtinFunction("(iterable, /)", (rt, iterable) => {
    let count = 0;
    const status = forEach(rt, iterable, (item) => {
      if (++count % 1024 === 0 && spendWork(rt, 30000) < 0) return -1;
      const truth = isTrue(rt, item);
      return truth < 0 ? -1 : truth === until ? 1 : 0;
    });
    return status < 0 ? 0 : pyBool(status === until);
  });
}

/** `next(iterator)`; `fallback` 0: not given. */
export function next(rt: Runtime, iterator: number, fallback: number): number {
  const slot = slotsOf(rt, iterator).iternext;
  if (slot === null) return setError(rt, rt.types.TypeError, `'${typeName(rt, iterator)}' object is not an iterator`);
  const item = slot(rt, iterator);
  if (item !== 0) return item;
  if (fallback !== 0) {
    if (errorOccurred(rt) === 0 || clearIf(rt, rt.types.StopIteration)) return newRef(rt, fallback);
    return 0;
  }
  return errorOccurred(rt) === 0 ? setErrorNone(rt, rt.types.StopIteration) : 0;
}

function makeIter(rt: Runtime, object: number, sentinel: number): number {
  if (sentinel === 0) return getIter(rt, object);
  if (slotsOf(rt, object).call === null) return setError(rt, rt.types.TypeError, "iter(v, w): v must be callable");
  const state: IteratorState = { references: [newRef(rt, object), newRef(rt, sentinel)], count: 0 };
  return newHostObject(rt, rt.types.callableIterator, state);
}

function nextCall(rt: Runtime, self: number): number {
  const { references } = iteratorState(rt, self);
  const [callable, sentinel] = references as [number, number];
  if (callable === 0) return 0;
  const value = callNoArguments(rt, callable);
  if (value === 0) {
    if (clearIf(rt, rt.types.StopIteration)) clearIterator(rt, self);
    return 0;
  }
  const equal = richCompareBool(rt, value, sentinel, Compare.EQ);
  if (equal === 0) return value;
  decref(rt, value);
  if (equal > 0) clearIterator(rt, self);
  return 0;
}

/** Defines the iterator of two-argument iter(). */
export function defineCallableIterator(rt: Runtime): void {
  defineType(rt, {
    name: "callable_iterator",
    register: "callableIterator",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const [callable = 0, sentinel = 0] = iteratorState(rt_, self).references;
        if (callable === 0) return reduceTo(rt_, "iter", newRef(rt_, emptyTuple));
        return tupleOf(rt_, builtinsFunction(rt_, "iter"), tupleOf(rt_, newRef(rt_, callable), newRef(rt_, sentinel)));
      }),
    },
    slots: { iter: newRef, iternext: nextCall, clear: clearIterator, traverse: traverseIterator },
  });
}

function format(rt: Runtime, value: number, spec: number): number {
  if (spec === 0 || isStr(rt, spec)) return formatObject(rt, value, spec);
  return setError(rt, rt.types.TypeError, `format() argument 2 must be str, not ${argumentTypeName(rt, spec)}`);
}

function truthOf(status: number): number {
  return status < 0 ? 0 : pyBool(status > 0);
}

/** Functions on any object. */
export const objectFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  len: builtinFunction("(obj, /)", (rt, object) => {
    // A range may have more items than the host can count.
    const big = typeOf(rt, object) === FixedType.range ? rt.heap.load(object + RangeObject.length.offset) : 1;
    if ((big & 1) === 0 && BigInt.asIntN(64, intValue(rt, big)) === intValue(rt, big)) return newRef(rt, big);
    const length = lengthOf(rt, object);
    return length < 0 ? 0 : newInt(rt, length);
  }),
  id: builtinFunction("(obj, /)", (rt, object) => newInt(rt, object >>> 0)),
  repr: builtinFunction("(obj, /)", reprObject),
  ascii: builtinFunction("(obj, /)", asciiObject),
  format: builtinFunction("(value, format_spec='', /)", format),
  callable: builtinFunction("(obj, /)", (rt, object) => pyBool(slotsOf(rt, object).call !== null)),
  getattr: builtinFunction("(object, name, default=NULL, /)", getattr),
  hasattr: builtinFunction("(obj, name, /)", hasattr),
  setattr: builtinFunction("(obj, name, value, /)", (rt, object, name, value) =>
    storeAttribute(rt, object, name, value),
  ),
  delattr: builtinFunction("(obj, name, /)", (rt, object, name) => storeAttribute(rt, object, name, 0)),
  isinstance: builtinFunction("(obj, class_or_tuple, /)", (rt, object, type) => truthOf(isInstance(rt, object, type))),
  issubclass: builtinFunction("(cls, class_or_tuple, /)", (rt, type, other) => truthOf(isSubclass(rt, type, other))),
  iter: builtinFunction("(object, sentinel=NULL, /)", makeIter),
  next: builtinFunction("(iterator, default=NULL, /)", next),
  any: scan(1),
  all: scan(0),
};
