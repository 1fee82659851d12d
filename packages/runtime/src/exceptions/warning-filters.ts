// The filters of warnings: which action a warning gets. CPython's `_warnings.c`; the list is `warnings.filters`, for programs to change.
//
// A filter is (action, message, category, module, line): message and module are None, a str that must be equal, or what has `match`.

import { dictGet, newDict } from "../object/dict.ts";
import { listItem, listLength, listOf } from "../object/list.ts";
import {
  None,
  decref,
  isInt,
  isList,
  isStr,
  isTuple,
  newRef,
  smallInt,
  typeName,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { getAttributeString, getOptionalAttribute } from "../protocols/attributes.ts";
import { callOneArgument } from "../protocols/call.ts";
import { isSubclass } from "../protocols/instance-check.ts";
import { indexNumber } from "../protocols/number.ts";
import { reprText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { FixedType } from "../layout/memory-map.ts";
import { errorOccurred, setError } from "./errors.ts";

/** What a machine knows of warnings; references are owned, 0 until they are needed. */
export interface WarningState {
  filters: number;
  onceRegistry: number;
  defaultAction: number;
  /** Changes with the filters: what is registered under an older one counts no more. */
  version: number;
  /** How often the lock is held: there is one thread. */
  lockDepth: number;
}

/** The state, complete. */
export function warningState(rt: Runtime): WarningState {
  const { warnings } = rt;
  if (warnings.filters === 0) {
    warnings.filters = defaultFilters(rt);
    warnings.onceRegistry = newDict(rt);
    warnings.defaultAction = newStr(rt, "default");
  }
  return warnings;
}

/** What is meant for developers shows in `__main__` alone. */
function defaultFilters(rt: Runtime): number {
  const { DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning } = rt.types;
  const filter = (action: string, category: number, module: number): number =>
    tupleOf(rt, internStr(rt, action), None, newRef(rt, category), module, smallInt(0));
  return listOf(rt, [
    filter("default", DeprecationWarning, internStr(rt, "__main__")),
    ...[DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning].map((it) =>
      filter("ignore", it, None),
    ),
  ]);
}

/** An attribute of the module `warnings`, if that is imported: new reference, or 0, perhaps with an exception set. */
export function warningsAttribute(rt: Runtime, name: string): number {
  const key = internStr(rt, "warnings");
  const module = dictGet(rt, rt.modules, key);
  decref(rt, key);
  if (module === 0 || module === None) return 0;
  const attribute = internStr(rt, name);
  const value = getOptionalAttribute(rt, module, attribute);
  decref(rt, attribute);
  return value;
}

/** A warning that filters look at. */
export interface FilteredWarning {
  readonly category: number;
  readonly text: number;
  readonly line: number;
  readonly module: number;
}

/** What is to be done: an owned str, and the filter that says so, owned, or 0. */
export interface FilterResult {
  readonly action: number;
  readonly filter: number;
}

/** The action for a warning; null with an exception set. */
export function filterWarning(rt: Runtime, warning: FilteredWarning): FilterResult | null {
  const state = warningState(rt);
  const own = warningsAttribute(rt, "filters");
  if (own === 0 && errorOccurred(rt) !== 0) return null;
  if (own !== 0) {
    const old = state.filters;
    state.filters = own;
    decref(rt, old);
  }
  if (!isList(rt, state.filters)) return refuse(rt, rt.types.ValueError, "_warnings.filters must be a list");
  const filters = newRef(rt, state.filters);
  const found = searchFilters(rt, filters, warning);
  decref(rt, filters);
  return found === undefined ? defaultAction(rt, state) : found;
}

function searchFilters(rt: Runtime, filters: number, warning: FilteredWarning): FilterResult | null | undefined {
  for (let index = 0; index < listLength(rt, filters); index++) {
    const filter = newRef(rt, listItem(rt, filters, index));
    const matched = matchFilter(rt, filter, index, warning);
    if (matched > 0) return { action: newRef(rt, tupleItem(rt, filter, 0)), filter };
    decref(rt, filter);
    if (matched < 0) return null;
  }
  return undefined;
}

/** 1, 0 or -1. */
function matchFilter(
  rt: Runtime,
  filter: number,
  index: number,
  { category, text, line, module }: FilteredWarning,
): number {
  if (!isTuple(rt, filter) || tupleLength(rt, filter) !== 5) {
    setError(rt, rt.types.ValueError, `warnings.filters item ${index} isn't a 5-tuple`);
    return -1;
  }
  const part = (at: number): number => tupleItem(rt, filter, at);
  if (!isStr(rt, part(0))) {
    setError(rt, rt.types.TypeError, `action must be a string, not '${typeName(rt, part(0))}'`);
    return -1;
  }
  for (const check of [
    () => matchText(rt, part(1), text),
    () => isSubclass(rt, category, part(2)),
    () => matchText(rt, part(3), module),
  ]) {
    const matched = check();
    if (matched <= 0) return matched;
  }
  if (!isInt(rt, part(4))) {
    setError(rt, rt.types.TypeError, "an integer is required");
    return -1;
  }
  const wanted = indexNumber(rt, part(4));
  return wanted === null ? -1 : wanted === 0 || wanted === line ? 1 : 0;
}

function matchText(rt: Runtime, pattern: number, text: number): number {
  if (pattern === None) return 1;
  if (typeOf(rt, pattern) === FixedType.str)
    return isStr(rt, text) && strValue(rt, pattern) === strValue(rt, text) ? 1 : 0;
  const match = getAttributeString(rt, pattern, "match");
  const result = match === 0 ? 0 : callOneArgument(rt, match, text);
  xdecref(rt, match);
  if (result === 0) return -1;
  const matched = isTrue(rt, result);
  decref(rt, result);
  return matched;
}

function defaultAction(rt: Runtime, state: WarningState): FilterResult | null {
  const own = warningsAttribute(rt, "defaultaction");
  if (own === 0) return errorOccurred(rt) === 0 ? { action: newRef(rt, state.defaultAction), filter: 0 } : null;
  if (isStr(rt, own)) return { action: own, filter: 0 };
  const message = `warnings.defaultaction must be a string, not '${typeName(rt, own)}'`;
  decref(rt, own);
  return refuse(rt, rt.types.TypeError, message);
}

/** RuntimeError: a filter has an action that does not exist. Status. */
export function refuseAction(rt: Runtime, { action, filter }: FilterResult): -1 {
  const shown = reprText(rt, action);
  const whole = filter === 0 ? "None" : reprText(rt, filter);
  if (shown !== null && whole !== null)
    setError(rt, rt.types.RuntimeError, `Unrecognized action (${shown}) in warnings.filters:\n ${whole}`);
  return -1;
}

function refuse(rt: Runtime, type: number, message: string): null {
  setError(rt, type, message);
  return null;
}
