/** String and bytes literals without replacement fields. */
import { BACKSLASH, CARRIAGE_RETURN, LINE_FEED } from "./characters.ts";
import { endsWithLine, lineNumber } from "./lines.ts";
import type { Scanner } from "./scanner.ts";
import * as K from "./kinds.ts";

export function string(t: Scanner, start: number, opening: number, quote: number): void {
  const source = t.source;
  const length = source.length;
  let position = opening + 1;
  let escapedQuote = false;
  if (source.charCodeAt(position) === quote && source.charCodeAt(position + 1) === quote) {
    position += 2;
    for (;;) {
      const code = source.charCodeAt(position);
      if (code === quote && source.charCodeAt(position + 1) === quote && source.charCodeAt(position + 2) === quote) {
        break;
      }
      if (position >= length) {
        formattedBrace(t, start, quote, 3);
        const line = lastLine(t);
        t.position = start + 1;
        t.fail(`unterminated triple-quoted string literal (detected at line ${line})`, start + 1);
      }
      position += code === BACKSLASH ? 2 : 1;
    }
    position += 3;
  } else {
    for (;;) {
      const code = source.charCodeAt(position);
      if (code === quote) break;
      if (code === BACKSLASH) {
        if (source.charCodeAt(position + 1) === quote) escapedQuote = true;
        position +=
          source.charCodeAt(position + 1) === CARRIAGE_RETURN && source.charCodeAt(position + 2) === LINE_FEED ? 3 : 2;
        continue;
      }
      if (position >= length || code === LINE_FEED || code === CARRIAGE_RETURN) {
        formattedBrace(t, start, quote, 1);
        const line = lineNumber(source, Math.min(position, length)) - (endsWithLine(source, position) ? 1 : 0);
        t.position = start + 1;
        t.fail(
          `unterminated string literal (detected at line ${line})` +
            (escapedQuote ? "; perhaps you escaped the end quote?" : ""),
          start + 1,
        );
      }
      position++;
    }
    position++;
  }
  t.position = position;
  t.push(K.STRING, start, position);
}

function formattedBrace(t: Scanner, start: number, quote: number, quoteSize: number): void {
  const mode = t.modes.at(-1);
  if (mode !== undefined && mode.quote === quote && mode.quoteSize === quoteSize) {
    t.position = start + 1;
    t.fail(`${mode.letter}-string: expecting '}'`, start + 1);
  }
}

export function lastLine(t: Scanner): number {
  const source = t.source;
  return lineNumber(source, source.length) - (endsWithLine(source, source.length) ? 1 : 0);
}
