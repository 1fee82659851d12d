/** The start of a line: its indentation against the stack, blank lines, continued lines. */
import { BACKSLASH, CARRIAGE_RETURN, FORM_FEED, HASH, LINE_FEED, SPACE, TAB } from "./characters.ts";
import { endOfLine, endOfText } from "./lines.ts";
import type { Scanner } from "./scanner.ts";
import type { TokenizerError } from "./stream.ts";
import * as K from "./kinds.ts";

const MAX_INDENT = 100;
const TAB_SIZE = 8;

export function indentation(t: Scanner): boolean {
  const source = t.source;
  let position = t.position;
  let column = 0;
  let alternate = 0;
  let continued = 0;
  let code = source.charCodeAt(position);
  for (; ; code = source.charCodeAt(position)) {
    if (code === SPACE) {
      column++;
      alternate++;
    } else if (code === TAB) {
      column = (Math.floor(column / TAB_SIZE) + 1) * TAB_SIZE;
      alternate++;
    } else if (code === FORM_FEED) {
      column = alternate = 0;
    } else if (code === BACKSLASH) {
      continued = continued === 0 ? column : continued;
      t.position = position;
      continuation(t);
      position = t.position;
      continue;
    } else break;
    position++;
  }
  t.position = position;
  if (code === HASH || code === LINE_FEED || code === CARRIAGE_RETURN) {
    const end = endOfLine(source, position);
    const carriage = source.charCodeAt(end) === CARRIAGE_RETURN && source.charCodeAt(end + 1) === LINE_FEED;
    t.position = Math.min(end + (carriage ? 2 : 1), source.length);
    return true;
  }
  if (position >= source.length) return true;
  if (continued > 0) column = alternate = continued;
  const indent = t.indents.at(-1) ?? 0;
  const alternateIndent = t.alternateIndents.at(-1) ?? 0;
  if (column === indent) {
    if (alternate !== alternateIndent) inconsistentTabs(t);
  } else if (column > indent) {
    if (t.indents.length >= MAX_INDENT) {
      stopInLine(t, "IndentationError", "too many levels of indentation");
    }
    if (alternate <= alternateIndent) inconsistentTabs(t);
    t.indents.push(column);
    t.alternateIndents.push(alternate);
    t.push(K.INDENT, position, position);
  } else {
    while (t.indents.length > 1 && column < (t.indents.at(-1) ?? 0)) {
      t.indents.pop();
      t.alternateIndents.pop();
      t.push(K.DEDENT, position, position);
    }
    if (column !== (t.indents.at(-1) ?? 0)) {
      while (t.kinds[t.count - 1] === K.DEDENT) t.count--;
      const end = endOfLine(source, position);
      throw t.stop({
        rank: "state",
        type: "IndentationError",
        message: "unindent does not match any outer indentation level",
        line: position,
        at: end + 1,
        end: null,
        noEnd: -1,
      });
    }
    if (alternate !== (t.alternateIndents.at(-1) ?? 0)) inconsistentTabs(t);
  }
  return false;
}

function inconsistentTabs(t: Scanner): never {
  return stopInLine(t, "TabError", "inconsistent use of tabs and spaces in indentation");
}

function stopInLine(t: Scanner, type: TokenizerError["type"], message: string): never {
  throw t.stop({ rank: "state", type, message, line: t.position, at: { column: 1 }, end: null, noEnd: 0 });
}

export function endOfFile(t: Scanner): never {
  throw t.stop({
    rank: "eof",
    type: "SyntaxError",
    message: "unexpected EOF while parsing",
    line: endOfText(t.source),
    at: endOfText(t.source) + 1,
    end: null,
    noEnd: -1,
  });
}

export function continuation(t: Scanner): void {
  const source = t.source;
  let position = t.position + 1;
  const code = source.charCodeAt(position);
  if (code === CARRIAGE_RETURN && source.charCodeAt(position + 1) === LINE_FEED) position++;
  else if (code !== LINE_FEED && code !== CARRIAGE_RETURN) {
    if (position >= source.length) {
      t.position = position;
      endOfFile(t);
    }
    t.position = position;
    throw t.stop({
      rank: "state",
      type: "SyntaxError",
      message: "unexpected character after line continuation character",
      line: position,
      at: position + 1,
      end: null,
      noEnd: 0,
    });
  }
  t.position = position + 1;
  if (t.position >= source.length) endOfFile(t);
}
