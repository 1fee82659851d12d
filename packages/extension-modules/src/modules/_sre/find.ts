// What finds several matches: findall, finditer, scanners, split.

import {
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  decref,
  defineType,
  getAttributeString,
  getset,
  hostPayload,
  listAppendStolen,
  method,
  newHostObject,
  newIterator,
  newList,
  newRef,
  newTuple,
  notConstructible,
  sizeArgument,
  tupleInit,
  xdecref,
} from "@tjit/runtime/api";
import { newMatch } from "./match-object.ts";
import { INTERRUPTED, Matcher } from "./matcher.ts";
import { Scan } from "./scan.ts";
import { patternOf, type SreState } from "./state.ts";
import { sliceGroup, sliceString, sourceOf, type Source } from "./subject-object.ts";

/** Starts going through the matches in a source. */
export function scanOf(rt: Runtime, pattern: number, { subject, start, end }: Source): Scan {
  const { program, state } = patternOf(rt, pattern);
  return new Scan(new Matcher(program, subject, end, state.workspace), start, end);
}

/** `pattern.findall(string, pos, endpos)`. */
export function findAll(rt: Runtime, self: number, string: number, pos: number, endpos: number): number {
  const source = sourceOf(rt, patternOf(rt, self), string, pos, endpos);
  if (source === null) return 0;
  const scan = scanOf(rt, self, source);
  const { matcher } = scan;
  const count = matcher.program.groups;
  const empty = sliceString(rt, string, source.subject, 0, 0);
  const result = newList(rt);
  let end = scan.search();
  for (; end >= 0; end = scan.search()) {
    if (count === 0) listAppendStolen(rt, result, sliceString(rt, string, source.subject, matcher.start, end));
    else if (count === 1) listAppendStolen(rt, result, sliceGroup(rt, source, matcher, 1, empty));
    else {
      const groups = newTuple(rt, count);
      for (let it = 0; it < count; it++) tupleInit(rt, groups, it, sliceGroup(rt, source, matcher, it + 1, empty));
      listAppendStolen(rt, result, groups);
    }
  }
  decref(rt, empty);
  if (end !== INTERRUPTED) return result;
  decref(rt, result);
  return 0;
}

/** `pattern.split(string, maxsplit)`. */
export function split(rt: Runtime, self: number, string: number, maxSplit: number): number {
  const most = sizeArgument(rt, maxSplit, 0);
  if (most === null) return 0;
  const source = sourceOf(rt, patternOf(rt, self), string);
  if (source === null) return 0;
  const scan = scanOf(rt, self, source);
  const { matcher } = scan;
  const result = newList(rt);
  let last = 0;
  let end = 0;
  for (let count = 0; most === 0 || count < most; count++) {
    end = scan.search();
    if (end < 0) break;
    listAppendStolen(rt, result, sliceString(rt, string, source.subject, last, matcher.start));
    for (let it = 1; it <= matcher.program.groups; it++) {
      listAppendStolen(rt, result, sliceGroup(rt, source, matcher, it, None));
    }
    last = end;
  }
  if (end === INTERRUPTED) {
    decref(rt, result);
    return 0;
  }
  listAppendStolen(rt, result, sliceString(rt, string, source.subject, last, source.end));
  return result;
}

interface ScannerPayload {
  readonly source: Source;
  readonly scan: Scan;
  /** Owned. */
  pattern: number;
  /** Owned. */
  string: number;
  isDone: boolean;
}

function scannerOf(rt: Runtime, self: number): ScannerPayload {
  return hostPayload(rt, self) as ScannerPayload;
}

/** `pattern.scanner(string, pos, endpos)`. */
export function newScanner(rt: Runtime, self: number, string: number, pos: number, endpos: number): number {
  const pattern = patternOf(rt, self);
  const source = sourceOf(rt, pattern, string, pos, endpos);
  if (source === null) return 0;
  const payload: ScannerPayload = {
    source,
    scan: scanOf(rt, self, source),
    pattern: newRef(rt, self),
    string: newRef(rt, string),
    isDone: false,
  };
  return newHostObject(rt, pattern.state.scanner, payload);
}

/** `pattern.finditer(string, pos, endpos)`. */
export function findIter(rt: Runtime, self: number, string: number, pos: number, endpos: number): number {
  const scanner = newScanner(rt, self, string, pos, endpos);
  if (scanner === 0) return 0;
  const search = getAttributeString(rt, scanner, "search");
  decref(rt, scanner);
  return search === 0 ? 0 : newIterator(rt, rt.types.callableIterator, [search, None]);
}

function advance(rt: Runtime, self: number, how: "match" | "search"): number {
  const scanner = scannerOf(rt, self);
  if (scanner.isDone) return None;
  const end = how === "match" ? scanner.scan.match() : scanner.scan.search();
  if (end >= 0) return newMatch(rt, scanner.pattern, scanner.source, scanner.scan.matcher, end);
  if (end === INTERRUPTED) return 0;
  scanner.isDone = true;
  return None;
}

/** Defines the type of scanners. */
export function defineScanner(rt: Runtime, state: SreState): void {
  state.scanner = defineType(rt, {
    name: "SRE_Scanner",
    module: "_sre",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("_sre.SRE_Scanner"),
    methods: {
      match: method("($self, /)", (rt_, self) => advance(rt_, self, "match")),
      search: method("($self, /)", (rt_, self) => advance(rt_, self, "search")),
    },
    getset: { pattern: getset((rt_, self) => newRef(rt_, scannerOf(rt_, self).pattern)) },
    slots: {
      clear: (rt_, self) => {
        const scanner = scannerOf(rt_, self);
        const { pattern, string } = scanner;
        scanner.pattern = scanner.string = 0;
        scanner.isDone = true;
        xdecref(rt_, pattern);
        xdecref(rt_, string);
      },
      traverse: (rt_, self, visit) => {
        const { pattern, string } = scannerOf(rt_, self);
        visit(pattern);
        visit(string);
      },
    },
  });
}
