// operator.itemgetter, attrgetter and methodcaller.

import {
  type BuiltinSpecification,
  HostObject,
  type IteratorState,
  LayoutKind,
  type Runtime,
  callDictionary,
  callTuple,
  clearIterator,
  decref,
  defineType,
  dictCopy,
  dictNext,
  dictPosition,
  enterRepr,
  entryKey,
  entryValue,
  getAttribute,
  getAttributeString,
  getItem,
  importModule,
  isStr,
  iteratorState,
  leaveRepr,
  method,
  newHostObject,
  newRef,
  newStr,
  newTuple,
  reprText,
  setError,
  strValue,
  traverseIterator,
  tupleInit,
  tupleItem,
  tupleLength,
  tupleOf,
  typeOf,
} from "@tjit/runtime/api";

/** References: the arguments of the constructor as a tuple, and for methodcaller the keywords, a dict or 0. */
function partsOf(rt: Runtime, self: number): readonly [args: number, keywords: number] {
  return iteratorState(rt, self).references as [number, number];
}

function construct(rt: Runtime, type: number, args: number, keywords: number): number {
  const state: IteratorState = {
    references: [newRef(rt, args), keywords === 0 ? 0 : dictCopy(rt, keywords)],
    count: 0,
  };
  return newHostObject(rt, type, state);
}

interface Getter {
  readonly name: string;
  readonly new: BuiltinSpecification;
  /** The value for an object: a new reference. */
  readonly apply: (rt: Runtime, self: number, object: number) => number;
  readonly reduce: (rt: Runtime, self: number) => number;
}

function countError(rt: Runtime, name: string, count: number): 0 {
  return setError(rt, rt.types.TypeError, `${name} expected 1 argument, got ${String(count)}`);
}

function noKeywords(rt: Runtime, name: string): 0 {
  return setError(rt, rt.types.TypeError, `${name}() takes no keyword arguments`);
}

/** One result, or a tuple of several. */
function each(rt: Runtime, args: number, get: (item: number) => number): number {
  const count = tupleLength(rt, args);
  if (count === 1) return get(tupleItem(rt, args, 0));
  const results: number[] = [];
  for (let index = 0; index < count; index++) {
    const result = get(tupleItem(rt, args, index));
    if (result === 0) {
      for (const it of results) decref(rt, it);
      return 0;
    }
    results.push(result);
  }
  return tupleOf(rt, ...results);
}

function reduceArguments(rt: Runtime, self: number): number {
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), newRef(rt, partsOf(rt, self)[0]));
}

const itemGetter: Getter = {
  name: "itemgetter",
  new: method("($type, /, *args, **kwargs)", (rt, type, args, keywords) => {
    if (keywords !== 0) return noKeywords(rt, "itemgetter");
    return tupleLength(rt, args) === 0 ? countError(rt, "itemgetter", 0) : construct(rt, type, args, 0);
  }),
  apply: (rt, self, object) => each(rt, partsOf(rt, self)[0], (item) => getItem(rt, object, item)),
  reduce: reduceArguments,
};

function dottedAttribute(rt: Runtime, object: number, name: string): number {
  let result = newRef(rt, object);
  for (const part of name.split(".")) {
    const next = getAttributeString(rt, result, part);
    decref(rt, result);
    if (next === 0) return 0;
    result = next;
  }
  return result;
}

const attributeGetter: Getter = {
  name: "attrgetter",
  new: method("($type, /, *args, **kwargs)", (rt, type, args, keywords) => {
    if (keywords !== 0) return noKeywords(rt, "attrgetter");
    const count = tupleLength(rt, args);
    if (count === 0) return countError(rt, "attrgetter", 0);
    for (let index = 0; index < count; index++) {
      if (!isStr(rt, tupleItem(rt, args, index))) {
        return setError(rt, rt.types.TypeError, "attribute name must be a string");
      }
    }
    return construct(rt, type, args, 0);
  }),
  apply: (rt, self, object) =>
    each(rt, partsOf(rt, self)[0], (name) => dottedAttribute(rt, object, strValue(rt, name))),
  reduce: reduceArguments,
};

/** The items of a tuple from `start` on: a new tuple. */
function rest(rt: Runtime, tuple: number, start: number): number {
  const length = tupleLength(rt, tuple) - start;
  const result = newTuple(rt, length);
  for (let index = 0; index < length; index++)
    tupleInit(rt, result, index, newRef(rt, tupleItem(rt, tuple, start + index)));
  return result;
}

const methodCaller: Getter = {
  name: "methodcaller",
  new: method("($type, /, *args, **kwargs)", (rt, type, args, keywords) => {
    const { TypeError } = rt.types;
    if (tupleLength(rt, args) === 0) {
      return setError(rt, TypeError, "methodcaller needs at least one argument, the method name");
    }
    if (!isStr(rt, tupleItem(rt, args, 0))) return setError(rt, TypeError, "method name must be a string");
    return construct(rt, type, args, keywords);
  }),
  apply: (rt, self, object) => {
    const [args, keywords] = partsOf(rt, self);
    const found = getAttribute(rt, object, tupleItem(rt, args, 0));
    if (found === 0) return 0;
    const values = rest(rt, args, 1);
    const result = callTuple(rt, found, values, keywords);
    decref(rt, values);
    decref(rt, found);
    return result;
  },
  reduce: (rt, self) => {
    const [args, keywords] = partsOf(rt, self);
    if (keywords === 0) return reduceArguments(rt, self);
    const functools = importModule(rt, "functools");
    if (functools === 0) return 0;
    const partial = getAttributeString(rt, functools, "partial");
    decref(rt, functools);
    if (partial === 0) return 0;
    const first = tupleOf(rt, newRef(rt, typeOf(rt, self)), newRef(rt, tupleItem(rt, args, 0)));
    const constructor = callDictionary(rt, partial, first, keywords);
    decref(rt, first);
    decref(rt, partial);
    return constructor === 0 ? 0 : tupleOf(rt, constructor, rest(rt, args, 1));
  },
};

function repr(name: string): (rt: Runtime, self: number) => number {
  return (rt, self) => {
    if (!enterRepr(rt, self)) return newStr(rt, `operator.${name}(...)`);
    const [args, keywords] = partsOf(rt, self);
    const parts: (string | null)[] = [];
    for (let index = 0; index < tupleLength(rt, args); index++) parts.push(reprText(rt, tupleItem(rt, args, index)));
    for (let at = 0; keywords !== 0;) {
      const entry = dictNext(rt, keywords, at);
      if (entry === 0) break;
      at = dictPosition(rt, keywords, entry) + 1;
      const text = reprText(rt, entryValue(rt, entry));
      parts.push(text === null ? null : `${strValue(rt, entryKey(rt, entry))}=${text}`);
    }
    leaveRepr(rt);
    return parts.includes(null) ? 0 : newStr(rt, `operator.${name}(${parts.join(", ")})`);
  };
}

/** Defines the three types: their addresses by name. */
export function defineGetters(rt: Runtime): Record<string, number> {
  const types: Record<string, number> = {};
  for (const it of [itemGetter, attributeGetter, methodCaller]) {
    const call = (rt_: Runtime, self: number, args: number, count: number, kwnames: number): number => {
      if (kwnames !== 0 && tupleLength(rt_, kwnames) > 0) return noKeywords(rt_, it.name);
      return count === 1 ? it.apply(rt_, self, rt_.heap.load(args)) : countError(rt_, it.name, count);
    };
    types[it.name] = defineType(rt, {
      name: it.name,
      module: "operator",
      layout: LayoutKind.HOST,
      size: HostObject.size,
      acceptsSubclasses: false,
      new: it.new,
      methods: { __reduce__: method("($self, /)", it.reduce) },
      slots: { call, repr: repr(it.name), clear: clearIterator, traverse: traverseIterator },
    });
  }
  return types;
}
