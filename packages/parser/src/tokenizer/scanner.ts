/** Where the tokenizer is: a cursor over the text, the tokens so far, and the stacks of brackets, indents and strings. */
import type { OpenBracket, TokenStream, TokenizerError } from "./stream.ts";

/** One f- or t-string being read. */
export interface StringMode {
  readonly start: number;
  readonly quote: number;
  readonly quoteSize: 1 | 3;
  readonly raw: boolean;
  readonly letter: "f" | "t";
  /** Reading an expression (true) or literal text (false). */
  inExpression: boolean;
  /** Open brackets inside this string's expressions. */
  depth: number;
  /** Depth at which the innermost replacement field began; -1 outside. */
  fieldDepth: number;
  inFormatSpec: boolean;
}

/** Thrown inside the tokenizer to stop it; never leaves {@link tokenize}. */
export class Stop extends Error {
  readonly error: TokenizerError;
  constructor(error: TokenizerError) {
    super(error.message);
    this.error = error;
  }
}

export class Scanner {
  readonly source: string;
  position = 0;
  count = 0;
  kinds: Uint8Array;
  private starts: Int32Array;
  private ends: Int32Array;
  private levels: Uint8Array;
  readonly open: OpenBracket[] = [];
  readonly modes: StringMode[] = [];
  readonly indents: number[] = [0];
  readonly alternateIndents: number[] = [0];
  private readonly warnings: TokenStream["warnings"][number][] = [];

  constructor(source: string) {
    this.source = source;
    const capacity = (source.length >> 2) + 64;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.levels = new Uint8Array(capacity);
  }

  /** The tokens so far. */
  stream(error: TokenizerError | null): TokenStream {
    const { kinds, starts, ends, levels, count, open, warnings } = this;
    return { kinds, starts, ends, levels, count, error, open, warnings };
  }

  push(kind: number, start: number, end: number): void {
    const count = this.count;
    if (count >= this.kinds.length) this.grow();
    this.kinds[count] = kind;
    this.starts[count] = start;
    this.ends[count] = end;
    this.levels[count] = this.open.length;
    this.count = count + 1;
  }

  private grow(): void {
    const capacity = this.kinds.length * 2;
    const kinds = new Uint8Array(capacity);
    kinds.set(this.kinds);
    this.kinds = kinds;
    const levels = new Uint8Array(capacity);
    levels.set(this.levels);
    this.levels = levels;
    const starts = new Int32Array(capacity);
    starts.set(this.starts);
    this.starts = starts;
    const ends = new Int32Array(capacity);
    ends.set(this.ends);
    this.ends = ends;
  }

  stop(error: Omit<TokenizerError, "inString">): Stop {
    return new Stop({ ...error, inString: this.modes.length > 0 });
  }

  fail(message: string, at: number): never {
    throw this.stop({ rank: "raised", type: "SyntaxError", message, line: at - 1, at, end: at, noEnd: -1 });
  }

  failRange(message: string, start: number, end: number): never {
    throw this.stop({
      rank: "raised",
      type: "SyntaxError",
      message,
      line: start,
      at: start + 1,
      end: end + 1,
      noEnd: -1,
    });
  }

  warn(message: string, position: number): void {
    this.warnings.push({ category: "SyntaxWarning", message, position });
  }
}

/** The text of the warning for a backslash before a character that it does not escape. */
export function invalidEscapeText(character: string): string {
  return `"\\${character}" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\\\${character}"? A raw string is also an option.`;
}
