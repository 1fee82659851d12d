// Archives on a path. `zipimport` is large, and few programs have an archive: in `sys.path_hooks` stands a function for it, until it is asked for one.

import {
  builtinFunction,
  callOneArgument,
  decref,
  getAttributeString,
  importModule,
  isInArchive,
  isList,
  isStr,
  listItem,
  listLength,
  listSet,
  newRef,
  setError,
  strValue,
  sysEntry,
  xdecref,
} from "@tjit/runtime/api";

/** Stands for `zipimport.zipimporter`, which takes its place. */
export const archiveHook = builtinFunction("(path, /)", (rt, path) => {
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
