// Methods of bytes and bytearray that search.

import { clearError, fail, setError } from "../exceptions/errors.ts";
import { newInt } from "../object/int.ts";
import { isTuple, pyBool, slotsOf, typeName } from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { bytesLike, hasBuffer } from "../protocols/buffer.ts";
import { indexNumber } from "../protocols/number.ts";
import { spendWork } from "../builtins/work.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, type Implementation, method } from "../types/builtin-definition.ts";
import { bytesValue } from "./bytes-object.ts";
import { countBytes, findFirstBytes, findLastBytes, matchesAt } from "./byte-search.ts";
import { searchBound } from "./str-search-methods.ts";

/** What is searched for: a bytes-like object, or an int as one byte; null with an exception set. */
function searchedPart(rt: Runtime, sub: number): Uint8Array | null {
  if (hasBuffer(rt, sub)) return bytesLike(rt, sub);
  if (slotsOf(rt, sub).index === null) {
    setError(rt, rt.types.TypeError, `argument should be integer or bytes-like object, not '${typeName(rt, sub)}'`);
    return null;
  }
  const value = indexNumber(rt, sub);
  if (value === null) return null;
  if (value >= 0 && value < 256) return Uint8Array.of(value);
  setError(rt, rt.types.ValueError, "byte must be in range(0, 256)");
  return null;
}

type Finder = (bytes: Uint8Array, part: Uint8Array, start: number, end: number) => number;

/** What a finder answers for a window; `whenTurned` when the window is turned around; -2 with an exception set. */
function findIn(rt: Runtime, find: Finder, self: number, args: readonly number[], whenTurned: number): number {
  const [sub = 0, startRef = 0, endRef = 0] = args;
  const length = bytesValue(rt, self).length;
  const start = searchBound(rt, startRef, length, 0);
  if (start === null) return -2;
  const given = searchBound(rt, endRef, length, length);
  if (given === null) return -2;
  const part = searchedPart(rt, sub);
  if (part === null) return -2;
  const bytes = bytesValue(rt, self);
  const end = Math.min(given, bytes.length);
  if (start > end) return whenTurned;
  if (end - start > 4096 && spendWork(rt, (end - start) >> 2) < 0) return -2;
  return find(bytes, part, start, end);
}

function finding(find: Finder): Implementation {
  return (rt, self, sub, start, end) => {
    const index = findIn(rt, find, self, [sub, start, end], -1);
    return index === -2 ? 0 : newInt(rt, index);
  };
}

function requiring(find: Finder): Implementation {
  return (rt, self, sub, start, end) => {
    const index = findIn(rt, find, self, [sub, start, end], -1);
    if (index === -1) return setError(rt, rt.types.ValueError, "subsection not found");
    return index === -2 ? 0 : newInt(rt, index);
  };
}

function count(rt: Runtime, self: number, sub: number, start: number, end: number): number {
  const occurrences = findIn(rt, countBytes, self, [sub, start, end], 0);
  return occurrences === -2 ? 0 : newInt(rt, occurrences);
}

/** `part in self`: 1, 0, or -1 with an exception set. */
export function bytesContains(rt: Runtime, self: number, part: number): number {
  if (slotsOf(rt, part).index !== null) {
    const value = indexNumber(rt, part);
    if (value === null) clearError(rt);
    else if (value >= 0 && value < 256) return bytesValue(rt, self).includes(value) ? 1 : 0;
    else return fail(rt, rt.types.ValueError, "byte must be in range(0, 256)");
  }
  const bytes = bytesLike(rt, part);
  if (bytes === null) return -1;
  const own = bytesValue(rt, self);
  return findFirstBytes(own, bytes, 0, own.length) >= 0 ? 1 : 0;
}

function affix(side: "startswith" | "endswith"): Implementation {
  return (rt, self, prefix, startRef, endRef) => {
    const length = bytesValue(rt, self).length;
    const start = searchBound(rt, startRef, length, 0);
    if (start === null) return 0;
    const given = searchBound(rt, endRef, length, length);
    if (given === null) return 0;
    const end = Math.min(given, length);
    const matches = (candidate: number): number => {
      const part = bytesLike(rt, candidate);
      if (part === null) return -1;
      if (end - start < part.length) return 0;
      return matchesAt(bytesValue(rt, self), part, side === "startswith" ? start : end - part.length) ? 1 : 0;
    };
    if (isTuple(rt, prefix)) {
      for (let index = 0; index < tupleLength(rt, prefix); index++) {
        const status = matches(tupleItem(rt, prefix, index));
        if (status !== 0) return status < 0 ? 0 : pyBool(true);
      }
      return pyBool(false);
    }
    if (!hasBuffer(rt, prefix)) {
      const wrong = typeName(rt, prefix);
      return setError(rt, rt.types.TypeError, `${side} first arg must be bytes or a tuple of bytes, not ${wrong}`);
    }
    const status = matches(prefix);
    return status < 0 ? 0 : pyBool(status > 0);
  };
}

const WINDOW = "($self, sub, start=None, end=None, /)";

/** Methods of bytes and bytearray. */
export const bytesSearchMethods: Readonly<Record<string, BuiltinSpecification>> = {
  find: method(WINDOW, finding(findFirstBytes)),
  rfind: method(WINDOW, finding(findLastBytes)),
  index: method(WINDOW, requiring(findFirstBytes)),
  rindex: method(WINDOW, requiring(findLastBytes)),
  count: method(WINDOW, count),
  startswith: method("($self, prefix, start=None, end=None, /)", affix("startswith")),
  endswith: method("($self, suffix, start=None, end=None, /)", affix("endswith")),
};
