// The loader of modules that are Python files: what `__loader__` of an imported module is.

import { setError } from "../exceptions/errors.ts";
import { moduleDict, setEntry } from "../kinds/module.ts";
import { instanceDictAccess } from "../kinds/object-type.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { dictGetName, dictNext, dictPosition, entryValue } from "../object/dict.ts";
import { newHostObject, allocate } from "../object/new-object.ts";
import { None, True, decref, isStr, newRef, pyBool, typeOf } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { getAttribute, getAttributeString, setAttributeString } from "../protocols/attributes.ts";
import { strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { newBytes } from "../text/bytes-object.ts";
import { getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { typeVersion } from "../types/lookup.ts";
import { readFile } from "./files.ts";
import { sysEntry } from "./find-module.ts";
import { codeOfFile, runModule } from "./run-module.ts";

/** A new loader of the module in a file. */
export function newSourceLoader(rt: Runtime, name: string, path: string): number {
  const { importlibLoader } = rt.importing;
  const loader =
    importlibLoader === null ? newHostObject(rt, sourceLoaderType(rt), null) : allocate(rt, importlibLoader.type);
  for (const [field, text] of [
    ["name", name],
    ["path", path],
  ] as const) {
    const value = newStr(rt, text);
    setAttributeString(rt, loader, field, value);
    decref(rt, value);
  }
  return loader;
}

/** Whether an object is a loader of files, of the machine or of importlib, that does what it does everywhere. */
export function isPlainSourceLoader(rt: Runtime, loader: number): boolean {
  const { sourceLoaderType: own, importlibLoader } = rt.importing;
  const type = typeOf(rt, loader);
  if (type === own || importlibLoader === null) return type === own;
  // With files of compiled code there is more to do.
  const isKept = sysEntry(rt, "dont_write_bytecode") !== True;
  return type === importlibLoader.type && !isKept && typeVersion(rt, type) === importlibLoader.version;
}

/** Makes importlib's class the one of all loaders of files, and those of modules that are there already its instances. `type` is stolen. */
export function adoptSourceLoader(rt: Runtime, type: number): void {
  rt.importing.importlibLoader = { type, version: typeVersion(rt, type) };
  for (let position = 0, entry; (entry = dictNext(rt, rt.modules, position)) !== 0;) {
    position = dictPosition(rt, rt.modules, entry) + 1;
    const module = entryValue(rt, entry);
    if (typeOf(rt, module) !== FixedType.module) continue;
    const dict = moduleDict(rt, module);
    const old = dictGetName(rt, dict, rt.names.__loader__);
    if (old === 0 || typeOf(rt, old) !== rt.importing.sourceLoaderType) continue;
    const [name, path] = ["name", "path"].map((field) => getAttributeString(rt, old, field)) as [number, number];
    const loader = newSourceLoader(rt, strText(rt, name) ?? "", strText(rt, path) ?? "");
    decref(rt, name);
    decref(rt, path);
    const spec = dictGetName(rt, dict, rt.names.__spec__);
    if (spec !== 0 && spec !== None) setAttributeString(rt, spec, "loader", loader);
    setEntry(rt, dict, "__loader__", loader);
  }
}

function init(rt: Runtime, self: number, name: number, path: number): number {
  const status = setAttributeString(rt, self, "name", name);
  return status < 0 ? status : setAttributeString(rt, self, "path", path);
}

/** The loader's `path`; null with an exception set. */
function pathOf(rt: Runtime, self: number): string | null {
  const path = getAttributeString(rt, self, "path");
  if (path === 0) return null;
  const text = strText(rt, path);
  decref(rt, path);
  return text;
}

function getData(rt: Runtime, path: string): Uint8Array | null {
  const data = readFile(rt, path);
  if (data !== undefined) return data;
  setError(rt, rt.types.OSError, `source not available: '${path}'`);
  return null;
}

function getSource(rt: Runtime, self: number): number {
  const path = pathOf(rt, self);
  const data = path === null ? null : getData(rt, path);
  if (data === null) return 0;
  return newStr(rt, new TextDecoder().decode(data).replace(/\r\n?/g, "\n"));
}

function isPackage(rt: Runtime, self: number, name: number): number {
  const path = pathOf(rt, self);
  if (path === null) return 0;
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  const tail = isStr(rt, name) ? strValue(rt, name).split(".").at(-1) : undefined;
  return pyBool(stem === "__init__" && tail !== "__init__");
}

function getCode(rt: Runtime, self: number): number {
  const path = pathOf(rt, self);
  return path === null ? 0 : codeOfFile(rt, path);
}

function execModule(rt: Runtime, self: number, module: number): number {
  const code = getCode(rt, self);
  const dict = code === 0 ? 0 : getAttribute(rt, module, rt.names.__dict__);
  let status = -1;
  if (dict !== 0) {
    setEntry(rt, dict, "__builtins__", newRef(rt, rt.builtins));
    status = runModule(rt, code, dict);
    decref(rt, dict);
  }
  if (code !== 0) decref(rt, code);
  return status < 0 ? 0 : None;
}

/** The type, made at its first use. */
export function sourceLoaderType(rt: Runtime): number {
  if (rt.importing.sourceLoaderType !== 0) return rt.importing.sourceLoaderType;
  rt.importing.sourceLoaderType = defineType(rt, {
    name: "SourceFileLoader",
    module: "_frozen_importlib_external",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    new: method("($type, /, *args, **kwargs)", (machine, type) => newHostObject(machine, type, null)),
    init: method("($self, fullname, path)", init),
    getset: { __dict__: getset(instanceDictAccess.get) },
    methods: {
      create_module: method("($self, spec)", () => None),
      exec_module: method("($self, module)", execModule),
      get_filename: method("($self, name=None)", (machine, self) => getAttributeString(machine, self, "path")),
      is_package: method("($self, fullname)", isPackage),
      get_code: method("($self, fullname=None)", getCode),
      get_source: method("($self, fullname=None)", getSource),
      get_data: method("($self, path)", (machine, _self, path) => {
        const text = strText(machine, path);
        const data = text === null ? null : getData(machine, text);
        return data === null ? 0 : newBytes(machine, data);
      }),
    },
  });
  return rt.importing.sourceLoaderType;
}
