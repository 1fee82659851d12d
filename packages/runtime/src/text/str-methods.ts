// Methods of str that make other texts, take texts apart, or classify them.

import { sequenceFrom } from "../protocols/collect.ts";
import { reserveBytes } from "../builtins/work.ts";
import { sizeArgument, argumentTypeName } from "../builtins/arguments.ts";
import { clearError, errorMatches, errorOccurred, setError, setErrorNone } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { dictGet, dictNext, dictPosition, dictSet, entryKey, entryValue, newDict } from "../object/dict.ts";
import { intNumber, newInt } from "../object/int.ts";
import { listItem, listItems, listLength, newList } from "../object/list.ts";
import {
  None,
  decref,
  isDict,
  isInt,
  isList,
  isStr,
  isTuple,
  newRef,
  pyBool,
  typeName,
  typeOf,
} from "../object/reference.ts";
import { ListObject, StrFlag } from "../layout/objects.ts";
import { newStr, newStrOf, strFlags, strLength, strValue } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { getItem } from "../protocols/subscript.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import {
  type BuiltinSpecification,
  type Implementation,
  builtinFunction,
  method,
} from "../types/builtin-definition.ts";
import * as casing from "./case.ts";
import * as classify from "./classify.ts";
import { encode } from "./encode-object.ts";
import { expandTabs, justify, type Placement, zeroFill } from "./pad.ts";
import { isPrintable } from "./repr.ts";
import { replacedLength, replaceText } from "./search.ts";
import * as split from "./split.ts";
import { maximumTextLength } from "./str-slots.ts";

/** The string itself, as exactly a `str`. */
export function asExactStr(rt: Runtime, self: number): number {
  return typeOf(rt, self) === FixedType.str ? newRef(rt, self) : newStr(rt, strValue(rt, self));
}

/** A result that may be the text of `self`, which is then shared; `flags` are those of all that it is made of. */
function textResult(rt: Runtime, self: number, text: string, flags: number): number {
  return text === strValue(rt, self) ? asExactStr(rt, self) : newStrOf(rt, text, flags);
}

/** ASCII stays ASCII. The result is a new object even if the text is the same. */
function mapping(map: (text: string) => string): BuiltinSpecification {
  return method("($self, /)", (rt, self) => newStrOf(rt, map(strValue(rt, self)), strFlags(rt, self)));
}

function predicate(test: (text: string) => boolean): BuiltinSpecification {
  return method("($self, /)", (rt, self) => pyBool(test(strValue(rt, self))));
}

function mustBeStr(rt: Runtime, ref: number): 0 {
  return setError(rt, rt.types.TypeError, `must be str, not ${ref === None ? "NoneType" : typeName(rt, ref)}`);
}

/** A list of parts of `self`. */
function listOfTexts(rt: Runtime, self: number, parts: readonly string[]): number {
  const list = newList(rt, parts.length);
  const flags = strFlags(rt, self);
  const items = listItems(rt, list);
  for (let index = 0; index < parts.length; index++)
    rt.heap.store(items + 4 * index, newStrOf(rt, parts[index] as string, flags));
  rt.heap.store(list + ListObject.length.offset, parts.length);
  return list;
}

function splitting(
  bySpaces: (text: string, limit: number) => readonly string[],
  bySeparator: (text: string, separator: string, limit: number) => readonly string[],
): Implementation {
  return (rt, self, separator, maxsplit) => {
    const limit = sizeArgument(rt, maxsplit, -1);
    if (limit === null) return 0;
    const text = strValue(rt, self);
    const sep = separator;
    if (sep === 0 || sep === None) return listOfTexts(rt, self, bySpaces(text, limit));
    if (!isStr(rt, sep)) return setError(rt, rt.types.TypeError, `must be str or None, not ${typeName(rt, sep)}`);
    if (strLength(rt, sep) === 0) return setError(rt, rt.types.ValueError, "empty separator");
    return listOfTexts(rt, self, bySeparator(text, strValue(rt, sep), limit));
  };
}

function rsplitSpaces(text: string, limit: number): readonly string[] {
  return limit < 0 ? split.splitWhitespace(text, -1) : split.splitWhitespaceFromEnd(text, limit);
}

function partition(from: "start" | "end"): Implementation {
  return (rt, selfRef, separator) => {
    const self = selfRef;
    const sep = separator;
    if (!isStr(rt, sep)) return mustBeStr(rt, sep);
    const text = strValue(rt, self);
    const part = strValue(rt, sep);
    if (part === "") return setError(rt, rt.types.ValueError, "empty separator");
    const at = from === "start" ? text.indexOf(part) : text.lastIndexOf(part);
    if (at < 0) {
      const whole = asExactStr(rt, self);
      return from === "start"
        ? tupleOf(rt, whole, newStr(rt, ""), newStr(rt, ""))
        : tupleOf(rt, newStr(rt, ""), newStr(rt, ""), whole);
    }
    return tupleOf(rt, newStr(rt, text.slice(0, at)), newRef(rt, sep), newStr(rt, text.slice(at + part.length)));
  };
}

function stripping(name: string, side: split.StripSide): BuiltinSpecification {
  return method("($self, chars=None, /)", (rt, selfRef, charsRef) => {
    const self = selfRef;
    const chars = charsRef;
    const text = strValue(rt, self);
    if (chars === 0 || chars === None) return textResult(rt, self, split.stripSpaces(text, side), strFlags(rt, self));
    if (!isStr(rt, chars)) return setError(rt, rt.types.TypeError, `${name} arg must be None or str`);
    return textResult(rt, self, split.stripCharacters(text, strValue(rt, chars), side), strFlags(rt, self));
  });
}

function justifying(placement: Placement): BuiltinSpecification {
  return method("($self, width, fillchar=' ', /)", (rt, selfRef, widthRef, fillRef) => {
    const self = selfRef;
    const fill = fillRef;
    const width = sizeArgument(rt, widthRef, 0);
    if (width === null) return 0;
    if (fill !== 0 && !isStr(rt, fill)) {
      return setError(
        rt,
        rt.types.TypeError,
        `The fill character must be a unicode character, not ${typeName(rt, fill)}`,
      );
    }
    if (fill !== 0 && strLength(rt, fill) !== 1) {
      return setError(rt, rt.types.TypeError, "The fill character must be exactly one character long");
    }
    if (!roomFor(rt, width)) return 0;
    return textResult(
      rt,
      self,
      justify(strValue(rt, self), strLength(rt, self), width, fill === 0 ? " " : strValue(rt, fill), placement),
      strFlags(rt, self) & (fill === 0 ? StrFlag.ASCII : strFlags(rt, fill)),
    );
  });
}

/** Whether a text of so many UTF-16 units may be made; false: an exception is set. */
export function roomFor(rt: Runtime, units: number): boolean {
  if (units <= 10000) return true;
  if (units <= maximumTextLength) return reserveBytes(rt, units) === 0;
  setErrorNone(rt, rt.types.MemoryError);
  return false;
}

function zfill(rt: Runtime, self: number, widthRef: number): number {
  const width = sizeArgument(rt, widthRef, 0);
  if (width === null || !roomFor(rt, width)) return 0;
  return textResult(rt, self, zeroFill(strValue(rt, self), strLength(rt, self), width), strFlags(rt, self));
}

function expand(rt: Runtime, self: number, sizeRef: number): number {
  const size = sizeArgument(rt, sizeRef, 8, "int");
  if (size === null) return 0;
  const text = strValue(rt, self);
  if (size > 100 && !roomFor(rt, text.length * size)) return 0;
  return newStrOf(rt, expandTabs(text, size), strFlags(rt, self));
}

function replace(rt: Runtime, self: number, old: number, replacement: number, countRef: number): number {
  const wrong = !isStr(rt, old) ? old : !isStr(rt, replacement) ? replacement : 0;
  if (wrong !== 0) {
    return setError(
      rt,
      rt.types.TypeError,
      `replace() argument ${wrong === old ? 1 : 2} must be str, not ${argumentTypeName(rt, wrong)}`,
    );
  }
  const count = sizeArgument(rt, countRef, -1);
  if (count === null) return 0;
  const text = strValue(rt, self);
  const from = strValue(rt, old);
  const to = strValue(rt, replacement);
  if (text.length * (to.length + 1) > 10000 && !roomFor(rt, replacedLength(text, from, to, count))) return 0;
  return textResult(rt, self, replaceText(text, from, to, count), strFlags(rt, self) & strFlags(rt, replacement));
}

/** `separator.join(iterable)`. */
export function strJoin(rt: Runtime, self: number, iterable: number): number {
  let items = iterable;
  if (!isList(rt, iterable) && !isTuple(rt, iterable)) {
    items = sequenceFrom(rt, iterable, "can only join an iterable");
    if (items === 0) return 0;
  } else newRef(rt, items);
  const result = joinItems(rt, self, items);
  decref(rt, items);
  return result;
}

/** So many are appended one by one; the host joins more of them with less memory. */
const fewParts = 4096;

function joinItems(rt: Runtime, self: number, items: number): number {
  const separator = strValue(rt, self);
  const inList = isList(rt, items);
  const count = inList ? listLength(rt, items) : tupleLength(rt, items);
  const parts: string[] | null = count > fewParts ? [] : null;
  let flags = strFlags(rt, self);
  let text = "";
  let units = separator.length * Math.max(0, count - 1);
  for (let index = 0; index < count; index++) {
    const item = inList ? listItem(rt, items, index) : tupleItem(rt, items, index);
    if (!isStr(rt, item)) {
      return setError(
        rt,
        rt.types.TypeError,
        `sequence item ${index}: expected str instance, ${typeName(rt, item)} found`,
      );
    }
    if (count === 1 && typeOf(rt, item) === FixedType.str) return newRef(rt, item);
    const part = strValue(rt, item);
    units += part.length;
    if (units > maximumTextLength) break;
    flags &= strFlags(rt, item);
    if (parts !== null) parts.push(part);
    else text += index === 0 ? part : separator + part;
  }
  if (!roomFor(rt, units)) return 0;
  return newStrOf(rt, parts === null ? text : parts.join(separator), flags);
}

function removing(side: "prefix" | "suffix"): Implementation {
  return (rt, selfRef, partRef) => {
    const self = selfRef;
    const part = partRef;
    if (!isStr(rt, part)) {
      return setError(
        rt,
        rt.types.TypeError,
        `remove${side}() argument must be str, not ${argumentTypeName(rt, part)}`,
      );
    }
    const text = strValue(rt, self);
    const affix = strValue(rt, part);
    if (side === "prefix" ? !text.startsWith(affix) : !text.endsWith(affix)) return asExactStr(rt, self);
    return textResult(
      rt,
      self,
      side === "prefix" ? text.slice(affix.length) : text.slice(0, text.length - affix.length),
      strFlags(rt, self),
    );
  };
}

function splitLines(rt: Runtime, self: number, keepends: number): number {
  const keep = keepends === 0 ? 0 : isTrue(rt, keepends);
  return keep < 0 ? 0 : listOfTexts(rt, self, split.splitLines(strValue(rt, self), keep > 0 ? "keep" : "drop"));
}

function translate(rt: Runtime, self: number, table: number): number {
  let result = "";
  // What a dict says of a character is asked once, as CPython does for ASCII.
  const known = typeOf(rt, table) === FixedType.dict ? new Map<string, string>() : null;
  for (const character of strValue(rt, self)) {
    const remembered = known?.get(character);
    if (remembered !== undefined) {
      result += remembered;
      continue;
    }
    const key = newInt(rt, character.codePointAt(0) ?? 0);
    const found = typeOf(rt, table) === FixedType.dict ? lookUp(rt, table, key) : getItem(rt, table, key);
    decref(rt, key);
    if (found === 0) {
      if (errorOccurred(rt) !== 0) {
        if (!errorMatches(rt, rt.types.LookupError)) return 0;
        clearError(rt);
      }
      known?.set(character, character);
      result += character;
      continue;
    }
    const text = translated(rt, found);
    decref(rt, found);
    if (text === null) return 0;
    known?.set(character, text);
    result += text;
  }
  return textResult(rt, self, result, 0);
}

function lookUp(rt: Runtime, table: number, key: number): number {
  const value = dictGet(rt, table, key);
  return value === 0 ? 0 : newRef(rt, value);
}

function translated(rt: Runtime, value: number): string | null {
  if (value === None) return "";
  if (isStr(rt, value)) return strValue(rt, value);
  if (!isInt(rt, value)) {
    setError(rt, rt.types.TypeError, "character mapping must return integer, None or str");
    return null;
  }
  const code = intNumber(rt, value);
  if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
  setError(rt, rt.types.ValueError, "character mapping must be in range(0x110000)");
  return null;
}

function makeTranslation(rt: Runtime, x: number, y: number, z: number): number {
  if (y === 0) return translationFromDict(rt, x);
  if (!isStr(rt, y))
    return setError(rt, rt.types.TypeError, `maketrans() argument 2 must be str, not ${argumentTypeName(rt, y)}`);
  if (!isStr(rt, x))
    return setError(rt, rt.types.TypeError, "first maketrans argument must be a string if there is a second argument");
  if (z !== 0 && !isStr(rt, z))
    return setError(rt, rt.types.TypeError, `maketrans() argument 3 must be str, not ${argumentTypeName(rt, z)}`);
  const from = Array.from(strValue(rt, x));
  const to = Array.from(strValue(rt, y));
  if (from.length !== to.length) {
    return setError(rt, rt.types.ValueError, "the first two maketrans arguments must have equal length");
  }
  const table = newDict(rt);
  from.forEach((character, index) => put(rt, table, character, newInt(rt, to[index]?.codePointAt(0) ?? 0)));
  if (z !== 0) for (const character of strValue(rt, z)) put(rt, table, character, None);
  return table;
}

/** Steals `value`. */
function put(rt: Runtime, table: number, character: string, value: number): void {
  const key = newInt(rt, character.codePointAt(0) ?? 0);
  dictSet(rt, table, key, value);
  decref(rt, key);
  decref(rt, value);
}

function translationFromDict(rt: Runtime, source: number): number {
  if (!isDict(rt, source)) {
    return setError(rt, rt.types.TypeError, "if you give only one argument to maketrans it must be a dict");
  }
  const table = newDict(rt);
  for (
    let entry = dictNext(rt, source, 0);
    entry !== 0;
    entry = dictNext(rt, source, dictPosition(rt, source, entry) + 1)
  ) {
    const key = entryKey(rt, entry);
    let problem = "";
    if (isStr(rt, key)) {
      if (strLength(rt, key) === 1) put(rt, table, strValue(rt, key), newRef(rt, entryValue(rt, entry)));
      else problem = "string keys in translate table must be of length 1";
    } else if (isInt(rt, key)) dictSet(rt, table, key, entryValue(rt, entry));
    else {
      decref(rt, table);
      return setError(rt, rt.types.TypeError, "keys in translate table must be strings or integers");
    }
    if (problem !== "") {
      decref(rt, table);
      return setError(rt, rt.types.ValueError, problem);
    }
  }
  return table;
}

/** Methods of str. */
export const strMethods: Readonly<Record<string, BuiltinSpecification>> = {
  upper: mapping(casing.toUpper),
  lower: mapping(casing.toLower),
  title: mapping(casing.toTitle),
  capitalize: mapping(casing.capitalize),
  swapcase: mapping(casing.swapCase),
  casefold: mapping(casing.caseFold),
  isalpha: predicate(classify.isAlpha),
  isalnum: predicate(classify.isAlphanumeric),
  isdecimal: predicate(classify.isDecimal),
  isdigit: predicate(classify.isDigit),
  isnumeric: predicate(classify.isNumeric),
  isspace: predicate(classify.isSpace),
  isascii: predicate(classify.isAscii),
  isidentifier: predicate(classify.isIdentifier),
  islower: predicate(classify.isLower),
  isupper: predicate(classify.isUpper),
  istitle: predicate(classify.isTitle),
  isprintable: predicate(isPrintable),
  split: method("($self, /, sep=None, maxsplit=-1)", splitting(split.splitWhitespace, split.splitText)),
  rsplit: method("($self, /, sep=None, maxsplit=-1)", splitting(rsplitSpaces, split.splitTextFromEnd)),
  splitlines: method("($self, /, keepends=False)", splitLines),
  partition: method("($self, sep, /)", partition("start")),
  rpartition: method("($self, sep, /)", partition("end")),
  strip: stripping("strip", "both"),
  lstrip: stripping("lstrip", "left"),
  rstrip: stripping("rstrip", "right"),
  center: justifying("center"),
  ljust: justifying("left"),
  rjust: justifying("right"),
  zfill: method("($self, width, /)", zfill),
  expandtabs: method("($self, /, tabsize=8)", expand),
  replace: method("($self, old, new, /, count=-1)", replace),
  join: method("($self, iterable, /)", strJoin),
  removeprefix: method("($self, prefix, /)", removing("prefix")),
  removesuffix: method("($self, suffix, /)", removing("suffix")),
  translate: method("($self, table, /)", translate),
  encode: method("($self, /, encoding='utf-8', errors='strict')", encode),
};

/** Static methods of str. */
export const strStaticMethods: Readonly<Record<string, BuiltinSpecification>> = {
  maketrans: builtinFunction("(x, y=None, z=None, /)", makeTranslation),
};
