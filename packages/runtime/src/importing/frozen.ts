// CPython's own import system, `importlib._bootstrap` and `importlib._bootstrap_external`, which it freezes into the program. Here they
// are files of the library, and loaded when somebody asks for them: for `importlib`, for `sys.meta_path`, for an archive on a path.
//
// Once they are, `sys.meta_path` holds their finders. The machine knows these by address and does their work itself, so that imports
// are as fast as before; it also takes the place of the functions that `importlib.import_module` and the like end in.

import { addFunctions, moduleDict, newModule, setEntry } from "../kinds/module.ts";
import { setError } from "../exceptions/errors.ts";
import { dictDelete, dictSet, newDict } from "../object/dict.ts";
import { listAppend, listItem, listLength, listOf, listSet, newList } from "../object/list.ts";
import { None, decref, newRef, xdecref } from "../object/reference.ts";
import { newFrozenSet } from "../object/set.ts";
import { internStr } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callNoArguments, callTwoArguments } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { libraryFolder } from "./files.ts";
import { sysEntry, sysModule } from "./find-module.ts";
import { importModule } from "./import-module.ts";
import { importlibFunctions } from "./importlib-functions.ts";
import { specType } from "./module-spec.ts";
import { nativeMaker } from "./native-maker.ts";
import { codeOfFile, runModule } from "./run-module.ts";
import { adoptSourceLoader } from "./source-loader.ts";
import { standardModuleNames } from "./standard-modules.ts";

const bootstrapName = "_frozen_importlib";
const externalName = "_frozen_importlib_external";

/** Makers of the frozen modules by name. */
export const frozenModules: ReadonlyMap<string, (rt: Runtime) => number> = new Map([
  [bootstrapName, newBootstrap],
  [externalName, newExternal],
]);

/** Loads importlib's core, if it is not loaded. Status. */
export function loadImportlib(rt: Runtime): number {
  const module = importModule(rt, bootstrapName);
  if (module === 0) return -1;
  decref(rt, module);
  return 0;
}

/** `sys.meta_path`, `sys.path_hooks`, `sys.path_importer_cache`, `sys.monitoring` and names of modules, which exist from the first look on. New reference; 0: no such attribute. */
export function lazySysAttribute(rt: Runtime, name: string): number {
  if (name === "stdlib_module_names") return newModuleNames(rt);
  if (name === "builtin_module_names") return newBuiltinNames(rt);
  if (name === "monitoring") return newMonitoring(rt);
  if (!importLists.includes(name)) return 0;
  if (rt.host.library === undefined) makeImportLists(rt);
  else if (loadImportlib(rt) < 0) return 0;
  const value = sysEntry(rt, name);
  return value === 0 ? 0 : newRef(rt, value);
}

/** The machine's native modules and the library's. */
function newBuiltinNames(rt: Runtime): number {
  const names = new Set(["builtins", ...rt.nativeModules.keys(), ...(rt.host.library?.nativeModuleNames ?? [])]);
  const tuple = tupleOf(rt, ...[...names].sort().map((name) => internStr(rt, name)));
  setEntry(rt, moduleDict(rt, sysModule(rt)), "builtin_module_names", newRef(rt, tuple));
  return tuple;
}

/** A native module of the library, which is not in `sys.modules`. */
function newMonitoring(rt: Runtime): number {
  const module = nativeMaker(rt, "_monitoring")?.(rt) ?? 0;
  if (module !== 0) setEntry(rt, moduleDict(rt, sysModule(rt)), "monitoring", newRef(rt, module));
  return module;
}

function newModuleNames(rt: Runtime): number {
  const list = listOf(
    rt,
    standardModuleNames().map((name) => internStr(rt, name)),
  );
  const names = newFrozenSet(rt, list);
  decref(rt, list);
  setEntry(rt, moduleDict(rt, sysModule(rt)), "stdlib_module_names", newRef(rt, names));
  return names;
}

const importLists = ["meta_path", "path_hooks", "path_importer_cache"];

function makeImportLists(rt: Runtime): void {
  const dict = moduleDict(rt, sysModule(rt));
  if (sysEntry(rt, "meta_path") === 0) setEntry(rt, dict, "meta_path", newList(rt));
  if (sysEntry(rt, "path_hooks") === 0) setEntry(rt, dict, "path_hooks", newList(rt));
  if (sysEntry(rt, "path_importer_cache") === 0) setEntry(rt, dict, "path_importer_cache", newDict(rt));
}

/** Runs a file of the library as a frozen module. New reference, also in `sys.modules`. */
function newFrozenModule(rt: Runtime, name: string, file: string): number {
  const code = codeOfFile(rt, `${libraryFolder}/${file}`);
  if (code === 0) return 0;
  const module = newModule(rt, name);
  const dict = moduleDict(rt, module);
  setEntry(rt, dict, "__builtins__", newRef(rt, rt.builtins));
  setEntry(rt, dict, "__package__", internStr(rt, ""));
  const key = internStr(rt, name);
  dictSet(rt, rt.modules, key, module);
  const status = runModule(rt, code, dict);
  if (status < 0) {
    dictDelete(rt, rt.modules, key);
    decref(rt, module);
  }
  decref(rt, key);
  return status < 0 ? 0 : module;
}

function newExternal(rt: Runtime): number {
  return newFrozenModule(rt, externalName, "importlib/_bootstrap_external.py");
}

function newBootstrap(rt: Runtime): number {
  const module = newFrozenModule(rt, bootstrapName, "importlib/_bootstrap.py");
  if (module === 0) return 0;
  const dict = moduleDict(rt, module);
  setEntry(rt, dict, "ModuleSpec", newRef(rt, specType(rt)));
  makeImportLists(rt);
  const imp = importModule(rt, "_imp");
  const status = imp === 0 ? -1 : install(rt, module, imp);
  if (imp !== 0) decref(rt, imp);
  if (status < 0) {
    decref(rt, module);
    return 0;
  }
  addFunctions(rt, dict, importlibFunctions, bootstrapName);
  return module;
}

/** `_install(sys, _imp)`, `_install_external_importers()`; then remembers what they put on the lists. Status. */
function install(rt: Runtime, module: number, imp: number): number {
  const steps: readonly (() => number)[] = [
    () => callFunctionOf(rt, module, "_install", (fn) => callTwoArguments(rt, fn, sysModule(rt), imp)),
    () => callFunctionOf(rt, module, "_install_external_importers", (fn) => callNoArguments(rt, fn)),
  ];
  for (const step of steps) if (step() < 0) return -1;
  const finders = sysEntry(rt, "meta_path");
  const hooks = sysEntry(rt, "path_hooks");
  // Archives come first.
  listAppend(rt, hooks, listItem(rt, hooks, 0));
  const archives = getAttributeString(rt, imp, "zipimporter");
  if (archives === 0) return -1;
  listSet(rt, hooks, 0, archives);
  const count = listLength(rt, finders);
  if (count < 3) {
    setError(rt, rt.types.ImportError, "importlib did not install its finders");
    return -1;
  }
  rt.importing.importlibFinders = {
    builtin: listItem(rt, finders, count - 3),
    frozen: listItem(rt, finders, count - 2),
    path: listItem(rt, finders, count - 1),
  };
  const external = importModule(rt, externalName);
  const loader = external === 0 ? 0 : getAttributeString(rt, external, "SourceFileLoader");
  xdecref(rt, external);
  if (loader === 0) return -1;
  adoptSourceLoader(rt, loader);
  rt.importing.importlibHooks = Array.from({ length: listLength(rt, hooks) }, (_, index) => listItem(rt, hooks, index));
  return 0;
}

function callFunctionOf(rt: Runtime, module: number, name: string, call: (fn: number) => number): number {
  const fn = getAttributeString(rt, module, name);
  if (fn === 0) return -1;
  const result = call(fn);
  decref(rt, fn);
  if (result === 0) return -1;
  if (result !== None) decref(rt, result);
  return 0;
}
