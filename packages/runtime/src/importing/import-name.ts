// The `import` statement and `__import__`: relative names, and which module of a dotted name is meant.

import { clearIf, errorOccurred, setError } from "../exceptions/errors.ts";
import { warn } from "../exceptions/warn.ts";
import { getExceptionState } from "../exceptions/exception-state.ts";
import { FixedType } from "../layout/memory-map.ts";
import { Frame } from "../layout/objects.ts";
import { dictGet, dictGetName } from "../object/dict.ts";
import { None, decref, isDict, isStr, newRef, typeName, typeOf } from "../object/reference.ts";
import { internStr, strValue } from "../object/str.ts";
import { getAttributeString, getOptionalAttribute } from "../protocols/attributes.ts";
import { callWith } from "../protocols/call.ts";
import { forEach } from "../protocols/iterate.ts";
import { indexNumber } from "../protocols/number.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { importModule } from "./import-module.ts";

/** The instruction `IMPORT_NAME`: calls `builtins.__import__` if a program replaced it. */
export function importName(rt: Runtime, fp: number, name: number, fromlist: number, level: number): number {
  const hook = dictGetName(rt, rt.heap.load(fp + Frame.builtins.offset), rt.names.__import__);
  if (hook === 0) return setError(rt, rt.types.ImportError, "__import__ not found");
  const globals = rt.heap.load(fp + Frame.globals.offset);
  if (typeOf(rt, hook) !== FixedType.builtin_function_or_method)
    return callWith(rt, hook, name, globals, rt.heap.load(fp + Frame.locals.offset) || None, fromlist, level);
  const depth = indexNumber(rt, level);
  return depth === null ? 0 : importWithLevel(rt, strValue(rt, name), globals, fromlist, depth);
}

/** The builtin `__import__`. */
export function importFunction(
  rt: Runtime,
  name: number,
  globals: number,
  _locals: number,
  fromlist: number,
  level: number,
): number {
  if (!isStr(rt, name)) return setError(rt, rt.types.TypeError, "module name must be a string");
  const depth = level === 0 ? 0 : indexNumber(rt, level);
  return depth === null ? 0 : importWithLevel(rt, strValue(rt, name), globals, fromlist, depth);
}

/** `__import__(name, globals, …, fromlist, level)`. `globals` and `fromlist` may be 0. */
export function importWithLevel(rt: Runtime, name: string, globals: number, fromlist: number, level: number): number {
  if (level < 0) return setError(rt, rt.types.ValueError, "level must be >= 0");
  let full = name;
  if (level > 0) {
    const base = packageOf(rt, globals, level);
    if (base === null) return 0;
    full = name === "" ? base : `${base}.${name}`;
  } else if (name === "") return setError(rt, rt.types.ValueError, "Empty module name");
  const module = importModule(rt, full);
  if (module === 0) return 0;
  const hasList = fromlist !== 0 && fromlist !== None ? isTrue(rt, fromlist) : 0;
  if (hasList > 0) return importSubmodules(rt, module, fromlist);
  const dot = name.indexOf(".");
  if (hasList === 0 && dot < 0 && (level === 0 || name !== "")) return module;
  if (hasList === 0 && name === "") return module;
  decref(rt, module);
  if (hasList < 0) return 0;
  // `import a.b` binds a.
  return level === 0
    ? importModule(rt, full.slice(0, dot))
    : importedAs(rt, full.slice(0, full.length - name.length + dot));
}

/** What is in `sys.modules` under a name that must be there. New reference. */
function importedAs(rt: Runtime, name: string): number {
  const key = internStr(rt, name);
  const module = dictGet(rt, rt.modules, key);
  if (module === 0) setError(rt, rt.types.KeyError, `'${name}' not in sys.modules as expected`);
  decref(rt, key);
  return module === 0 ? 0 : newRef(rt, module);
}

/** The package that a relative import starts from; null with an exception set. */
function packageOf(rt: Runtime, globals: number, level: number): string | null {
  const refuse = (type: number, message: string): null => {
    setError(rt, type, message);
    return null;
  };
  if (globals === 0) return refuse(rt.types.KeyError, "'__name__' not in globals");
  if (!isDict(rt, globals)) return refuse(rt.types.TypeError, "globals must be a dict");
  let name: string | null;
  const package_ = dictGetName(rt, globals, rt.names.__package__);
  const spec = dictGetName(rt, globals, rt.names.__spec__);
  if (package_ !== 0 && package_ !== None) {
    if (!isStr(rt, package_)) return refuse(rt.types.TypeError, "package must be a string");
    name = strValue(rt, package_);
  } else if (spec !== 0 && spec !== None) {
    name = parentOf(rt, spec);
    if (name === null) return null;
  } else {
    const message = "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__";
    if (warn(rt, rt.types.ImportWarning, message) < 0) return null;
    const own = dictGetName(rt, globals, rt.names.__name__);
    if (own === 0) return refuse(rt.types.KeyError, "'__name__' not in globals");
    if (!isStr(rt, own)) return refuse(rt.types.TypeError, "__name__ must be a string");
    name = strValue(rt, own);
    if (dictGetName(rt, globals, rt.names.__path__) === 0) name = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  }
  if (name === "") return refuse(rt.types.ImportError, "attempted relative import with no known parent package");
  for (let up = 1; up < level; up++) {
    const dot = name.lastIndexOf(".");
    if (dot < 0) return refuse(rt.types.ImportError, "attempted relative import beyond top-level package");
    name = name.slice(0, dot);
  }
  return name;
}

function parentOf(rt: Runtime, spec: number): string | null {
  const parent = getAttributeString(rt, spec, "parent");
  if (parent === 0) return null;
  const text = isStr(rt, parent) ? strValue(rt, parent) : null;
  decref(rt, parent);
  if (text === null) setError(rt, rt.types.TypeError, "__spec__.parent must be a string");
  return text;
}

/** For packages, `from package import name` may mean a module. Steals and returns `module`. */
function importSubmodules(rt: Runtime, module: number, fromlist: number): number {
  const path = getOptionalAttribute(rt, module, rt.names.__path__);
  if (path === 0) {
    if (errorOccurred(rt) === 0) return module;
    decref(rt, module);
    return 0;
  }
  decref(rt, path);
  const status = importNames(rt, module, fromlist, false);
  if (status === 0) return module;
  decref(rt, module);
  return 0;
}

function importNames(rt: Runtime, module: number, names: number, isAll: boolean): number {
  return forEach(rt, names, (name) => {
    if (!isStr(rt, name)) return refuseItem(rt, module, name, isAll);
    if (strValue(rt, name) === "*") return isAll ? 0 : importAll(rt, module);
    const present = getOptionalAttribute(rt, module, name);
    if (present !== 0) {
      decref(rt, present);
      return 0;
    }
    return errorOccurred(rt) === 0 ? importSubmodule(rt, module, strValue(rt, name)) : -1;
  });
}

/** `from package import *` imports the modules that `__all__` names. */
function importAll(rt: Runtime, module: number): number {
  const all = getOptionalAttribute(rt, module, rt.names.__all__);
  if (all === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  const status = importNames(rt, module, all, true);
  decref(rt, all);
  return status;
}

function refuseItem(rt: Runtime, module: number, item: number, isAll: boolean): number {
  const where = isAll ? `${moduleName(rt, module)}.__all__` : "``from list''";
  setError(rt, rt.types.TypeError, `Item in ${where} must be str, not ${typeName(rt, item)}`);
  return -1;
}

function moduleName(rt: Runtime, module: number): string {
  const name = getOptionalAttribute(rt, module, rt.names.__name__);
  if (name === 0) {
    clearIf(rt, rt.types.Exception);
    return "?";
  }
  const text = isStr(rt, name) ? strValue(rt, name) : "?";
  decref(rt, name);
  return text;
}

/** A submodule that is not there is no error here: reading the attribute will tell. */
function importSubmodule(rt: Runtime, module: number, name: string): number {
  const full = `${moduleName(rt, module)}.${name}`;
  const submodule = importModule(rt, full);
  if (submodule !== 0) {
    decref(rt, submodule);
    return 0;
  }
  const missing = getExceptionState(rt, errorOccurred(rt), "name");
  const isThis = missing !== 0 && isStr(rt, missing) && strValue(rt, missing) === full;
  return isThis && clearIf(rt, rt.types.ModuleNotFoundError) ? 0 : -1;
}
