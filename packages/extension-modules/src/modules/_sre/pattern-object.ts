// `re.Pattern`.

import {
  Compare,
  HostObject,
  LayoutKind,
  None,
  NotImplemented,
  type Runtime,
  TypeFlag,
  defineType,
  getset,
  hashObject,
  method,
  newGenericAlias,
  newInt,
  newMappingProxy,
  newRef,
  newStr,
  notConstructible,
  pyBool,
  reprText,
  richCompareBool,
  truncate,
  typeOf,
  xdecref,
} from "@tjit/runtime/api";
import { findAll, findIter, newScanner, split } from "./find.ts";
import { newMatch } from "./match-object.ts";
import { INTERRUPTED, Matcher } from "./matcher.ts";
import { PatternFlag } from "./opcodes.ts";
import { patternOf, type SreState } from "./state.ts";
import { sourceOf } from "./subject-object.ts";
import { sub, subn } from "./substitute.ts";

type How = "match" | "fullmatch" | "search";

/** A method that looks for one match. */
function finder(how: How): (rt: Runtime, self: number, string: number, pos: number, endpos: number) => number {
  return (rt, self, string, pos, endpos) => {
    const { program, state } = patternOf(rt, self);
    const source = sourceOf(rt, patternOf(rt, self), string, pos, endpos);
    if (source === null) return 0;
    const { subject, start, end } = source;
    const matcher = new Matcher(program, subject, end, state.workspace);
    const found = how === "search" ? matcher.search(start) : matcher.match(start, how === "fullmatch" ? end : -1);
    if (found >= 0) return newMatch(rt, self, source, matcher, found);
    return found === INTERRUPTED ? 0 : None;
  };
}

const shownFlags = ["IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "UNICODE", "VERBOSE", "DEBUG", "ASCII"] as const;

function repr(rt: Runtime, self: number): number {
  const { pattern, isBytes, flags } = patternOf(rt, self);
  const text = reprText(rt, pattern);
  if (text === null) return 0;
  const kinds = PatternFlag.LOCALE | PatternFlag.UNICODE | PatternFlag.ASCII;
  // Every str pattern is UNICODE unless it says otherwise.
  let rest = isBytes === false && (flags & kinds) === PatternFlag.UNICODE ? flags & ~PatternFlag.UNICODE : flags;
  const shown: string[] = [];
  for (const name of shownFlags) {
    if ((rest & PatternFlag[name]) === 0) continue;
    shown.push(`re.${name}`);
    rest &= ~PatternFlag[name];
  }
  if (rest !== 0) shown.push(`0x${rest.toString(16)}`);
  const start = `re.compile(${truncate(text, 200)}`;
  return newStr(rt, shown.length === 0 ? `${start})` : `${start}, ${shown.join("|")})`);
}

function hash(rt: Runtime, self: number): number {
  const { pattern, isBytes, flags, program } = patternOf(rt, self);
  let result = hashObject(rt, pattern);
  if (result === -1) return -1;
  for (const word of program.code) result = (Math.imul(result, 31) + word) | 0;
  result ^= flags ^ (isBytes === true ? 0x55555555 : 0) ^ program.groups;
  return result === -1 ? -2 : result;
}

function compare(rt: Runtime, left: number, right: number, operator: number): number {
  if (operator !== Compare.EQ && operator !== Compare.NE) return NotImplemented;
  if (typeOf(rt, left) !== typeOf(rt, right)) return NotImplemented;
  if (left === right) return pyBool(operator === Compare.EQ);
  const a = patternOf(rt, left);
  const b = patternOf(rt, right);
  let equal = Number(
    a.flags === b.flags &&
      a.isBytes === b.isBytes &&
      a.program.groups === b.program.groups &&
      a.program.code.length === b.program.code.length &&
      a.program.code.every((word, index) => word === b.program.code[index]),
  );
  if (equal === 1) equal = richCompareBool(rt, a.pattern, b.pattern, Compare.EQ);
  return equal < 0 ? 0 : pyBool((equal === 1) === (operator === Compare.EQ));
}

/** Defines `re.Pattern`. */
export function definePattern(rt: Runtime, state: SreState): void {
  const where = "($self, /, string, pos=0, endpos=sys.maxsize)";
  state.pattern = defineType(rt, {
    name: "Pattern",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "re",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("re.Pattern"),
    methods: {
      match: method(where, finder("match")),
      fullmatch: method(where, finder("fullmatch")),
      search: method(where, finder("search")),
      findall: method(where, findAll),
      finditer: method(where, findIter),
      scanner: method(where, newScanner),
      split: method("($self, /, string, maxsplit=0)", split),
      sub: method("($self, /, repl, string, count=0)", sub),
      subn: method("($self, /, repl, string, count=0)", subn),
      __copy__: method("($self, /)", newRef),
      __deepcopy__: method("($self, memo, /)", newRef),
    },
    classMethods: { __class_getitem__: method("($type, object, /)", newGenericAlias) },
    getset: {
      pattern: getset((rt_, self) => newRef(rt_, patternOf(rt_, self).pattern)),
      flags: getset((rt_, self) => newInt(rt_, patternOf(rt_, self).flags)),
      groups: getset((rt_, self) => newInt(rt_, patternOf(rt_, self).program.groups)),
      groupindex: getset((rt_, self) => newMappingProxy(rt_, patternOf(rt_, self).groupindex)),
    },
    slots: {
      repr,
      hash,
      richcompare: compare,
      clear: (rt_, self) => {
        const payload = patternOf(rt_, self);
        const { pattern, groupindex, indexgroup } = payload;
        payload.pattern = payload.groupindex = payload.indexgroup = 0;
        for (const it of [pattern, groupindex, indexgroup]) xdecref(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        const { pattern, groupindex, indexgroup } = patternOf(rt_, self);
        for (const it of [pattern, groupindex, indexgroup]) visit(it);
      },
    },
  });
}
