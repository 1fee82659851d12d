// `from module import name` and `from module import *`, once the module is there.

import { clearError, errorOccurred, setError } from "../exceptions/errors.ts";
import { setExceptionState } from "../exceptions/exception-state.ts";
import { moduleDict } from "../kinds/module.ts";
import { FixedType } from "../layout/memory-map.ts";
import { Frame } from "../layout/objects.ts";
import { dictGet, dictNext, dictPosition, dictSet, entryKey, entryValue } from "../object/dict.ts";
import { None, decref, isDict, isStr, newRef, typeOf, xdecref } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { getAttribute, getOptionalAttribute } from "../protocols/attributes.ts";
import { forEach } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { isInitializing, originOf, shadowing } from "./module-origin.ts";

/** The instruction `IMPORT_FROM`: an attribute, or a submodule that is being imported. New reference. */
export function importFrom(rt: Runtime, module: number, name: number): number {
  const value = getOptionalAttribute(rt, module, name);
  if (value !== 0 || errorOccurred(rt) !== 0) return value;
  const own = getOptionalAttribute(rt, module, rt.names.__name__);
  if (own === 0 && errorOccurred(rt) !== 0) return 0;
  if (own !== 0 && isStr(rt, own)) {
    const full = newStr(rt, `${strValue(rt, own)}.${strValue(rt, name)}`);
    const submodule = dictGet(rt, rt.modules, full);
    decref(rt, full);
    if (submodule !== 0) {
      decref(rt, own);
      return newRef(rt, submodule);
    }
  }
  explain(rt, module, own, name);
  xdecref(rt, own);
  return 0;
}

/** Raises the ImportError for a name that is not there. */
function explain(rt: Runtime, module: number, own: number, name: number): void {
  const moduleName = own !== 0 && isStr(rt, own) ? strValue(rt, own) : "<unknown module name>";
  const spec = getOptionalAttribute(rt, module, rt.names.__spec__);
  if (spec === 0) clearError(rt);
  const located = spec === 0 || spec === None ? null : originOf(rt, spec);
  const origin = located ?? fileOf(rt, module);
  const shadows = shadowing(rt, located, moduleName);
  let message = `cannot import name '${strValue(rt, name)}' from `;
  if (shadows === "library") {
    message += `'${moduleName}' (consider renaming '${origin}' since it has the same name as the standard library module named '${moduleName}' and prevents importing that standard library module)`;
  } else if (spec !== 0 && spec !== None && isInitializing(rt, spec)) {
    if (shadows === "perhaps")
      message += `'${moduleName}' (consider renaming '${origin}' if it has the same name as a library you intended to import)`;
    else
      message += `partially initialized module '${moduleName}' (most likely due to a circular import)${origin === null ? "" : ` (${origin})`}`;
  } else message += `'${moduleName}' (${origin ?? "unknown location"})`;
  xdecref(rt, spec);
  setError(rt, rt.types.ImportError, message);
  const error = errorOccurred(rt);
  const nameObject = newStr(rt, moduleName);
  setExceptionState(rt, error, "name", nameObject);
  decref(rt, nameObject);
  setExceptionState(rt, error, "name_from", name);
  if (origin === null) return;
  const path = newStr(rt, origin);
  setExceptionState(rt, error, "path", path);
  decref(rt, path);
}

function fileOf(rt: Runtime, module: number): string | null {
  const file = getOptionalAttribute(rt, module, rt.names.__file__);
  if (file === 0) {
    clearError(rt);
    return null;
  }
  const text = isStr(rt, file) ? strValue(rt, file) : null;
  decref(rt, file);
  return text;
}

/** `from module import *` into the namespace of a frame. New reference to None. */
export function importStar(rt: Runtime, fp: number, module: number): number {
  const namespace = rt.heap.load(fp + Frame.locals.offset);
  if (namespace === 0) return setError(rt, rt.types.ImportError, "no locals found during 'import *'");
  const all = getOptionalAttribute(rt, module, rt.names.__all__);
  if (all !== 0) {
    const status = importListed(rt, namespace, module, all);
    decref(rt, all);
    return status < 0 ? 0 : None;
  }
  if (errorOccurred(rt) !== 0) return 0;
  const dict = typeOf(rt, module) === FixedType.module ? moduleDict(rt, module) : 0;
  if (dict === 0 || !isDict(rt, dict))
    return setError(rt, rt.types.ImportError, "from-import-* object has no __dict__ and no __all__");
  for (let position = 0; ;) {
    const entry = dictNext(rt, dict, position);
    if (entry === 0) return None;
    position = dictPosition(rt, dict, entry) + 1;
    const key = entryKey(rt, entry);
    if (isStr(rt, key) && !strValue(rt, key).startsWith("_") && dictSet(rt, namespace, key, entryValue(rt, entry)) < 0)
      return 0;
  }
}

function importListed(rt: Runtime, namespace: number, module: number, all: number): number {
  return forEach(rt, all, (name) => {
    const value = getAttribute(rt, module, name);
    if (value === 0) return -1;
    const done = dictSet(rt, namespace, name, value);
    decref(rt, value);
    return done;
  });
}
