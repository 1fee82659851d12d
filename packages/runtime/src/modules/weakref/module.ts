// The module `_weakref`.

import { weakTarget, weakReferencesOf } from "../../heap/weak-references.ts";
import { newModule } from "../../kinds/module.ts";
import { dictDelete, dictGet } from "../../object/dict.ts";
import { newInt } from "../../object/int.ts";
import { listAppend, newList } from "../../object/list.ts";
import { None, isDict, newRef, slotsOf, typeName, typeOf } from "../../object/reference.ts";
import { errorOccurred, setError } from "../../exceptions/errors.ts";
import { hashObject } from "../../protocols/hash.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../../types/builtin-definition.ts";
import { isSubtype } from "../../types/subtype.ts";
import { newWeakReference } from "./reference-type.ts";

function proxy(rt: Runtime, object: number, callback: number): number {
  const isCallable = slotsOf(rt, object).call !== null;
  const type = isCallable ? rt.types.callableWeakProxy : rt.types.weakProxy;
  return newWeakReference(rt, type, object, callback, "shared proxy");
}

function references(rt: Runtime, object: number): number {
  const list = newList(rt);
  for (const reference of weakReferencesOf(rt, object)) listAppend(rt, list, reference);
  return list;
}

/** Deletes an entry whose value is a weak reference that died: what WeakValueDictionary asks when one of its values dies. */
function removeDead(rt: Runtime, dict: number, key: number): number {
  if (!isDict(rt, dict)) {
    const wrong = dict === None ? "None" : typeName(rt, dict);
    return setError(rt, rt.types.TypeError, `_remove_dead_weakref() argument 1 must be dict, not ${wrong}`);
  }
  if (hashObject(rt, key) === -1) return 0;
  const value = dictGet(rt, dict, key);
  if (value === 0) return errorOccurred(rt) === 0 ? None : 0;
  const isReference = (value & 1) === 0 && isSubtype(rt, typeOf(rt, value), rt.types.weakref);
  if (!isReference) return setError(rt, rt.types.TypeError, "not a weakref");
  return weakTarget(rt, value) !== 0 || dictDelete(rt, dict, key) === 0 ? None : 0;
}

const functions: Readonly<Record<string, BuiltinSpecification>> = {
  getweakrefcount: builtinFunction("(object, /)", (rt, object) => newInt(rt, weakReferencesOf(rt, object).length)),
  getweakrefs: builtinFunction("(object, /)", references),
  proxy: builtinFunction("(object, callback=None, /)", proxy),
  _remove_dead_weakref: builtinFunction("(dct, key, /)", removeDead),
};

/** Makes `_weakref`. */
export function newWeakrefModule(rt: Runtime): number {
  const reference = rt.types.weakref;
  return newModule(rt, "_weakref", functions, {
    ref: newRef(rt, reference),
    ReferenceType: newRef(rt, reference),
    ProxyType: newRef(rt, rt.types.weakProxy),
    CallableProxyType: newRef(rt, rt.types.callableWeakProxy),
  });
}
