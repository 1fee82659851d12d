// `__annotations__` and `__annotate__` of classes (PEP 649): annotations are made when somebody asks, by the function that the compiler put
// into the class, and kept in `__annotations_cache__`.

import { errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { attributeError } from "../exceptions/attribute-error.ts";
import { TypeFlag, TypeObject } from "../layout/objects.ts";
import { dictDelete, dictGetName, dictSet, newDict } from "../object/dict.ts";
import { None, decref, isDict, newRef, slotsOf, smallInt, typeName } from "../object/reference.ts";
import { callOneArgument } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { getset } from "../types/builtin-definition.ts";
import { typeModified } from "../types/lookup.ts";
import { mutable } from "./type-type.ts";

/** `annotationlib.Format.VALUE`. */
const valueFormat = 1;

function dictOf(rt: Runtime, type: number): number {
  return rt.heap.load(type + TypeObject.dict.offset);
}

/** An entry of the class itself, bound to it. New reference; 0 without one, or with an exception set. */
function entry(rt: Runtime, type: number, ...names: readonly number[]): number {
  for (const name of names) {
    const value = dictGetName(rt, dictOf(rt, type), name);
    if (value === 0) continue;
    const get = slotsOf(rt, value).descriptorGet;
    return get === null ? newRef(rt, value) : get(rt, value, 0, type);
  }
  return 0;
}

function put(rt: Runtime, type: number, name: number, value: number): number {
  typeModified(rt, type);
  return dictSet(rt, dictOf(rt, type), name, value);
}

/** Removes an entry; whether there was one. */
function drop(rt: Runtime, type: number, name: number): boolean {
  if (dictGetName(rt, dictOf(rt, type), name) === 0) return false;
  typeModified(rt, type);
  return dictDelete(rt, dictOf(rt, type), name) === 0;
}

function isBuiltin(rt: Runtime, type: number): boolean {
  return (rt.heap.load(type + TypeObject.flags.offset) & TypeFlag.HEAP) === 0;
}

function annotateOf(rt: Runtime, type: number): number {
  const { __annotate_func__, __annotate__ } = rt.names;
  if (isBuiltin(rt, type)) return attributeError(rt, type, __annotate__);
  const found = entry(rt, type, __annotate_func__, __annotate__);
  if (found !== 0 || errorOccurred(rt) !== 0) return found;
  return put(rt, type, __annotate_func__, None) < 0 ? 0 : None;
}

function setAnnotate(rt: Runtime, type: number, value: number): number {
  if (!mutable(rt, type, "__annotate__")) return -1;
  const { TypeError } = rt.types;
  if (value === 0) return fail(rt, TypeError, "cannot delete __annotate__ attribute");
  if (value !== None && slotsOf(rt, value).call === null)
    return fail(rt, TypeError, "__annotate__ must be callable or None");
  if (put(rt, type, rt.names.__annotate_func__, value) < 0) return -1;
  if (value !== None)
    for (const name of [rt.names.__annotations_cache__, rt.names.__annotations__]) drop(rt, type, name);
  return 0;
}

function annotationsOf(rt: Runtime, type: number): number {
  const { __annotations__, __annotations_cache__ } = rt.names;
  if (isBuiltin(rt, type)) return attributeError(rt, type, __annotations__);
  const found = entry(rt, type, __annotations__, __annotations_cache__);
  if (found !== 0 || errorOccurred(rt) !== 0) return found;
  const annotate = annotateOf(rt, type);
  if (annotate === 0) return 0;
  const made = annotationsBy(rt, annotate);
  decref(rt, annotate);
  if (made === 0 || put(rt, type, __annotations_cache__, made) === 0) return made;
  decref(rt, made);
  return 0;
}

/** What an `__annotate__` makes, an empty dict if it cannot be called. New reference; 0 with an exception set. */
export function annotationsBy(rt: Runtime, annotate: number): number {
  if (annotate === None || slotsOf(rt, annotate).call === null) return newDict(rt);
  const made = callOneArgument(rt, annotate, smallInt(valueFormat));
  if (made === 0 || isDict(rt, made)) return made;
  const message = `__annotate__ returned non-dict of type '${typeName(rt, made)}'`;
  decref(rt, made);
  return setError(rt, rt.types.TypeError, message);
}

function setAnnotations(rt: Runtime, type: number, value: number): number {
  if (!mutable(rt, type, "__annotations__")) return -1;
  const { __annotations__, __annotations_cache__, __annotate__, __annotate_func__ } = rt.names;
  if (value !== 0) {
    const isOwn = dictGetName(rt, dictOf(rt, type), __annotations__) !== 0;
    if (put(rt, type, isOwn ? __annotations__ : __annotations_cache__, value) < 0) return -1;
  } else if (!drop(rt, type, __annotations__) && !drop(rt, type, __annotations_cache__)) {
    return fail(rt, rt.types.AttributeError, "__annotations__");
  }
  drop(rt, type, __annotate_func__);
  drop(rt, type, __annotate__);
  return 0;
}

/** `__annotations__`. */
export const classAnnotations = getset(annotationsOf, setAnnotations);
/** `__annotate__`. */
export const classAnnotate = getset(annotateOf, setAnnotate);
