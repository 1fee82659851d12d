// `re.Match`.

import {
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  decref,
  defineType,
  dictGet,
  dictNext,
  dictPosition,
  dictSet,
  entryKey,
  entryValue,
  errorOccurred,
  getset,
  indexNumber,
  isInt,
  method,
  newDict,
  newGenericAlias,
  newHostObject,
  newInt,
  newRef,
  newStr,
  newTuple,
  notConstructible,
  rawFunction,
  reprText,
  setError,
  slotsOf,
  truncate,
  tupleInit,
  tupleItem,
  tupleLength,
  tupleOf,
  xdecref,
} from "@tjit/runtime/api";
import { type Matcher } from "./matcher.ts";
import { type MatchPayload, matchOf, patternOf, type SreState } from "./state.ts";
import { matchGroup, type Source } from "./subject-object.ts";
import { compileTemplate, expandTemplate } from "./template.ts";

/** The match that `matcher` has just found, up to `end`; `pattern` is the pattern object. */
export function newMatch(rt: Runtime, pattern: number, source: Source, matcher: Matcher, end: number): number {
  const { state } = patternOf(rt, pattern);
  const { marks, lastIndex } = matcher;
  const spans = new Int32Array(marks.length + 2);
  spans[0] = matcher.start;
  spans[1] = end;
  spans.set(marks, 2);
  for (let at = 2; at < spans.length; at += 2) {
    if ((spans[at] as number) < 0 || (spans[at + 1] as number) < 0) spans[at] = spans[at + 1] = -1;
    else if ((spans[at] as number) > (spans[at + 1] as number)) {
      return setError(
        rt,
        rt.types.SystemError,
        "The span of capturing group is wrong, please report a bug for the re module.",
      );
    }
  }
  const payload: MatchPayload = {
    state,
    subject: source.subject,
    isBytes: source.isBytes,
    spans,
    lastIndex,
    start: source.start,
    end: source.end,
    pattern: newRef(rt, pattern),
    string: newRef(rt, source.string),
    regs: 0,
  };
  return newHostObject(rt, state.match, payload);
}

/** The number of a group given by number or name; 0: the whole match. -1 with IndexError set. */
function groupNumber(rt: Runtime, self: number, group: number): number {
  if (group === 0) return 0;
  const { spans, pattern } = matchOf(rt, self);
  let number: number | null = -1;
  if (slotsOf(rt, group).index !== null) {
    number = indexNumber(rt, group);
    if (number === null) return -1;
  } else {
    const { groupindex } = patternOf(rt, pattern);
    const found = dictGet(rt, groupindex, group);
    if (found === 0 && errorOccurred(rt) !== 0) return -1;
    if (found !== 0 && isInt(rt, found)) number = indexNumber(rt, found) ?? -1;
  }
  if (number >= 0 && number < spans.length / 2) return number;
  setError(rt, rt.types.IndexError, "no such group");
  return -1;
}

function groupBy(rt: Runtime, self: number, group: number): number {
  const number = groupNumber(rt, self, group);
  return number < 0 ? 0 : matchGroup(rt, self, number, None);
}

function group(rt: Runtime, self: number, args: number, count: number): number {
  if (count === 0) return matchGroup(rt, self, 0, None);
  if (count === 1) return groupBy(rt, self, rt.heap.load(args));
  const values: number[] = [];
  for (let index = 0; index < count; index++) {
    const value = groupBy(rt, self, rt.heap.load(args + 4 * index));
    if (value === 0) {
      for (const it of values) decref(rt, it);
      return 0;
    }
    values.push(value);
  }
  return tupleOf(rt, ...values);
}

function groups(rt: Runtime, self: number, missing: number): number {
  const count = matchOf(rt, self).spans.length / 2;
  const result = newTuple(rt, count - 1);
  for (let it = 1; it < count; it++) tupleInit(rt, result, it - 1, matchGroup(rt, self, it, missing || None));
  return result;
}

function groupDict(rt: Runtime, self: number, missing: number): number {
  const result = newDict(rt);
  const { groupindex } = patternOf(rt, matchOf(rt, self).pattern);
  for (let at = 0; ;) {
    const entry = dictNext(rt, groupindex, at);
    if (entry === 0) return result;
    at = dictPosition(rt, groupindex, entry) + 1;
    const key = entryKey(rt, entry);
    const value = groupBy(rt, self, entryValue(rt, entry));
    const filled = value === None && missing !== 0 ? newRef(rt, missing) : value;
    const status = filled === 0 ? -1 : dictSet(rt, result, key, filled);
    xdecref(rt, filled);
    if (status < 0) {
      decref(rt, result);
      return 0;
    }
  }
}

/** One end of a group, or both. */
function spanPart(part: 0 | 1): (rt: Runtime, self: number, group: number) => number {
  return (rt, self, group) => {
    const number = groupNumber(rt, self, group);
    return number < 0 ? 0 : newInt(rt, matchOf(rt, self).spans[2 * number + part] as number);
  };
}

function spanTuple(rt: Runtime, spans: Int32Array, group: number): number {
  return tupleOf(rt, newInt(rt, spans[2 * group] as number), newInt(rt, spans[2 * group + 1] as number));
}

function regs(rt: Runtime, self: number): number {
  const match = matchOf(rt, self);
  if (match.regs === 0) {
    const count = match.spans.length / 2;
    match.regs = newTuple(rt, count);
    for (let it = 0; it < count; it++) tupleInit(rt, match.regs, it, spanTuple(rt, match.spans, it));
  }
  return newRef(rt, match.regs);
}

function lastGroup(rt: Runtime, self: number): number {
  const { lastIndex, pattern } = matchOf(rt, self);
  const { indexgroup } = patternOf(rt, pattern);
  return lastIndex >= 0 && lastIndex < tupleLength(rt, indexgroup)
    ? newRef(rt, tupleItem(rt, indexgroup, lastIndex))
    : None;
}

function repr(rt: Runtime, self: number): number {
  const whole = matchGroup(rt, self, 0, None);
  const text = reprText(rt, whole);
  decref(rt, whole);
  const { spans } = matchOf(rt, self);
  if (text === null) return 0;
  return newStr(rt, `<re.Match object; span=(${String(spans[0])}, ${String(spans[1])}), match=${truncate(text, 50)}>`);
}

function expand(rt: Runtime, self: number, template: number): number {
  const compiled = compileTemplate(rt, matchOf(rt, self).pattern, template);
  if (compiled === 0) return 0;
  const result = expandTemplate(rt, compiled, self);
  decref(rt, compiled);
  return result;
}

/** Defines `re.Match`. */
export function defineMatch(rt: Runtime, state: SreState): void {
  state.match = defineType(rt, {
    name: "Match",
    module: "re",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("re.Match"),
    methods: {
      group: rawFunction("($self, /, *args)", group),
      groups: method("($self, /, default=None)", groups),
      groupdict: method("($self, /, default=None)", groupDict),
      start: method("($self, group=0, /)", spanPart(0)),
      end: method("($self, group=0, /)", spanPart(1)),
      span: method("($self, group=0, /)", (rt_, self, it) => {
        const number = groupNumber(rt_, self, it);
        return number < 0 ? 0 : spanTuple(rt_, matchOf(rt_, self).spans, number);
      }),
      expand: method("($self, /, template)", expand),
      __copy__: method("($self, /)", newRef),
      __deepcopy__: method("($self, memo, /)", newRef),
    },
    classMethods: { __class_getitem__: method("($type, object, /)", newGenericAlias) },
    getset: {
      re: getset((rt_, self) => newRef(rt_, matchOf(rt_, self).pattern)),
      string: getset((rt_, self) => newRef(rt_, matchOf(rt_, self).string)),
      pos: getset((rt_, self) => newInt(rt_, matchOf(rt_, self).start)),
      endpos: getset((rt_, self) => newInt(rt_, matchOf(rt_, self).end)),
      lastindex: getset((rt_, self) => {
        const { lastIndex } = matchOf(rt_, self);
        return lastIndex < 0 ? None : newInt(rt_, lastIndex);
      }),
      lastgroup: getset(lastGroup),
      regs: getset(regs),
    },
    slots: {
      repr,
      getitem: groupBy,
      clear: (rt_, self) => {
        const match = matchOf(rt_, self);
        const { pattern, string, regs: tuple } = match;
        match.pattern = match.string = match.regs = 0;
        for (const it of [pattern, string, tuple]) xdecref(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        const match = matchOf(rt_, self);
        for (const it of [match.pattern, match.string, match.regs]) visit(it);
      },
    },
  });
}
