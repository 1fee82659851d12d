// What messages about a module that lacks a name tell of where it came from.

import { clearError } from "../exceptions/errors.ts";
import { listItem, listLength } from "../object/list.ts";
import { decref, isList, isStr } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { currentFolder } from "./files.ts";
import { optionalAttribute } from "./load-module.ts";
import { isStandardModule } from "./standard-modules.ts";

/** The file of a spec that has one; else null. Clears errors. */
export function originOf(rt: Runtime, spec: number): string | null {
  if (!isFlagSet(rt, spec, "has_location")) return null;
  const origin = optionalAttribute(rt, spec, "origin");
  if (origin === 0) clearError(rt);
  const text = origin !== 0 && isStr(rt, origin) ? strValue(rt, origin) : null;
  if (origin !== 0) decref(rt, origin);
  return text;
}

/** Whether the module of a spec is being executed. */
export function isInitializing(rt: Runtime, spec: number): boolean {
  return isFlagSet(rt, spec, "_initializing");
}

/** Whether a submodule is being executed in the package of a spec. */
export function isUninitializedSubmodule(rt: Runtime, spec: number, name: string): boolean {
  const pending = optionalAttribute(rt, spec, "_uninitialized_submodules");
  if (pending === 0) {
    clearError(rt);
    return false;
  }
  let found = false;
  for (let index = 0; isList(rt, pending) && index < listLength(rt, pending); index++) {
    const item = listItem(rt, pending, index);
    if (isStr(rt, item) && strValue(rt, item) === name) found = true;
  }
  decref(rt, pending);
  return found;
}

function isFlagSet(rt: Runtime, spec: number, name: string): boolean {
  const flag = optionalAttribute(rt, spec, name);
  const truth = flag === 0 ? 0 : isTrue(rt, flag);
  if (flag !== 0) decref(rt, flag);
  if (flag === 0 || truth < 0) clearError(rt);
  return truth > 0;
}

/** Whether a file in the program's own folder may hide a module of the library, or one that was meant. */
export function shadowing(rt: Runtime, origin: string | null, moduleName: string): "no" | "perhaps" | "library" {
  // The program's own folder stands first.
  const first = rt.host.path?.[0];
  if (origin === null || first === undefined) return "no";
  const programFolder = first === "" ? currentFolder(rt) : first;
  const file = origin.replace(/\/__init__\.py$/, "");
  const folder = file.slice(0, Math.max(0, file.lastIndexOf("/")));
  if (folder !== programFolder) return "no";
  return isStandardModule(moduleName) ? "library" : "perhaps";
}
