// A warning at a known place: filtered, registered, then raised or shown. CPython's `warn_explicit`.
//
// A registry is a dict: `version`, and what was shown there by (text, category, line); once per text by (text, category).

import { sysEntry } from "../importing/find-module.ts";
import { dictClear, dictGet, dictSet } from "../object/dict.ts";
import { newInt } from "../object/int.ts";
import {
  None,
  True,
  decref,
  isDict,
  isInt,
  isStr,
  newRef,
  smallInt,
  slotsOf,
  typeInfo,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { callMethod, callOneArgument, callWith } from "../protocols/call.ts";
import { isInstance } from "../protocols/instance-check.ts";
import { indexNumber } from "../protocols/number.ts";
import { strObject, strText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { clearError, errorOccurred, fail, raise } from "./errors.ts";
import { type FilterResult, filterWarning, refuseAction, warningState, warningsAttribute } from "./warning-filters.ts";

/** A warning. References are borrowed. */
export interface Warning {
  readonly category: number;
  /** A str, or an instance of a category, which then counts. */
  readonly message: number;
  readonly filename: number;
  readonly line: number;
  /** 0: named after the file. None: no warning. */
  readonly module: number;
  /** 0: none. */
  readonly registry: number;
  /** The object that it is about; 0: none. */
  readonly source: number;
}

/** Warns. Status: -1 with an exception set, the warning itself perhaps. */
export function warnExplicit(rt: Runtime, warning: Warning): number {
  if (warning.module === None) return 0;
  if (warning.registry !== 0 && !isDict(rt, warning.registry))
    return fail(rt, rt.types.TypeError, "'registry' must be a dict or None");
  const isMade = isInstance(rt, warning.message, rt.types.Warning);
  if (isMade < 0) return -1;
  const text = isMade > 0 ? strObject(rt, warning.message) : newRef(rt, warning.message);
  if (text === 0) return -1;
  const category = isMade > 0 ? typeOf(rt, warning.message) : warning.category;
  const message = isMade > 0 ? newRef(rt, warning.message) : callOneArgument(rt, category, text);
  const module = warning.module === 0 ? moduleName(rt, warning.filename) : newRef(rt, warning.module);
  const status = message === 0 ? -1 : decide(rt, { ...warning, category, message, module, text });
  for (const it of [text, message, module]) xdecref(rt, it);
  return status;
}

interface CompleteWarning extends Warning {
  readonly text: number;
}

/** A file without its suffix. */
function moduleName(rt: Runtime, filename: number): number {
  const name = isStr(rt, filename) ? strValue(rt, filename) : "";
  return newStr(rt, name === "" ? "<unknown>" : /[.]py$/i.test(name) ? name.slice(0, -3) : name);
}

function decide(rt: Runtime, warning: CompleteWarning): number {
  const { registry, text, category, line } = warning;
  const key = tupleOf(rt, newRef(rt, text), newRef(rt, category), newInt(rt, line));
  const known = registry === 0 ? 0 : register(rt, registry, key, "look");
  let status = known < 0 ? -1 : 0;
  if (known === 0) {
    const result = filterWarning(rt, warning);
    status = result === null ? -1 : act(rt, warning, key, result);
    if (result !== null) {
      decref(rt, result.action);
      xdecref(rt, result.filter);
    }
  }
  decref(rt, key);
  return status;
}

function act(rt: Runtime, warning: CompleteWarning, key: number, result: FilterResult): number {
  const action = strValue(rt, result.action);
  const { registry, category, message, text } = warning;
  if (action === "error") {
    raise(rt, newRef(rt, message));
    return -1;
  }
  if (action === "ignore") return 0;
  let known = 0;
  if (action !== "always" && action !== "all") {
    if (registry !== 0 && dictSet(rt, registry, key, True) < 0) return -1;
    if (action === "once") {
      known = registerText(rt, registry === 0 ? onceRegistry(rt) : newRef(rt, registry), text, category);
    } else if (action === "module") {
      if (registry !== 0) known = registerText(rt, newRef(rt, registry), text, category);
    } else if (action !== "default") return refuseAction(rt, result);
  }
  return known === 0 ? show(rt, warning) : known < 0 ? -1 : 0;
}

/** `warnings.onceregistry`; 0 with an exception set. */
function onceRegistry(rt: Runtime): number {
  const own = warningsAttribute(rt, "onceregistry");
  if (own === 0) return errorOccurred(rt) === 0 ? newRef(rt, warningState(rt).onceRegistry) : 0;
  if (isDict(rt, own)) return own;
  decref(rt, own);
  fail(rt, rt.types.TypeError, "_warnings.onceregistry must be a dict");
  return 0;
}

/** Whether a text was there; notes it. Takes `registry`. 1, 0 or -1. */
function registerText(rt: Runtime, registry: number, text: number, category: number): number {
  if (registry === 0) return -1;
  const key = tupleOf(rt, newRef(rt, text), newRef(rt, category));
  const known = register(rt, registry, key, "note");
  decref(rt, key);
  decref(rt, registry);
  return known;
}

/** Whether a key is in a registry. One of another version is emptied first. 1, 0 or -1. */
function register(rt: Runtime, registry: number, key: number, what: "look" | "note"): number {
  const name = internStr(rt, "version");
  const { version } = warningState(rt);
  const found = dictGet(rt, registry, name);
  if (found === 0 || !isInt(rt, found) || indexNumber(rt, found) !== version) {
    dictClear(rt, registry);
    dictSet(rt, registry, name, smallInt(version));
  } else {
    const value = dictGet(rt, registry, key);
    const known = value === 0 ? (errorOccurred(rt) === 0 ? 0 : -1) : isTrue(rt, value);
    if (known !== 0) {
      decref(rt, name);
      return known;
    }
  }
  decref(rt, name);
  return what === "look" ? 0 : dictSet(rt, registry, key, True);
}

/** By the module `warnings`, if that is imported; else as it would. */
function show(rt: Runtime, warning: CompleteWarning): number {
  const fn = warningsAttribute(rt, "_showwarnmsg");
  if (fn === 0) return errorOccurred(rt) === 0 ? print(rt, warning) : -1;
  let result = 0;
  if (slotsOf(rt, fn).call === null) fail(rt, rt.types.TypeError, "warnings._showwarnmsg() must be set to a callable");
  else {
    const type = warningsAttribute(rt, "WarningMessage");
    if (type === 0) {
      if (errorOccurred(rt) === 0) fail(rt, rt.types.RuntimeError, "unable to get warnings.WarningMessage");
    } else {
      const { message, category, filename, line, source } = warning;
      const made = callWith(rt, type, message, category, filename, smallInt(line), None, None, source || None);
      result = made === 0 ? 0 : callOneArgument(rt, fn, made);
      xdecref(rt, made);
      decref(rt, type);
    }
  }
  decref(rt, fn);
  xdecref(rt, result);
  return result === 0 ? -1 : 0;
}

/** What the module adds where a warning has its object. */
const allocationNote = "Enable tracemalloc to get the object allocation traceback\n";

/** Errors of the stream are swallowed. */
function print(rt: Runtime, { category, text, filename, line, source }: CompleteWarning): number {
  const [file, shown] = [strText(rt, filename), strText(rt, text)];
  if (file === null || shown === null) return -1;
  const { name } = typeInfo(rt, category);
  const lines = line === 0 ? [] : (rt.host.readSource?.(file)?.split(/\r\n|[\n\r]/) ?? []);
  const code = lines[line - 1]?.trim() ?? "";
  const excerpt = code === "" ? "" : `  ${code}\n`;
  const note = source === 0 ? "" : `${name}: ${allocationNote}`;
  const stream = sysEntry(rt, "stderr");
  if (stream === 0 || stream === None) return 0;
  const whole = newStr(rt, `${file}:${line}: ${name}: ${shown}\n${excerpt}${note}`);
  const result = callMethod(rt, stream, rt.names.write, whole);
  if (result === 0) clearError(rt);
  xdecref(rt, result);
  decref(rt, whole);
  return 0;
}
