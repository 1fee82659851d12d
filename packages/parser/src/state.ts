/**
 * Where the parser is: a cursor over the tokens of one text.
 *
 * The rule functions (`statements.ts`, `expressions.ts`, …) are the first of two passes. They take the state, consume
 * what their grammar rule matches and return its node, or throw {@link REFUSED}. They know nothing of error messages:
 * a refused text is read again by `diagnostics/`.
 */
import type { SyntaxWarning } from "./diagnostic.ts";
import * as K from "./tokenizer/kinds.ts";
import type { TokenStream } from "./tokenizer/stream.ts";

/** Thrown by rule functions on a text that is no Python; one value, so that throwing costs no stack trace. */
export const REFUSED: Error = new Error("refused");

/** Thrown when the text nests deeper than {@link MAXIMUM_DEPTH}. */
export const TOO_DEEP: Error = new Error("too deep");

/** Nested rule entries (expressions, unary operators, blocks, patterns) that the parser follows. */
const MAXIMUM_DEPTH = 1000;

/** Resolves the name of a `\N{...}` escape to its characters. */
export type CharacterNameResolver = (name: string) => string | undefined;

export type Warning = Pick<SyntaxWarning, "category" | "message" | "position">;

/** A place to return to. */
export interface Mark {
  readonly index: number;
  readonly end: number;
  readonly depth: number;
  readonly warnings: number;
}

export class Parser {
  readonly source: string;
  readonly resolveCharacterName: CharacterNameResolver | undefined;
  readonly warnings: Warning[] = [];
  private readonly kinds: Uint8Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  index = 0;
  /** Kind of the current token. */
  kind: number;
  /** End of the last consumed token that is not layout: where a node that stops here ends. */
  end = 0;
  /** Index of the first token of the top-level statement being read. */
  statementIndex = 0;
  /** Index of the first token of the top-level statement before that. */
  previousStatementIndex = 0;
  /** Start of the last compound statement that is no function; -1 if there is none. Where CPython begins to look for misspelt keywords. */
  lastCompound = -1;
  private depth = 0;

  constructor(source: string, stream: TokenStream, resolveCharacterName: CharacterNameResolver | undefined) {
    this.source = source;
    this.resolveCharacterName = resolveCharacterName;
    this.kinds = stream.kinds;
    this.starts = stream.starts;
    this.ends = stream.ends;
    this.kind = stream.kinds[0] ?? K.ENDMARKER;
  }

  /** Start of the current token. */
  get start(): number {
    return this.starts[this.index] ?? 0;
  }

  /** End of the current token. */
  get tokenEnd(): number {
    return this.ends[this.index] ?? 0;
  }

  /** Kind of the token `distance` after the current one. */
  peek(distance: number): number {
    return this.kinds[this.index + distance] ?? K.ENDMARKER;
  }

  /** Consumes the current token. */
  advance(): void {
    this.end = this.ends[this.index] ?? 0;
    this.kind = this.kinds[++this.index] ?? K.ENDMARKER;
  }

  /** Consumes a layout token (NEWLINE, INDENT, DEDENT), which never ends a node. */
  advanceLayout(): void {
    this.kind = this.kinds[++this.index] ?? K.ENDMARKER;
  }

  /** Consumes a token of that kind if it is the current one. */
  accept(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  expect(kind: number): void {
    if (this.kind !== kind) throw REFUSED;
    this.advance();
  }

  expectLayout(kind: number): void {
    if (this.kind !== kind) throw REFUSED;
    this.advanceLayout();
  }

  refuse(): never {
    throw REFUSED;
  }

  /** Text of the current token. */
  text(): string {
    return this.source.slice(this.start, this.tokenEnd);
  }

  /** Whether the current token is a NAME with that text (a soft keyword). */
  isSoftKeyword(text: string): boolean {
    return (
      this.kind === K.NAME && this.tokenEnd - this.start === text.length && this.source.startsWith(text, this.start)
    );
  }

  /** Consumes a NAME and returns it NFKC-normalized. */
  identifier(): string {
    if (this.kind !== K.NAME) throw REFUSED;
    const text = this.text();
    this.advance();
    return normalizeIdentifier(text);
  }

  /** Enters a level of nesting; every call is paired with {@link leave}, except on the way out by a throw. */
  enter(): void {
    if (++this.depth > MAXIMUM_DEPTH) throw TOO_DEEP;
  }

  leave(): void {
    this.depth--;
  }

  mark(): Mark {
    return { index: this.index, end: this.end, depth: this.depth, warnings: this.warnings.length };
  }

  reset(mark: Mark): void {
    this.index = mark.index;
    this.end = mark.end;
    this.depth = mark.depth;
    this.warnings.length = mark.warnings;
    this.kind = this.kinds[mark.index] ?? K.ENDMARKER;
  }

  /** Runs a rule; where the rule refuses, returns `null` and consumes nothing. */
  attempt<Result>(rule: () => Result): Result | null {
    const mark = this.mark();
    try {
      return rule();
    } catch (thrown) {
      if (thrown !== REFUSED) throw thrown;
      this.reset(mark);
      return null;
    }
  }
}

/** NFKC, which leaves ASCII alone. */
function normalizeIdentifier(text: string): string {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return text.normalize("NFKC");
  }
  return text;
}
