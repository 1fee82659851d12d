// Imports. Native modules are made at their first import; others are the embedder's, through `hooks.importModule`. Signatures: `imports.ts`.

import { clearIf, errorOccurred, setError } from "../exceptions/errors.ts";
import { setExceptionState } from "../exceptions/exception-state.ts";
import { moduleDict } from "../kinds/module.ts";
import { FixedType } from "../layout/memory-map.ts";
import { Frame } from "../layout/objects.ts";
import { dictGet, dictGetName, dictNext, dictPosition, dictSet, entryKey, entryValue } from "../object/dict.ts";
import { None, decref, isDict, isStr, newRef, typeOf } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { getAttribute, getOptionalAttribute, setAttributeString } from "../protocols/attributes.ts";
import { callWith } from "../protocols/call.ts";
import { forEach } from "../protocols/iterate.ts";
import { indexNumber } from "../protocols/number.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";

/** The module with this full name, imported if need be: a new reference. */
export function importModule(rt: Runtime, name: string): number {
  const dot = name.lastIndexOf(".");
  let parent = 0;
  if (dot > 0) {
    parent = importModule(rt, name.slice(0, dot));
    if (parent === 0) return 0;
  }
  const module = importLeaf(rt, name);
  if (module !== 0 && parent !== 0) setAttributeString(rt, parent, name.slice(dot + 1), module);
  if (parent !== 0) decref(rt, parent);
  return module;
}

function importLeaf(rt: Runtime, name: string): number {
  const key = internStr(rt, name);
  const known = dictGet(rt, rt.modules, key);
  if (known !== 0 && known !== None) {
    decref(rt, key);
    return newRef(rt, known);
  }
  const maker = rt.nativeModules.get(name);
  let module = 0;
  if (maker !== undefined) {
    module = maker(rt);
    if (module !== 0) dictSet(rt, rt.modules, key, module);
  } else if (rt.hooks.importModule !== null) module = rt.hooks.importModule(name);
  else {
    setError(rt, rt.types.ModuleNotFoundError, `No module named '${name}'`);
    setExceptionState(rt, errorOccurred(rt), "name", key);
  }
  decref(rt, key);
  return module;
}

export function importName(rt: Runtime, fp: number, name: number, fromlist: number, level: number): number {
  const hook = dictGetName(rt, rt.heap.load(fp + Frame.builtins.offset), rt.names.__import__);
  const globals = rt.heap.load(fp + Frame.globals.offset);
  const isReplaced = hook !== 0 && typeOf(rt, hook) !== FixedType.builtin_function_or_method;
  if (isReplaced)
    return callWith(rt, hook, name, globals, rt.heap.load(fp + Frame.locals.offset) || None, fromlist, level);
  const depth = indexNumber(rt, level);
  return depth === null ? 0 : importWithLevel(rt, strValue(rt, name), globals, fromlist, depth);
}

/** `__import__(name, globals, …, fromlist, level)`. `globals` and `fromlist` may be 0. */
export function importWithLevel(rt: Runtime, name: string, globals: number, fromlist: number, level: number): number {
  let full = name;
  if (level > 0) {
    const base = packageOf(rt, globals, level);
    if (base === null) return 0;
    full = name === "" ? base : `${base}.${name}`;
  } else if (name === "") return setError(rt, rt.types.ValueError, "Empty module name");
  const module = importModule(rt, full);
  if (module === 0) return 0;
  const hasList = fromlist !== 0 && fromlist !== None ? isTrue(rt, fromlist) : 0;
  if (hasList > 0) return importSubmodules(rt, module, full, fromlist);
  if (!name.includes(".")) return module;
  // `import a.b` binds a.
  decref(rt, module);
  const top =
    level === 0 ? full.slice(0, full.indexOf(".")) : full.slice(0, full.length - name.length + name.indexOf("."));
  return importModule(rt, top);
}

function packageOf(rt: Runtime, globals: number, level: number): string | null {
  const text = (name: number): string | null => {
    const value = globals === 0 ? 0 : dictGetName(rt, globals, name);
    return value !== 0 && isStr(rt, value) ? strValue(rt, value) : null;
  };
  let name = text(rt.names.__package__);
  if (name === null) {
    name = text(rt.names.__name__) ?? "";
    if (globals !== 0 && dictGetName(rt, globals, rt.names.__path__) === 0)
      name = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  }
  if (name === "") {
    setError(rt, rt.types.ImportError, "attempted relative import with no known parent package");
    return null;
  }
  for (let up = 1; up < level; up++) {
    const dot = name.lastIndexOf(".");
    if (dot < 0) {
      setError(rt, rt.types.ImportError, "attempted relative import beyond top-level package");
      return null;
    }
    name = name.slice(0, dot);
  }
  return name;
}

/** For packages, `from package import name` may mean a module. Steals and returns `module`. */
function importSubmodules(rt: Runtime, module: number, full: string, fromlist: number): number {
  const path = getOptionalAttribute(rt, module, rt.names.__path__);
  if (path === 0) {
    if (errorOccurred(rt) === 0) return module;
    decref(rt, module);
    return 0;
  }
  decref(rt, path);
  const status = forEach(rt, fromlist, (name) => {
    if (!isStr(rt, name) || strValue(rt, name) === "*") return 0;
    const present = getOptionalAttribute(rt, module, name);
    if (present !== 0) {
      decref(rt, present);
      return 0;
    }
    const submodule = importModule(rt, `${full}.${strValue(rt, name)}`);
    if (submodule !== 0) decref(rt, submodule);
    else clearIf(rt, rt.types.ModuleNotFoundError);
    return errorOccurred(rt) === 0 ? 0 : -1;
  });
  if (status === 0) return module;
  decref(rt, module);
  return 0;
}

export function importFrom(rt: Runtime, module: number, name: number): number {
  const value = getOptionalAttribute(rt, module, name);
  if (value !== 0 || errorOccurred(rt) !== 0) return value;
  const own = getOptionalAttribute(rt, module, rt.names.__name__);
  if (own === 0 && errorOccurred(rt) !== 0) return 0;
  const moduleName = own !== 0 && isStr(rt, own) ? strValue(rt, own) : "<unknown module name>";
  if (own !== 0) decref(rt, own);
  const full = newStr(rt, `${moduleName}.${strValue(rt, name)}`);
  const submodule = dictGet(rt, rt.modules, full);
  decref(rt, full);
  if (submodule !== 0) return newRef(rt, submodule);
  const file = getOptionalAttribute(rt, module, rt.names.__file__);
  const origin = file !== 0 && isStr(rt, file) ? strValue(rt, file) : "unknown location";
  if (file !== 0) decref(rt, file);
  setError(rt, rt.types.ImportError, `cannot import name '${strValue(rt, name)}' from '${moduleName}' (${origin})`);
  setExceptionState(rt, errorOccurred(rt), "name_from", name);
  return 0;
}

/** `from module import *` into the namespace of a frame. New reference to None. */
export function importStar(rt: Runtime, fp: number, module: number): number {
  const namespace = rt.heap.load(fp + Frame.locals.offset);
  if (namespace === 0) return setError(rt, rt.types.ImportError, "no locals found during 'import *'");
  const all = getOptionalAttribute(rt, module, rt.names.__all__);
  if (all !== 0) {
    const status = forEach(rt, all, (name) => {
      const value = getAttribute(rt, module, name);
      if (value === 0) return -1;
      const done = dictSet(rt, namespace, name, value);
      decref(rt, value);
      return done;
    });
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
