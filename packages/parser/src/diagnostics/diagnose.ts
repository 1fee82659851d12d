/**
 * The second reading of a refused text: which error would CPython raise, and where?
 *
 * As CPython does: read without the `invalid_` rules to find the furthest token; read again with them and take the
 * first complaint; without one the error is "invalid syntax" at the furthest token. A complaint of the tokenizer about
 * text further on outranks both. Reading begins at the statement before the refused one, which the first pass has
 * already accepted.
 */
import type { SyntaxDiagnostic } from "../diagnostic.ts";
import { LineIndex } from "../positions.ts";
import type { CharacterNameResolver } from "../state.ts";
import * as K from "../tokenizer/kinds.ts";
import type { TokenStream, TokenizerError } from "../tokenizer/stream.ts";
import { endOfText } from "../tokenizer/lines.ts";
import { findKeywordTypo } from "./keyword-typo.ts";
import { Machine, Raised, isAtEnd, isEndToken, placeOfToken, type RaisedPlace, TOKENIZER_STOPPED } from "./machine.ts";
import { readGrammar } from "./notation.ts";

/** A refused text. */
export interface Refusal {
  readonly source: string;
  readonly stream: TokenStream;
  readonly filename: string;
  readonly mode: "exec" | "eval" | "single" | "func_type";
  /** Token where reading starts. */
  readonly from: number;
  /** The token where the first pass stopped: the last resort. */
  readonly stoppedAt: number;
  readonly lastCompound: number;
  readonly resolveCharacterName: CharacterNameResolver | undefined;
}

/** The error that CPython raises for a refused text. */
export function diagnose(refusal: Refusal): SyntaxDiagnostic {
  const { source } = refusal;
  const last = { token: refusal.stoppedAt };
  const refused = read(refusal, last);
  const diagnostic = { ...refused, isIncomplete: isAtEnd(source, refusal.stream, last.token) };
  const { message, lineno, endLineno } = diagnostic;
  const lastStatement = refusal.lastCompound < 0 ? 0 : new LineIndex(source).lineOf(refusal.lastCompound);
  const isGeneral = message === "invalid syntax" || message.includes("Perhaps you forgot a comma");
  const typo = isGeneral && lineno === endLineno ? findKeywordTypo(source, lastStatement, lineno) : null;
  return { ...diagnostic, metadata: { source: source.endsWith("\n") ? source : `${source}\n`, lastStatement, typo } };
}

/** `last.token` becomes the last token that CPython's first reading asks for. */
function read(refusal: Refusal, last: { token: number }): SyntaxDiagnostic {
  const { source, stream } = refusal;
  const reporter = new Reporter(refusal);
  const rules = readGrammar();
  const rule = refusal.mode === "exec" ? "file" : refusal.mode;
  let furthest = refusal.stoppedAt + 1;
  let fill = refusal.from;
  for (const pass of ["first", "second"] as const) {
    const machine = new Machine(source, stream, refusal.resolveCharacterName, rules, refusal.from, pass, fill);
    try {
      const matched = machine.run(rule) !== null;
      fill = machine.fill;
      if (matched && refusal.mode === "single") {
        const message = "multiple statements found while compiling a single statement";
        const place = { start: stream.starts[fill - 1] ?? 0, end: stream.ends[fill - 1] ?? 0 };
        return reporter.raised({ type: "SyntaxError", message, ...place, shift: 0 }, fill);
      }
      if (pass === "first") {
        furthest = fill;
        last.token = fill - 1;
      }
    } catch (thrown) {
      if (thrown instanceof RangeError) return reporter.generic(refusal.stoppedAt, refusal.stoppedAt + 1);
      if (thrown === TOKENIZER_STOPPED) return reporter.stopped();
      if (!(thrown instanceof Raised)) throw thrown;
      return reporter.later(machine.fill) ?? reporter.raised(thrown.place, machine.fill);
    }
  }
  return reporter.generic(furthest - 1, fill);
}

class Reporter {
  private readonly refusal: Refusal;
  private readonly lines: LineIndex;

  constructor(refusal: Refusal) {
    this.refusal = refusal;
    this.lines = new LineIndex(refusal.source);
  }

  /** The tokenizer's own error. */
  stopped(): SyntaxDiagnostic {
    const { stream } = this.refusal;
    const error = stream.error;
    if (error === null) return this.generic(stream.count - 1, stream.count);
    if (error.rank === "eof" && stream.open.length > 0) return this.unclosed();
    return this.fromTokenizer(error);
  }

  /** "invalid syntax" at a token, or what outranks it. */
  generic(token: number, fill: number): SyntaxDiagnostic {
    const { kinds, starts, ends } = this.refusal.stream;
    const kind = kinds[token];
    if (kind === K.ERRORTOKEN) return this.stopped();
    const start = starts[token] ?? 0;
    if (kind === K.INDENT || kind === K.DEDENT) {
      const message = kind === K.INDENT ? "unexpected indent" : "unexpected unindent";
      const place = placeOfToken(this.refusal.source, this.refusal.stream, fill - 1);
      return this.raised({ type: "IndentationError", message, ...place }, fill);
    }
    const later = this.later(fill);
    if (later !== null) return later;
    if (isEndToken(this.refusal.source, this.refusal.stream, token)) {
      const place = { type: "SyntaxError", message: "invalid syntax", start: endOfText(this.refusal.source) } as const;
      return this.raised({ ...place, end: null, shift: 0, noColumn: true }, fill);
    }
    return this.raised(
      { type: "SyntaxError", message: "invalid syntax", start, end: ends[token] ?? start, shift: 0 },
      fill,
    );
  }

  /** An error of the tokenizer beyond the tokens read, where it outranks one of the parser. */
  later(fill: number): SyntaxDiagnostic | null {
    const { stream } = this.refusal;
    const { error } = stream;
    if (error === null || error.inString || fill >= stream.count) return null;
    if (error.rank === "raised") return this.fromTokenizer(error);
    const bracket = stream.open.at(-1);
    if (bracket === undefined) return null;
    const line = this.lines.lineOf(stream.starts[fill - 1] ?? 0);
    return line > this.lines.lineOf(bracket.offset) ? this.unclosed() : null;
  }

  private unclosed(): SyntaxDiagnostic {
    const bracket = this.refusal.stream.open.at(-1) ?? { code: 40, offset: 0 };
    const lineno = this.lines.lineOf(bracket.offset);
    return {
      type: "SyntaxError",
      message: `'${String.fromCharCode(bracket.code)}' was never closed`,
      filename: this.refusal.filename,
      lineno,
      offset: this.lines.characterColumn(bracket.offset) + 1,
      endLineno: lineno,
      endOffset: 0,
      text: this.lineText(lineno, this.lines.lineCount),
    };
  }

  private fromTokenizer(error: TokenizerError): SyntaxDiagnostic {
    const lineno = this.lines.lineOf(error.line);
    const offset = typeof error.at === "number" ? this.column(error.at, lineno) : error.at.column;
    return {
      type: error.type,
      message: error.message,
      filename: this.refusal.filename,
      lineno,
      offset,
      endLineno: lineno,
      endOffset: error.end === null ? error.noEnd : this.column(error.end, lineno),
      text: error.rank === "raised" ? this.lines.lineText(lineno) : this.lineText(lineno, lineno),
    };
  }

  /** Characters from the start of a line to an offset (which may lie behind its line end). */
  private column(offset: number, lineno: number): number {
    const { source } = this.refusal;
    const beyond = Math.max(0, offset - source.length);
    return [...source.slice(this.lines.lineStart(lineno), offset)].length + beyond;
  }

  raised(place: RaisedPlace, fill: number): SyntaxDiagnostic {
    const { stream, filename } = this.refusal;
    const lastEnd = stream.ends[fill - 1] ?? 0;
    const lineno = this.refusal.source === "" ? 0 : this.lines.lineOf(place.start);
    const offset = place.noColumn === true ? 0 : this.lines.characterColumn(place.start) + 1 - place.shift;
    let endLineno = lineno;
    let endOffset = place.noEnd ?? 0;
    if (place.end === "current") {
      endLineno = this.lines.lineOf(lastEnd - 1);
      endOffset = this.column(lastEnd, endLineno);
    } else if (place.end !== null) {
      endLineno = this.lines.lineOf(place.end - 1);
      endOffset = this.column(place.end, endLineno) + 1;
    }
    const text = this.lineText(lineno, this.lines.lineOf(lastEnd - 1));
    // CPython looks for the end's byte column in the first line, whatever the end line is.
    if (typeof place.end === "number" && endLineno !== lineno) {
      endOffset = place.end - this.lines.lineStart(endLineno) + 1;
      endOffset += this.lines.locate(place.end - 1).col_offset - (place.end - 1 - this.lines.lineStart(endLineno));
    }
    endOffset = Math.min(endOffset, [...text].length + 1);
    return {
      type: place.type,
      message: place.message,
      filename,
      lineno,
      offset,
      endLineno,
      endOffset,
      text,
    };
  }

  /** The error's line: with its line end while the tokenizer has not gone beyond it. */
  private lineText(lineno: number, tokenizerLine: number): string {
    const text = this.lines.lineText(lineno);
    return tokenizerLine <= lineno ? `${text}\n` : text;
  }
}
