/**
 * Text to tokens, in one pass: indentation stack, brackets, f- and t-string modes.
 *
 * The stream holds what CPython's tokenizer would hand to its parser: no comments, no blank lines, NEWLINE at the end
 * of each logical line, INDENT and DEDENT by the indentation stack. It ends with ENDMARKER, or with ERRORTOKEN at the
 * first thing that is no token. Line ends are `\n`, `\r\n` and `\r`.
 *
 * Cost: linear. This is the hottest loop of the package; it works on code units and typed arrays.
 */
import {
  BACKSLASH,
  CARRIAGE_RETURN,
  DOUBLE_QUOTE,
  FORM_FEED,
  HASH,
  LINE_FEED,
  SINGLE_QUOTE,
  SPACE,
  TAB,
  isDigit,
  isNameStart,
} from "./characters.ts";
import { continuation, endOfFile, indentation } from "./indentation.ts";
import { endOfLine } from "./lines.ts";
import { name } from "./names.ts";
import { scanNumber } from "./numbers.ts";
import { operator } from "./operators.ts";
import { Scanner, Stop } from "./scanner.ts";
import type { TokenStream } from "./stream.ts";
import { string } from "./strings.ts";
import { stringPart } from "./templates.ts";
import * as K from "./kinds.ts";

/**
 * How a text ends. A `file` ends its last line; a `fragment` is taken as it is; at the `prompt` the end of the text ends
 * the line, and once more the block; at an `open prompt` a block ends with a line only that has an end itself.
 */
export type Ending = "file" | "fragment" | "prompt" | "open prompt";

/** Tokenizes a whole text. Never throws; an error is the last token and the stream's `error`. */
export function tokenize(source: string, ending: Ending): TokenStream {
  const t = new Scanner(source);
  try {
    finish(t, ending, lines(t));
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    t.push(K.ERRORTOKEN, t.position, t.position);
    return t.stream(stop.error);
  }
  return t.stream(null);
}

function lines(t: Scanner): number {
  const source = t.source;
  const length = source.length;
  let atLineStart = true;
  let lastStart = length;
  for (;;) {
    if (atLineStart) {
      atLineStart = false;
      if (indentation(t)) {
        atLineStart = true;
        if (t.position >= length) break;
        continue;
      }
    }
    const mode = t.modes.at(-1);
    if (mode !== undefined && !mode.inExpression) {
      stringPart(t, mode);
      continue;
    }
    let position = t.position;
    let code = source.charCodeAt(position);
    while (code === SPACE || code === TAB || code === FORM_FEED) code = source.charCodeAt(++position);
    const tokenStart = position;
    if (code === HASH) {
      position = endOfLine(source, position);
      code = source.charCodeAt(position);
    }
    t.position = position;
    if (position >= length) {
      if (t.open.length > 0 || mode !== undefined) endOfFile(t);
      lastStart = tokenStart;
      break;
    }
    if (code < 128 ? isNameStart(code) : true) {
      name(t, code, position);
    } else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
      const next = code === CARRIAGE_RETURN && source.charCodeAt(position + 1) === LINE_FEED ? 2 : 1;
      t.position = position + next;
      if (t.open.length === 0) {
        // A comment belongs to the line's NEWLINE.
        t.push(K.NEWLINE, tokenStart, position + 1);
        atLineStart = true;
      }
    } else if (isDigit(code) || (code === 46 && isDigit(source.charCodeAt(position + 1)))) {
      t.position = scanNumber(t, position);
      t.push(K.NUMBER, position, t.position);
    } else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      string(t, position, position, code);
    } else if (code === BACKSLASH) {
      continuation(t);
    } else {
      operator(t, code, position, mode);
    }
  }
  return lastStart;
}

function finish(t: Scanner, ending: Ending, lastStart: number): void {
  const length = t.source.length;
  const last = t.count === 0 ? K.NEWLINE : (t.kinds[t.count - 1] ?? 0);
  const unfinished = last !== K.NEWLINE && last !== K.DEDENT;
  if (unfinished && ending === "file") t.push(K.NEWLINE, lastStart, length + 1);
  // The prompt's own line ends have no extent.
  if (unfinished && (ending === "prompt" || ending === "open prompt")) t.push(K.NEWLINE, length, length);
  if (unfinished && ending === "open prompt") {
    t.push(K.ENDMARKER, length, length);
    return;
  }
  for (let depth = t.indents.length; depth > 1; depth--) t.push(K.DEDENT, length, length);
  const blockEnds = t.indents.length > 1 || !unfinished;
  if ((ending === "prompt" || ending === "open prompt") && t.count > 0 && blockEnds) t.push(K.NEWLINE, length, length);
  t.push(K.ENDMARKER, length, length);
}
