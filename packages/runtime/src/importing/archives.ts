// Archives on a path. `zipimport` is large, and few programs have an archive: in `sys.path_hooks` stands a function for it, until it is asked for one.

import { setError } from "../exceptions/errors.ts";
import { listItem, listLength, listSet } from "../object/list.ts";
import { decref, isList, isStr, newRef, xdecref } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callOneArgument } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { builtinFunction } from "../types/builtin-definition.ts";
import { newBuiltinFunction } from "../types/define-type.ts";
import { define } from "../types/type-parts.ts";
import { statFile } from "./files.ts";
import { sysEntry } from "./find-module.ts";
import { importModule } from "./import-module.ts";

/** Whether a path is a file, or would be in one if that were a folder. */
export function isInArchive(rt: Runtime, path: string): boolean {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const found = statFile(rt, at);
    if (found !== undefined) return found.kind === "file";
  }
  return false;
}

/** The function for `zipimport.zipimporter`. New reference. */
export function newArchiveHook(rt: Runtime): number {
  return newBuiltinFunction(rt, define(archiveHook, "zipimporter", null), 0, 0);
}

const archiveHook = builtinFunction("(path, /)", (rt, path) => {
  if (!isStr(rt, path) || !isInArchive(rt, strValue(rt, path)))
    return setError(rt, rt.types.ImportError, "not a Zip file");
  const module = importModule(rt, "zipimport");
  const importer = module === 0 ? 0 : getAttributeString(rt, module, "zipimporter");
  xdecref(rt, module);
  if (importer === 0) return 0;
  const hooks = sysEntry(rt, "path_hooks");
  const [own = 0, ...others] = rt.importing.importlibHooks;
  if (hooks !== 0 && isList(rt, hooks)) {
    for (let index = 0; index < listLength(rt, hooks); index++)
      if (listItem(rt, hooks, index) === own) listSet(rt, hooks, index, newRef(rt, importer));
  }
  rt.importing.importlibHooks = [importer, ...others];
  const result = callOneArgument(rt, importer, path);
  decref(rt, importer);
  return result;
});
