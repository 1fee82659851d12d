// Arguments of a call of a Python function into the locals of its frame: CPython's initialize_locals, messages included.

import { CodeFlag } from "@tjit/bytecode";
import { fail } from "../exceptions/errors.ts";
import { unexpectedKeyword } from "../exceptions/suggestions.ts";
import { CodeObjectLayout, FunctionObject } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { type CodeInfo } from "../object/code-info.ts";
import { dictGet, dictSet, newDict } from "../object/dict.ts";
import { incref, isStr, newRef } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { tupleFromMemory, tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { frameLocals } from "./frame.ts";

const varFlags = CodeFlag.VARARGS | CodeFlag.VARKEYWORDS;
const { argcount: argcountField, kwonlyargcount: kwonlyField, flags: flagsField } = CodeObjectLayout;

/** Whether `count` positional arguments fill exactly the parameters of `code`, so that they can just be moved. */
export function isExactCall(rt: Runtime, code: number, count: number): boolean {
  const { heap } = rt;
  return (
    heap.load(code + argcountField.offset) === count &&
    heap.load(code + kwonlyField.offset) === 0 &&
    (heap.load(code + flagsField.offset) & varFlags) === 0
  );
}

/** Binds arguments to the locals of a new frame, each with a count of its own. Status; what is bound already stays in the frame. */
export function bindCall(rt: Runtime, fn: number, frame: number, args: number, count: number, kwnames: number): number {
  const { heap } = rt;
  const code = heap.load(fn + FunctionObject.code.offset);
  const locals = frame + frameLocals;
  if (kwnames === 0 && isExactCall(rt, code, count)) {
    for (let index = 0; index < count; index++) heap.store(locals + 4 * index, newRef(rt, heap.load(args + 4 * index)));
    return 0;
  }
  const info = codeInfo(rt, code);
  const positional = heap.load(code + argcountField.offset);
  const total = positional + heap.load(code + kwonlyField.offset);
  let keywords = 0;
  if (info.hasVarKeywords) {
    keywords = newDict(rt);
    heap.store(locals + 4 * (total + (info.hasVarargs ? 1 : 0)), keywords);
  }
  const given = Math.min(count, positional);
  for (let index = 0; index < given; index++) heap.store(locals + 4 * index, newRef(rt, heap.load(args + 4 * index)));
  if (info.hasVarargs) heap.store(locals + 4 * total, tupleFromMemory(rt, args + 4 * given, count - given));
  if (kwnames !== 0 && bindKeywords(rt, fn, info, locals, args + 4 * count, kwnames, total, keywords) < 0) return -1;
  if (count > positional && !info.hasVarargs) return tooManyPositional(rt, fn, info, locals, count, positional, total);
  if (count < positional && fillDefaults(rt, fn, info, locals, count, positional) < 0) return -1;
  return total > positional ? fillKeywordDefaults(rt, fn, info, locals, positional, total) : 0;
}

/** `f()`, as messages name the function. */
function shownName(rt: Runtime, fn: number): string {
  return strValue(rt, rt.heap.load(fn + FunctionObject.qualname.offset));
}

function bindKeywords(
  rt: Runtime,
  fn: number,
  info: CodeInfo,
  locals: number,
  values: number,
  kwnames: number,
  total: number,
  keywords: number,
): number {
  const { heap } = rt;
  const { TypeError } = rt.types;
  for (let index = 0, length = tupleLength(rt, kwnames); index < length; index++) {
    const keyword = tupleItem(rt, kwnames, index);
    const value = heap.load(values + 4 * index);
    if (!isStr(rt, keyword)) return fail(rt, TypeError, `${shownName(rt, fn)}() keywords must be strings`);
    const at = parameterIndex(rt, info, keyword, total);
    if (at < 0) {
      if (keywords !== 0) {
        if (dictSet(rt, keywords, keyword, value) < 0) return -1;
        continue;
      }
      return reportUnexpected(rt, fn, info, kwnames, keyword, total);
    }
    if (heap.load(locals + 4 * at) !== 0) {
      return fail(rt, TypeError, `${shownName(rt, fn)}() got multiple values for argument '${strValue(rt, keyword)}'`);
    }
    incref(rt, value);
    heap.store(locals + 4 * at, value);
  }
  return 0;
}

/** Names are interned, so most are found by address. */
function parameterIndex(rt: Runtime, info: CodeInfo, keyword: number, total: number): number {
  const names = info.localNames;
  for (let index = info.positionalOnlyCount; index < total; index++) if (names[index] === keyword) return index;
  const text = strValue(rt, keyword);
  for (let index = info.positionalOnlyCount; index < total; index++)
    if (strValue(rt, names[index] as number) === text) return index;
  return -1;
}

function reportUnexpected(
  rt: Runtime,
  fn: number,
  info: CodeInfo,
  kwnames: number,
  keyword: number,
  total: number,
): number {
  const { TypeError } = rt.types;
  const positionalOnly = info.localNames.slice(0, info.positionalOnlyCount).map((it) => strValue(rt, it));
  const conflicts: string[] = [];
  for (let index = 0, length = tupleLength(rt, kwnames); index < length; index++) {
    const text = strValue(rt, tupleItem(rt, kwnames, index));
    if (positionalOnly.includes(text)) conflicts.push(text);
  }
  const name = shownName(rt, fn);
  if (conflicts.length > 0) {
    return fail(
      rt,
      TypeError,
      `${name}() got some positional-only arguments passed as keyword arguments: '${conflicts.join(", ")}'`,
    );
  }
  const text = strValue(rt, keyword);
  const possible = info.localNames.slice(info.positionalOnlyCount, total).map((it) => strValue(rt, it));
  return fail(rt, TypeError, unexpectedKeyword(name, text, possible));
}

function tooManyPositional(
  rt: Runtime,
  fn: number,
  info: CodeInfo,
  locals: number,
  given: number,
  positional: number,
  total: number,
): number {
  const defaults = rt.heap.load(fn + FunctionObject.defaults.offset);
  const defaultCount = defaults === 0 ? 0 : tupleLength(rt, defaults);
  let keywordOnly = 0;
  for (let index = positional; index < total; index++) if (rt.heap.load(locals + 4 * index) !== 0) keywordOnly++;
  const plural = defaultCount > 0 || positional !== 1;
  const accepted = defaultCount > 0 ? `from ${positional - defaultCount} to ${positional}` : `${positional}`;
  const extra =
    keywordOnly === 0
      ? ""
      : ` positional argument${given === 1 ? "" : "s"} (and ${keywordOnly} keyword-only argument${keywordOnly === 1 ? "" : "s"})`;
  const verb = given === 1 && keywordOnly === 0 ? "was" : "were";
  return fail(
    rt,
    rt.types.TypeError,
    `${shownName(rt, fn)}() takes ${accepted} positional argument${plural ? "s" : ""} but ${given}${extra} ${verb} given`,
  );
}

function fillDefaults(
  rt: Runtime,
  fn: number,
  info: CodeInfo,
  locals: number,
  count: number,
  positional: number,
): number {
  const { heap } = rt;
  const defaults = heap.load(fn + FunctionObject.defaults.offset);
  const required = positional - (defaults === 0 ? 0 : tupleLength(rt, defaults));
  const missing: string[] = [];
  for (let index = count; index < required; index++) {
    if (heap.load(locals + 4 * index) === 0) missing.push(strValue(rt, info.localNames[index] as number));
  }
  if (missing.length > 0) return missingArguments(rt, fn, "positional", missing);
  for (let index = Math.max(count, required); index < positional; index++) {
    if (heap.load(locals + 4 * index) === 0)
      heap.store(locals + 4 * index, newRef(rt, tupleItem(rt, defaults, index - required)));
  }
  return 0;
}

function fillKeywordDefaults(
  rt: Runtime,
  fn: number,
  info: CodeInfo,
  locals: number,
  positional: number,
  total: number,
): number {
  const { heap } = rt;
  const defaults = heap.load(fn + FunctionObject.kwdefaults.offset);
  const missing: string[] = [];
  for (let index = positional; index < total; index++) {
    if (heap.load(locals + 4 * index) !== 0) continue;
    const name = info.localNames[index] as number;
    const value = defaults === 0 ? 0 : dictGet(rt, defaults, name);
    if (value === 0) missing.push(strValue(rt, name));
    else heap.store(locals + 4 * index, newRef(rt, value));
  }
  return missing.length === 0 ? 0 : missingArguments(rt, fn, "keyword-only", missing);
}

function missingArguments(rt: Runtime, fn: number, kind: string, names: readonly string[]): number {
  const quoted = names.map((it) => `'${it}'`);
  const last = quoted.pop() as string;
  const list =
    quoted.length === 0
      ? last
      : quoted.length === 1
        ? `${quoted[0] as string} and ${last}`
        : `${quoted.join(", ")}, and ${last}`;
  return fail(
    rt,
    rt.types.TypeError,
    `${shownName(rt, fn)}() missing ${names.length} required ${kind} argument${names.length === 1 ? "" : "s"}: ${list}`,
  );
}
