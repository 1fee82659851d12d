// functools.lru_cache: results by arguments, the most recently used ones.
//
// A dict maps keys to results (without a limit), or to numbers of links in a circle ordered by use (with one):
//
//   root ⇄ oldest ⇄ … ⇄ newest ⇄ root

import {
  FixedType,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  TypeFlag,
  callDefinition,
  callTuple,
  callWith,
  decref,
  define,
  defineType,
  dictClear,
  dictDelete,
  dictLength,
  dictLookup,
  dictNext,
  dictPosition,
  dictSetWithHash,
  entryKey,
  entryValue,
  errorOccurred,
  getAttributeString,
  getset,
  hashObject,
  hostPayload,
  indexNumber,
  instanceDictAccess,
  isTrue,
  method,
  newDict,
  newHostObject,
  newInt,
  newMethod,
  newRef,
  newTuple,
  setError,
  slotsOf,
  smallInt,
  smallIntValue,
  tupleInit,
  tupleItem,
  tupleLength,
  typeOf,
  xdecref,
} from "@tjit/runtime/api";

interface Link {
  /** Owned. */
  key: number;
  /** Owned. */
  result: number;
  older: number;
  newer: number;
}

interface Cache {
  /** Owned. */
  fn: number;
  /** Owned. */
  infoType: number;
  /** Owned. */
  dict: number;
  /** -1: no limit. */
  readonly limit: number;
  readonly isTyped: boolean;
  hits: number;
  misses: number;
  /** Link 0 is the root. */
  links: Link[];
  free: number[];
}

function cacheOf(rt: Runtime, self: number): Cache {
  return hostPayload(rt, self) as Cache;
}

function newRoot(): Link {
  return { key: 0, result: 0, older: 0, newer: 0 };
}

function construct(rt: Runtime, type: number, fn: number, maxsize: number, typed: number, infoType: number): number {
  const { TypeError } = rt.types;
  if (slotsOf(rt, fn).call === null) return setError(rt, TypeError, "the first argument must be callable");
  let limit = -1;
  if (maxsize !== None) {
    if (slotsOf(rt, maxsize).index === null) return setError(rt, TypeError, "maxsize should be integer or None");
    const value = indexNumber(rt, maxsize, rt.types.OverflowError);
    if (value === null) return 0;
    limit = Math.max(0, value);
  }
  const isTyped = isTrue(rt, typed);
  if (isTyped < 0) return 0;
  const cache: Cache = {
    fn: newRef(rt, fn),
    infoType: newRef(rt, infoType),
    dict: newDict(rt),
    limit,
    isTyped: isTyped > 0,
    hits: 0,
    misses: 0,
    links: [newRoot()],
    free: [],
  };
  return newHostObject(rt, type, cache);
}

/** One object for the arguments of a call: a new reference. `mark` separates positional from keyword arguments. */
function keyOf(rt: Runtime, args: number, keywords: number, isTyped: boolean, mark: number): number {
  const count = tupleLength(rt, args);
  if (keywords === 0 && !isTyped && count === 1) {
    const only = tupleItem(rt, args, 0);
    const type = typeOf(rt, only);
    if (type === FixedType.int || type === FixedType.str) return newRef(rt, only);
  }
  const items: number[] = [];
  const values: number[] = [];
  for (let index = 0; index < count; index++) values.push(tupleItem(rt, args, index));
  items.push(...values);
  if (keywords !== 0) {
    items.push(mark);
    for (let at = 0; ;) {
      const entry = dictNext(rt, keywords, at);
      if (entry === 0) break;
      at = dictPosition(rt, keywords, entry) + 1;
      items.push(entryKey(rt, entry), entryValue(rt, entry));
      values.push(entryValue(rt, entry));
    }
  }
  if (isTyped) items.push(...values.map((it) => typeOf(rt, it)));
  const key = newTuple(rt, items.length);
  items.forEach((it, index) => tupleInit(rt, key, index, newRef(rt, it)));
  return key;
}

function callCached(rt: Runtime, self: number, args: number, keywords: number, mark: number): number {
  const cache = cacheOf(rt, self);
  if (cache.limit === 0) {
    cache.misses++;
    return callTuple(rt, cache.fn, args, keywords);
  }
  const key = keyOf(rt, args, keywords, cache.isTyped, mark);
  const hash = hashObject(rt, key);
  const found = hash === -1 ? null : lookUp(rt, cache, key, hash);
  let result = 0;
  if (found !== null && found !== 0) {
    cache.hits++;
    result = newRef(rt, found);
  } else if (found === 0) {
    cache.misses++;
    result = callTuple(rt, cache.fn, args, keywords);
    if (result !== 0 && remember(rt, cache, key, hash, result) < 0) {
      decref(rt, result);
      result = 0;
    }
  }
  decref(rt, key);
  return result;
}

/** The result for a key, borrowed, which becomes the newest; 0 if there is none, null with an exception set. */
function lookUp(rt: Runtime, cache: Cache, key: number, hash: number): number | null {
  const entry = dictLookup(rt, cache.dict, key, hash);
  if (entry <= 0) return entry === 0 && errorOccurred(rt) === 0 ? 0 : null;
  const value = entryValue(rt, entry);
  if (cache.limit < 0) return value;
  const index = smallIntValue(value);
  unlink(cache, index);
  append(cache, index);
  return (cache.links[index] as Link).result;
}

/** Keeps a result unless the call has already put one there. Status. */
function remember(rt: Runtime, cache: Cache, key: number, hash: number, result: number): number {
  if (cache.limit < 0) return dictSetWithHash(rt, cache.dict, key, hash, result);
  const entry = dictLookup(rt, cache.dict, key, hash);
  if (entry !== 0) return entry > 0 ? 0 : -1;
  if (errorOccurred(rt) !== 0) return -1;
  if (dictLength(rt, cache.dict) >= cache.limit && forgetOldest(rt, cache) < 0) return -1;
  const index = cache.free.pop() ?? cache.links.length;
  cache.links[index] = { key: newRef(rt, key), result: newRef(rt, result), older: 0, newer: 0 };
  append(cache, index);
  return dictSetWithHash(rt, cache.dict, key, hash, smallInt(index));
}

function forgetOldest(rt: Runtime, cache: Cache): number {
  const index = (cache.links[0] as Link).newer;
  if (index === 0) return 0;
  const { key, result } = cache.links[index] as Link;
  unlink(cache, index);
  cache.free.push(index);
  const status = dictDelete(rt, cache.dict, key);
  decref(rt, key);
  decref(rt, result);
  return status;
}

function unlink({ links }: Cache, index: number): void {
  const { older, newer } = links[index] as Link;
  (links[older] as Link).newer = newer;
  (links[newer] as Link).older = older;
}

/** Makes a link the newest. */
function append({ links }: Cache, index: number): void {
  const root = links[0] as Link;
  const link = links[index] as Link;
  link.older = root.older;
  link.newer = 0;
  (links[root.older] as Link).newer = index;
  root.older = index;
}

function linkedReferences({ links }: Cache): number[] {
  const found: number[] = [];
  for (let index = (links[0] as Link).newer; index !== 0; index = (links[index] as Link).newer) {
    const { key, result } = links[index] as Link;
    found.push(key, result);
  }
  return found;
}

function clearCache(rt: Runtime, self: number): void {
  const cache = cacheOf(rt, self);
  const released = linkedReferences(cache);
  cache.links = [newRoot()];
  cache.free = [];
  cache.hits = cache.misses = 0;
  if (cache.dict !== 0) dictClear(rt, cache.dict);
  for (const it of released) decref(rt, it);
}

function cacheInfo(rt: Runtime, self: number): number {
  const { hits, misses, limit, dict, infoType } = cacheOf(rt, self);
  const fields = [
    newInt(rt, hits),
    newInt(rt, misses),
    limit < 0 ? None : newInt(rt, limit),
    newInt(rt, dictLength(rt, dict)),
  ];
  const result = callWith(rt, infoType, ...fields);
  for (const it of fields) decref(rt, it);
  return result;
}

/** Defines `_lru_cache_wrapper`. `mark` is an object that no key has. */
export function defineLruCache(rt: Runtime, mark: number): number {
  const call = define(
    method("($self, /, *args, **kwargs)", (rt_, self, args, kwargs) => callCached(rt_, self, args, kwargs, mark)),
    "__call__",
    "_lru_cache_wrapper",
  );
  const constructor = define(
    method("($type, user_function, maxsize, typed, cache_info_type)", construct),
    "lru_cache",
    "lru_cache",
  );
  return defineType(rt, {
    name: "_lru_cache_wrapper",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "functools",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    methods: {
      cache_info: method("($self, /)", cacheInfo),
      cache_clear: method("($self, /)", (rt_, self) => {
        clearCache(rt_, self);
        return None;
      }),
      __reduce__: method("($self, /)", (rt_, self) => getAttributeString(rt_, self, "__qualname__")),
      __copy__: method("($self, /)", newRef),
      __deepcopy__: method("($self, memo, /)", newRef),
    },
    getset: { __dict__: getset(instanceDictAccess.get, instanceDictAccess.set) },
    slots: {
      new: (rt_, type, args, count, kwnames) => callDefinition(rt_, constructor, type, args, count, kwnames),
      call: (rt_, self, args, count, kwnames) => callDefinition(rt_, call, self, args, count, kwnames),
      descriptorGet: (rt_, self, instance) =>
        instance === 0 || instance === None ? newRef(rt_, self) : newMethod(rt_, self, instance),
      clear: (rt_, self) => {
        const cache = cacheOf(rt_, self);
        clearCache(rt_, self);
        const { fn, infoType, dict } = cache;
        cache.fn = cache.infoType = cache.dict = 0;
        for (const it of [fn, infoType, dict]) xdecref(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        const cache = cacheOf(rt_, self);
        for (const it of [cache.fn, cache.infoType, cache.dict, ...linkedReferences(cache)]) visit(it);
      },
    },
  });
}
