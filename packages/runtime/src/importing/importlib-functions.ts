// Functions of `importlib._bootstrap` in whose place the machine's own stand: what `importlib.import_module`, `importlib.reload` and
// `importlib.util.find_spec` end in.

import { setError } from "../exceptions/errors.ts";
import { None, isStr, typeName } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";
import { findModule } from "./find-module.ts";
import { importModule } from "./import-module.ts";
import { specOf } from "./load-module.ts";

function text(rt: Runtime, name: number): string | null {
  if (isStr(rt, name)) return strValue(rt, name);
  setError(rt, rt.types.TypeError, `module name must be str, not ${typeName(rt, name)}`);
  return null;
}

function findAndLoad(rt: Runtime, name: number): number {
  const full = text(rt, name);
  return full === null ? 0 : importModule(rt, full);
}

function findSpec(rt: Runtime, name: number, path: number, target: number): number {
  const full = text(rt, name);
  if (full === null) return 0;
  const found = findModule(rt, full, path === None ? 0 : path, target || None);
  if (found.kind === "none") return None;
  return specOf(rt, full, found);
}

/** By name. */
export const importlibFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  _find_and_load: builtinFunction("(name, import_)", findAndLoad),
  _find_spec: builtinFunction("(name, path, target=None)", findSpec),
};
