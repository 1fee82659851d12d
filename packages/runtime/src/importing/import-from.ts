// `from module import name` and `from module import *`, once the module is there.

import { clearError, errorOccurred, fail, setError, clearIf } from "../exceptions/errors.ts";
import { setExceptionState } from "../exceptions/exception-state.ts";
import { Frame } from "../layout/objects.ts";
import { dictGet } from "../object/dict.ts";
import { None, decref, isStr, newRef, typeName, xdecref, isDict, slotsOf, smallInt } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { getAttribute, getOptionalAttribute } from "../protocols/attributes.ts";
import { forEach, listFrom } from "../protocols/iterate.ts";
import { setItem, getItem } from "../protocols/subscript.ts";
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

/** `from module import *` into the namespace of a frame: what `__all__` lists, else what the module has and does not hide. New reference to None. */
export function importStar(rt: Runtime, fp: number, module: number): number {
  const namespace = rt.heap.load(fp + Frame.locals.offset);
  if (namespace === 0) return setError(rt, rt.types.ImportError, "no locals found during 'import *'");
  let names = getOptionalAttribute(rt, module, rt.names.__all__);
  const isListed = names !== 0;
  if (!isListed) {
    if (errorOccurred(rt) !== 0) return 0;
    const dict = getOptionalAttribute(rt, module, rt.names.__dict__);
    if (dict === 0)
      return errorOccurred(rt) === 0
        ? setError(rt, rt.types.ImportError, "from-import-* object has no __dict__ and no __all__")
        : 0;
    // A list: what is imported may change the dict.
    names = listFrom(rt, dict);
    decref(rt, dict);
    if (names === 0) return 0;
  }
  const visit = (name: number): number => {
    if (!isStr(rt, name)) return refuseName(rt, module, name, isListed);
    if (!isListed && strValue(rt, name).startsWith("_")) return 0;
    const value = getAttribute(rt, module, name);
    if (value === 0) return -1;
    const done = setItem(rt, namespace, name, value);
    decref(rt, value);
    return done;
  };
  const status = isListed ? forEachByIndex(rt, names, visit) : forEach(rt, names, visit);
  decref(rt, names);
  return status < 0 ? 0 : None;
}

/** Visits the items of a sequence as CPython does those of `__all__`: by index, until there is an IndexError. Status. */
function forEachByIndex(rt: Runtime, sequence: number, visit: (item: number) => number): number {
  if (isDict(rt, sequence)) return fail(rt, rt.types.TypeError, `${typeName(rt, sequence)} is not a sequence`);
  if (slotsOf(rt, sequence).getitem === null)
    return fail(rt, rt.types.TypeError, `'${typeName(rt, sequence)}' object does not support indexing`);
  for (let index = 0; ; index++) {
    const item = getItem(rt, sequence, smallInt(index));
    if (item === 0) return clearIf(rt, rt.types.IndexError) ? 0 : -1;
    const status = visit(item);
    decref(rt, item);
    if (status < 0) return status;
  }
}

function refuseName(rt: Runtime, module: number, name: number, isListed: boolean): number {
  const own = getAttribute(rt, module, rt.names.__name__);
  if (own === 0) return -1;
  const message = isStr(rt, own)
    ? `${isListed ? "Item" : "Key"} in ${strValue(rt, own)}.${isListed ? "__all__" : "__dict__"} must be str, not ${typeName(rt, name)}`
    : `module __name__ must be a string, not ${typeName(rt, own)}`;
  decref(rt, own);
  return fail(rt, rt.types.TypeError, message);
}
