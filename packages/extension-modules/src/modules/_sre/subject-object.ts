// Between Python's strings and subjects of the engine.

import {
  FixedType,
  type Runtime,
  StrFlag,
  bytesOf,
  isStr,
  newBytes,
  newRef,
  newStr,
  newStrWith,
  setError,
  sizeArgument,
  strFlags,
  strLength,
  strValue,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import { type Matcher } from "./matcher.ts";
import { matchOf, type PatternPayload, type SreState } from "./state.ts";
import { astralSubject, bytesSubject, simpleSubject, type Subject, textBetween } from "./subject.ts";

/** A string that is searched, between two positions. */
export interface Source {
  /** The object, borrowed. */
  readonly string: number;
  readonly subject: Subject;
  readonly isBytes: boolean;
  readonly start: number;
  readonly end: number;
}

/** The subject of a str or bytes-like object; null with TypeError set. */
export function subjectOf(rt: Runtime, state: SreState, string: number): Subject | null {
  if (isStr(rt, string)) {
    const text = strValue(rt, string);
    if ((strFlags(rt, string) & StrFlag.ASTRAL) === 0) return simpleSubject(text);
    const last = state.lastAstral;
    if (last !== null && last.text === text) return last;
    return (state.lastAstral = astralSubject(text, strLength(rt, string)));
  }
  const bytes = bytesOf(rt, string);
  if (bytes !== null) return bytesSubject(bytes);
  setError(rt, rt.types.TypeError, `expected string or bytes-like object, got '${typeName(rt, string)}'`);
  return null;
}

/** What a method of a pattern is to search: its arguments `string`, `pos`, `endpos`. Null with an exception set. */
export function sourceOf(rt: Runtime, pattern: PatternPayload, string: number, pos = 0, endpos = 0): Source | null {
  const first = sizeArgument(rt, pos, 0);
  if (first === null) return null;
  const last = sizeArgument(rt, endpos, Infinity);
  if (last === null) return null;
  const subject = subjectOf(rt, pattern.state, string);
  if (subject === null) return null;
  const isOfBytes = !isStr(rt, string);
  if (pattern.isBytes !== null && pattern.isBytes !== isOfBytes) {
    const message = isOfBytes
      ? "cannot use a string pattern on a bytes-like object"
      : "cannot use a bytes pattern on a string-like object";
    setError(rt, rt.types.TypeError, message);
    return null;
  }
  const within = (position: number): number => Math.min(Math.max(position, 0), subject.length);
  return { string, subject, isBytes: isOfBytes, start: within(first), end: within(last) };
}

/** The part of a string from `start` to `end`: a new reference. Bytes are read as they are now: a bytearray may have changed. */
export function sliceString(rt: Runtime, string: number, subject: Subject, start: number, end: number): number {
  if (isStr(rt, string)) {
    if (start === 0 && end === subject.length && typeOf(rt, string) === FixedType.str) return newRef(rt, string);
    const text = textBetween(subject, start, end);
    return (strFlags(rt, string) & StrFlag.ASCII) === 0
      ? newStr(rt, text)
      : newStrWith(rt, text, text.length, StrFlag.ASCII);
  }
  const bytes = bytesOf(rt, string) ?? new Uint8Array(0);
  if (start === 0 && end === bytes.length && typeOf(rt, string) === FixedType.bytes) return newRef(rt, string);
  return newBytes(rt, bytes.slice(start, end));
}

/** The text of a group of the last match, group 0 too; `missing` (borrowed) if it did not take part. */
export function sliceGroup(
  rt: Runtime,
  { string, subject }: Source,
  matcher: Matcher,
  group: number,
  missing: number,
): number {
  const { marks } = matcher;
  const start = marks[2 * group - 2] as number;
  const end = marks[2 * group - 1] as number;
  return start < 0 || end < 0 ? newRef(rt, missing) : sliceString(rt, string, subject, start, end);
}

/** The text of a group by number: a new reference; `missing` (borrowed) if it did not take part. */
export function matchGroup(rt: Runtime, self: number, group: number, missing: number): number {
  const { spans, string, subject } = matchOf(rt, self);
  const start = spans[2 * group] as number;
  return start < 0 ? newRef(rt, missing) : sliceString(rt, string, subject, start, spans[2 * group + 1] as number);
}
