// Taking texts apart: split, rsplit, splitlines, partition, strip.

import { whitespaceClass } from "../numbers/numeric-text.ts";

/** `text.split(None, limit)`; a negative limit: none. */
export function splitWhitespace(text: string, limit: number): string[] {
  if (limit < 0) {
    const trimmed = text.replace(EDGES, "");
    return trimmed === "" ? [] : trimmed.split(RUNS);
  }
  const parts: string[] = [];
  let rest = text.replace(LEADING, "");
  while (rest !== "" && parts.length < limit) {
    const gap = RUN.exec(rest);
    if (gap === null) break;
    parts.push(rest.slice(0, gap.index));
    rest = rest.slice(gap.index + gap[0].length);
  }
  if (rest !== "") parts.push(parts.length < limit ? rest.replace(TRAILING, "") : rest);
  return parts;
}

/** `text.rsplit(None, limit)` for a limit of at least 0. */
export function splitWhitespaceFromEnd(text: string, limit: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  const isSpace = (index: number): boolean => RUN.test(text.charAt(index));
  while (end > 0 && isSpace(end - 1)) end--;
  while (end > 0 && parts.length < limit) {
    let start = end;
    while (start > 0 && !isSpace(start - 1)) start--;
    parts.push(text.slice(start, end));
    end = start;
    while (end > 0 && isSpace(end - 1)) end--;
  }
  if (end > 0) parts.push(text.slice(0, end));
  return parts.reverse();
}

const RUNS = new RegExp(`[${whitespaceClass}]+`);
const RUN = RUNS;
const LEADING = new RegExp(`^[${whitespaceClass}]+`);
const TRAILING = new RegExp(`[${whitespaceClass}]+$`);
const EDGES = new RegExp(`^[${whitespaceClass}]+|[${whitespaceClass}]+$`, "g");

/** `text.split(separator, limit)` for a separator that is not empty; a negative limit: none. */
export function splitText(text: string, separator: string, limit: number): string[] {
  if (limit < 0) return text.split(separator);
  const parts: string[] = [];
  let from = 0;
  while (parts.length !== limit) {
    const at = text.indexOf(separator, from);
    if (at < 0) break;
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** `text.rsplit(separator, limit)` for a separator that is not empty; a negative limit: none. */
export function splitTextFromEnd(text: string, separator: string, limit: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  while (limit < 0 || parts.length < limit) {
    const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (at < 0) break;
    parts.push(text.slice(at + separator.length, end));
    end = at;
  }
  parts.push(text.slice(0, end));
  return parts.reverse();
}

const LINE = /([^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*)(\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g; // eslint-disable-line no-control-regex -- Python's line ends

/** Whether line ends stay. */
export type LineEnds = "keep" | "drop";

/** `text.splitlines()`. */
export function splitLines(text: string, ends: LineEnds): string[] {
  const lines: string[] = [];
  for (const match of text.matchAll(LINE)) {
    const [whole, line] = match;
    if (whole === "") break;
    lines.push(ends === "keep" ? whole : (line ?? ""));
  }
  return lines;
}

/** Which ends are stripped. */
export type StripSide = "left" | "right" | "both";

/** `text.strip()` and its one-sided forms. */
export function stripSpaces(text: string, side: StripSide): string {
  return text.replace(side === "both" ? EDGES : side === "left" ? LEADING : TRAILING, "");
}

function hasSurrogates(text: string): boolean {
  for (let index = 0; index < text.length; index++) if ((text.charCodeAt(index) & 0xf800) === 0xd800) return true;
  return false;
}

/** Whether a UTF-16 unit is in a text, a short one as a rule. */
function hasUnit(text: string, unit: number): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) === unit) return true;
  return false;
}

/** `text.strip(characters)` and its one-sided forms. */
export function stripCharacters(text: string, characters: string, side: StripSide): string {
  let start = 0;
  let end = text.length;
  if (!hasSurrogates(characters)) {
    if (side !== "right") while (start < end && hasUnit(characters, text.charCodeAt(start))) start++;
    if (side !== "left") while (end > start && hasUnit(characters, text.charCodeAt(end - 1))) end--;
    return text.slice(start, end);
  }
  const set = new Set(characters);
  if (side !== "right") {
    while (start < end) {
      const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
      if (!set.has(character)) break;
      start += character.length;
    }
  }
  if (side !== "left") {
    while (end > start) {
      const low = (text.charCodeAt(end - 1) & 0xfc00) === 0xdc00;
      const pair = low && end - start > 1 && (text.charCodeAt(end - 2) & 0xfc00) === 0xd800;
      const character = text.slice(end - (pair ? 2 : 1), end);
      if (!set.has(character)) break;
      end -= character.length;
    }
  }
  return text.slice(start, end);
}
