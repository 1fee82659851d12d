/** What the parser says about a program that it refuses, or accepts with a warning. */

/** A refusal, with the attributes that CPython's `SyntaxError` object carries. */
export interface SyntaxDiagnostic {
  readonly type: "SyntaxError" | "IndentationError" | "TabError" | "MemoryError";
  /** CPython's message text. */
  readonly message: string;
  readonly filename: string;
  /** 1-based line. */
  readonly lineno: number;
  /** 1-based column in characters (code points), as `SyntaxError.offset`. */
  readonly offset: number;
  readonly endLineno: number;
  readonly endOffset: number;
  /** The source line of the error, without its newline normalization; `null` where CPython has none. */
  readonly text: string | null;
}

/** A warning that CPython's parser would issue (`SyntaxWarning` or `DeprecationWarning` by `category`). */
export interface SyntaxWarning {
  readonly category: "SyntaxWarning" | "DeprecationWarning";
  readonly message: string;
  readonly filename: string;
  readonly lineno: number;
  /** UTF-16 offset of the place in the source. */
  readonly position: number;
}
