import type { SyntaxWarning } from "../diagnostic.ts";

/**
 * Why tokenizing stopped.
 *
 * - `raised`: a complete complaint of the tokenizer. It outranks a generic "invalid syntax" found earlier.
 * - `state`: a complaint that counts only when the parser asks for the token.
 * - `eof`: the text ended inside brackets or after a line continuation.
 */
export interface TokenizerError {
  readonly rank: "raised" | "state" | "eof";
  readonly type: "SyntaxError" | "IndentationError" | "TabError";
  /** Inside an f- or t-string. Such an error outranks none that the parser finds before it. */
  readonly inString: boolean;
  readonly message: string;
  /** Offset of the line that the complaint names (any offset inside it). */
  readonly line: number;
  /** UTF-16 offset of the reported column, or a fixed 1-based column. */
  readonly at: number | { readonly column: number };
  /** End column: an offset, or `null` for CPython's "none". */
  readonly end: number | null;
  /** CPython's end column when there is none: -1 from the tokenizer itself, 0 from the parser on its behalf. */
  readonly noEnd: -1 | 0;
}

/** An open bracket: its character code and offset. */
export interface OpenBracket {
  readonly code: number;
  readonly offset: number;
}

/** The tokens of a text as parallel arrays; the last one is ENDMARKER or ERRORTOKEN. */
export interface TokenStream {
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Bracket depth after the token. */
  readonly levels: Uint8Array;
  readonly count: number;
  readonly error: TokenizerError | null;
  /** Brackets still open where tokenizing stopped. */
  readonly open: readonly OpenBracket[];
  readonly warnings: readonly Pick<SyntaxWarning, "category" | "message" | "position">[];
}
