// The entry point: a tree to a code object, or to the complaint that CPython would raise.

import { type CodeObject } from "@tjit/bytecode";
import { LineIndex, type ast } from "@tjit/parser";
import { generateModule } from "./codegen/module.ts";
import { CompileError, type CompileDiagnostic, type CompileWarning, toDiagnostic } from "./diagnostic.ts";
import { readFutureFeatures } from "./future.ts";
import { type Location, type SourcePlaces, makeLocator } from "./location.ts";
import { preprocess } from "./preprocess/preprocess.ts";
import { buildSymbolTable } from "./symtable/build.ts";

export interface CompileOptions {
  /** The text that the tree was parsed from, or an index of its lines: spans become lines and columns with it. Of a tree without text: where its spans are. */
  readonly source: string | SourcePlaces;
  /** `<string>` by default. */
  readonly filename?: string;
  /** As the interpreter's `-O`: 1 leaves out assertions, 2 docstrings too. 0 by default. */
  readonly optimize?: 0 | 1 | 2;
  /** Future features (bits of `CodeFlag`) that are in effect from outside, as for `exec` and `eval`; 0 by default. */
  readonly flags?: number;
}

export type CompileResult =
  | { readonly ok: true; readonly code: CodeObject; readonly warnings: readonly CompileWarning[] }
  | { readonly ok: false; readonly error: CompileDiagnostic };

/**
 * Compiles a module, an interactive statement or an expression.
 *
 * The result is what CPython 3.14 makes of the same tree, instruction for instruction.
 *
 * @example
 * const source = "x = 1 + 2";
 * const parsed = parse(source);
 * if (parsed.ok) compile(parsed.ast, { source });
 */
export function compile(module: ast.ModuleNode, options: CompileOptions): CompileResult {
  const filename = options.filename ?? "<string>";
  const optimize = options.optimize ?? 0;
  const lines = typeof options.source === "string" ? new LineIndex(options.source) : options.source;
  const locate = makeLocator(lines);
  const warnings: CompileWarning[] = [];
  const warn = (message: string, { line, endLine, column, endColumn }: Location): void =>
    void warnings.push({
      category: "SyntaxWarning",
      message,
      filename,
      lineno: line,
      offset: column + 1,
      endLineno: endLine,
      endOffset: endColumn + 1,
    });
  try {
    const future = readFutureFeatures(module, locate);
    const flags = future.flags | (options.flags ?? 0);
    const tree = preprocess(module, { optimize, flags, warn: (message, node) => warn(message, locate(node)) });
    const symbolTable = buildSymbolTable(tree, locate, future, flags);
    const interactive = tree.node === "Interactive";
    const code = generateModule(tree, { filename, symbolTable, locate, optimize, flags, interactive, warn });
    return { ok: true, code, warnings };
  } catch (thrown) {
    if (thrown instanceof CompileError) return { ok: false, error: toDiagnostic(thrown, filename, lines) };
    if (thrown instanceof RangeError) return { ok: false, error: tooDeep(filename) };
    throw thrown;
  }
}

/** What CPython raises when a tree is too deep for its stack. */
function tooDeep(filename: string): CompileDiagnostic {
  const message = "maximum recursion depth exceeded during compilation";
  return { type: "RecursionError", message, filename, lineno: 0, offset: 0, endLineno: 0, endOffset: 0, text: null };
}
