// Python exceptions as the embedder meets them.

/** An exception that the program did not catch. */
export class PythonError extends Error {
  override readonly name: string = "PythonError";
  /** Name of the exception's class: `ZeroDivisionError`. */
  readonly type: string;
  /** The traceback as CPython prints it, the last line included; ends with a newline. Empty when the program's own `sys.excepthook` was told. */
  readonly traceback: string;

  constructor(type: string, message: string, traceback: string) {
    super(message === "" ? type : `${type}: ${message}`);
    this.type = type;
    this.traceback = traceback;
  }
}

/** The program called `sys.exit`, or raised SystemExit. */
export class PythonExit extends PythonError {
  override readonly name: string = "PythonExit";
  /** What the process should exit with. */
  readonly code: number;
  /** What the process should print on standard error before; mostly nothing. */
  readonly text: string;

  constructor(code: number, text: string, traceback: string) {
    super("SystemExit", text.trimEnd(), traceback);
    this.code = code;
    this.text = text;
  }
}

/** What parser and compiler say about a source that is wrong. */
export interface SourceDiagnostic {
  readonly type: string;
  readonly message: string;
  readonly filename: string;
  readonly lineno: number;
  /** 1-based, in characters; 0 or less where there is none. */
  readonly offset: number;
  readonly endLineno: number;
  readonly endOffset: number;
  readonly text: string | null;
  /** The source ends too early. */
  readonly isIncomplete?: boolean;
  /** More about where it is, and the name that is perhaps a misspelt keyword. */
  readonly metadata?: {
    readonly source: string;
    readonly lastStatement: number;
    readonly typo: { readonly keyword: string; readonly offset: number; readonly endOffset: number } | null;
  };
}

/** The program is not Python: nothing of it has run. */
export class PythonSyntaxError extends PythonError {
  override readonly name: string = "PythonSyntaxError";
  readonly filename: string;
  /** 1-based; 0 when there is no place. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  /** Everything that is known. */
  readonly diagnostic: SourceDiagnostic;

  constructor(
    type: string,
    message: string,
    traceback: string,
    place: { readonly filename: string; readonly line: number; readonly column: number },
    diagnostic: SourceDiagnostic,
  ) {
    super(type, message, traceback);
    this.filename = place.filename;
    this.line = place.line;
    this.column = place.column;
    this.diagnostic = diagnostic;
  }
}
