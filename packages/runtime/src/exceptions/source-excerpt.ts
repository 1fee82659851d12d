// The source lines of a traceback entry with their markers, as CPython's `traceback` module shows them.

import { type CodeObject, type CodePosition } from "@tjit/bytecode";
import { type Anchor, findAnchor } from "./anchors.ts";

/** Lines of a file, 0-based. */
export type SourceLines = readonly string[];

interface Span {
  /** Lines, common indentation removed. */
  readonly lines: readonly string[];
  /** Columns in the first and the last of the lines. */
  readonly start: number;
  readonly end: number;
}

/** What is printed below the `File` line, each line indented and ended; `""` when the source is not known. */
export function excerpt(lines: SourceLines, code: CodeObject, offset: number, line: number): string {
  const first = lines[line - 1];
  if (first === undefined || first.trim() === "") return "";
  const position = code.positions[offset] ?? null;
  if (position === null || position.line !== line || position.endLine > lines.length || position.column < 0) return `    ${first.trim()}\n`;
  const span = spanOf(lines, position);
  const anchor = anchorOf(span, code, offset);
  if (!showsMarkers(span, anchor)) return span.lines.length === 1 ? `    ${first.trim()}\n` : indent(significant(span, anchor, false));
  return indent(significant(span, anchor, true));
}

function spanOf(lines: SourceLines, position: CodePosition): Span {
  const raw = lines.slice(position.line - 1, position.endLine);
  const filled = raw.filter((it) => it.trim() !== "");
  const margin = Math.min(...filled.map((it) => it.length - it.trimStart().length));
  return {
    lines: raw.map((it) => it.slice(margin).trimEnd()),
    start: Math.max(0, characters(raw[0] ?? "", position.column) - margin),
    end: Math.max(0, characters(raw.at(-1) ?? "", position.endColumn) - margin),
  };
}

/** How many UTF-16 units the first `bytes` bytes of UTF-8 are. */
function characters(line: string, bytes: number): number {
  let seen = 0;
  let index = 0;
  while (seen < bytes && index < line.length) {
    const point = line.codePointAt(index) ?? 0;
    seen += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    index += point < 0x10000 ? 1 : 2;
  }
  return index;
}

/** The anchor in the text of all lines, joined by newlines, counted from the start of the first. */
function anchorOf({ lines, start, end }: Span, code: CodeObject, offset: number): Anchor | null {
  const unit = code.code[offset] ?? 0;
  const text = lines.join("\n");
  const last = text.length - (lines.at(-1) ?? "").length + end;
  const found = findAnchor(text.slice(start, last), unit & 0xff, unit >> 8);
  return found === null ? null : { start: found.start + start, end: found.end + start };
}

const simpleCall = /^(?:return\s+(?=[\w]+\s*\()|[^=()]*[^=!<>()+\-*/%&|^@]=\s*(?=[^=]))/u;

function showsMarkers({ lines, start, end }: Span, anchor: Anchor | null): boolean {
  const first = lines[0] ?? "";
  const last = lines.at(-1) ?? "";
  // `return f(…)` and `x = f(…)` as a whole: the line says it all.
  const prefix = simpleCall.exec(first)?.[0];
  const isCall = anchor !== null && (lines.join("\n")[anchor.start] ?? "") === "(";
  if (isCall && prefix !== undefined && prefix.length === start && end === last.trimEnd().length) return false;
  if (anchor !== null) return true;
  return first.slice(0, start).trim() !== "" || last.slice(end).trim() !== "";
}

function significant(span: Span, anchor: Anchor | null, markers: boolean): string {
  const { lines } = span;
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  const shown = new Set([0, lines.length - 1]);
  if (anchor !== null) {
    for (const place of [anchor.start, anchor.end]) {
      const line = starts.findLastIndex((it) => it <= place);
      for (const near of [line - 1, line, line + 1]) if (near >= 0 && near < lines.length) shown.add(near);
    }
  }
  let text = "";
  let previous = -1;
  const output = (line: number): void => {
    text += `${lines[line] ?? ""}\n`;
    if (markers) text += `${markersFor(span, line, starts[line] ?? 0, anchor)}\n`;
  };
  for (const line of [...shown].sort((a, b) => a - b)) {
    if (previous >= 0 && line - previous === 2) output(line - 1);
    else if (previous >= 0 && line - previous > 2) text += `...<${line - previous - 1} lines>...\n`;
    output(line);
    previous = line;
  }
  return text;
}

function markersFor({ lines, start, end }: Span, line: number, lineStart: number, anchor: Anchor | null): string {
  const source = lines[line] ?? "";
  const spaces = source.length - source.trimStart().length;
  const width = line === lines.length - 1 ? end : source.length;
  let text = "";
  for (let column = 0; column < width; column++) {
    const place = lineStart + column;
    const isWide = isFullWidth(source.charCodeAt(column));
    let mark = "^";
    if (column < spaces || (line === 0 && column < start)) mark = " ";
    else if (anchor !== null && (place < anchor.start || place >= anchor.end)) mark = "~";
    text += isWide ? mark + mark : mark;
  }
  return text;
}

function isFullWidth(unit: number): boolean {
  return (unit >= 0x1100 && unit <= 0x115f) || (unit >= 0x2e80 && unit <= 0xa4cf) || (unit >= 0xac00 && unit <= 0xd7a3) || (unit >= 0xf900 && unit <= 0xfaff) || (unit >= 0xff00 && unit <= 0xff60);
}

function indent(text: string): string {
  return text
    .split("\n")
    .slice(0, -1)
    .map((it) => `    ${it}\n`)
    .join("");
}
