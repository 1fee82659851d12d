// Imports by full name: `sys.modules`, then the package that the module is in, then the finders. CPython's `_find_and_load`.

import { clearIf, errorOccurred, setError, setErrorObject } from "../exceptions/errors.ts";
import { setExceptionState } from "../exceptions/exception-state.ts";
import { ExceptionObject } from "../layout/objects.ts";
import { dictGet } from "../object/dict.ts";
import { listAppendStolen, listLength, setListLength } from "../object/list.ts";
import { None, decref, isList, newRef, xdecref } from "../object/reference.ts";
import { internStr, newStr } from "../object/str.ts";
import { getOptionalAttribute, setAttributeString } from "../protocols/attributes.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { findModule } from "./find-module.ts";
import { loadModule, optionalAttribute } from "./load-module.ts";

/** The module with this full name, imported if need be: a new reference; 0 with an exception set. */
export function importModule(rt: Runtime, name: string): number {
  const key = internStr(rt, name);
  const known = dictGet(rt, rt.modules, key);
  let module = 0;
  if (known === None) notFound(rt, `import of ${name} halted; None in sys.modules`, key);
  else module = known !== 0 ? newRef(rt, known) : findAndLoad(rt, name, key);
  decref(rt, key);
  return module;
}

function notFound(rt: Runtime, message: string, name: number): 0 {
  setError(rt, rt.types.ModuleNotFoundError, message);
  setExceptionState(rt, errorOccurred(rt), "name", name);
  return 0;
}

function findAndLoad(rt: Runtime, name: string, key: number): number {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? findAndLoadInside(rt, name, key, name.slice(0, dot)) : find(rt, name, key, 0);
}

/** Finds and loads what is inside a package; binds it there. */
function findAndLoadInside(rt: Runtime, name: string, key: number, parentName: string): number {
  const parentKey = internStr(rt, parentName);
  const parent = importedParent(rt, parentName, parentKey);
  // Importing the parent may have imported this module, too.
  const known = parent === 0 ? 0 : dictGet(rt, rt.modules, key);
  let module = known !== 0 && known !== None ? newRef(rt, known) : 0;
  if (parent !== 0 && module === 0) {
    const path = getOptionalAttribute(rt, parent, rt.names.__path__);
    if (path !== 0) {
      module = loadInside(rt, name, key, parent, path);
      decref(rt, path);
      if (module !== 0) module = bindInside(rt, name.slice(parentName.length + 1), parentKey, module);
    } else if (errorOccurred(rt) === 0) {
      const [shown, package_] = [reprText(rt, key), reprText(rt, parentKey)];
      notFound(rt, `No module named ${shown}; ${package_} is not a package`, key);
      rt.heap.store(errorOccurred(rt) + ExceptionObject.suppressContext.offset, 1);
    }
  }
  xdecref(rt, parent);
  decref(rt, parentKey);
  return module;
}

/** The package as it is in `sys.modules`, imported if need be. New reference. */
function importedParent(rt: Runtime, name: string, key: number): number {
  let parent = dictGet(rt, rt.modules, key);
  if (parent === 0) {
    const imported = importModule(rt, name);
    if (imported === 0) return 0;
    decref(rt, imported);
    parent = dictGet(rt, rt.modules, key);
  }
  return parent === 0 ? setErrorObject(rt, rt.types.KeyError, key) : newRef(rt, parent);
}

/** While a submodule is loaded, its package's spec knows: for messages about circular imports. */
function loadInside(rt: Runtime, name: string, key: number, parent: number, path: number): number {
  const spec = getOptionalAttribute(rt, parent, rt.names.__spec__);
  if (spec === 0 && errorOccurred(rt) !== 0) return 0;
  const pending = spec === 0 || spec === None ? 0 : optionalAttribute(rt, spec, "_uninitialized_submodules");
  if (pending === 0 && errorOccurred(rt) !== 0) {
    xdecref(rt, spec);
    return 0;
  }
  const isTracked = pending !== 0 && isList(rt, pending);
  if (isTracked) listAppendStolen(rt, pending, newStr(rt, name.slice(name.lastIndexOf(".") + 1)));
  const module = find(rt, name, key, path);
  if (isTracked && listLength(rt, pending) > 0) setListLength(rt, pending, listLength(rt, pending) - 1);
  xdecref(rt, pending);
  xdecref(rt, spec);
  return module;
}

function find(rt: Runtime, name: string, key: number, path: number): number {
  const found = findModule(rt, name, path);
  if (found.kind !== "none") return loadModule(rt, name, found);
  return notFound(rt, `No module named ${reprText(rt, key)}`, key);
}

/** Sets the module as an attribute of its package, as far as that has attributes. Returns the module, or releases it. */
function bindInside(rt: Runtime, child: string, parentKey: number, module: number): number {
  const parent = dictGet(rt, rt.modules, parentKey);
  if (parent === 0) setErrorObject(rt, rt.types.KeyError, parentKey);
  else if (setAttributeString(rt, parent, child, module) === 0) return module;
  else if (clearIf(rt, rt.types.AttributeError)) return module;
  decref(rt, module);
  return 0;
}
