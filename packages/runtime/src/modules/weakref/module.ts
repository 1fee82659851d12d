// The module `_weakref`.

import { errorOccurred, setError } from "../../exceptions/errors.ts";
import { newModule } from "../../kinds/module.ts";
import { dictDelete, dictGet } from "../../object/dict.ts";
import { newInt } from "../../object/int.ts";
import { listOf } from "../../object/list.ts";
import { None, isDict, newRef, slotsOf, typeName, typeOf } from "../../object/reference.ts";
import { type Runtime } from "../../runtime.ts";
import { builtinFunction } from "../../types/builtin-definition.ts";
import { isSubtype } from "../../types/subtype.ts";
import { defineProxies } from "./proxy-types.ts";
import { defineReference } from "./reference-type.ts";
import { existingReference, newWeakReference, referencesTo, weakPayload } from "./referents.ts";

/** Makes the module. */
export function newWeakrefModule(rt: Runtime): number {
  const reference = defineReference(rt);
  const { plain, callable } = defineProxies(rt);
  const shared = [reference, plain, callable];
  const functions = {
    getweakrefcount: builtinFunction("(object, /)", (rt_, object) =>
      newInt(rt_, rt_.weakReferences.get(object)?.length ?? 0),
    ),
    getweakrefs: builtinFunction("(object, /)", (rt_, object) =>
      listOf(
        rt_,
        referencesTo(rt_, object, shared).map((it) => newRef(rt_, it)),
      ),
    ),
    proxy: builtinFunction("(object, callback=None, /)", (rt_, object, callback) => {
      const type = slotsOf(rt_, object).call === null ? plain : callable;
      if (callback !== 0 && callback !== None) return newWeakReference(rt_, type, object, callback);
      const existing = existingReference(rt_, type, object);
      return existing === 0 ? newWeakReference(rt_, type, object, 0) : newRef(rt_, existing);
    }),
    _remove_dead_weakref: builtinFunction("(dct, key, /)", (rt_, dict, key) => {
      if (!isDict(rt_, dict)) {
        const message = `_remove_dead_weakref() argument 1 must be dict, not ${typeName(rt_, dict)}`;
        return setError(rt_, rt_.types.TypeError, message);
      }
      const value = dictGet(rt_, dict, key);
      if (value === 0) return errorOccurred(rt_) === 0 ? None : 0;
      if ((value & 1) !== 0 || !isSubtype(rt_, typeOf(rt_, value), reference)) {
        return setError(rt_, rt_.types.TypeError, "not a weakref");
      }
      if (weakPayload(rt_, value).target === 0 && dictDelete(rt_, dict, key) < 0) return 0;
      return None;
    }),
  };
  return newModule(rt, "_weakref", functions, {
    ref: newRef(rt, reference),
    ReferenceType: newRef(rt, reference),
    ProxyType: newRef(rt, plain),
    CallableProxyType: newRef(rt, callable),
  });
}
