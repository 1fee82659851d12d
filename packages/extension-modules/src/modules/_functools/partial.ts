// functools.partial, and the Placeholder that keeps a positional argument open.

import {
  FixedType,
  HostObject,
  type IteratorState,
  LayoutKind,
  None,
  type Runtime,
  TypeFlag,
  callDefinition,
  callTuple,
  clearIterator,
  decref,
  define,
  defineType,
  dictCopy,
  dictLength,
  dictMergeDict,
  dictNext,
  dictPosition,
  enterRepr,
  entryKey,
  entryValue,
  fail,
  getAttribute,
  getset,
  incref,
  instanceDictAccess,
  isDict,
  isStr,
  isSubtype,
  isTuple,
  iteratorState,
  leaveRepr,
  method,
  newDict,
  newGenericAlias,
  newHostObject,
  newMethod,
  newRef,
  newStr,
  newTuple,
  reprText,
  setError,
  slotsOf,
  strText,
  strValue,
  traverseIterator,
  tupleInit,
  tupleItem,
  tupleLength,
  tupleOf,
  tupleSlice,
  typeInfo,
  typeOf,
} from "@tjit/runtime/api";

/** The function, the tuple of arguments, the dict of keywords; `count`: placeholders among the arguments. */
interface PartialState extends IteratorState {
  references: [fn: number, args: number, keywords: number];
}

function stateOf(rt: Runtime, self: number): PartialState {
  return iteratorState(rt, self) as PartialState;
}

/** Defines the type of Placeholder and makes it: borrowed, it lives as long as the machine. */
export function makePlaceholder(rt: Runtime): { readonly type: number; readonly object: number } {
  let object = 0;
  const type = defineType(rt, {
    name: "_PlaceholderType",
    module: "functools",
    acceptsSubclasses: false,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, /, *args, **kwargs)", (rt_, _type, args, kwargs) =>
      tupleLength(rt_, args) > 0 || kwargs !== 0
        ? setError(rt_, rt_.types.TypeError, "PlaceholderType takes no arguments")
        : newRef(rt_, object),
    ),
    methods: { __reduce__: method("($self, /)", (rt_) => newStr(rt_, "Placeholder")) },
    slots: { repr: (rt_) => newStr(rt_, "Placeholder") },
  });
  object = newHostObject(rt, type, null);
  return { type, object };
}

function countOf(rt: Runtime, args: number, placeholder: number): number {
  let count = 0;
  for (let index = 0; index < tupleLength(rt, args); index++) if (tupleItem(rt, args, index) === placeholder) count++;
  return count;
}

/** Arguments with placeholders filled from `more`, of which the rest follows: a new tuple. */
function fill(rt: Runtime, args: number, count: number, more: number, placeholder: number): number {
  const length = tupleLength(rt, args);
  const added = tupleLength(rt, more);
  const result = newTuple(rt, length + Math.max(0, added - count));
  let next = 0;
  for (let index = 0; index < length; index++) {
    const item = tupleItem(rt, args, index);
    tupleInit(rt, result, index, newRef(rt, item === placeholder && next < added ? tupleItem(rt, more, next++) : item));
  }
  for (let index = length; next < added; index++) tupleInit(rt, result, index, newRef(rt, tupleItem(rt, more, next++)));
  return result;
}

/** A dict with the entries of `first`, then those of `second`, which may be 0. New reference; 0 with an exception set. */
function merged(rt: Runtime, first: number, second: number): number {
  const result = dictCopy(rt, first);
  if (result === 0 || second === 0 || dictMergeDict(rt, result, second, true) === 0) return result;
  decref(rt, result);
  return 0;
}

/** Defines `partial`. */
export function definePartial(rt: Runtime, placeholder: number): number {
  const construct = (rt_: Runtime, cls: number, all: number, keywords: number): number => {
    const { TypeError } = rt_.types;
    const given = tupleLength(rt_, all);
    if (given === 0) return setError(rt_, TypeError, "type 'partial' takes at least one argument");
    let fn = tupleItem(rt_, all, 0);
    if (slotsOf(rt_, fn).call === null) return setError(rt_, TypeError, "the first argument must be callable");
    if (given > 1 && tupleItem(rt_, all, given - 1) === placeholder) {
      return setError(rt_, TypeError, "trailing Placeholders are not allowed");
    }
    for (let at = 0; keywords !== 0;) {
      const entry = dictNext(rt_, keywords, at);
      if (entry === 0) break;
      at = dictPosition(rt_, keywords, entry) + 1;
      if (entryValue(rt_, entry) === placeholder) {
        return setError(rt_, TypeError, "Placeholder cannot be passed as a keyword argument");
      }
    }
    const more = newTuple(rt_, given - 1);
    for (let index = 1; index < given; index++)
      tupleInit(rt_, more, index - 1, newRef(rt_, tupleItem(rt_, all, index)));
    // A partial of a partial is one partial of the function, unless somebody gave the inner one attributes.
    const isNested = isSubtype(rt_, typeOf(rt_, fn), type) && slotsOf(rt_, fn).call === call;
    const inner = isNested && rt_.heap.load(fn + HostObject.dict.offset) === 0 ? stateOf(rt_, fn) : null;
    let args = more;
    let kwargs: number;
    if (inner === null) kwargs = keywords === 0 ? newDict(rt_) : dictCopy(rt_, keywords);
    else {
      args = fill(rt_, inner.references[1], inner.count, more, placeholder);
      decref(rt_, more);
      kwargs = merged(rt_, inner.references[2], keywords);
      fn = inner.references[0];
    }
    if (kwargs === 0) {
      decref(rt_, args);
      return 0;
    }
    const state: PartialState = { references: [newRef(rt_, fn), args, kwargs], count: countOf(rt_, args, placeholder) };
    return newHostObject(rt_, cls, state);
  };
  const invoke = define(
    method("($self, /, *args, **kwargs)", (rt_, self, more, keywords) => {
      const { references, count } = stateOf(rt_, self);
      const given = tupleLength(rt_, more);
      if (given < count) {
        const message = `missing positional arguments in 'partial' call; expected at least ${String(count)}, got ${String(given)}`;
        return setError(rt_, rt_.types.TypeError, message);
      }
      const [fn, own, ownKeywords] = references;
      const args = fill(rt_, own, count, more, placeholder);
      const kwargs = keywords === 0 ? newRef(rt_, ownKeywords) : merged(rt_, ownKeywords, keywords);
      const callee = newRef(rt_, fn);
      const result = kwargs === 0 ? 0 : callTuple(rt_, callee, args, dictLength(rt_, kwargs) === 0 ? 0 : kwargs);
      for (const it of [callee, args, kwargs]) if (it !== 0) decref(rt_, it);
      return result;
    }),
    "__call__",
    "partial",
  );
  const call = (rt_: Runtime, self: number, args: number, count: number, kwnames: number): number =>
    callDefinition(rt_, invoke, self, args, count, kwnames);
  const type = defineType(rt, {
    name: "partial",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "functools",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    new: method("($type, /, *args, **kwargs)", construct),
    methods: {
      __reduce__: method("($self, /)", reduce),
      __setstate__: method("($self, state, /)", (rt_, self, state) => setState(rt_, self, state, placeholder)),
    },
    classMethods: { __class_getitem__: method("($type, object, /)", newGenericAlias) },
    getset: {
      func: getset((rt_, self) => newRef(rt_, stateOf(rt_, self).references[0]), readOnly),
      args: getset((rt_, self) => newRef(rt_, stateOf(rt_, self).references[1]), readOnly),
      keywords: getset((rt_, self) => newRef(rt_, stateOf(rt_, self).references[2]), readOnly),
      __dict__: getset(instanceDictAccess.get, instanceDictAccess.set),
    },
    slots: {
      call,
      repr,
      descriptorGet: (rt_, self, instance) =>
        instance === 0 || instance === None ? newRef(rt_, self) : newMethod(rt_, self, instance),
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
  return type;
}

function readOnly(rt: Runtime): number {
  return fail(rt, rt.types.AttributeError, "readonly attribute");
}

function reduce(rt: Runtime, self: number): number {
  const [fn, args, keywords] = stateOf(rt, self).references;
  const dict = rt.heap.load(self + HostObject.dict.offset);
  const state = tupleOf(
    rt,
    newRef(rt, fn),
    newRef(rt, args),
    newRef(rt, keywords),
    newRef(rt, dict === 0 ? None : dict),
  );
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), tupleOf(rt, newRef(rt, fn)), state);
}

function setState(rt: Runtime, self: number, state: number, placeholder: number): number {
  const part = (index: number): number => tupleItem(rt, state, index);
  const isValid =
    isTuple(rt, state) &&
    tupleLength(rt, state) === 4 &&
    slotsOf(rt, part(0)).call !== null &&
    isTuple(rt, part(1)) &&
    (part(2) === None || isDict(rt, part(2))) &&
    (part(3) === None || isDict(rt, part(3)));
  if (!isValid) return setError(rt, rt.types.TypeError, "invalid partial state");
  const length = tupleLength(rt, part(1));
  if (length > 0 && tupleItem(rt, part(1), length - 1) === placeholder) {
    return setError(rt, rt.types.TypeError, "trailing Placeholders are not allowed");
  }
  const old = stateOf(rt, self);
  const released = old.references;
  old.count = countOf(rt, part(1), placeholder);
  // What is just a tuple or a dict is taken as it is.
  const args = typeOf(rt, part(1)) === FixedType.tuple ? newRef(rt, part(1)) : tupleSlice(rt, part(1), 0, length);
  const isPlain = typeOf(rt, part(2)) === FixedType.dict;
  const keywords = part(2) === None ? newDict(rt) : isPlain ? newRef(rt, part(2)) : dictCopy(rt, part(2));
  old.references = [newRef(rt, part(0)), args, keywords];
  const field = self + HostObject.dict.offset;
  const dict = rt.heap.load(field);
  rt.heap.store(field, part(3) === None ? 0 : newRef(rt, part(3)));
  for (const it of [...released, dict]) if (it !== 0) decref(rt, it);
  return None;
}

function repr(rt: Runtime, self: number): number {
  const type = typeOf(rt, self);
  const { qualname } = typeInfo(rt, type);
  const module = getAttribute(rt, type, rt.names.__module__);
  if (module === 0) return 0;
  const name = isStr(rt, module) ? `${strValue(rt, module)}.${qualname}` : qualname;
  decref(rt, module);
  if (!enterRepr(rt, self)) return newStr(rt, "...");
  const references = stateOf(rt, self).references;
  for (const it of references) incref(rt, it);
  const [fn, args, keywords] = references;
  const parts: (string | null)[] = [reprText(rt, fn)];
  for (let index = 0; index < tupleLength(rt, args) && !parts.includes(null); index++) {
    parts.push(reprText(rt, tupleItem(rt, args, index)));
  }
  for (let at = 0; !parts.includes(null);) {
    const entry = dictNext(rt, keywords, at);
    if (entry === 0) break;
    at = dictPosition(rt, keywords, entry) + 1;
    // Making a text of the key may run anything.
    const value = newRef(rt, entryValue(rt, entry));
    const name = newRef(rt, entryKey(rt, entry));
    const key = strText(rt, name);
    const text = key === null ? null : reprText(rt, value);
    decref(rt, value);
    decref(rt, name);
    parts.push(text === null ? null : `${key ?? ""}=${text}`);
  }
  leaveRepr(rt);
  // A text may have been the work of code that gave the partial another state.
  for (const it of references) decref(rt, it);
  return parts.includes(null) ? 0 : newStr(rt, `${name}(${parts.join(", ")})`);
}
