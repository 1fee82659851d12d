/** The entry point: source text or bytes to a tree, or to the complaint that CPython would raise. */
import type { ExpressionModule, FunctionType, Interactive, Module, ModuleNode } from "./ast.ts";
import type { SyntaxDiagnostic, SyntaxWarning } from "./diagnostic.ts";
import { diagnose } from "./diagnostics/diagnose.ts";
import { decodeSource } from "./decode.ts";
import { LineIndex } from "./positions.ts";
import { runMode } from "./modes.ts";
import { type CharacterNameResolver, Parser, REFUSED, TOO_DEEP } from "./state.ts";
import { tokenize } from "./tokenizer/tokenizer.ts";

/** What a text is read as: a file, an expression, a line of the prompt, or a function's type comment. */
export type ParseMode = "exec" | "eval" | "single" | "func_type";

export interface ParseOptions {
  /** Name for diagnostics; `<string>` by default. */
  readonly filename?: string;
  /** `exec` by default. */
  readonly mode?: ParseMode;
  /**
   * In mode `single`, whether the end of the text ends a block whose last line has no end of its own: true unless given. CPython's
   * PyCF_DONT_IMPLY_DEDENT, by which prompts know that a block goes on.
   */
  readonly impliesDedent?: boolean;
  /** Characters of a `\N{...}` name. Without it, every such name is unknown. */
  readonly resolveCharacterName?: CharacterNameResolver;
}

/** The tree that a mode gives. */
export interface ModeNodes {
  readonly exec: Module;
  readonly eval: ExpressionModule;
  readonly single: Interactive;
  readonly func_type: FunctionType;
}

export type ParseResult<Ast extends ModuleNode = ModuleNode> =
  | { readonly ok: true; readonly ast: Ast; readonly source: string; readonly warnings: readonly SyntaxWarning[] }
  | { readonly ok: false; readonly error: SyntaxDiagnostic };

/**
 * Parses Python 3.14.
 *
 * @example
 * const result = parse("x = 1");
 * if (result.ok) console.log(result.ast.body.length);
 * else console.log(result.error.message);
 */
export function parse<Mode extends ParseMode = "exec">(
  input: string | Uint8Array,
  options: ParseOptions & { readonly mode?: Mode } = {},
): ParseResult<ModeNodes[Mode]> {
  const filename = options.filename ?? "<string>";
  const decoded = typeof input === "string" ? ({ ok: true, text: input } as const) : decodeSource(input);
  if (!decoded.ok) {
    const { message, lineno, offset, endOffset, text } = decoded;
    const endLineno = lineno;
    return { ok: false, error: { type: "SyntaxError", message, filename, lineno, offset, endLineno, endOffset, text } };
  }
  const source = decoded.text;
  const mode: ParseMode = options.mode ?? "exec";
  if (source.includes("\0")) {
    return refuseText("SyntaxError", "source code string cannot contain null bytes", filename);
  }
  const prompt = options.impliesDedent === false ? "open prompt" : "prompt";
  const stream = tokenize(source, mode === "exec" ? "file" : mode === "single" ? prompt : "fragment");
  const parser = new Parser(source, stream, options.resolveCharacterName);
  try {
    const ast = runMode(parser, mode) as ModeNodes[Mode];
    const lines = new LineIndex(source);
    const warnings = [...stream.warnings, ...parser.warnings]
      .sort((first, second) => first.position - second.position)
      .filter(({ position }, index, all) => index === 0 || all[index - 1]?.position !== position)
      .map((warning) => ({ ...warning, filename, lineno: lines.lineOf(warning.position) }));
    return { ok: true, ast, source, warnings };
  } catch (thrown) {
    if (thrown !== REFUSED && thrown !== TOO_DEEP && !(thrown instanceof RangeError)) throw thrown;
    if (thrown !== REFUSED) {
      return refuseText("MemoryError", "Parser stack overflowed - Memory Error", filename);
    }
    return {
      ok: false,
      error: diagnose({
        source,
        stream,
        filename,
        mode,
        from: mode === "exec" ? parser.previousStatementIndex : 0,
        stoppedAt: parser.index,
        lastCompound: parser.lastCompound,
        resolveCharacterName: options.resolveCharacterName,
      }),
    };
  }
}

/** An error of the text as a whole, without a place. */
function refuseText(
  type: SyntaxDiagnostic["type"],
  message: string,
  filename: string,
): { readonly ok: false; readonly error: SyntaxDiagnostic } {
  return {
    ok: false,
    error: { type, message, filename, lineno: 0, offset: 0, endLineno: 0, endOffset: 0, text: null },
  };
}
