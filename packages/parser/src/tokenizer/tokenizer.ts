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
  CLOSE_BRACE,
  DOUBLE_QUOTE,
  FORM_FEED,
  HASH,
  LINE_FEED,
  OPEN_BRACE,
  SINGLE_QUOTE,
  SPACE,
  TAB,
  codePointNotation,
  invalidIdentifierOffset,
  isDigit,
  isNameCharacter,
  isNameStart,
  isPrintable,
} from "./characters.ts";
import * as K from "./kinds.ts";
import { scanNumber } from "./numbers.ts";
import type { OpenBracket, TokenStream, TokenizerError } from "./stream.ts";

const MAX_INDENT = 100;
const MAX_LEVEL = 200;
const MAX_STRING_NESTING = 150;
const MAX_EXPRESSION_NESTING = 3;
const TAB_SIZE = 8;

/** Pairs of string prefix letters, in the order in which CPython complains of them. */
const INCOMPATIBLE_PREFIXES: readonly string[] = ["ub", "ur", "uf", "ut", "bf", "bt", "ft"];

/** Keyword candidates by first code unit, as [text, kind] rows. */
const KEYWORDS_BY_FIRST: readonly (readonly (readonly [string, number])[])[] = Array.from({ length: 128 }, (_, code) =>
  K.KEYWORDS.map((text, index) => [text, K.FALSE + index] as const).filter(([text]) => text.charCodeAt(0) === code),
);

/** Kind of a one-character operator by code unit, 0 for none. */
const ONE_CHARACTER: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const index = K.OPERATORS.indexOf(String.fromCharCode(code));
  return index < 0 ? 0 : K.LPAR + index;
});

/** Operators of two and three characters by first code unit, longest first. */
const LONG_OPERATORS: readonly (readonly (readonly [string, number])[])[] = Array.from({ length: 128 }, (_, code) =>
  [...K.OPERATORS.map((text, index) => [text, K.LPAR + index] as const), ["<>", K.NOTEQUAL] as const]
    .filter(([text]) => text.length > 1 && text !== "..." && text.charCodeAt(0) === code)
    .sort((first, second) => second[0].length - first[0].length),
);

/** One f- or t-string being read. */
interface StringMode {
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
class Stop extends Error {
  readonly error: TokenizerError;
  constructor(error: TokenizerError) {
    super(error.message);
    this.error = error;
  }
}

/**
 * How a text ends. A `file` ends its last line; a `fragment` is taken as it is; at the `prompt` the end of the text ends
 * the line, and once more the block.
 */
export type Ending = "file" | "fragment" | "prompt";

/** Tokenizes a whole text. Never throws; an error is the last token and the stream's `error`. */
export function tokenize(source: string, ending: Ending): TokenStream {
  return new Tokenizer(source).run(ending);
}

/** What the number scanner needs of the tokenizer. */
export interface NumberContext {
  readonly source: string;
  fail(message: string, at: number): never;
  failRange(message: string, start: number, end: number): never;
  warn(message: string, position: number): void;
}

class Tokenizer implements NumberContext {
  readonly source: string;
  private position = 0;
  private kinds: Uint8Array;
  private starts: Int32Array;
  private ends: Int32Array;
  private levels: Uint8Array;
  private count = 0;
  private readonly open: OpenBracket[] = [];
  private readonly modes: StringMode[] = [];
  private readonly indents: number[] = [0];
  private readonly alternateIndents: number[] = [0];
  private readonly warnings: TokenStream["warnings"][number][] = [];

  constructor(source: string) {
    this.source = source;
    const capacity = (source.length >> 2) + 64;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.levels = new Uint8Array(capacity);
  }

  run(ending: Ending): TokenStream {
    let error: TokenizerError | null = null;
    try {
      this.finish(ending, this.lines());
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      error = stop.error;
      this.push(K.ERRORTOKEN, this.position, this.position);
    }
    const { kinds, starts, ends, levels, count, open, warnings } = this;
    return { kinds, starts, ends, levels, count, error, open, warnings };
  }

  /** The main loop: one logical or blank line start, then tokens until the line ends. Gives where the last line ends. */
  private lines(): number {
    const source = this.source;
    const length = source.length;
    let atLineStart = true;
    let lastStart = length;
    for (;;) {
      if (atLineStart) {
        atLineStart = false;
        if (this.indentation()) {
          atLineStart = true;
          if (this.position >= length) break;
          continue;
        }
      }
      const mode = this.modes.at(-1);
      if (mode !== undefined && !mode.inExpression) {
        this.stringPart(mode);
        continue;
      }
      let position = this.position;
      let code = source.charCodeAt(position);
      while (code === SPACE || code === TAB || code === FORM_FEED) code = source.charCodeAt(++position);
      const tokenStart = position;
      if (code === HASH) {
        position = endOfLine(source, position);
        code = source.charCodeAt(position);
      }
      this.position = position;
      if (position >= length) {
        if (this.open.length > 0 || mode !== undefined) this.endOfFile();
        lastStart = tokenStart;
        break;
      }
      if (code < 128 ? isNameStart(code) : true) {
        this.name(code, position);
      } else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        const next = code === CARRIAGE_RETURN && source.charCodeAt(position + 1) === LINE_FEED ? 2 : 1;
        this.position = position + next;
        if (this.open.length === 0) {
          // A comment belongs to the line's NEWLINE.
          this.push(K.NEWLINE, tokenStart, position + 1);
          atLineStart = true;
        }
      } else if (isDigit(code) || (code === 46 && isDigit(source.charCodeAt(position + 1)))) {
        this.position = scanNumber(this, position);
        this.push(K.NUMBER, position, this.position);
      } else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
        this.string(position, position, code);
      } else if (code === BACKSLASH) {
        this.continuation();
      } else {
        this.operator(code, position, mode);
      }
    }
    return lastStart;
  }

  /** The tokens at the end of the text. */
  private finish(ending: Ending, lastStart: number): void {
    const length = this.source.length;
    const last = this.count === 0 ? K.NEWLINE : (this.kinds[this.count - 1] ?? 0);
    const unfinished = last !== K.NEWLINE && last !== K.DEDENT;
    if (unfinished && ending === "file") this.push(K.NEWLINE, lastStart, length + 1);
    // The prompt's own line ends have no extent.
    if (unfinished && ending === "prompt") this.push(K.NEWLINE, length, length);
    for (let depth = this.indents.length; depth > 1; depth--) this.push(K.DEDENT, length, length);
    const blockEnds = this.indents.length > 1 || !unfinished;
    if (ending === "prompt" && this.count > 0 && blockEnds) this.push(K.NEWLINE, length, length);
    this.push(K.ENDMARKER, length, length);
  }

  /** Reads a line's indentation; true when the line is blank and has been skipped. */
  private indentation(): boolean {
    const source = this.source;
    let position = this.position;
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
        this.position = position;
        this.continuation();
        position = this.position;
        continue;
      } else break;
      position++;
    }
    this.position = position;
    if (code === HASH || code === LINE_FEED || code === CARRIAGE_RETURN) {
      const end = endOfLine(source, position);
      const carriage = source.charCodeAt(end) === CARRIAGE_RETURN && source.charCodeAt(end + 1) === LINE_FEED;
      this.position = Math.min(end + (carriage ? 2 : 1), source.length);
      return true;
    }
    if (position >= source.length) return true;
    if (continued > 0) column = alternate = continued;
    const indent = this.indents.at(-1) ?? 0;
    const alternateIndent = this.alternateIndents.at(-1) ?? 0;
    if (column === indent) {
      if (alternate !== alternateIndent) this.inconsistentTabs();
    } else if (column > indent) {
      if (this.indents.length >= MAX_INDENT) {
        this.stopInLine("IndentationError", "too many levels of indentation");
      }
      if (alternate <= alternateIndent) this.inconsistentTabs();
      this.indents.push(column);
      this.alternateIndents.push(alternate);
      this.push(K.INDENT, position, position);
    } else {
      while (this.indents.length > 1 && column < (this.indents.at(-1) ?? 0)) {
        this.indents.pop();
        this.alternateIndents.pop();
        this.push(K.DEDENT, position, position);
      }
      if (column !== (this.indents.at(-1) ?? 0)) {
        while (this.kinds[this.count - 1] === K.DEDENT) this.count--;
        const end = endOfLine(source, position);
        throw this.stop({
          rank: "state",
          type: "IndentationError",
          message: "unindent does not match any outer indentation level",
          line: position,
          at: end + 1,
          end: null,
          noEnd: -1,
        });
      }
      if (alternate !== (this.alternateIndents.at(-1) ?? 0)) this.inconsistentTabs();
    }
    return false;
  }

  private inconsistentTabs(): never {
    return this.stopInLine("TabError", "inconsistent use of tabs and spaces in indentation");
  }

  private stopInLine(type: TokenizerError["type"], message: string): never {
    throw this.stop({ rank: "state", type, message, line: this.position, at: { column: 1 }, end: null, noEnd: 0 });
  }

  private endOfFile(): never {
    throw this.stop({
      rank: "eof",
      type: "SyntaxError",
      message: "unexpected EOF while parsing",
      line: endOfText(this.source),
      at: endOfText(this.source) + 1,
      end: null,
      noEnd: -1,
    });
  }

  /** Skips a backslash and the line end after it. */
  private continuation(): void {
    const source = this.source;
    let position = this.position + 1;
    const code = source.charCodeAt(position);
    if (code === CARRIAGE_RETURN && source.charCodeAt(position + 1) === LINE_FEED) position++;
    else if (code !== LINE_FEED && code !== CARRIAGE_RETURN) {
      if (position >= source.length) {
        this.position = position;
        this.endOfFile();
      }
      this.position = position;
      throw this.stop({
        rank: "state",
        type: "SyntaxError",
        message: "unexpected character after line continuation character",
        line: position,
        at: position + 1,
        end: null,
        noEnd: 0,
      });
    }
    this.position = position + 1;
    if (this.position >= source.length) this.endOfFile();
  }

  /** A name, a keyword, or a string with prefix letters. */
  private name(first: number, start: number): void {
    const source = this.source;
    let position = start;
    let code = first;
    let beyondAscii = false;
    for (;;) {
      if (code >= 128) beyondAscii = true;
      code = source.charCodeAt(++position);
      if (code < 128 ? !isNameCharacter(code) : Number.isNaN(code)) break;
    }
    if ((code === DOUBLE_QUOTE || code === SINGLE_QUOTE) && position - start <= 2) {
      const prefix = source.slice(start, position).toLowerCase();
      if (/^(?:[bu]|r|br|rb)$/.test(prefix)) {
        this.string(start, position, code);
        return;
      }
      if (/^(?:[ft]|[ft]r|r[ft])$/.test(prefix)) {
        this.beginFormatted(start, position, code, prefix);
        return;
      }
    }
    if ((code === DOUBLE_QUOTE || code === SINGLE_QUOTE) && position - start <= 5) this.checkPrefix(start, position);
    this.position = position;
    if (beyondAscii) {
      this.verifyIdentifier(start, position);
    } else if (position - start <= 8) {
      const candidates = KEYWORDS_BY_FIRST[first] ?? [];
      for (const [text, kind] of candidates) {
        if (text.length === position - start && source.startsWith(text, start)) {
          this.push(kind, start, position);
          return;
        }
      }
    }
    this.push(K.NAME, start, position);
  }

  /** Complains of string prefix letters that do not go together. */
  private checkPrefix(start: number, end: number): void {
    const prefix = this.source.slice(start, end).toLowerCase();
    if (!/^(?:([brftu])(?!.*\1))+$/.test(prefix)) return;
    const pair = INCOMPATIBLE_PREFIXES.find(
      ([first = "", second = ""]) => prefix.includes(first) && prefix.includes(second),
    );
    if (pair === undefined) return;
    this.failRange(`'${pair[0] ?? ""}' and '${pair[1] ?? ""}' prefixes are incompatible`, start, end);
  }

  private verifyIdentifier(start: number, end: number): void {
    const text = this.source.slice(start, end);
    const invalid = invalidIdentifierOffset(text);
    if (invalid < 0) return;
    const character = String.fromCodePoint(text.codePointAt(invalid) ?? 0);
    this.position = start + invalid + character.length;
    const notation = codePointNotation(character);
    this.fail(
      isPrintable(character)
        ? `invalid character '${character}' (${notation})`
        : `invalid non-printable character ${notation}`,
      this.position,
    );
  }

  /** A string or bytes literal without replacement fields; `opening` is the offset of its first quote. */
  private string(start: number, opening: number, quote: number): void {
    const source = this.source;
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
          this.formattedBrace(start, quote, 3);
          const line = this.lastLine();
          this.position = start + 1;
          this.fail(`unterminated triple-quoted string literal (detected at line ${line})`, start + 1);
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
            source.charCodeAt(position + 1) === CARRIAGE_RETURN && source.charCodeAt(position + 2) === LINE_FEED
              ? 3
              : 2;
          continue;
        }
        if (position >= length || code === LINE_FEED || code === CARRIAGE_RETURN) {
          this.formattedBrace(start, quote, 1);
          const line = lineNumber(source, Math.min(position, length)) - (endsWithLine(source, position) ? 1 : 0);
          this.position = start + 1;
          this.fail(
            `unterminated string literal (detected at line ${line})` +
              (escapedQuote ? "; perhaps you escaped the end quote?" : ""),
            start + 1,
          );
        }
        position++;
      }
      position++;
    }
    this.position = position;
    this.push(K.STRING, start, position);
  }

  /** An unterminated string inside a replacement field whose quote is the outer one means a missing brace. */
  private formattedBrace(start: number, quote: number, quoteSize: number): void {
    const mode = this.modes.at(-1);
    if (mode !== undefined && mode.quote === quote && mode.quoteSize === quoteSize) {
      this.position = start + 1;
      this.fail(`${mode.letter}-string: expecting '}'`, start + 1);
    }
  }

  private beginFormatted(start: number, opening: number, quote: number, prefix: string): void {
    const source = this.source;
    const triple = source.charCodeAt(opening + 1) === quote && source.charCodeAt(opening + 2) === quote;
    const letter = prefix.includes("t") ? "t" : "f";
    this.position = opening + (triple ? 3 : 1);
    if (this.modes.length + 1 >= MAX_STRING_NESTING) this.fail("too many nested f-strings or t-strings", this.position);
    this.modes.push({
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
    this.push(letter === "f" ? K.FSTRING_START : K.TSTRING_START, start, this.position);
  }

  private isClosing(mode: StringMode, position: number): boolean {
    for (let index = 0; index < mode.quoteSize; index++) {
      if (this.source.charCodeAt(position + index) !== mode.quote) return false;
    }
    return true;
  }

  /** The next token of a formatted string outside its expressions: a MIDDLE, the END, or the way into a field. */
  private stringPart(mode: StringMode): void {
    const source = this.source;
    const start = this.position;
    if (source.charCodeAt(start) === OPEN_BRACE && source.charCodeAt(start + 1) !== OPEN_BRACE) {
      this.enterField(mode);
      return;
    }
    const shift = mode.letter === "f" ? 0 : K.TSTRING_START - K.FSTRING_START;
    if (this.isClosing(mode, start)) {
      this.position = start + mode.quoteSize;
      this.modes.pop();
      this.push(K.FSTRING_END + shift, start, this.position);
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
          this.fail(
            `${mode.letter}-string: newlines are not allowed in format specifiers for single quoted ${mode.letter}-strings`,
            position + 1,
          );
        }
        const line =
          mode.quoteSize === 3
            ? this.lastLine()
            : lineNumber(source, position) - (endsWithLine(source, position) ? 1 : 0);
        this.position = mode.start + 1;
        this.fail(
          `unterminated ${mode.quoteSize === 3 ? "triple-quoted " : ""}${mode.letter}-string literal (detected at line ${line})`,
          mode.start + 1,
        );
      }
      if (code === mode.quote && this.isClosing(mode, position)) {
        this.position = position;
        break;
      }
      if (code === OPEN_BRACE) {
        if (source.charCodeAt(position + 1) === OPEN_BRACE && !inFormatSpec) {
          // A doubled brace ends the token; its second half belongs to the token's extent, not to its text.
          this.push(K.FSTRING_MIDDLE + shift, start, position + 2);
          this.position = position + 2;
          return;
        }
        this.push(K.FSTRING_MIDDLE + shift, start, position);
        this.position = position;
        this.enterField(mode);
        return;
      }
      if (code === CLOSE_BRACE) {
        if (namedEscape) {
          this.position = position + 1;
          break;
        }
        if (source.charCodeAt(position + 1) === CLOSE_BRACE && !inFormatSpec && mode.depth === 0) {
          // A doubled brace ends the token; its second half belongs to the token's extent, not to its text.
          this.push(K.FSTRING_MIDDLE + shift, start, position + 2);
          this.position = position + 2;
          return;
        }
        mode.inExpression = true;
        mode.inFormatSpec = false;
        this.position = position;
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
            this.warn(invalidEscapeText(String.fromCharCode(next)), position);
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
    this.push(K.FSTRING_MIDDLE + shift, start, this.position);
  }

  private enterField(mode: StringMode): void {
    mode.fieldDepth++;
    if (mode.fieldDepth >= MAX_EXPRESSION_NESTING) {
      this.fail(`${mode.letter}-string: expressions nested too deeply`, this.position);
    }
    mode.inExpression = true;
    mode.inFormatSpec = false;
  }

  private operator(code: number, position: number, mode: StringMode | undefined): void {
    const source = this.source;
    if (mode !== undefined && code === 58 && mode.fieldDepth >= 0 && mode.depth - 1 === mode.fieldDepth) {
      mode.inExpression = false;
      mode.inFormatSpec = true;
      this.position = position + 1;
      this.push(K.COLON, position, this.position);
      return;
    }
    if (code === 46) {
      const dots = source.startsWith("...", position) ? 3 : 1;
      this.position = position + dots;
      this.push(dots === 3 ? K.ELLIPSIS : K.DOT, position, this.position);
      return;
    }
    const next = source.charCodeAt(position + 1);
    if (next === 61 || next === code || next === 62) {
      const candidates = LONG_OPERATORS[code] ?? [];
      for (const [text, kind] of candidates) {
        if (source.startsWith(text, position)) {
          this.position = position + text.length;
          this.push(kind, position, this.position);
          return;
        }
      }
    }
    this.position = position + 1;
    const kind = ONE_CHARACTER[code] ?? 0;
    if (kind >= K.LPAR && kind <= K.RBRACE) this.bracket(code, kind, position, mode);
    if (kind === 0) {
      const character = String.fromCharCode(code);
      if (!isPrintable(character)) {
        if (code === 0) this.fail("source code cannot contain null bytes", position + 1);
        this.fail(`invalid non-printable character ${codePointNotation(character)}`, position + 1);
      }
      this.push(K.UNKNOWN, position, this.position);
      return;
    }
    this.push(kind, position, this.position);
  }

  private bracket(code: number, kind: number, position: number, mode: StringMode | undefined): void {
    if (kind === K.LPAR || kind === K.LSQB || kind === K.LBRACE) {
      if (this.open.length >= MAX_LEVEL) this.fail("too many nested parentheses", position + 1);
      this.open.push({ code, offset: position });
      if (mode !== undefined) mode.depth++;
      return;
    }
    const character = String.fromCharCode(code);
    if (mode !== undefined && mode.depth === 0 && kind === K.RBRACE) {
      this.fail(`${mode.letter}-string: single '}' is not allowed`, position + 1);
    }
    const opening = this.open.pop();
    if (opening === undefined) this.fail(`unmatched '${character}'`, position + 1);
    const expected = opening.code === 40 ? 41 : opening.code + 2;
    if (code !== expected) {
      if (mode !== undefined && opening.code === OPEN_BRACE && mode.depth - 1 === mode.fieldDepth) {
        this.fail(`${mode.letter}-string: unmatched '${character}'`, position + 1);
      }
      const openingLine = lineNumber(this.source, opening.offset);
      const suffix = openingLine === lineNumber(this.source, position) ? "" : ` on line ${openingLine}`;
      this.fail(
        `closing parenthesis '${character}' does not match opening parenthesis '${String.fromCharCode(opening.code)}'${suffix}`,
        position + 1,
      );
    }
    if (mode === undefined) return;
    mode.depth--;
    if (mode.depth < 0) this.fail(`${mode.letter}-string: unmatched '${character}'`, position + 1);
    if (kind === K.RBRACE && mode.depth === mode.fieldDepth) {
      mode.fieldDepth--;
      mode.inExpression = false;
      mode.inFormatSpec = false;
    }
  }

  private push(kind: number, start: number, end: number): void {
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

  private stop(error: Omit<TokenizerError, "inString">): Stop {
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

  /** Number of the last line that has text. */
  private lastLine(): number {
    const source = this.source;
    return lineNumber(source, source.length) - (endsWithLine(source, source.length) ? 1 : 0);
  }
}

/** The text of the warning for a backslash before a character that it does not escape. */
export function invalidEscapeText(character: string): string {
  return `"\\${character}" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\\\${character}"? A raw string is also an option.`;
}

/** Offset of the line end at or after `position` (the end of the text for the last line). */
function endOfLine(source: string, position: number): number {
  let end = position;
  for (; end < source.length; end++) {
    const code = source.charCodeAt(end);
    if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
  }
  return end;
}

/** Length of the text without its final line end. */
export function endOfText(source: string): number {
  return source.endsWith("\r\n") ? source.length - 2 : /[\r\n]$/.test(source) ? source.length - 1 : source.length;
}

/** 1-based line of an offset. */
function lineNumber(source: string, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index++) {
    const code = source.charCodeAt(index);
    if (code === LINE_FEED || (code === CARRIAGE_RETURN && source.charCodeAt(index + 1) !== LINE_FEED)) line++;
  }
  return line;
}

/** Whether `position` is the end of a text that ends with a line end, so that it lies on a line without text. */
function endsWithLine(source: string, position: number): boolean {
  if (position < source.length) return false;
  const code = source.charCodeAt(source.length - 1);
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}
