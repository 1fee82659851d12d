// Finding a module: the finders on `sys.meta_path` in order. Those that Python itself puts there are not called: their work, looking
// among the native modules and in the folders of a path, is done here.

import { clearError, errorOccurred, setError } from "../exceptions/errors.ts";
import { moduleDict } from "../kinds/module.ts";
import { FixedType } from "../layout/memory-map.ts";
import { dictGet } from "../object/dict.ts";
import { listItem, listLength } from "../object/list.ts";
import { None, decref, isList, isStr, newRef, typeOf } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { getAttributeString, getOptionalAttribute } from "../protocols/attributes.ts";
import { callWith } from "../protocols/call.ts";
import { forEach } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { currentFolder, isInArchive, statFile } from "./files.ts";
import { frozenModules, loadImportlib } from "./frozen.ts";
import { nativeMaker } from "./native-maker.ts";

/** Where a module is. */
export type FoundModule =
  | { readonly kind: "native"; readonly make: (rt: Runtime) => number }
  /** A file; `folder` is that of a package, else null. */
  | { readonly kind: "source"; readonly path: string; readonly folder: string | null }
  /** A package without `__init__.py`, in pieces. */
  | { readonly kind: "namespace"; readonly folders: readonly string[] }
  /** What a finder written in Python found: a spec, owned. */
  | { readonly kind: "spec"; readonly spec: number }
  | { readonly kind: "none" }
  /** An exception is set. */
  | { readonly kind: "error" };

const none: FoundModule = { kind: "none" };
const failed: FoundModule = { kind: "error" };

/**
 * Looks for a module.
 * @param name - Its full name.
 * @param path - `__path__` of its package; 0 for `sys.path`.
 */
export function findModule(rt: Runtime, name: string, path: number, target: number = None): FoundModule {
  const finders = sysEntry(rt, "meta_path");
  if (finders === None)
    return error(setError(rt, rt.types.ImportError, "sys.meta_path is None, Python is likely shutting down"));
  const own = rt.importing.importlibFinders;
  if (finders === 0 || !isList(rt, finders)) return findOurselves(rt, name, path);
  const held = newRef(rt, finders);
  let found = none;
  for (let index = 0; found.kind === "none" && index < listLength(rt, held); index++) {
    const finder = listItem(rt, held, index);
    if (finder === own?.builtin) found = findNative(rt, name);
    else if (finder === own?.path && hasOwnHooks(rt)) {
      found = findOnPath(rt, name, path);
      if (isLeftToImportlib(rt, found, name, path)) found = askFinder(rt, finder, name, path, target);
    } else if (finder !== own?.frozen) found = askFinder(rt, finder, name, path, target);
  }
  decref(rt, held);
  // Without importlib its finders are not in the list, and come last.
  return found.kind === "none" && own === null ? findOurselves(rt, name, path) : found;
}

function error(_: 0): FoundModule {
  return failed;
}

function findOurselves(rt: Runtime, name: string, path: number): FoundModule {
  const native = findNative(rt, name);
  if (native.kind !== "none") return native;
  const found = findOnPath(rt, name, path);
  if (rt.host.library === undefined || !isLeftToImportlib(rt, found, name, path)) return found;
  if (loadImportlib(rt) < 0) return failed;
  return findModule(rt, name, path);
}

/** Whether importlib may find what the machine did not: in a file on the path, which may be an archive, as compiled code without a source, or a package in pieces, whose `__path__` follows `sys.path`. */
function isLeftToImportlib(rt: Runtime, found: FoundModule, name: string, path: number): boolean {
  if (found.kind !== "none" && found.kind !== "namespace") return false;
  if (found.kind === "namespace") return true;
  const entries = path === 0 ? sysEntry(rt, "path") : path;
  if (entries === 0 || entries === None) return false;
  const tail = tailOf(name);
  const status = forEach(rt, entries, (entry) => {
    if (!isStr(rt, entry)) return 0;
    const folder = strValue(rt, entry) || currentFolder(rt);
    const base = joinPath(folder, tail);
    return isInArchive(rt, folder) || isFile(rt, `${base}.pyc`) || isFile(rt, `${base}/__init__.pyc`) ? 1 : 0;
  });
  if (status < 0) clearError(rt);
  return status > 0;
}

function tailOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function findNative(rt: Runtime, name: string): FoundModule {
  const make = nativeMaker(rt, name) ?? (rt.host.library === undefined ? undefined : frozenModules.get(name));
  return make === undefined ? none : { kind: "native", make };
}

/** Whether `sys.path_hooks` is as importlib made it. */
function hasOwnHooks(rt: Runtime): boolean {
  const hooks = sysEntry(rt, "path_hooks");
  const own = rt.importing.importlibHooks;
  return (
    hooks !== 0 &&
    isList(rt, hooks) &&
    listLength(rt, hooks) === own.length &&
    own.every((hook, index) => hook === listItem(rt, hooks, index))
  );
}

/** Looks in the folders of a path. Entries that are no folders are left to importlib. */
function findOnPath(rt: Runtime, name: string, path: number): FoundModule {
  const entries = path === 0 ? sysEntry(rt, "path") : path;
  if (entries === 0 || entries === None) return none;
  const tail = tailOf(name);
  const folders: string[] = [];
  let found = none;
  const status = forEach(rt, entries, (entry) => {
    if (!isStr(rt, entry)) return 0;
    const folder = strValue(rt, entry) || currentFolder(rt);
    found = findInFolder(rt, folder, tail);
    if (found.kind !== "namespace") return found.kind === "none" ? 0 : 1;
    folders.push(...found.folders);
    found = none;
    return 0;
  });
  if (status < 0) return failed;
  return found.kind === "none" && folders.length > 0 ? { kind: "namespace", folders } : found;
}

function findInFolder(rt: Runtime, folder: string, tail: string): FoundModule {
  const base = joinPath(folder, tail);
  const inside = statFile(rt, base);
  if (inside?.kind === "folder" && isFile(rt, `${base}/__init__.py`)) {
    return { kind: "source", path: `${base}/__init__.py`, folder: base };
  }
  if (isFile(rt, `${base}.py`)) return { kind: "source", path: `${base}.py`, folder: null };
  return inside?.kind === "folder" ? { kind: "namespace", folders: [base] } : none;
}

function isFile(rt: Runtime, path: string): boolean {
  return statFile(rt, path)?.kind === "file";
}

/** `folder/name`. */
export function joinPath(folder: string, name: string): string {
  if (folder === "") return name;
  return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}

/** `finder.find_spec(name, path, target)`. */
function askFinder(rt: Runtime, finder: number, name: string, path: number, target: number): FoundModule {
  const key = internStr(rt, "find_spec");
  const find = getOptionalAttribute(rt, finder, key);
  decref(rt, key);
  if (find === 0) return errorOccurred(rt) === 0 ? none : failed;
  const text = newStr(rt, name);
  const spec = callWith(rt, find, text, path === 0 ? None : path, target);
  decref(rt, text);
  decref(rt, find);
  if (spec === 0) return failed;
  if (spec === None) return none;
  return { kind: "spec", spec: specOfImported(rt, name, spec) };
}

/** While it looked, the finder may have imported the module: then its spec counts. Steals and returns. */
function specOfImported(rt: Runtime, name: string, spec: number): number {
  const key = internStr(rt, name);
  const module = dictGet(rt, rt.modules, key);
  decref(rt, key);
  if (module === 0 || module === None) return spec;
  const own = getAttributeString(rt, module, "__spec__");
  if (own === 0) {
    clearError(rt);
    return spec;
  }
  if (own === None) return spec;
  decref(rt, spec);
  return own;
}

/** An attribute of `sys`, borrowed; 0 when it is not there (yet). */
export function sysEntry(rt: Runtime, name: string): number {
  const sys = sysModule(rt);
  if (sys === 0 || typeOf(rt, sys) !== FixedType.module) return 0;
  const key = internStr(rt, name);
  const value = dictGet(rt, moduleDict(rt, sys), key);
  decref(rt, key);
  return value;
}

/** The module `sys`, borrowed; 0 when a program took it away. */
export function sysModule(rt: Runtime): number {
  const key = internStr(rt, "sys");
  const sys = dictGet(rt, rt.modules, key);
  decref(rt, key);
  return sys;
}
