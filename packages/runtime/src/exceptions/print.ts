// How an uncaught exception is printed: CPython 3.14's `traceback.print_exception`.

import { ExceptionObject } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { getInstanceAttribute } from "../object/instance-dict.ts";
import { listItem, listLength } from "../object/list.ts";
import { False, None, True, isList, isStr, typeOf } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { reprText, strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { qualifiedTypeName } from "../kinds/type-type.ts";
import { clearError } from "./errors.ts";
import { getExceptionState } from "./exception-state.ts";
import { didYouMean } from "./did-you-mean.ts";
import { groupExceptions, isGroup } from "./exception-group.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { excerpt, type SourceLines } from "./source-excerpt.ts";
import { lineAt, tracebackPayload } from "./traceback.ts";

const layout = ExceptionObject;
const causeMessage = "\nThe above exception was the direct cause of the following exception:\n\n";
const contextMessage = "\nDuring handling of the above exception, another exception occurred:\n\n";
const recursionCutoff = 3;

/** The whole report, chained exceptions first, ended by a newline. */
export function formatException(rt: Runtime, exception: number): string {
  const report = new Report();
  emitChained(rt, exception, report);
  return report.text;
}

type Sources = Map<string, SourceLines>;

/** Groups that are wider or deeper are cut. CPython's limits. */
const largestGroup = 15;
const deepestGroup = 10;

/** The report as it grows: what belongs to a group is indented, with a margin. */
class Report {
  text = "";
  readonly sources: Sources = new Map();
  readonly seen = new Set<number>();
  depth = 0;
  /** The line below the last exception of a group is still to be written. */
  isOpen = false;

  get indent(): string {
    return " ".repeat(2 * this.depth);
  }

  emit(text: string, margin: "|" | "+" = "|"): void {
    if (this.depth === 0) {
      this.text += text;
      return;
    }
    const lines = text.endsWith("\n") ? text.slice(0, -1) : text;
    for (const line of lines.split("\n")) this.text += `${this.indent}${margin} ${line}\n`;
  }
}

/** The exception with those that led to it, the first one first. */
function emitChained(rt: Runtime, exception: number, report: Report): void {
  const { heap } = rt;
  const chain: [exception: number, message: string][] = [];
  for (let at = exception; at !== 0;) {
    report.seen.add(at);
    const cause = heap.load(at + layout.cause.offset);
    const context = heap.load(at + layout.suppressContext.offset) === 0 ? heap.load(at + layout.context.offset) : 0;
    const next = cause === 0 ? context : cause;
    const follows = next !== 0 && !report.seen.has(next);
    const message = !follows ? "" : next === cause ? causeMessage : contextMessage;
    chain.push([at, message]);
    at = follows ? next : 0;
  }
  for (const [at, before] of chain.reverse()) {
    if (before !== "") report.emit(before);
    if (isGroup(rt, at)) emitGroup(rt, at, report);
    else {
      emitTraceback(rt, at, "Traceback", report, "|");
      report.emit(formatExceptionOnly(rt, at, report.sources));
    }
  }
}

function emitTraceback(rt: Runtime, exception: number, heading: string, report: Report, margin: "|" | "+"): void {
  const traceback = rt.heap.load(exception + layout.traceback.offset);
  if (traceback === 0) return;
  report.emit(`${heading} (most recent call last):\n`, margin);
  report.emit(formatTraceback(rt, traceback, report.sources));
}

function emitGroup(rt: Runtime, group: number, report: Report): void {
  if (report.depth > deepestGroup) {
    report.emit(`... (max_group_depth is ${deepestGroup})\n`);
    return;
  }
  const isOutermost = report.depth === 0;
  if (isOutermost) report.depth = 1;
  emitTraceback(rt, group, "Exception Group Traceback", report, isOutermost ? "+" : "|");
  report.emit(formatExceptionOnly(rt, group, report.sources));
  const exceptions = groupExceptions(rt, group);
  const count = tupleLength(rt, exceptions);
  const shown = Math.min(count, largestGroup + 1);
  report.isOpen = false;
  for (let index = 0; index < shown; index++) {
    const isCut = index >= largestGroup;
    if (index === shown - 1) report.isOpen = true;
    report.text += `${report.indent}${index === 0 ? "+-" : "  "}+---------------- ${isCut ? "..." : index + 1} ----------------\n`;
    report.depth++;
    if (isCut) report.emit(`and ${count - largestGroup} more exception${count - largestGroup > 1 ? "s" : ""}\n`);
    else emitChained(rt, tupleItem(rt, exceptions, index), report);
    // A group inside may have written it.
    if (index === shown - 1 && report.isOpen) {
      report.text += `${report.indent}+------------------------------------\n`;
      report.isOpen = false;
    }
    report.depth--;
  }
  if (isOutermost) report.depth = 0;
}

/** The entries of a traceback, without its heading. */
export function formatTraceback(
  rt: Runtime,
  traceback: number,
  sources: Sources = new Map(),
  style: "markers" | "lines" = "markers",
): string {
  let text = "";
  let previous = "";
  let repeats = 0;
  for (let at = traceback; at !== 0; at = tracebackPayload(rt, at).next) {
    const { code, offset, line = lineAt(rt, code, offset) } = tracebackPayload(rt, at);
    const info = codeInfo(rt, code).code;
    const heading = `  File "${info.filename}", line ${line}, in ${info.name}\n`;
    if (heading === previous) repeats++;
    else {
      text += repeatNote(repeats);
      repeats = 1;
      previous = heading;
    }
    if (repeats > recursionCutoff) continue;
    const lines = sourceLines(rt, info.filename, sources);
    text += heading + (style === "markers" ? excerpt(lines, info, offset, line) : plainExcerpt(lines, line));
  }
  return text + repeatNote(repeats);
}

/** An exception that nobody can catch: without those it is chained to, and without markers, as CPython writes it. */
export function formatUnraisable(rt: Runtime, exception: number): string {
  const traceback = rt.heap.load(exception + layout.traceback.offset);
  const entries =
    traceback === 0 ? "" : `Traceback (most recent call last):\n${formatTraceback(rt, traceback, new Map(), "lines")}`;
  return entries + formatExceptionOnly(rt, exception);
}

function plainExcerpt(lines: SourceLines, line: number): string {
  const text = lines[line - 1]?.trim() ?? "";
  return text === "" ? "" : `    ${text}\n`;
}

function repeatNote(repeats: number): string {
  const more = repeats - recursionCutoff;
  return more <= 0 ? "" : `  [Previous line repeated ${more} more time${more === 1 ? "" : "s"}]\n`;
}

function sourceLines(rt: Runtime, filename: string, sources: Sources): SourceLines {
  const known = sources.get(filename);
  if (known !== undefined) return known;
  const lines = rt.host.readSource?.(filename)?.split(/\r\n|[\n\r]/) ?? [];
  sources.set(filename, lines);
  return lines;
}

/** The last lines: the class, the message and the notes. */
export function formatExceptionOnly(rt: Runtime, exception: number, sources: Sources = new Map()): string {
  const type = typeOf(rt, exception);
  const name = qualifiedTypeName(rt, type);
  const isSyntaxError = isSubtype(rt, type, rt.types.SyntaxError);
  let text = isSyntaxError ? formatSyntaxError(rt, exception, sources) : "";
  const messageObject = isSyntaxError ? getExceptionState(rt, exception, "msg") || None : exception;
  let message = strText(rt, messageObject);
  if (message === null) {
    clearError(rt);
    message = "<exception str() failed>";
  }
  if (isSyntaxError && messageObject === None) message = "<no detail available>";
  const typo = isSyntaxError ? getExceptionState(rt, exception, "typo") : 0;
  if (typo !== 0) message = `invalid syntax. Did you mean '${strValue(rt, tupleItem(rt, typo, 0))}'?`;
  if (isSyntaxError && text === "") message += fileSuffix(rt, exception);
  message += didYouMean(rt, exception, type);
  text += message === "" ? `${name}\n` : `${name}: ${message}\n`;
  return text + formatNotes(rt, exception, type);
}

/** The file of a SyntaxError that has no line. */
function fileSuffix(rt: Runtime, exception: number): string {
  const filename = getExceptionState(rt, exception, "filename") || None;
  return filename === None ? "" : ` (${strText(rt, filename) ?? ""})`;
}

function formatNotes(rt: Runtime, exception: number, type: number): string {
  const notes = getInstanceAttribute(rt, exception, type, rt.names.__notes__);
  if (notes === 0) return "";
  if (!isList(rt, notes)) return `${reprText(rt, notes) ?? ""}\n`;
  let text = "";
  for (let index = 0; index < listLength(rt, notes); index++) {
    const note = strText(rt, listItem(rt, notes, index));
    if (note === null) clearError(rt);
    text += `${note ?? "<note str() failed>"}\n`;
  }
  return text;
}

function formatSyntaxError(rt: Runtime, exception: number, sources: Sources): string {
  const number = (name: string): number | null => {
    const value = getExceptionState(rt, exception, name);
    return (value & 1) !== 0 ? value >> 1 : null;
  };
  const string = (name: string): string | null => {
    const value = getExceptionState(rt, exception, name);
    return value !== 0 && isStr(rt, value) ? strValue(rt, value) : null;
  };
  const line = number("lineno");
  if (line === null) return "";
  const filename = string("filename") ?? "<string>";
  let text = `  File "${filename}", line ${line}\n`;
  const source = string("text") ?? sourceLines(rt, filename, sources)[line - 1] ?? null;
  if (source === null) return text;
  const raw = source.replace(/\n$/, "");
  const stripped = raw.replace(/^[ \n\f]+/, "");
  text += `    ${stripped}\n`;
  const typo = getExceptionState(rt, exception, "typo");
  const offset = typo === 0 ? number("offset") : tupleItem(rt, typo, 1) >> 1;
  if (offset === null || offset < 1) return text;
  const removed = raw.length - stripped.length;
  const beyond = raw.length + 1;
  const start = offset > source.length ? beyond : offset;
  let end =
    number("end_lineno") === line
      ? (typo === 0 ? number("end_offset") : tupleItem(rt, typo, 2) >> 1) || offset
      : beyond;
  if (end > source.length) end = beyond;
  if (start >= end || end < 0) end = start + 1;
  const column = start - 1 - removed;
  if (column < 0) return text;
  const lead = [...stripped.slice(0, column)].map((it) => (/\s/.test(it) ? it : " ")).join("");
  return `${text}    ${lead}${"^".repeat(end - start)}\n`;
}

/** What `sys.exit` asks for: the exit code, and text for standard error. */
export function exitRequest(rt: Runtime, exception: number): { readonly code: number; readonly message: string } {
  const code = getExceptionState(rt, exception, "code");
  if (code === 0 || code === None) return { code: 0, message: "" };
  if ((code & 1) !== 0) return { code: (code >> 1) & 0xff, message: "" };
  if (code === True || code === False) return { code: code === True ? 1 : 0, message: "" };
  const text = strText(rt, code);
  return { code: 1, message: `${text ?? ""}\n` };
}
