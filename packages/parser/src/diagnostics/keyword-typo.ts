/**
 * "Did you mean 'for'?": the keyword in whose place a refused line has a name that is like it.
 *
 * CPython asks so when it prints the error, in Python (`traceback`, with `tokenize`, `difflib` and `codeop`): of the first names of the
 * error's line each is replaced by the keywords most like it; the first text that parses, or only ends too early, is it.
 */
import type { KeywordTypo } from "../diagnostic.ts";
import { runMode } from "../modes.ts";
import { LineIndex } from "../positions.ts";
import { Parser, REFUSED } from "../state.ts";
import * as K from "../tokenizer/kinds.ts";
import { tokenize } from "../tokenizer/tokenizer.ts";
import { isAtEnd } from "./machine.ts";

const mostText = 1024;
const mostNames = 10;
const mostKeywords = 3;
const leastRatio = 0.5;

/** @param first - where to begin, a line; 0: with the first @param last - line of the error */
export function findKeywordTypo(source: string, first: number, last: number): KeywordTypo | null {
  const raw = new LineIndex(source);
  const lines: string[] = [];
  for (let line = Math.max(first, 1); line <= last; line++) lines.push(raw.lineText(line));
  const margin = Math.min(...lines.filter((it) => it.trim() !== "").map((it) => it.length - it.trimStart().length));
  const text = lines.map((it) => it.slice(margin)).join("\n");
  if (text.length > mostText) return null;
  const { kinds, starts, ends, count } = tokenize(text, "file");
  const lineStart = text.lastIndexOf("\n") + 1;
  let left = mostNames;
  for (let token = 0; token < count; token++) {
    const start = starts[token] ?? 0;
    if (kinds[token] !== K.NAME || start < lineStart) continue;
    if (left-- === 0) return null;
    const end = ends[token] ?? 0;
    const keyword = keywordsLike(text.slice(start, end)).find((it) =>
      mayParse(text.slice(0, start) + it + text.slice(end)),
    );
    if (keyword === undefined) continue;
    const place = (offset: number): number => [...text.slice(lineStart, offset)].length + margin + 1;
    return { keyword, offset: place(start), endOffset: place(end) };
  }
  return null;
}

function mayParse(text: string): boolean {
  const stream = tokenize(text, "file");
  const parser = new Parser(text, stream, undefined);
  try {
    runMode(parser, "exec");
    return true;
  } catch (thrown) {
    if (thrown !== REFUSED) return false;
    return isAtEnd(text, stream, parser.index);
  }
}

function keywordsLike(name: string): readonly string[] {
  return K.KEYWORDS.map((keyword) => ({
    keyword,
    ratio: (2 * matching(keyword, name)) / (keyword.length + name.length),
  }))
    .filter(({ ratio }) => ratio >= leastRatio)
    .sort((a, b) => b.ratio - a.ratio || (a.keyword < b.keyword ? 1 : -1))
    .slice(0, mostKeywords)
    .map(({ keyword }) => keyword);
}

/** Characters in the longest common part, and in what is before and behind it. */
function matching(a: string, b: string): number {
  for (let size = Math.min(a.length, b.length); size > 0; size--) {
    for (let at = 0; at + size <= a.length; at++) {
      const found = b.indexOf(a.slice(at, at + size));
      if (found >= 0)
        return size + matching(a.slice(0, at), b.slice(0, found)) + matching(a.slice(at + size), b.slice(found + size));
    }
  }
  return 0;
}
