// `breakpoint()` and `sys.breakpointhook`: what `$PYTHONBREAKPOINT` names, or `pdb.set_trace` (PEP 553).

import { sysAttribute } from "../builtins/print.ts";
import { clearIf, errorOccurred, setError } from "../exceptions/errors.ts";
import { warn } from "../exceptions/warn.ts";
import { importModule } from "../importing/import-module.ts";
import { None, decref, isStr } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callMethod, callTuple } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";

/** `os.environ.get("PYTHONBREAKPOINT")` or what stands for it; null with an exception set. */
function hookName(rt: Runtime): string | null {
  const os = importModule(rt, "os");
  const environment = os === 0 ? 0 : getAttributeString(rt, os, "environ");
  if (os !== 0) decref(rt, os);
  if (environment === 0) return null;
  const key = newStr(rt, "PYTHONBREAKPOINT");
  const value = callMethod(rt, environment, rt.names.get, key);
  decref(rt, key);
  decref(rt, environment);
  if (value === 0) return null;
  const text = isStr(rt, value) ? strValue(rt, value) : "";
  decref(rt, value);
  return text === "" ? "pdb.set_trace" : text;
}

/** What a dotted name stands for: a new reference; 0 with ImportError or AttributeError set. */
function resolve(rt: Runtime, name: string): number {
  const dot = name.lastIndexOf(".");
  const module = importModule(rt, dot < 0 ? "builtins" : name.slice(0, dot));
  if (module === 0) return 0;
  const found = getAttributeString(rt, module, name.slice(dot + 1));
  decref(rt, module);
  return found;
}

function breakpointHook(rt: Runtime, args: number, kwargs: number): number {
  const name = hookName(rt);
  if (name === null) return 0;
  if (name === "0") return None;
  const hook = resolve(rt, name);
  if (hook !== 0) {
    const result = callTuple(rt, hook, args, kwargs);
    decref(rt, hook);
    return result;
  }
  if (!clearIf(rt, rt.types.ImportError) && !clearIf(rt, rt.types.AttributeError)) return 0;
  return warn(rt, rt.types.RuntimeWarning, `Ignoring unimportable $PYTHONBREAKPOINT: "${name}"`) < 0 ? 0 : None;
}

/** `sys.breakpointhook`. */
export const breakpointHookFunction: BuiltinSpecification = builtinFunction("(*args, **kws)", breakpointHook);

/** `breakpoint`. */
export const breakpointFunction: BuiltinSpecification = builtinFunction("(*args, **kws)", (rt, args, kwargs) => {
  const key = internStr(rt, "breakpointhook");
  const hook = sysAttribute(rt, key);
  decref(rt, key);
  if (hook === 0) return errorOccurred(rt) === 0 ? setError(rt, rt.types.RuntimeError, "lost sys.breakpointhook") : 0;
  const result = callTuple(rt, hook, args, kwargs);
  decref(rt, hook);
  return result;
});
