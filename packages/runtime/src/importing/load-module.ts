// Making a module from where it was found, and running it: CPython's `_load_unlocked`, in one place for all kinds of modules.

import {
  clearError,
  clearIf,
  errorOccurred,
  fetchError,
  restoreError,
  setError,
  setErrorObject,
} from "../exceptions/errors.ts";
import { setExceptionState } from "../exceptions/exception-state.ts";
import { moduleDict, newModule, setEntry } from "../kinds/module.ts";
import { FixedType } from "../layout/memory-map.ts";
import { dictDelete, dictGet, dictSet, dictTake } from "../object/dict.ts";
import { listAppendStolen, newList } from "../object/list.ts";
import { False, None, True, decref, newRef, typeOf, xdecref } from "../object/reference.ts";
import { internStr, newStr } from "../object/str.ts";
import { getAttributeString, getOptionalAttribute, setAttributeString } from "../protocols/attributes.ts";
import { callOneArgument } from "../protocols/call.ts";
import { strText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { importModule } from "./import-module.ts";
import { builtinImporter } from "./builtin-importer.ts";
import { type FoundModule } from "./find-module.ts";
import { newSpec } from "./module-spec.ts";
import { codeOfFile, runModule } from "./run-module.ts";
import { isPlainSourceLoader, newSourceLoader } from "./source-loader.ts";

/** Loads a module that was found. New reference; 0 with an exception set. */
export function loadModule(rt: Runtime, name: string, found: FoundModule): number {
  switch (found.kind) {
    case "native":
      return loadNative(rt, name, found.make);
    case "source":
    case "namespace": {
      const spec = specOf(rt, name, found);
      const module = moduleFromSpec(rt, spec);
      if (module !== 0) return runSpec(rt, name, spec, module);
      decref(rt, spec);
      return 0;
    }
    case "spec": {
      const isOld = hasOldLoader(rt, found.spec);
      if (isOld < 0) return 0;
      const module = isOld > 0 ? loadByImportlib(rt, found.spec) : moduleFromSpec(rt, found.spec);
      if (isOld === 0 && module !== 0) return runSpec(rt, name, found.spec, module);
      decref(rt, found.spec);
      return isOld > 0 ? module : 0;
    }
    case "none":
    case "error":
      return 0;
  }
}

/** The spec of a module that the machine found itself. New reference; 0 for one that was not found. */
export function specOf(rt: Runtime, name: string, found: FoundModule): number {
  switch (found.kind) {
    case "native":
      return newSpec(rt, {
        name,
        loader: builtinImporter(rt),
        origin: "built-in",
        hasLocation: false,
        searchLocations: 0,
      });
    case "source": {
      const searchLocations = found.folder === null ? 0 : stringList(rt, [found.folder]);
      const loader = newSourceLoader(rt, name, found.path);
      return newSpec(rt, { name, loader, origin: found.path, hasLocation: true, searchLocations });
    }
    case "namespace": {
      const searchLocations = stringList(rt, found.folders);
      return newSpec(rt, { name, loader: None, origin: null, hasLocation: false, searchLocations });
    }
    case "spec":
      return found.spec;
    case "none":
    case "error":
      return 0;
  }
}

function stringList(rt: Runtime, texts: readonly string[]): number {
  const list = newList(rt);
  for (const text of texts) listAppendStolen(rt, list, newStr(rt, text));
  return list;
}

function loadNative(rt: Runtime, name: string, make: (rt: Runtime) => number): number {
  const module = make(rt);
  if (module === 0) return 0;
  const key = internStr(rt, name);
  dictSet(rt, rt.modules, key, module);
  decref(rt, key);
  if (typeOf(rt, module) !== FixedType.module) return module;
  const dict = moduleDict(rt, module);
  if (isNoneEntry(rt, dict, rt.names.__spec__)) {
    setEntry(rt, dict, "__package__", newStr(rt, name.slice(0, Math.max(0, name.lastIndexOf(".")))));
    setEntry(rt, dict, "__loader__", builtinImporter(rt));
    setEntry(rt, dict, "__spec__", specOf(rt, name, { kind: "native", make }));
  }
  return module;
}

function isNoneEntry(rt: Runtime, dict: number, name: number): boolean {
  const value = dictGet(rt, dict, name);
  return value === 0 || value === None;
}

/** `importlib.util.module_from_spec`: new reference. */
export function moduleFromSpec(rt: Runtime, spec: number): number {
  const loader = getAttributeString(rt, spec, "loader");
  if (loader === 0) return 0;
  let module = 0;
  if (loader !== None && !isPlainSourceLoader(rt, loader)) {
    module = createByLoader(rt, loader, spec);
    if (module === 0 && errorOccurred(rt) !== 0) {
      decref(rt, loader);
      return 0;
    }
  }
  decref(rt, loader);
  if (module === 0) {
    const name = getAttributeString(rt, spec, "name");
    if (name === 0) return 0;
    const text = strText(rt, name);
    decref(rt, name);
    if (text === null) return 0;
    module = newModule(rt, text);
  }
  const isNamespace = giveNamespaceLoader(rt, spec);
  if (isNamespace >= 0 && initModuleAttributes(rt, spec, module, isNamespace) === 0) return module;
  decref(rt, module);
  return 0;
}

/** Whether a spec has a loader without `exec_module`: 1, 0, or -1 with an exception set. */
function hasOldLoader(rt: Runtime, spec: number): number {
  const loader = getAttributeString(rt, spec, "loader");
  if (loader === 0) return -1;
  const exec = loader === None || isPlainSourceLoader(rt, loader) ? None : optionalAttribute(rt, loader, "exec_module");
  decref(rt, loader);
  if (exec === 0) return errorOccurred(rt) === 0 ? 1 : -1;
  decref(rt, exec);
  return 0;
}

/** `importlib._bootstrap._load_unlocked(spec)`, which still knows `load_module`: new reference. */
function loadByImportlib(rt: Runtime, spec: number): number {
  const bootstrap = importModule(rt, "importlib._bootstrap");
  const load = bootstrap === 0 ? 0 : getAttributeString(rt, bootstrap, "_load_unlocked");
  if (bootstrap !== 0) decref(rt, bootstrap);
  if (load === 0) return 0;
  const module = callOneArgument(rt, load, spec);
  decref(rt, load);
  return module;
}

/** `loader.create_module(spec)`; 0 without an exception when the machine is to make the module. */
function createByLoader(rt: Runtime, loader: number, spec: number): number {
  const create = optionalAttribute(rt, loader, "create_module");
  if (create === 0) {
    if (errorOccurred(rt) !== 0) return 0;
    const exec = optionalAttribute(rt, loader, "exec_module");
    if (exec === 0) return 0;
    decref(rt, exec);
    return setError(rt, rt.types.ImportError, "loaders that define exec_module() must also define create_module()");
  }
  const module = callOneArgument(rt, create, spec);
  decref(rt, create);
  return module === None ? 0 : module;
}

/** `obj.name`, or 0: without an exception when it has none. */
export function optionalAttribute(rt: Runtime, object: number, name: string): number {
  const key = internStr(rt, name);
  const value = getOptionalAttribute(rt, object, key);
  decref(rt, key);
  return value;
}

/** The spec of a package in pieces that importlib found gets a loader only now, which knows its path. 1: it is one, 0: it is not, -1: an exception is set. */
function giveNamespaceLoader(rt: Runtime, spec: number): number {
  const loader = getAttributeString(rt, spec, "loader");
  const path = loader === 0 ? 0 : getAttributeString(rt, spec, "submodule_search_locations");
  let status = path === 0 ? -1 : loader === None && path !== None ? 1 : 0;
  if (status > 0 && rt.importing.importlibFinders !== null) {
    const external = importModule(rt, "_frozen_importlib_external");
    const type = external === 0 ? 0 : getAttributeString(rt, external, "NamespaceLoader");
    const create = type === 0 ? 0 : getAttributeString(rt, type, "__new__");
    const made = create === 0 ? 0 : callOneArgument(rt, create, type);
    if (
      made === 0 ||
      setAttributeString(rt, made, "_path", path) < 0 ||
      setAttributeString(rt, spec, "loader", made) < 0
    )
      status = -1;
    for (const it of [external, type, create, made]) xdecref(rt, it);
  }
  xdecref(rt, loader);
  xdecref(rt, path);
  return status;
}

/** CPython's `_init_module_attrs`: what the module does not have yet, it gets from its spec. Status. */
function initModuleAttributes(rt: Runtime, spec: number, module: number, isNamespace: number): number {
  const copy = (attribute: string, field: string): number => {
    const present = optionalAttribute(rt, module, attribute);
    if (present === 0 && errorOccurred(rt) !== 0) return -1;
    if (present !== 0) decref(rt, present);
    return present !== 0 && present !== None ? 0 : assign(attribute, field);
  };
  const assign = (attribute: string, field: string): number => {
    const value = getAttributeString(rt, spec, field);
    if (value === 0) return -1;
    const status = setAttributeString(rt, module, attribute, value);
    decref(rt, value);
    return status < 0 && clearIf(rt, rt.types.AttributeError) ? 0 : status;
  };
  if (copy("__name__", "name") < 0 || copy("__loader__", "loader") < 0 || copy("__package__", "parent") < 0) return -1;
  if (setAttributeString(rt, module, "__spec__", spec) < 0 && !clearIf(rt, rt.types.AttributeError)) return -1;
  const locations = getAttributeString(rt, spec, "submodule_search_locations");
  if (locations === 0) return -1;
  decref(rt, locations);
  if (locations !== None && copy("__path__", "submodule_search_locations") < 0) return -1;
  const flag = getAttributeString(rt, spec, "has_location");
  const hasLocation = flag === 0 ? -1 : isTrue(rt, flag);
  if (flag !== 0) decref(rt, flag);
  // A package in pieces has no file, and says so.
  if (hasLocation === 0 && isNamespace > 0) return setAttributeString(rt, module, "__file__", None);
  if (hasLocation <= 0) return hasLocation;
  if (copy("__file__", "origin") < 0) return -1;
  const cached = getAttributeString(rt, spec, "cached");
  if (cached === 0) return -1;
  decref(rt, cached);
  return cached === None ? 0 : copy("__cached__", "cached");
}

/** Runs a module, which is in `sys.modules` meanwhile. Steals spec and module; a new reference to what is in `sys.modules` then. */
function runSpec(rt: Runtime, name: string, spec: number, module: number): number {
  const key = internStr(rt, name);
  let result = 0;
  if (setAttributeString(rt, spec, "_initializing", True) === 0 && dictSet(rt, rt.modules, key, module) === 0) {
    if (execute(rt, spec, module) < 0) forget(rt, key);
    else result = movedToEnd(rt, key);
    const exception = fetchError(rt);
    if (setAttributeString(rt, spec, "_initializing", False) < 0) clearError(rt);
    if (exception !== 0) restoreError(rt, exception);
  }
  decref(rt, key);
  decref(rt, spec);
  decref(rt, module);
  return result;
}

function execute(rt: Runtime, spec: number, module: number): number {
  const loader = getAttributeString(rt, spec, "loader");
  if (loader === 0) return -1;
  let status: number;
  if (loader !== None) {
    status =
      isPlainSourceLoader(rt, loader) && typeOf(rt, module) === FixedType.module
        ? executeSource(rt, spec, module)
        : executeByLoader(rt, loader, module);
  } else {
    const locations = getAttributeString(rt, spec, "submodule_search_locations");
    if (locations === None) {
      setError(rt, rt.types.ImportError, "missing loader");
      const name = getAttributeString(rt, spec, "name");
      if (name !== 0) setExceptionState(rt, errorOccurred(rt), "name", name);
      xdecref(rt, name);
    }
    status = locations === None || locations === 0 ? -1 : 0;
    if (locations !== 0) decref(rt, locations);
  }
  decref(rt, loader);
  return status;
}

/** What the loader of files does, without the detour of calling it. */
function executeSource(rt: Runtime, spec: number, module: number): number {
  const origin = getAttributeString(rt, spec, "origin");
  const path = origin === 0 ? null : strText(rt, origin);
  if (origin !== 0) decref(rt, origin);
  const code = path === null ? 0 : codeOfFile(rt, path);
  if (code === 0) return -1;
  const dict = moduleDict(rt, module);
  setEntry(rt, dict, "__builtins__", newRef(rt, rt.builtins));
  const status = runModule(rt, code, dict);
  decref(rt, code);
  return status;
}

function executeByLoader(rt: Runtime, loader: number, module: number): number {
  const exec = getAttributeString(rt, loader, "exec_module");
  if (exec === 0) return -1;
  const result = callOneArgument(rt, exec, module);
  decref(rt, exec);
  if (result === 0) return -1;
  decref(rt, result);
  return 0;
}

/** Takes a module that failed out of `sys.modules`; the exception stays. */
function forget(rt: Runtime, key: number): void {
  const exception = fetchError(rt);
  if (dictGet(rt, rt.modules, key) !== 0) dictDelete(rt, rt.modules, key);
  restoreError(rt, exception);
}

function movedToEnd(rt: Runtime, key: number): number {
  const module = dictTake(rt, rt.modules, key);
  if (module === 0) return errorOccurred(rt) === 0 ? setErrorObject(rt, rt.types.KeyError, key) : 0;
  dictSet(rt, rt.modules, key, module);
  return module;
}
