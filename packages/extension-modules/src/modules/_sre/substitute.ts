// `sub` and `subn`.

import {
  None,
  type Runtime,
  bytesOf,
  callOneArgument,
  decref,
  isStr,
  newInt,
  newRef,
  sizeArgument,
  slotsOf,
  strValue,
  tupleOf,
} from "@tjit/runtime/api";
import { scanOf } from "./find.ts";
import { Joiner } from "./joiner.ts";
import { newMatch } from "./match-object.ts";
import { INTERRUPTED, type Matcher } from "./matcher.ts";
import { patternOf } from "./state.ts";
import { sliceString, sourceOf, type Source } from "./subject-object.ts";
import { compileTemplate, expandTemplate, templateOf } from "./template.ts";

/** What takes the place of a match: always the same object, a filled template, or what a function says. */
interface Replacement {
  readonly kind: "literal" | "template" | "callable";
  /** Owned. */
  readonly object: number;
}

/** `pattern.sub(repl, string, count)`. */
export function sub(rt: Runtime, self: number, repl: number, string: number, count: number): number {
  return substitute(rt, self, repl, string, count)?.result ?? 0;
}

/** `pattern.subn(repl, string, count)`. */
export function subn(rt: Runtime, self: number, repl: number, string: number, count: number): number {
  const done = substitute(rt, self, repl, string, count);
  return done === null ? 0 : tupleOf(rt, done.result, newInt(rt, done.count));
}

function substitute(
  rt: Runtime,
  self: number,
  repl: number,
  string: number,
  count: number,
): { readonly result: number; readonly count: number } | null {
  const most = sizeArgument(rt, count, 0);
  if (most === null) return null;
  const replacement = replacementOf(rt, self, repl);
  if (replacement === null) return null;
  const source = sourceOf(rt, patternOf(rt, self), string);
  const done = source === null ? null : replaceAll(rt, self, replacement, source, most);
  decref(rt, replacement.object);
  return done;
}

function replacementOf(rt: Runtime, pattern: number, repl: number): Replacement | null {
  if (slotsOf(rt, repl).call !== null) return { kind: "callable", object: newRef(rt, repl) };
  const isLiteral = isStr(rt, repl) ? !strValue(rt, repl).includes("\\") : bytesOf(rt, repl)?.includes(92) === false;
  if (isLiteral) return { kind: "literal", object: newRef(rt, repl) };
  const template = compileTemplate(rt, pattern, repl);
  if (template === 0) return null;
  const { literals, groups } = templateOf(rt, template);
  if (groups.length > 0) return { kind: "template", object: template };
  const literal = newRef(rt, literals[0] as number);
  decref(rt, template);
  return { kind: "literal", object: literal };
}

function replaceAll(
  rt: Runtime,
  pattern: number,
  replacement: Replacement,
  source: Source,
  most: number,
): { readonly result: number; readonly count: number } | null {
  const { string, subject } = source;
  const scan = scanOf(rt, pattern, source);
  const joiner = new Joiner(rt, source.isBytes);
  let last = 0;
  let count = 0;
  for (; most === 0 || count < most; count++) {
    const end = scan.search();
    if (end === INTERRUPTED) return null;
    if (end < 0) break;
    if (last < scan.matcher.start) joiner.addPart(string, subject, last, scan.matcher.start);
    const item = itemFor(rt, pattern, replacement, source, scan.matcher, end);
    if (item === 0) return null;
    if (item !== None) joiner.add(item);
    decref(rt, item);
    last = end;
  }
  // Nothing was replaced: the string itself, if it is exactly a str or bytes.
  if (count === 0) return { result: sliceString(rt, string, subject, 0, source.end), count };
  if (last < source.end) joiner.addPart(string, subject, last, source.end);
  const result = joiner.join();
  return result === 0 ? null : { result, count };
}

/** The replacement of the match just found: a new reference. */
function itemFor(
  rt: Runtime,
  pattern: number,
  { kind, object }: Replacement,
  source: Source,
  matcher: Matcher,
  end: number,
): number {
  if (kind === "literal") return newRef(rt, object);
  const match = newMatch(rt, pattern, source, matcher, end);
  if (match === 0) return 0;
  const item = kind === "template" ? expandTemplate(rt, object, match) : callOneArgument(rt, object, match);
  decref(rt, match);
  return item;
}
