// Line ends: which were seen, what they become, where lines end.

/** What the argument `newline` of a text stream means. */
export interface NewlineMode {
  /** `\r` and `\r\n` become `\n` when text is read. */
  readonly translatesInput: boolean;
  /** Lines end at any line end, not at one. */
  readonly isUniversal: boolean;
  /** What ends a line otherwise. */
  readonly end: string;
  /** What `\n` becomes when it is written; null: itself. */
  readonly written: string | null;
}

/** The mode of an argument, null for None; undefined when it is none of the permitted ones. */
export function newlineMode(newline: string | null): NewlineMode | undefined {
  if (newline !== null && !["", "\n", "\r", "\r\n"].includes(newline)) return undefined;
  return {
    translatesInput: newline === null,
    isUniversal: newline === null || newline === "",
    end: newline === null || newline === "" ? "\n" : newline,
    written: newline === null || newline === "" || newline === "\n" ? null : newline,
  };
}

const SEEN_LF = 1;
const SEEN_CR = 2;
const SEEN_CRLF = 4;

/** Takes text in pieces, notes line ends, and may translate them. A `\r` at the end waits for what follows. */
export class NewlineScanner {
  seen = 0;
  pendingCr = false;
  readonly translates: boolean;

  constructor(translates: boolean) {
    this.translates = translates;
  }

  scan(piece: string, isFinal: boolean): string {
    let text = this.pendingCr && (piece !== "" || isFinal) ? `\r${piece}` : piece;
    if (text !== piece) this.pendingCr = false;
    if (text.endsWith("\r") && !isFinal) {
      text = text.slice(0, -1);
      this.pendingCr = true;
    }
    if (!text.includes("\r")) {
      if (text.includes("\n")) this.seen |= SEEN_LF;
      return text;
    }
    for (const [end] of text.matchAll(/\r\n|\r|\n/g)) {
      this.seen |= end === "\n" ? SEEN_LF : end === "\r" ? SEEN_CR : SEEN_CRLF;
    }
    return this.translates ? text.replace(/\r\n?/g, "\n") : text;
  }

  reset(): void {
    this.seen = 0;
    this.pendingCr = false;
  }
}

/** The attribute `newlines`: the line ends seen. */
export function seenNewlines(seen: number): readonly string[] {
  const names: string[] = [];
  if ((seen & SEEN_CR) !== 0) names.push("\r");
  if ((seen & SEEN_LF) !== 0) names.push("\n");
  if ((seen & SEEN_CRLF) !== 0) names.push("\r\n");
  return names;
}

/** UTF-16 position after the line that starts at `from`; the end of the text if none ends there. */
export function lineEnd(text: string, from: number, mode: NewlineMode): number {
  if (!mode.isUniversal || mode.translatesInput) {
    const at = text.indexOf(mode.end, from);
    return at < 0 ? text.length : at + mode.end.length;
  }
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10) return at + 1;
    if (unit === 13) return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
  }
  return text.length;
}
