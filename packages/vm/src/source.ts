// From source text to a code object, and syntax errors as CPython prints them.

import type { CodeObject } from "@tjit/bytecode";
import { compile } from "@tjit/compiler";
import { parse } from "@tjit/parser";
import { PythonSyntaxError, type SourceDiagnostic } from "./errors.ts";

/** How to read a source. */
export interface CompileSourceOptions {
  readonly filename: string;
  readonly mode: "exec" | "eval" | "single";
}

/** A warning about a source. */
export interface SourceWarning {
  readonly category: string;
  readonly message: string;
  readonly filename: string;
  readonly line: number;
}

/** A warning with all that the machine wants to know of it. */
export interface CompileCaution extends Omit<SourceDiagnostic, "type"> {
  readonly type: "SyntaxWarning" | "DeprecationWarning";
}

/** A compiled source. */
export interface CompiledSource {
  readonly code: CodeObject;
  /** The decoded text, for tracebacks. */
  readonly text: string;
  readonly warnings: readonly CompileCaution[];
}

/** Compiles. @throws PythonSyntaxError when the source is not Python. */
export function compileSource(source: string | Uint8Array, { filename, mode }: CompileSourceOptions): CompiledSource {
  const parsed = parse(source, { filename, mode });
  if (!parsed.ok) throw syntaxError(parsed.error);
  const compiled = compile(parsed.ast, { source: parsed.source, filename });
  if (!compiled.ok) throw syntaxError(compiled.error);
  const warnings = [
    ...parsed.warnings.map((it) => ({ ...it, ...placeOf(parsed.source, it.position) })),
    ...compiled.warnings,
  ].map(({ category, message, filename: file, lineno, offset, endLineno, endOffset }): CompileCaution => {
    const text = parsed.source.split(/\r\n|\r|\n/)[lineno - 1] ?? null;
    return { type: category, message, filename: file, lineno, offset, endLineno, endOffset, text };
  });
  return { code: compiled.code, text: parsed.source, warnings };
}

/** Where an offset of a source is. */
function placeOf(source: string, position: number): Omit<CompileCaution, "type" | "message" | "filename" | "text"> {
  const before = source.slice(0, position).split(/\r\n|\r|\n/);
  const offset = Array.from(before.at(-1) ?? "").length + 1;
  return { lineno: before.length, offset, endLineno: before.length, endOffset: offset };
}

function syntaxError(diagnostic: SourceDiagnostic): PythonSyntaxError {
  const { type, message, filename, lineno, offset } = diagnostic;
  const place = { filename, line: lineno, column: offset };
  return new PythonSyntaxError(type, message, formatDiagnostic(diagnostic), place, diagnostic);
}

/** The error as CPython prints it: file and line, the line of text, carets under what is wrong. */
export function formatDiagnostic({
  type,
  message,
  filename,
  lineno,
  offset,
  endLineno,
  endOffset,
  text,
}: SourceDiagnostic): string {
  const lines: string[] = [];
  if (lineno > 0) lines.push(`  File "${filename}", line ${lineno}`);
  if (text !== null && text !== "") lines.push(...excerpt(text, lineno, offset, endLineno, endOffset));
  lines.push(message === "" ? type : `${type}: ${message}`);
  return `${lines.join("\n")}\n`;
}

/** The line without its indentation, and carets under the place if that is not in the indentation. */
function excerpt(text: string, lineno: number, offset: number, endLineno: number, endOffset: number): string[] {
  const line = text.replace(/\n+$/, "");
  const shown = line.replace(/^[ \n\f]+/, "");
  const indent = line.length - shown.length;
  const first = Math.min(offset, text.length);
  const given = lineno !== endLineno ? line.length + 1 : endOffset === 0 ? first : endOffset;
  const end = given <= first ? first + 1 : given;
  const start = first - 1 - indent;
  if (offset <= 0 || start < 0) return [`    ${shown}`];
  // Tabs are kept, so that the carets stand under what they mean.
  const margin = shown.slice(0, start).replace(/\S/gu, " ").padEnd(start);
  return [`    ${shown}`, `    ${margin}${"^".repeat(end - 1 - indent - start)}`];
}
