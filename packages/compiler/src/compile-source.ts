// From text to a code object in one step.

import { LineIndex, type ParseOptions, parse } from "@tjit/parser";
import { type CompileOptions, type CompileResult, compile } from "./compile.ts";
import { type CompileWarning } from "./diagnostic.ts";

export interface CompileSourceOptions extends Omit<CompileOptions, "source">, Omit<ParseOptions, "mode"> {
  /** What the text is: a file (`exec`, the default), an expression (`eval`) or a line of the prompt (`single`). */
  readonly mode?: "exec" | "eval" | "single";
}

/**
 * Parses and compiles, as Python's `compile` does. Warnings of both phases come in that order.
 *
 * @example
 * const result = compileSource("print('hello')", { filename: "hello.py" });
 * if (!result.ok) console.error(result.error.message);
 */
export function compileSource(source: string | Uint8Array, options: CompileSourceOptions = {}): CompileResult {
  const parsed = parse(source, options);
  if (!parsed.ok) return parsed;
  const lines = new LineIndex(parsed.source);
  const result = compile(parsed.ast, { ...options, source: lines });
  if (!result.ok) return result;
  const warnings = parsed.warnings.map(({ category, message, filename, lineno, position }): CompileWarning => {
    const offset = lines.locate(position).col_offset + 1;
    return { category, message, filename, lineno, offset, endLineno: lineno, endOffset: offset };
  });
  return { ok: true, code: result.code, warnings: [...warnings, ...result.warnings] };
}
