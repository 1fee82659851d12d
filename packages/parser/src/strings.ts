/** String literals, f-strings and t-strings, and what adjacent ones become. */
import type { Constant, ConstantValue, Expression, FormattedValue, Interpolation } from "./ast.ts";
import { type EscapeError, decodeBytes, decodeText, normalizeLineEnds } from "./escapes.ts";
import { annotatedRhs } from "./expressions.ts";
import { type Parser, REFUSED } from "./state.ts";
import * as K from "./tokenizer/kinds.ts";

/** `strings`: one or more adjacent literals as one node. */
export function strings(p: Parser): Expression {
  const start = p.start;
  if (p.kind === K.STRING) {
    const first = string(p);
    if (p.kind !== K.STRING && p.kind !== K.FSTRING_START && p.kind !== K.TSTRING_START) return first;
    return concatenate(p, [first], start);
  }
  if (p.kind === K.TSTRING_START) {
    const values: Expression[] = [];
    while (p.kind === K.TSTRING_START) values.push(...formatted(p, "t"));
    if (p.kind === K.STRING || p.kind === K.FSTRING_START) throw REFUSED;
    return { node: "TemplateStr", values: fold(values), start, end: p.end };
  }
  return concatenate(p, [], start);
}

function concatenate(p: Parser, parts: Expression[], start: number): Expression {
  let isFormatted = false;
  while (p.kind === K.STRING || p.kind === K.FSTRING_START) {
    if (p.kind === K.STRING) parts.push(string(p));
    else {
      isFormatted = true;
      parts.push(...formatted(p, "f"));
    }
  }
  if (p.kind === K.TSTRING_START) throw REFUSED;
  const end = p.end;
  const hasBytes = parts.some((part) => part.node === "Constant" && part.value.type === "bytes");
  if (!hasBytes) {
    if (isFormatted) return { node: "JoinedStr", values: fold(parts), start, end };
    const joined = foldTexts(parts.filter((part) => part.node === "Constant"));
    return { ...joined, start, end };
  }
  const bytes: number[] = [];
  for (const part of parts) {
    if (part.node !== "Constant" || part.value.type !== "bytes") throw REFUSED;
    for (const byte of part.value.value) bytes.push(byte);
  }
  if (isFormatted) throw REFUSED;
  return { node: "Constant", value: { type: "bytes", value: Uint8Array.from(bytes) }, kind: null, start, end };
}

/** Merges runs of constants and drops empty ones. */
function fold(parts: readonly Expression[]): Expression[] {
  const values: Expression[] = [];
  let run: Constant[] = [];
  const flush = (): void => {
    const first = run[0];
    if (first === undefined) return;
    const joined = run.length === 1 ? first : foldTexts(run);
    if (joined.value.type !== "str" || joined.value.value !== "") values.push(joined);
    run = [];
  };
  for (const part of parts) {
    if (part.node === "Constant") run.push(part);
    else {
      flush();
      values.push(part);
    }
  }
  flush();
  return values;
}

function foldTexts(run: readonly Constant[]): Constant {
  let text = "";
  for (const part of run) if (part.value.type === "str") text += part.value.value;
  const kind = run[0]?.kind ?? null;
  return {
    node: "Constant",
    value: { type: "str", value: text },
    kind,
    start: run[0]?.start ?? 0,
    end: run.at(-1)?.end ?? 0,
  };
}

/** Whether a value is the reason why there is none. */
export function isRefusal(value: ConstantValue | EscapeError): value is EscapeError {
  return "message" in value;
}

function isEscapeError(value: string | Uint8Array | EscapeError): value is EscapeError {
  return typeof value === "object" && "message" in value;
}

/** One STRING token. */
function string(p: Parser): Constant {
  const start = p.start;
  const value = stringValue(p.text(), start, p);
  if (isRefusal(value)) throw REFUSED;
  p.advance();
  const kind = p.source.charCodeAt(start) === 117 ? "u" : null;
  return { node: "Constant", value, kind, start, end: p.end };
}

/** What {@link stringValue} needs beside the token. */
export type StringContext = Pick<Parser, "resolveCharacterName" | "warnings">;

/** The value of a STRING token's text, or why there is none. */
export function stringValue(token: string, position: number, context: StringContext): ConstantValue | EscapeError {
  let isBytes = false;
  let raw = false;
  let opening = 0;
  let quote = token.charCodeAt(0);
  for (; quote !== 34 && quote !== 39; quote = token.charCodeAt(++opening)) {
    if ((quote | 32) === 98) isBytes = true;
    else if ((quote | 32) === 114) raw = true;
  }
  const triple =
    token.length - opening >= 6 && token.charCodeAt(opening + 1) === quote && token.charCodeAt(opening + 2) === quote;
  const size = triple ? 3 : 1;
  const text = normalizeLineEnds(token.slice(opening + size, token.length - size));
  if (!raw) raw = !text.includes("\\");
  if (!isBytes) {
    const value = raw ? text : decodeText(text, position + opening + size, context);
    return isEscapeError(value) ? value : { type: "str", value };
  }
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return { message: "bytes can only contain ASCII literal characters" };
  }
  const value = raw
    ? Uint8Array.from(text, (character) => character.charCodeAt(0))
    : decodeBytes(text, position + opening + size, context);
  return isEscapeError(value) ? value : { type: "bytes", value };
}

/** One f-string or t-string (`FSTRING_START fstring_middle* FSTRING_END`), as its parts. */
function formatted(p: Parser, letter: "f" | "t"): Expression[] {
  const middle = letter === "f" ? K.FSTRING_MIDDLE : K.TSTRING_MIDDLE;
  const end = letter === "f" ? K.FSTRING_END : K.TSTRING_END;
  const raw = /r/i.test(p.text());
  const parts: Expression[] = [];
  p.advance();
  p.enter();
  while (p.kind !== end) {
    if (p.kind === middle) parts.push(middleText(p, raw));
    else parts.push(...replacementField(p, letter, raw, middle));
  }
  p.leave();
  p.advance();
  return parts;
}

/** One MIDDLE token as a constant. */
function middleText(p: Parser, raw: boolean): Constant {
  const start = p.start;
  const token = p.text();
  const doubled = token.endsWith("{{") || token.endsWith("}}");
  const value = literalText(p, doubled ? token.slice(0, -1) : token, start, raw);
  p.advance();
  return { node: "Constant", value: { type: "str", value }, kind: null, start, end: p.end };
}

function literalText(p: Parser, token: string, start: number, raw: boolean): string {
  const text = normalizeLineEnds(token);
  if (raw || !text.includes("\\")) return text;
  const value = decodeText(text, start, p);
  if (isEscapeError(value)) throw REFUSED;
  return value;
}

const CONVERSIONS: Readonly<Record<string, number>> = { s: 115, r: 114, a: 97 };

/** `fstring_replacement_field`: the field, after its own text where `=` asks for it. */
function replacementField(p: Parser, letter: "f" | "t", raw: boolean, middle: number): Expression[] {
  const start = p.start;
  p.expect(K.LBRACE);
  const textStart = p.end;
  const value = annotatedRhs(p);
  const debug = p.accept(K.EQUAL);
  const textEnd = p.start;
  let conversion = -1;
  if (p.accept(K.EXCLAMATION)) {
    if (p.start !== p.end) throw REFUSED;
    conversion = CONVERSIONS[p.identifier()] ?? p.refuse();
  }
  const hasFormat = p.kind === K.COLON;
  const format_spec = hasFormat ? formatSpecification(p, raw, middle) : null;
  if (debug && conversion < 0 && !hasFormat) conversion = 114;
  p.expect(K.RBRACE);
  const end = p.end;
  const text = withoutComments(normalizeLineEnds(p.source.slice(textStart, textEnd)));
  let field: FormattedValue | Interpolation;
  if (letter === "f") field = { node: "FormattedValue", value, conversion, format_spec, start, end };
  else {
    const str: ConstantValue = { type: "str", value: interpolationText(text, debug) };
    field = { node: "Interpolation", value, str, conversion, format_spec, start, end };
  }
  if (!debug) return [field];
  const shown: Constant = {
    node: "Constant",
    value: { type: "str", value: text },
    kind: null,
    start: start + 1,
    end: textEnd,
  };
  return [shown, field];
}

/** `fstring_full_format_spec`: always a JoinedStr, from its colon on; its fields are those of an f-string. */
function formatSpecification(p: Parser, raw: boolean, middle: number): Expression {
  const start = p.start;
  p.advance();
  const parts: Expression[] = [];
  while (p.kind === middle || p.kind === K.LBRACE) {
    if (p.kind === middle) parts.push(middleText(p, raw));
    else parts.push(...replacementField(p, "f", raw, middle));
  }
  return { node: "JoinedStr", values: fold(parts), start, end: p.end };
}

/** The text of an interpolated expression, without the `=` of a debugging field. */
function interpolationText(text: string, debug: boolean): string {
  return debug ? text.replace(/[\s=]+$/, "") : text.replace(/\s+$/, "");
}

/** A field's text without its comments; quotes protect a `#`. */
function withoutComments(text: string): string {
  if (!text.includes("#")) return text;
  return text.replace(/("""|'''|"|')(?:\\[^]|(?!\1)[^])*?\1|#[^\n]*/g, (match) => (match.startsWith("#") ? "" : match));
}
