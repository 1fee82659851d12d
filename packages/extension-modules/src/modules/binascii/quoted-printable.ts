// Quoted-printable (RFC 2045), as CPython writes and reads it.

const tab = 9;
const newline = 10;
const carriageReturn = 13;
const space = 32;
const dot = 46;
const equals = 61;
const underscore = 95;

/** Characters in a line, with the `=` that breaks it. */
const lineLimit = 76;

/** What is encoded besides what has to be. */
export interface QuotedPrintableOptions {
  /** Spaces and tabs everywhere, not only at the ends of lines. */
  readonly quotesTabs: boolean;
  /** Line ends are line ends; else they are encoded. */
  readonly isText: boolean;
  /** For headers (RFC 1522): a space is an underscore. */
  readonly isHeader: boolean;
}

/** The text for some bytes. */
export function encodeQuotedPrintable(bytes: Uint8Array, options: QuotedPrintableOptions): Uint8Array {
  const out: number[] = [];
  let column = 0;
  const firstNewline = bytes.indexOf(newline);
  const lineEnd =
    firstNewline > 0 && bytes[firstNewline - 1] === carriageReturn ? [carriageReturn, newline] : [newline];
  const breakLine = (): void => {
    out.push(equals, ...lineEnd);
    column = 0;
  };
  for (let at = 0; at < bytes.length; at++) {
    const unit = bytes[at] as number;
    const next = bytes[at + 1];
    if (isQuoted(bytes, at, column, options)) {
      if (column + 3 >= lineLimit) breakLine();
      out.push(equals, ...hexDigits(unit));
      column += 3;
    } else if (options.isText && (unit === newline || (unit === carriageReturn && next === newline))) {
      const last = out.at(-1);
      if (last === space || last === tab) out.splice(-1, 1, equals, ...hexDigits(last));
      out.push(...lineEnd);
      column = 0;
      if (unit === carriageReturn) at++;
    } else {
      if (next !== undefined && next !== newline && column + 1 >= lineLimit) breakLine();
      column++;
      out.push(options.isHeader && unit === space ? underscore : unit);
    }
  }
  return Uint8Array.from(out);
}

function isQuoted(
  bytes: Uint8Array,
  at: number,
  column: number,
  { quotesTabs, isText, isHeader }: QuotedPrintableOptions,
): boolean {
  const unit = bytes[at] as number;
  const next = bytes[at + 1];
  if (unit > 126 || unit === equals || (isHeader && unit === underscore)) return true;
  // A dot alone in a line would end a message.
  if (unit === dot) {
    return column === 0 && (next === undefined || next === newline || next === carriageReturn || next === 0);
  }
  if (unit === newline || unit === carriageReturn) return !isText;
  if (unit === tab || unit === space) return quotesTabs || next === undefined;
  return unit < space;
}

/** The bytes that a text stands for. */
export function decodeQuotedPrintable(text: Uint8Array, kind: "header" | "body"): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] as number;
    if (unit !== equals) {
      out.push(kind === "header" && unit === underscore ? space : unit);
      continue;
    }
    const next = text[at + 1];
    if (next === undefined) break;
    if (next === newline || next === carriageReturn) {
      const end = text.indexOf(newline, at + 1);
      at = end < 0 ? text.length : end;
      continue;
    }
    const value = next === equals ? NaN : digitValue(next) * 16 + digitValue(text[at + 2] ?? 0);
    if (next === equals) at++;
    else if (!Number.isNaN(value)) at += 2;
    out.push(Number.isNaN(value) ? equals : value);
  }
  return Uint8Array.from(out);
}

function hexDigits(value: number): number[] {
  return Array.from(value.toString(16).toUpperCase().padStart(2, "0"), (digit) => digit.charCodeAt(0));
}

/** The value of a hexadecimal digit; NaN for other characters. */
export function digitValue(unit: number): number {
  if (unit >= 48 && unit < 58) return unit - 48;
  const letter = unit | 32;
  return letter >= 97 && letter < 103 ? letter - 87 : NaN;
}
