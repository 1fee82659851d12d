// From source text to a code object, and syntax errors as CPython prints them.

import type { CodeObject } from "@tjit/bytecode";
import { compile } from "@tjit/compiler";
import { LineIndex, type ParseMode, type ast, parse } from "@tjit/parser";
import type { CompileFlags, ParsedTree } from "@tjit/runtime";
import { PythonSyntaxError, type SourceDiagnostic } from "./errors.ts";

/** How to read a source. */
export interface CompileSourceOptions {
  readonly filename: string;
  readonly mode: "exec" | "eval" | "single";
  readonly flags?: number;
  readonly optimize?: 0 | 1 | 2;
  readonly impliesDedent?: boolean;
  /** The character that a name in a string literal stands for. */
  readonly resolveCharacterName: ResolveCharacterName;
}

type ResolveCharacterName = (name: string) => string | undefined;

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
export function compileSource(source: string | Uint8Array, options: CompileSourceOptions): CompiledSource {
  const { filename, mode, resolveCharacterName, impliesDedent = true, ...rest } = options;
  const parsed = parse(source, { filename, mode, resolveCharacterName, impliesDedent });
  if (!parsed.ok) throw syntaxError(parsed.error);
  const compiled = compile(parsed.ast, { ...rest, source: parsed.source, filename });
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

/** A source's tree. */
export interface ParsedSource extends ParsedTree {
  readonly warnings: readonly CompileCaution[];
}

/** Parses. @throws PythonSyntaxError when the source is not Python. */
export function parseSource(
  source: string | Uint8Array,
  filename: string,
  mode: ParseMode,
  resolveCharacterName: ResolveCharacterName,
): ParsedSource {
  const parsed = parse(source, { filename, mode, resolveCharacterName });
  if (!parsed.ok) throw syntaxError(parsed.error);
  const lines = new LineIndex(parsed.source);
  const warnings = parsed.warnings.map(({ category, message, filename: file, position }): CompileCaution => {
    const text = lines.lineText(lines.lineOf(position));
    return { type: category, message, filename: file, ...placeOf(parsed.source, position), text };
  });
  return { tree: parsed.ast, locate: (offset) => lines.locate(offset), warnings };
}

/** Compiles a tree. @throws PythonSyntaxError when it is refused. */
export function compileTree(
  { tree, locate }: ParsedTree,
  filename: string,
  options: CompileFlags,
): Omit<CompiledSource, "text"> {
  const source = { locate, lineCount: 0, lineText: () => "" };
  const compiled = compile(tree as ast.ModuleNode, { ...options, source, filename });
  if (!compiled.ok) throw syntaxError(compiled.error);
  const warnings = compiled.warnings.map(({ category, ...rest }): CompileCaution => ({
    ...rest,
    type: category,
    text: null,
  }));
  return { code: compiled.code, warnings };
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
  const typo = diagnostic.metadata?.typo ?? null;
  const hint = typo === null ? {} : { ...typo, message: `invalid syntax. Did you mean '${typo.keyword}'?` };
  return new PythonSyntaxError(type, message, formatDiagnostic({ ...diagnostic, ...hint }), place, diagnostic);
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
