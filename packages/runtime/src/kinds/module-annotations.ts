// `__annotations__` and `__annotate__` of modules (PEP 649): entries of the module's dict, made when somebody asks.

import { fail } from "../exceptions/errors.ts";
import { isInitializing } from "../importing/module-origin.ts";
import { ModuleObject } from "../layout/objects.ts";
import { dictDelete, dictGetName, dictSet } from "../object/dict.ts";
import { None, decref, newRef, slotsOf } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { getset } from "../types/builtin-definition.ts";
import { annotationsBy } from "./class-annotations.ts";

function dictOf(rt: Runtime, module: number): number {
  return rt.heap.load(module + ModuleObject.dict.offset);
}

/** Removes an entry; whether there was one. */
function drop(rt: Runtime, module: number, name: number): boolean {
  const dict = dictOf(rt, module);
  return dictGetName(rt, dict, name) !== 0 && dictDelete(rt, dict, name) === 0;
}

/** `__annotations__`. They are kept once the module is complete. */
export const moduleAnnotations = getset(
  (rt, module) => {
    const { __annotations__, __annotate__, __spec__ } = rt.names;
    const dict = dictOf(rt, module);
    const found = dictGetName(rt, dict, __annotations__);
    if (found !== 0) return newRef(rt, found);
    const annotate = newRef(rt, dictGetName(rt, dict, __annotate__) || None);
    const made = annotationsBy(rt, annotate);
    decref(rt, annotate);
    const spec = dictGetName(rt, dict, __spec__);
    const isComplete = spec === 0 || spec === None || !isInitializing(rt, spec);
    if (made !== 0 && isComplete) dictSet(rt, dict, __annotations__, made);
    return made;
  },
  (rt, module, value) => {
    const { __annotations__, __annotate__ } = rt.names;
    if (value !== 0) dictSet(rt, dictOf(rt, module), __annotations__, value);
    else if (!drop(rt, module, __annotations__)) return fail(rt, rt.types.AttributeError, "__annotations__");
    drop(rt, module, __annotate__);
    return 0;
  },
);

/** `__annotate__`. */
export const moduleAnnotate = getset(
  (rt, module) => {
    const { __annotate__ } = rt.names;
    const dict = dictOf(rt, module);
    if (dictGetName(rt, dict, __annotate__) === 0) dictSet(rt, dict, __annotate__, None);
    return newRef(rt, dictGetName(rt, dict, __annotate__));
  },
  (rt, module, value) => {
    const { TypeError } = rt.types;
    if (value === 0) return fail(rt, TypeError, "cannot delete __annotate__ attribute");
    if (value !== None && slotsOf(rt, value).call === null)
      return fail(rt, TypeError, "__annotate__ must be callable or None");
    dictSet(rt, dictOf(rt, module), rt.names.__annotate__, value);
    if (value !== None) drop(rt, module, rt.names.__annotations__);
    return 0;
  },
);
