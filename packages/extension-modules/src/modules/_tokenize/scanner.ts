// Source text to tokens, with comments and blank lines: what `tokenize` shows. The parser has a tokenizer of its own, which drops them.
//
// A token is a stretch of the text. Inside of an f-string a stack remembers what stands around: `middle` is literal text, `expression`
// a replacement field, `spec` its format.

import { TokenType, operatorTypes, operatorsByLength } from "./tokens.ts";

/** A token, by offsets; `text` where it is not what stands there. */
export interface Token {
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly text?: string;
}

/** The text cannot be read further. */
export class ScanError extends Error {
  override readonly name = "ScanError";
  readonly type: "SyntaxError" | "IndentationError" | "TabError";
  readonly offset: number;

  constructor(message: string, offset: number, type: ScanError["type"] = "SyntaxError") {
    super(message);
    this.offset = offset;
    this.type = type;
  }
}

interface FormatString {
  readonly quote: string;
  readonly start: number;
  readonly isRaw: boolean;
  /** TSTRING_START - FSTRING_START for template strings, else 0. */
  readonly shift: number;
  mode: "middle" | "expression" | "spec";
  /** Brackets that were open when the replacement field began. */
  readonly depths: number[];
}

/** Whether all of it is allowed is asked by nobody here. */
const name = /[a-zA-Z_\u{80}-\u{10ffff}][a-zA-Z0-9_\u{80}-\u{10ffff}]*/uy;
const number =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*|[0-9](?:_?[0-9])*\.?)(?:[eE][-+]?[0-9](?:_?[0-9])*)?[jJ]?/y;
const radixNames: Readonly<Record<string, string>> = { x: "hexadecimal", o: "octal", b: "binary" };
const stringStart = /([rRbBuUfFtT]{0,2})("""|'''|"|')/y;
const tabSize = 8;
const mixedTabs = "inconsistent use of tabs and spaces in indentation";

/** Reads tokens one by one. */
export class Scanner {
  readonly #source: string;
  /** Columns with tabs of eight, and with tabs of one: they must agree. */
  readonly #indents: (readonly [column: number, narrow: number])[] = [[0, 0]];
  readonly #formats: FormatString[] = [];
  readonly #brackets: number[] = [];
  readonly #pending: Token[] = [];
  #at = 0;
  #isLineStart = true;
  /** The logical line has no token yet. */
  #isBlank = true;
  #isDone = false;
  /** The last line, which has no end of its own, was given one. */
  #isLineEnded = false;

  constructor(source: string) {
    this.#source = source;
  }

  /** The next token; undefined behind the last. @throws ScanError */
  next(): Token | undefined {
    while (this.#pending.length === 0) {
      if (this.#isDone) return undefined;
      this.#step();
    }
    return this.#pending.shift();
  }

  #emit(type: number, start: number, end: number, text?: string): void {
    this.#pending.push(text === undefined ? { type, start, end } : { type, start, end, text });
  }

  #step(): void {
    const format = this.#formats.at(-1);
    if (format !== undefined && format.mode !== "expression") return this.#middle(format);
    if (this.#isLineStart && this.#brackets.length === 0 && format === undefined) {
      this.#isLineStart = false;
      if (!this.#indent()) return;
    }
    this.#skipBlanks();
    if (this.#at >= this.#source.length) return this.#finish();
    this.#token(format);
  }

  #skipBlanks(): void {
    for (;;) {
      const character = this.#source.charAt(this.#at);
      if (character === " " || character === "\t" || character === "\f") this.#at++;
      else if (character === "\\" && /^\\(?:\r\n|\n|\r)/.test(this.#source.slice(this.#at, this.#at + 3))) {
        this.#at += this.#source.startsWith("\\\r\n", this.#at) ? 3 : 2;
        if (this.#at >= this.#source.length)
          throw new ScanError("unexpected EOF after line continuation character", this.#at);
      } else return;
    }
  }

  /** Measures the indentation of a line that is not blank. False: tokens came of it, or the line is blank. */
  #indent(): boolean {
    const start = this.#at;
    let [column, narrow] = [0, 0];
    let at = start;
    for (; ; at++) {
      const character = this.#source.charAt(at);
      if (character === "\f") [column, narrow] = [0, 0];
      else if (character === " " || character === "\t") {
        column = character === " " ? column + 1 : (Math.floor(column / tabSize) + 1) * tabSize;
        narrow++;
      } else break;
    }
    const next = this.#source.charAt(at);
    if (next === "" || next === "#" || next === "\n" || next === "\r" || next === "\\") {
      this.#at = at;
      return true;
    }
    const [current, currentNarrow] = this.#indents.at(-1) ?? [0, 0];
    const order = Math.sign(column - current);
    if (order >= 0 && order !== Math.sign(narrow - currentNarrow)) throw new ScanError(mixedTabs, at, "TabError");
    this.#at = at;
    if (order > 0) {
      this.#indents.push([column, narrow]);
      this.#emit(TokenType.INDENT, start, at);
      return false;
    }
    if (order === 0) return true;
    while (column < (this.#indents.at(-1)?.[0] ?? 0)) {
      this.#indents.pop();
      this.#emit(TokenType.DEDENT, at, at);
    }
    const [outer, outerNarrow] = this.#indents.at(-1) ?? [0, 0];
    if (column !== outer)
      throw new ScanError("unindent does not match any outer indentation level", at, "IndentationError");
    if (narrow !== outerNarrow) throw new ScanError(mixedTabs, at, "TabError");
    return false;
  }

  #finish(): void {
    const end = this.#source.length;
    const [format] = this.#formats;
    if (format !== undefined) throw this.#unterminated(format);
    if (this.#brackets.length > 0) {
      const isEnded = this.#isLineEnded || /[\r\n]$/.test(this.#source);
      if (isEnded) throw new ScanError("unexpected EOF in multi-line statement", end);
      this.#isLineEnded = true;
      return this.#emit(TokenType.NL, end, end + 1, "");
    }
    if (!this.#isBlank) this.#emit(TokenType.NEWLINE, end, end + 1, "");
    for (; this.#indents.length > 1; this.#indents.pop()) this.#emit(TokenType.DEDENT, -1, -1, "");
    this.#emit(TokenType.ENDMARKER, -1, -1, "");
    this.#isDone = true;
  }

  #token(format: FormatString | undefined): void {
    const start = this.#at;
    const source = this.#source;
    const character = source.charAt(start);
    if (character === "\n" || character === "\r") {
      this.#at += source.startsWith("\r\n", start) ? 2 : 1;
      const isInside = this.#brackets.length > 0 || format !== undefined;
      this.#emit(isInside || this.#isBlank ? TokenType.NL : TokenType.NEWLINE, start, this.#at);
      if (!isInside) {
        this.#isBlank = true;
        this.#isLineStart = true;
      }
      return;
    }
    if (character === "#") {
      const end = start + (/[\r\n]/.exec(source.slice(start))?.index ?? source.length - start);
      this.#at = end;
      this.#emit(TokenType.COMMENT, start, end);
      // At the end of the text its line ends, too.
      if (end >= source.length && this.#isBlank) this.#emit(TokenType.NL, end, end + 1, "");
      return;
    }
    this.#isBlank = false;
    const opening = match(stringStart, source, start);
    if (opening !== null && isPrefix(opening[1] ?? "")) return this.#string(start, opening[1] ?? "", opening[2] ?? "");
    const digits = /[0-9.]/.test(character) ? match(number, source, start) : null;
    if (digits !== null && digits[0] !== ".") {
      this.#checkNumber(digits[0]);
      return this.#take(TokenType.NUMBER, digits[0].length);
    }
    const word = match(name, source, start);
    if (word !== null) return this.#take(TokenType.NAME, word[0].length);
    this.#operator(format);
  }

  /** Refuses what cannot follow the digits of a number that begins here. */
  #checkNumber(text: string): void {
    const end = this.#at + text.length;
    const next = this.#source.charAt(end);
    const letter = text === "0" ? next : text.charAt(1);
    const radix = text.startsWith("0") ? radixNames[letter.toLowerCase()] : undefined;
    if (radix === undefined) {
      const isOpenExponent = /^[eE][-+](?![0-9])/.test(this.#source.slice(end, end + 3)) && !/[eEjJ]/.test(text);
      const isOpenEnd = next === "_" && /[0-9]$/.test(text);
      if (isOpenEnd || isOpenExponent) throw new ScanError("invalid decimal literal", isOpenExponent ? end + 1 : end);
      return;
    }
    const isUnfinished = text === "0" || next === "_";
    if (!isUnfinished && (radix === "hexadecimal" || !/[0-9]/.test(next))) return;
    let at = text === "0" ? end + 1 : end;
    if (this.#source.charAt(at) === "_") at++;
    const digit = this.#source.charAt(at);
    if (radix !== "hexadecimal" && /[0-9]/.test(digit))
      throw new ScanError(`invalid digit '${digit}' in ${radix} literal`, at);
    throw new ScanError(`invalid ${radix} literal`, at - 1);
  }

  #take(type: number, length: number): void {
    this.#emit(type, this.#at, this.#at + length);
    this.#at += length;
  }

  #string(start: number, prefix: string, quote: string): void {
    this.#at = start + prefix.length + quote.length;
    if (/[ft]/i.test(prefix)) {
      const shift = /t/i.test(prefix) ? TokenType.TSTRING_START - TokenType.FSTRING_START : 0;
      this.#emit(TokenType.FSTRING_START + shift, start, this.#at);
      this.#formats.push({ quote, start, isRaw: /r/i.test(prefix), shift, mode: "middle", depths: [] });
      return;
    }
    for (;;) {
      const character = this.#source.charAt(this.#at);
      const isEnd = character === "" || (quote.length === 1 && (character === "\n" || character === "\r"));
      if (isEnd) throw this.#unterminated({ quote, start, shift: -1 });
      if (character === "\\") this.#at += this.#source.startsWith("\\\r\n", this.#at) ? 3 : 2;
      else if (this.#source.startsWith(quote, this.#at)) {
        this.#at += quote.length;
        this.#emit(TokenType.STRING, start, this.#at);
        return;
      } else this.#at++;
    }
  }

  #unterminated({ quote, start, shift }: Pick<FormatString, "quote" | "start" | "shift">): ScanError {
    const kind = shift < 0 ? "string" : shift === 0 ? "f-string" : "t-string";
    const line = this.#source.slice(0, Math.min(this.#at, this.#source.length)).split("\n").length;
    const triple = quote.length === 3 ? "triple-quoted " : "";
    return new ScanError(`unterminated ${triple}${kind} literal (detected at line ${line})`, start);
  }

  /** Literal text of an f-string, or of a format in one. */
  #middle(format: FormatString): void {
    const source = this.#source;
    const start = this.#at;
    const type = TokenType.FSTRING_MIDDLE + format.shift;
    const isSpec = format.mode === "spec";
    for (;;) {
      const character = source.charAt(this.#at);
      if (character === "") throw this.#unterminated(format);
      if ((character === "\n" || character === "\r") && format.quote.length === 1) {
        if (!isSpec) throw this.#unterminated(format);
        break;
      }
      if (character === "{" || character === "}") {
        const isDouble = source.charAt(this.#at + 1) === character && !isSpec;
        if (!isDouble) break;
        // The first of the two is the text; the second is passed over.
        this.#emit(type, start, this.#at + 1, `${source.slice(start, this.#at)}${character}`);
        this.#at += 2;
        return;
      }
      if (source.startsWith(format.quote, this.#at) && !(isSpec && format.quote.length === 3)) break;
      if (character === "\\" && !format.isRaw && /^\\N\{/.test(source.slice(this.#at, this.#at + 3))) {
        const close = source.indexOf("}", this.#at);
        this.#at = close < 0 ? source.length : close + 1;
      } else if (character === "\\" && !/[{}]/.test(source.charAt(this.#at + 1)))
        this.#at += source.startsWith("\\\r\n", this.#at) ? 3 : 2;
      else this.#at++;
    }
    // Behind a field in a format there is text, though it be empty.
    const isBehindField = isSpec && source.charAt(start - 1) === "}" && source.charAt(start) === "}";
    if (this.#at > start || isBehindField) this.#emit(type, start, this.#at);
    const character = source.charAt(this.#at);
    if (character === "{") {
      format.depths.push(this.#brackets.length);
      format.mode = "expression";
      this.#brackets.push(this.#at);
      return this.#take(TokenType.OP, 1);
    }
    if (isSpec) {
      // `}` is read as the end of the field; a line or the string may end here, too.
      format.mode = "expression";
      return;
    }
    if (character === "}")
      throw new ScanError(`${format.shift === 0 ? "f" : "t"}-string: single '}' is not allowed`, this.#at);
    this.#formats.pop();
    this.#take(TokenType.FSTRING_END + format.shift, format.quote.length);
  }

  #operator(format: FormatString | undefined): void {
    const source = this.#source;
    const depth = format?.depths.at(-1) ?? -1;
    const isFieldLevel = format !== undefined && this.#brackets.length === depth + 1;
    const character = source.charAt(this.#at);
    if (isFieldLevel && character === ":") {
      format.mode = "spec";
      return this.#take(TokenType.OP, 1);
    }
    if (isFieldLevel && character === "!" && source.charAt(this.#at + 1) !== "=") return this.#take(TokenType.OP, 1);
    if (isFieldLevel && character === "}") {
      this.#brackets.pop();
      format.depths.pop();
      format.mode = format.depths.length > 0 ? "spec" : "middle";
      return this.#take(TokenType.OP, 1);
    }
    if ("([{".includes(character)) this.#brackets.push(this.#at);
    else if (")]}".includes(character)) this.#brackets.pop();
    const operator = operatorsByLength.find((it) => source.startsWith(it, this.#at));
    if (operator !== undefined && (operatorTypes.has(operator) || operator === "<>"))
      return this.#take(TokenType.OP, operator.length);
    if ("$?`".includes(character) || character === "!") return this.#take(TokenType.OP, 1);
    const point = source.codePointAt(this.#at) ?? 0;
    if (character === "\\") throw new ScanError("unexpected character after line continuation character", this.#at + 1);
    const hex = point.toString(16).toUpperCase().padStart(4, "0");
    throw new ScanError(`invalid character '${String.fromCodePoint(point)}' (U+${hex})`, this.#at);
  }
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern.source, pattern.flags);
  sticky.lastIndex = at;
  return sticky.exec(source);
}

function isPrefix(prefix: string): boolean {
  return /^(?:|[rbuft]|br|rb|fr|rf|tr|rt)$/i.test(prefix);
}
