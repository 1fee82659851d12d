// Modules as programs: what `python -m name`, and a folder or an archive in the place of a program, mean. CPython's `runpy`.

import { errorMatches, errorOccurred, fetchError } from "../exceptions/errors.ts";
import { getExceptionState } from "../exceptions/exception-state.ts";
import { dictSet } from "../object/dict.ts";
import { listLength, listSet } from "../object/list.ts";
import { None, decref, isList, isStr, typeName } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callOneArgument } from "../protocols/call.ts";
import { strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type FoundModule, findModule, sysEntry } from "./find-module.ts";
import { importModule } from "./import-module.ts";
import { optionalAttribute, specOf } from "./load-module.ts";
import { runModule } from "./run-module.ts";

/** A module that can be the program: references are owned. */
interface MainModule {
  readonly spec: number;
  readonly code: number;
}

/** Why there is no program, in CPython's words; or an exception that is set. */
type Refusal = { readonly message: string } | "raised";

/** How running a module ended. */
export type MainOutcome =
  { readonly kind: "done" } | { readonly kind: "raised" } | { readonly kind: "refused"; readonly message: string };

/** Runs a module as `__main__`, whose namespace is given. With `argv` its path takes the first place in `sys.argv`. */
export function runMainModule(rt: Runtime, name: string, namespace: number, argv: "replace" | "keep"): MainOutcome {
  const main = findMain(rt, name);
  if (main === "raised") return { kind: "raised" };
  if ("message" in main) return { kind: "refused", message: main.message };
  const status = prepare(rt, main.spec, namespace, argv) < 0 ? -1 : runModule(rt, main.code, namespace);
  decref(rt, main.spec);
  decref(rt, main.code);
  return { kind: status < 0 ? "raised" : "done" };
}

function findMain(rt: Runtime, name: string): MainModule | Refusal {
  if (name.startsWith(".")) return { message: "Relative module names not supported" };
  const found = find(rt, name);
  if (found === "raised" || "message" in found) return found;
  const spec = specOf(rt, name, found);
  if (spec === 0) return { message: missingMain(rt, name) };
  const locations = getAttributeString(rt, spec, "submodule_search_locations");
  if (locations === 0) return "raised";
  decref(rt, locations);
  if (locations === None) return withCode(rt, name, spec);
  decref(rt, spec);
  return findInPackage(rt, name);
}

/** Without a package it is a folder's or an archive's own. */
function missingMain(rt: Runtime, name: string): string {
  return name === "__main__"
    ? `can't find '__main__' module in '${rt.host.path?.[0] ?? ""}'`
    : `No module named ${name}`;
}

function findInPackage(rt: Runtime, name: string): MainModule | Refusal {
  if (name === "__main__" || name.endsWith(".__main__")) return { message: "Cannot use package as __main__ module" };
  const inside = findMain(rt, `${name}.__main__`);
  if (inside === "raised" || !("message" in inside)) return inside;
  return { message: `${inside.message}; '${name}' is a package and cannot be directly executed` };
}

/** Looks for the module; its package is imported before. */
function find(rt: Runtime, name: string): FoundModule | Refusal {
  const dot = name.lastIndexOf(".");
  let path = 0;
  if (dot > 0) {
    const parent = importModule(rt, name.slice(0, dot));
    if (parent === 0) return isMissing(rt, name.slice(0, dot)) ? finding(rt, name) : "raised";
    path = optionalAttribute(rt, parent, "__path__");
    decref(rt, parent);
    if (path === 0) {
      if (errorOccurred(rt) !== 0) return "raised";
      const reason = `__path__ attribute not found on '${name.slice(0, dot)}' while trying to find '${name}'`;
      return { message: wrapped(name, "ModuleNotFoundError", reason) };
    }
  }
  const found = findModule(rt, name, path);
  if (path !== 0) decref(rt, path);
  return found.kind === "error" ? "raised" : found;
}

/** Whether what was raised says that this package, or one that it is in, is not there. */
function isMissing(rt: Runtime, name: string): boolean {
  if (!errorMatches(rt, rt.types.ImportError)) return false;
  const missing = getExceptionState(rt, errorOccurred(rt), "name");
  if (missing === 0 || !isStr(rt, missing)) return true;
  const text = strValue(rt, missing);
  return name === text || name.startsWith(`${text}.`);
}

function finding(rt: Runtime, name: string): Refusal {
  const exception = fetchError(rt);
  const message = wrapped(name, typeName(rt, exception), strText(rt, exception) ?? "");
  decref(rt, exception);
  return { message };
}

function wrapped(name: string, type: string, reason: string): string {
  const hint = name.endsWith(".py")
    ? `. Try using '${name.slice(0, -3)}' instead of '${name}' as the module name.`
    : "";
  return `Error while finding module specification for '${name}' (${type}: ${reason})${hint}`;
}

/** The code by the loader; keeps or releases the spec. */
function withCode(rt: Runtime, name: string, spec: number): MainModule | Refusal {
  const loader = getAttributeString(rt, spec, "loader");
  const getCode = loader === 0 || loader === None ? 0 : getAttributeString(rt, loader, "get_code");
  if (loader !== 0) decref(rt, loader);
  let code = 0;
  if (getCode !== 0) {
    const text = newStr(rt, name);
    code = callOneArgument(rt, getCode, text);
    decref(rt, text);
    decref(rt, getCode);
  }
  if (code !== 0 && code !== None) return { spec, code };
  decref(rt, spec);
  if (loader === None) return { message: `'${name}' is a namespace package and cannot be executed` };
  return code === None ? { message: `No code object available for ${name}` } : "raised";
}

/** What a program finds in its namespace and in `sys.argv`. Status. */
function prepare(rt: Runtime, spec: number, namespace: number, argv: "replace" | "keep"): number {
  const set = (name: string, field: string): number => {
    const value = getAttributeString(rt, spec, field);
    if (value === 0) return -1;
    const key = internStr(rt, name);
    const status = dictSet(rt, namespace, key, value);
    decref(rt, key);
    decref(rt, value);
    return status;
  };
  if (set("__file__", "origin") < 0 || set("__loader__", "loader") < 0 || set("__package__", "parent") < 0) return -1;
  if (set("__cached__", "cached") < 0) return -1;
  dictSet(rt, namespace, rt.names.__spec__, spec);
  const list = sysEntry(rt, "argv");
  if (argv === "keep" || list === 0 || !isList(rt, list) || listLength(rt, list) === 0) return 0;
  const origin = getAttributeString(rt, spec, "origin");
  if (origin === 0) return -1;
  listSet(rt, list, 0, origin);
  return 0;
}
