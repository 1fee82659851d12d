// Attribute lookup on types along the method resolution order, with versions and the cache (CPython's _PyType_Lookup and PyType_Modified).

import { TypeObject } from "../layout/objects.ts";
import { dictGetName } from "../object/dict.ts";
import { incref, typeInfo, typeOf, xdecref } from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";

const versionOffset = TypeObject.version.offset;
const dictOffset = TypeObject.dict.offset;
const mroOffset = TypeObject.mro.offset;

/** The attribute `name`, interned, of `type` or its bases, not bound: borrowed, 0 if there is none. Never raises. */
export function lookupType(rt: Runtime, type: number, name: number): number {
  const version = rt.heap.load(type + versionOffset);
  const cache = rt.methodCache;
  if (version !== 0) {
    const at = cache.indexOf(version, name);
    if (cache.versions[at] === version && cache.names[at] === name) return cache.values[at] as number;
  }
  return lookupSlowly(rt, type, name);
}

function lookupSlowly(rt: Runtime, type: number, name: number): number {
  const heap = rt.heap;
  let found = 0;
  const mro = heap.load(type + mroOffset);
  if (mro === 0) return 0;
  for (let index = 0, length = tupleLength(rt, mro); index < length && found === 0; index++) {
    const dict = heap.load(tupleItem(rt, mro, index) + dictOffset);
    if (dict !== 0) found = dictGetName(rt, dict, name);
  }
  const version = typeVersion(rt, type);
  const cache = rt.methodCache;
  const at = cache.indexOf(version, name);
  const old = cache.names[at] as number;
  incref(rt, name);
  cache.versions[at] = version;
  cache.names[at] = name;
  cache.values[at] = found;
  xdecref(rt, old);
  return found;
}

/** The special method `name` of an object's type: borrowed, 0 if there is none. */
export function lookupSpecial(rt: Runtime, object: number, name: number): number {
  return lookupType(rt, typeOf(rt, object), name);
}

/** The type's version; assigns one, to its bases as well, if it has none. */
export function typeVersion(rt: Runtime, type: number): number {
  const heap = rt.heap;
  const version = heap.load(type + versionOffset);
  if (version !== 0) return version;
  const fresh = rt.nextTypeVersion++;
  heap.store(type + versionOffset, fresh);
  // A change of a base must reach this type: it stops at types without a version.
  const mro = heap.load(type + mroOffset);
  if (mro === 0) return fresh;
  for (let index = 0, length = tupleLength(rt, mro); index < length; index++) {
    const base = tupleItem(rt, mro, index);
    if (heap.load(base + versionOffset) === 0) heap.store(base + versionOffset, rt.nextTypeVersion++);
  }
  return fresh;
}

/** The type or a base changed: takes the version away, from subclasses too. */
export function typeModified(rt: Runtime, type: number): void {
  const heap = rt.heap;
  const version = heap.load(type + versionOffset);
  if (version === 0) return;
  heap.store(type + versionOffset, 0);
  const hook = rt.hooks.typeChanged;
  if (hook !== null) hook(type, version);
  for (const subclass of typeInfo(rt, type).subclasses) typeModified(rt, subclass);
}

/** Empties the cache, which owns names: before counting live objects. */
export function clearMethodCache(rt: Runtime): void {
  const cache = rt.methodCache;
  for (let at = 0; at < cache.size; at++) {
    const name = cache.names[at] as number;
    cache.versions[at] = 0;
    cache.names[at] = 0;
    cache.values[at] = 0;
    xdecref(rt, name);
  }
}
