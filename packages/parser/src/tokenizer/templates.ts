/** f- and t-strings: the text between replacement fields, and the way in and out of them. */
import { BACKSLASH, CARRIAGE_RETURN, CLOSE_BRACE, LINE_FEED, OPEN_BRACE } from "./characters.ts";
import { endsWithLine, lineNumber } from "./lines.ts";
import { type Scanner, type StringMode, invalidEscapeText } from "./scanner.ts";
import { lastLine } from "./strings.ts";
import * as K from "./kinds.ts";

const MAX_STRING_NESTING = 150;
const MAX_EXPRESSION_NESTING = 3;

export function beginFormatted(t: Scanner, start: number, opening: number, quote: number, prefix: string): void {
  const source = t.source;
  const triple = source.charCodeAt(opening + 1) === quote && source.charCodeAt(opening + 2) === quote;
  const letter = prefix.includes("t") ? "t" : "f";
  t.position = opening + (triple ? 3 : 1);
  if (t.modes.length + 1 >= MAX_STRING_NESTING) t.fail("too many nested f-strings or t-strings", t.position);
  t.modes.push({
    start,
    quote,
    quoteSize: triple ? 3 : 1,
    raw: prefix.includes("r"),
    letter,
    inExpression: false,
    depth: 0,
    fieldDepth: -1,
    inFormatSpec: false,
  });
  t.push(letter === "f" ? K.FSTRING_START : K.TSTRING_START, start, t.position);
}

function isClosing(t: Scanner, mode: StringMode, position: number): boolean {
  for (let index = 0; index < mode.quoteSize; index++) {
    if (t.source.charCodeAt(position + index) !== mode.quote) return false;
  }
  return true;
}

export function stringPart(t: Scanner, mode: StringMode): void {
  const source = t.source;
  const start = t.position;
  if (source.charCodeAt(start) === OPEN_BRACE && source.charCodeAt(start + 1) !== OPEN_BRACE) {
    enterField(t, mode);
    return;
  }
  const shift = mode.letter === "f" ? 0 : K.TSTRING_START - K.FSTRING_START;
  if (isClosing(t, mode, start)) {
    t.position = start + mode.quoteSize;
    t.modes.pop();
    t.push(K.FSTRING_END + shift, start, t.position);
    return;
  }
  let position = start;
  let namedEscape = false;
  for (;;) {
    const code = source.charCodeAt(position);
    const inFormatSpec = mode.inFormatSpec && mode.fieldDepth >= 0;
    const lineEnd = code === LINE_FEED || code === CARRIAGE_RETURN;
    if (position >= source.length || (mode.quoteSize === 1 && lineEnd)) {
      if (inFormatSpec && mode.quoteSize === 1) {
        t.fail(
          `${mode.letter}-string: newlines are not allowed in format specifiers for single quoted ${mode.letter}-strings`,
          position + 1,
        );
      }
      const line =
        mode.quoteSize === 3 ? lastLine(t) : lineNumber(source, position) - (endsWithLine(source, position) ? 1 : 0);
      t.position = mode.start + 1;
      t.fail(
        `unterminated ${mode.quoteSize === 3 ? "triple-quoted " : ""}${mode.letter}-string literal (detected at line ${line})`,
        mode.start + 1,
      );
    }
    if (code === mode.quote && isClosing(t, mode, position)) {
      t.position = position;
      break;
    }
    if (code === OPEN_BRACE) {
      if (source.charCodeAt(position + 1) === OPEN_BRACE && !inFormatSpec) {
        // A doubled brace ends the token; its second half belongs to the token's extent, not to its text.
        t.push(K.FSTRING_MIDDLE + shift, start, position + 2);
        t.position = position + 2;
        return;
      }
      t.push(K.FSTRING_MIDDLE + shift, start, position);
      t.position = position;
      enterField(t, mode);
      return;
    }
    if (code === CLOSE_BRACE) {
      if (namedEscape) {
        t.position = position + 1;
        break;
      }
      if (source.charCodeAt(position + 1) === CLOSE_BRACE && !inFormatSpec && mode.depth === 0) {
        // A doubled brace ends the token; its second half belongs to the token's extent, not to its text.
        t.push(K.FSTRING_MIDDLE + shift, start, position + 2);
        t.position = position + 2;
        return;
      }
      mode.inExpression = true;
      mode.inFormatSpec = false;
      t.position = position;
      break;
    }
    if (code === BACKSLASH) {
      let next = source.charCodeAt(position + 1);
      if (next === CARRIAGE_RETURN && source.charCodeAt(position + 2) === LINE_FEED) {
        position++;
        next = LINE_FEED;
      }
      if (next === OPEN_BRACE || next === CLOSE_BRACE) {
        if (!mode.raw) {
          t.warn(invalidEscapeText(String.fromCharCode(next)), position);
        }
        position++;
        continue;
      }
      position += 2;
      if (!mode.raw && next === 78 && source.charCodeAt(position) === OPEN_BRACE) {
        namedEscape = true;
        position++;
      }
      continue;
    }
    position++;
  }
  t.push(K.FSTRING_MIDDLE + shift, start, t.position);
}

function enterField(t: Scanner, mode: StringMode): void {
  mode.fieldDepth++;
  if (mode.fieldDepth >= MAX_EXPRESSION_NESTING) {
    t.fail(`${mode.letter}-string: expressions nested too deeply`, t.position);
  }
  mode.inExpression = true;
  mode.inFormatSpec = false;
}
