// What the compiler says about a program it refuses, or accepts with a warning.

import { type SyntaxDiagnostic } from "@tjit/parser";
import { type Location, type SourcePlaces } from "./location.ts";

/** A refusal, with the attributes of CPython's exception object. */
export interface CompileDiagnostic extends Omit<SyntaxDiagnostic, "type"> {
  readonly type: SyntaxDiagnostic["type"] | "RecursionError";
}

/** A warning; positions as in {@link CompileDiagnostic}. Those of the compile phase are all `SyntaxWarning`s. */
export interface CompileWarning {
  readonly category: "SyntaxWarning" | "DeprecationWarning";
  readonly message: string;
  readonly filename: string;
  readonly lineno: number;
  readonly offset: number;
  readonly endLineno: number;
  readonly endOffset: number;
}

/** Carries a refusal out of the passes to {@link compile}; never leaves this package. */
export class CompileError extends Error {
  readonly location: Location;

  constructor(message: string, location: Location) {
    super(message);
    this.location = location;
  }
}

/** CPython's attributes of an error of the compile phase. Its offsets are byte columns plus one. */
export function toDiagnostic(error: CompileError, filename: string, lines: SourcePlaces): CompileDiagnostic {
  const { line, endLine, column, endColumn } = error.location;
  return {
    type: "SyntaxError",
    message: error.message,
    filename,
    lineno: line,
    offset: column + 1,
    endLineno: endLine,
    endOffset: endColumn + 1,
    text: line >= 1 && line <= lines.lineCount ? `${lines.lineText(line)}\n` : null,
  };
}
