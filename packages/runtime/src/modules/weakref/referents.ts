// What a weak reference may refer to, and making one.

import { setError } from "../../exceptions/errors.ts";
import { registerWeakReference, type WeakPayload } from "../../heap/weak-references.ts";
import { LayoutKind, TypeFlag, TypeObject } from "../../layout/objects.ts";
import { dictGetName } from "../../object/dict.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { isList, isStr, isTuple, newRef, typeFlagsOf, typeInfo, typeName, typeOf } from "../../object/reference.ts";
import { strValue } from "../../object/str.ts";
import { tupleItem, tupleLength } from "../../object/tuple.ts";
import { listItem, listLength } from "../../object/list.ts";
import { type Runtime } from "../../runtime.ts";

/** Builtin types, by what messages call them, whose instances may be referred to; besides functions, classes, modules and generators. */
const referable: ReadonlySet<string> = new Set([
  "set",
  "frozenset",
  "deque",
  "collections.deque",
  "functools.partial",
  "functools._lru_cache_wrapper",
  "re.Pattern",
  "array.array",
  "memoryview",
  "types.GenericAlias",
  "GenericAlias",
  "Union",
  "typing.Union",
  "UnionType",
]);

const referableKinds: ReadonlySet<number> = new Set([
  LayoutKind.FUNCTION,
  LayoutKind.METHOD,
  LayoutKind.BUILTIN_FUNCTION,
  LayoutKind.TYPE,
  LayoutKind.CODE,
  LayoutKind.MODULE,
  LayoutKind.GENERATOR,
]);

/** Whether there may be weak references to an object. */
export function isReferable(rt: Runtime, object: number): boolean {
  if ((object & 1) !== 0) return false;
  let type = typeOf(rt, object);
  const flags = typeFlagsOf(rt, object);
  const sized = TypeFlag.LONG_SUBCLASS | TypeFlag.TUPLE_SUBCLASS;
  const canAdd = (flags & sized) === 0;
  // Each class defined in Python adds it, unless it has __slots__ that do not name it.
  while ((rt.heap.load(type + TypeObject.flags.offset) & TypeFlag.HEAP) !== 0) {
    if (canAdd && addsWeakReferences(rt, type)) return true;
    type = rt.heap.load(type + TypeObject.base.offset);
  }
  if (referableKinds.has(rt.heap.load(type + TypeObject.flags.offset) & 0xff)) return true;
  const info = typeInfo(rt, type);
  return referable.has(info.messageName ?? info.name);
}

function addsWeakReferences(rt: Runtime, type: number): boolean {
  const slots = dictGetName(rt, rt.heap.load(type + TypeObject.dict.offset), rt.names.__slots__);
  if (slots === 0) return true;
  const isName = (ref: number): boolean => isStr(rt, ref) && strValue(rt, ref) === "__weakref__";
  if (isTuple(rt, slots)) {
    for (let index = 0; index < tupleLength(rt, slots); index++) if (isName(tupleItem(rt, slots, index))) return true;
  } else if (isList(rt, slots)) {
    for (let index = 0; index < listLength(rt, slots); index++) if (isName(listItem(rt, slots, index))) return true;
  }
  return isName(slots);
}

/** The payload of a weak reference or a proxy. */
export function weakPayload(rt: Runtime, reference: number): WeakPayload {
  return hostPayload(rt, reference) as WeakPayload;
}

/** A new weak reference or proxy of a class; `callback` 0: none. TypeError for what cannot be referred to. */
export function newWeakReference(rt: Runtime, type: number, target: number, callback: number): number {
  if (!isReferable(rt, target)) {
    return setError(rt, rt.types.TypeError, `cannot create weak reference to '${typeName(rt, target)}' object`);
  }
  const payload: WeakPayload = { target, callback: callback === 0 ? 0 : newRef(rt, callback), hash: 0 };
  const reference = newHostObject(rt, type, payload);
  registerWeakReference(rt, target, reference);
  return reference;
}

/** A weak reference to `target` of exactly this type without a callback, if there is one: borrowed; 0 if not. */
export function existingReference(rt: Runtime, type: number, target: number): number {
  const found = rt.weakReferences.get(target)?.find((it) => isPlain(rt, it, type));
  return found ?? 0;
}

function isPlain(rt: Runtime, reference: number, type: number): boolean {
  return typeOf(rt, reference) === type && weakPayload(rt, reference).callback === 0;
}

/** Weak references to an object: those that are shared first, then the others, the newest first. Borrowed. */
export function referencesTo(rt: Runtime, target: number, types: readonly number[]): readonly number[] {
  const all = rt.weakReferences.get(target) ?? [];
  const shared = types.flatMap((type) => all.filter((it) => isPlain(rt, it, type)));
  return [...shared, ...all.filter((it) => !shared.includes(it)).reverse()];
}

/** The object behind a proxy, borrowed; 0 with ReferenceError set. Other objects are themselves. */
export function unwrap(rt: Runtime, object: number, proxyTypes: readonly number[]): number {
  if ((object & 1) !== 0 || !proxyTypes.includes(typeOf(rt, object))) return object;
  const { target } = weakPayload(rt, object);
  return target === 0 ? setError(rt, rt.types.ReferenceError, "weakly-referenced object no longer exists") : target;
}
