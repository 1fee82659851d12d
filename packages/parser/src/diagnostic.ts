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
  readonly metadata?: SyntaxMetadata;
  /** The text is refused where it ends: more of it could make it good. */
  readonly isIncomplete?: boolean;
}

/** What "Did you mean" is found with, and what is found. */
export interface SyntaxMetadata {
  readonly source: string;
  /** Line of the last compound statement, other than a function, before the error; 0 if there is none. */
  readonly lastStatement: number;
  readonly typo: KeywordTypo | null;
}

/** A name in the place of a keyword; columns as in the diagnostic. */
export interface KeywordTypo {
  readonly keyword: string;
  readonly offset: number;
  readonly endOffset: number;
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
