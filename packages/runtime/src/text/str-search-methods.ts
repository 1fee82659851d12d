// Methods of str that search: find, count, startswith and their relatives.

import { argumentTypeName } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { newInt } from "../object/int.ts";
import { None, isStr, isTuple, pyBool, slotsOf, typeName } from "../object/reference.ts";
import { strLength, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, type Implementation, method } from "../types/builtin-definition.ts";
import { pointIndex, unitIndex } from "./code-points.ts";
import { countOccurrences, findFirst, findLast } from "./search.ts";
import { kindOf } from "./str-slots.ts";

/** A window as UTF-16 positions, and its length in code points, negative if it is turned around. */
interface Window {
  readonly start: number;
  readonly end: number;
  readonly points: number;
}

/** The window that `start` and `end` (0 or None: absent) cut out of a text; null with an exception set. */
function windowOf(rt: Runtime, self: number, startRef: number, endRef: number): Window | null {
  const length = strLength(rt, self);
  const start = searchBound(rt, startRef, length, 0);
  if (start === null) return null;
  const end = searchBound(rt, endRef, length, length);
  if (end === null) return null;
  const text = strValue(rt, self);
  const kind = kindOf(rt, self);
  const last = Math.min(end, length);
  return {
    start: unitIndex(text, Math.min(start, length), kind),
    end: unitIndex(text, last, kind),
    points: last - start,
  };
}

/** A bound of a search as an absolute index of at least 0; null with an exception set. */
export function searchBound(rt: Runtime, ref: number, length: number, missing: number): number | null {
  if (ref === 0 || ref === None) return missing;
  if ((ref & 1) === 0 && slotsOf(rt, ref).index === null) {
    setError(rt, rt.types.TypeError, "slice indices must be integers or None or have an __index__ method");
    return null;
  }
  const index = indexNumber(rt, ref);
  return index === null ? null : Math.max(0, index < 0 ? index + length : index);
}

type Finder = (text: string, part: string, start: number, end: number) => number;

/** The position as code points, -1 if there is none, -2 with an exception set. */
function findIn(
  rt: Runtime,
  name: string,
  find: Finder,
  self: number,
  sub: number,
  start: number,
  end: number,
): number {
  if (!isStr(rt, sub)) {
    setError(rt, rt.types.TypeError, `${name}() argument 1 must be str, not ${argumentTypeName(rt, sub)}`);
    return -2;
  }
  const text = strValue(rt, self);
  if ((start | end) === 0) {
    const unit = find(text, strValue(rt, sub), 0, text.length);
    return unit < 0 ? -1 : pointIndex(text, unit, kindOf(rt, self));
  }
  const window = windowOf(rt, self, start, end);
  if (window === null) return -2;
  if (window.points < 0) return -1;
  const unit = find(text, strValue(rt, sub), window.start, window.end);
  return unit < 0 ? -1 : pointIndex(text, unit, kindOf(rt, self));
}

function finding(name: string, find: Finder): Implementation {
  return (rt, self, sub, start, end) => {
    const index = findIn(rt, name, find, self, sub, start, end);
    return index === -2 ? 0 : newInt(rt, index);
  };
}

function requiring(name: string, find: Finder): Implementation {
  return (rt, self, sub, start, end) => {
    const index = findIn(rt, name, find, self, sub, start, end);
    if (index === -1) return setError(rt, rt.types.ValueError, "substring not found");
    return index === -2 ? 0 : newInt(rt, index);
  };
}

function count(rt: Runtime, self: number, sub: number, start: number, end: number): number {
  if (!isStr(rt, sub)) {
    return setError(rt, rt.types.TypeError, `count() argument 1 must be str, not ${argumentTypeName(rt, sub)}`);
  }
  const window = windowOf(rt, self, start, end);
  if (window === null) return 0;
  const part = strValue(rt, sub);
  if (window.points < 0) return newInt(rt, 0);
  return newInt(
    rt,
    part === "" ? window.points + 1 : countOccurrences(strValue(rt, self), part, window.start, window.end),
  );
}

type Side = "startswith" | "endswith";

function affix(side: Side): Implementation {
  return (rt, self, prefix, start, end) => matchAffix(rt, side, self, prefix, start, end);
}

function matchAffix(rt: Runtime, side: Side, self: number, prefix: number, start: number, end: number): number {
  const window = windowOf(rt, self, start, end);
  if (window === null) return 0;
  if (isStr(rt, prefix)) return pyBool(hasAffix(strValue(rt, self), strValue(rt, prefix), window, side));
  if (!isTuple(rt, prefix)) {
    return setError(
      rt,
      rt.types.TypeError,
      `${side} first arg must be str or a tuple of str, not ${typeName(rt, prefix)}`,
    );
  }
  for (let index = 0; index < tupleLength(rt, prefix); index++) {
    const item = tupleItem(rt, prefix, index);
    if (!isStr(rt, item)) {
      return setError(rt, rt.types.TypeError, `tuple for ${side} must only contain str, not ${typeName(rt, item)}`);
    }
    if (hasAffix(strValue(rt, self), strValue(rt, item), window, side)) return pyBool(true);
  }
  return pyBool(false);
}

function hasAffix(text: string, part: string, { start, end, points }: Window, side: Side): boolean {
  if (points < 0 || end - start < part.length) return false;
  return text.startsWith(part, side === "startswith" ? start : end - part.length);
}

const WINDOW = "($self, sub, start=None, end=None, /)";

/** Methods of str. */
export const strSearchMethods: Readonly<Record<string, BuiltinSpecification>> = {
  find: method(WINDOW, finding("find", findFirst)),
  rfind: method(WINDOW, finding("rfind", findLast)),
  index: method(WINDOW, requiring("index", findFirst)),
  rindex: method(WINDOW, requiring("rindex", findLast)),
  count: method(WINDOW, count),
  startswith: method("($self, prefix, start=None, end=None, /)", affix("startswith")),
  endswith: method("($self, suffix, start=None, end=None, /)", affix("endswith")),
};
