// The module `_warnings`: what `warnings` takes the place of its own with.

import { argumentTypeName, sizeArgument } from "../../builtins/arguments.ts";
import { newModule } from "../../kinds/module.ts";
import { importModule } from "../../importing/import-module.ts";
import { warnAt } from "../../exceptions/warn.ts";
import { warnExplicit } from "../../exceptions/warn-explicit.ts";
import { warningState } from "../../exceptions/warning-filters.ts";
import { clearIf, setError } from "../../exceptions/errors.ts";
import { None, decref, isDict, isStr, isTuple, isType, newRef, typeName, typeOf } from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { tupleItem, tupleLength } from "../../object/tuple.ts";
import { callOneArgument } from "../../protocols/call.ts";
import { getAttributeString } from "../../protocols/attributes.ts";
import { isInstance } from "../../protocols/instance-check.ts";
import { indexNumber } from "../../protocols/number.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../../types/builtin-definition.ts";
import { isSubtype } from "../../types/subtype.ts";

/** The class of a warning, borrowed; 0 with an exception set. */
function categoryOf(rt: Runtime, message: number, category: number): number {
  const isMade = isInstance(rt, message, rt.types.Warning);
  if (isMade !== 0) return isMade < 0 ? 0 : typeOf(rt, message);
  if (category === 0 || category === None) return rt.types.UserWarning;
  if (isType(rt, category) && isSubtype(rt, category, rt.types.Warning)) return category;
  return setError(rt, rt.types.TypeError, `category must be a Warning subclass, not '${typeName(rt, category)}'`);
}

function warn(
  rt: Runtime,
  message: number,
  category: number,
  stacklevel: number,
  source: number,
  prefixes: number,
): number {
  const type = categoryOf(rt, message, category);
  if (type === 0) return 0;
  const level = sizeArgument(rt, stacklevel, 1);
  if (level === null) return 0;
  const skipped: string[] = [];
  if (prefixes !== 0) {
    const { TypeError } = rt.types;
    if (!isTuple(rt, prefixes))
      return setError(
        rt,
        TypeError,
        `warn() argument 'skip_file_prefixes' must be tuple, not ${argumentTypeName(rt, prefixes)}`,
      );
    for (let index = 0; index < tupleLength(rt, prefixes); index++) {
      const prefix = tupleItem(rt, prefixes, index);
      if (!isStr(rt, prefix))
        return setError(rt, TypeError, `Found non-str '${typeName(rt, prefix)}' in skip_file_prefixes.`);
      skipped.push(strValue(rt, prefix));
    }
  }
  const place = {
    level: skipped.length > 0 ? Math.max(2, level) : level,
    source: source === None ? 0 : source,
    skipped,
  };
  return warnAt(rt, type, message, place) < 0 ? 0 : None;
}

function explicit(
  rt: Runtime,
  message: number,
  category: number,
  filename: number,
  lineno: number,
  module: number,
  registry: number,
  globals: number,
  source: number,
): number {
  const { TypeError } = rt.types;
  const line = indexNumber(rt, lineno);
  if (line === null) return 0;
  if (!isStr(rt, filename))
    return setError(
      rt,
      TypeError,
      `warn_explicit() argument 'filename' must be str, not ${argumentTypeName(rt, filename)}`,
    );
  if (globals !== 0 && globals !== None && !isDict(rt, globals))
    return setError(rt, TypeError, `module_globals must be a dict, not '${typeName(rt, globals)}'`);
  const status = warnExplicit(rt, {
    category,
    message,
    filename,
    line,
    module,
    registry: registry === None ? 0 : registry,
    source: source === None ? 0 : source,
  });
  return status < 0 ? 0 : None;
}

const functions: Readonly<Record<string, BuiltinSpecification>> = {
  warn: builtinFunction("(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())", warn),
  warn_explicit: builtinFunction(
    "(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)",
    explicit,
  ),
  _filters_mutated_lock_held: builtinFunction("()", (rt) => {
    if (rt.warnings.lockDepth === 0) return setError(rt, rt.types.RuntimeError, "warnings lock is not held");
    rt.warnings.version++;
    return None;
  }),
  _acquire_lock: builtinFunction("()", (rt) => {
    rt.warnings.lockDepth++;
    return None;
  }),
  _release_lock: builtinFunction("()", (rt) => {
    if (rt.warnings.lockDepth === 0) return setError(rt, rt.types.RuntimeError, "cannot release un-acquired lock");
    rt.warnings.lockDepth--;
    return None;
  }),
};

/** A variable of `_contextvars`, which comes with the library: None without it, 0 with an exception set. */
function contextVariable(rt: Runtime, name: string): number {
  const contextvars = importModule(rt, "_contextvars");
  if (contextvars === 0 && clearIf(rt, rt.types.ModuleNotFoundError)) return None;
  const type = contextvars === 0 ? 0 : getAttributeString(rt, contextvars, "ContextVar");
  const text = newStr(rt, name);
  const variable = type === 0 ? 0 : callOneArgument(rt, type, text);
  for (const it of [contextvars, type, text]) if (it !== 0) decref(rt, it);
  return variable;
}

/** Makes the module. */
export function newWarningsModule(rt: Runtime): number {
  const context = contextVariable(rt, "_warnings_context");
  if (context === 0) return 0;
  const { filters, onceRegistry, defaultAction } = warningState(rt);
  return newModule(rt, "_warnings", functions, {
    filters: newRef(rt, filters),
    _onceregistry: newRef(rt, onceRegistry),
    _defaultaction: newRef(rt, defaultAction),
    _warnings_context: context,
  });
}
