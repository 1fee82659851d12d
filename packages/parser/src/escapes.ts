/** The text between a literal's quotes to its value. */
import type { CharacterNameResolver, Warning } from "./state.ts";
import { invalidEscapeText } from "./tokenizer/scanner.ts";

/** A literal that cannot be decoded, in the words of CPython's codec. */
export interface EscapeError {
  readonly message: string;
}

/** What a decoder needs beside the text. */
export interface EscapeContext {
  readonly resolveCharacterName: CharacterNameResolver | undefined;
  readonly warnings: Warning[];
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Line ends as CPython's reader hands them on: all `\n`. */
export function normalizeLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/**
 * A `str` literal's text with its escapes replaced.
 *
 * @param position offset of `text` in the source, for warnings.
 */
export function decodeText(text: string, position: number, context: EscapeContext): string | EscapeError {
  let result = "";
  let copied = 0;
  let warned = false;
  for (let index = text.indexOf("\\"); index >= 0; index = text.indexOf("\\", copied)) {
    result += text.slice(copied, index);
    const character = text.charAt(index + 1);
    const simple = SIMPLE_ESCAPES[character];
    copied = index + 2;
    if (simple !== undefined) {
      result += simple;
    } else if (/[0-7]/.test(character)) {
      const digits = /^[0-7]{1,3}/.exec(text.slice(index + 1, index + 4))?.[0] ?? "";
      const code = parseInt(digits, 8);
      copied = index + 1 + digits.length;
      result += String.fromCharCode(code);
      if (code > 0o377 && !warned) warned = warnOctal(context, digits, position + index);
    } else if (HEX_LENGTHS[character] !== undefined) {
      const length = HEX_LENGTHS[character];
      const digits = /^[0-9A-Fa-f]*/.exec(text.slice(index + 2, index + 2 + length))?.[0] ?? "";
      if (digits.length < length) {
        const form = { x: "\\xXX", u: "\\uXXXX", U: "\\UXXXXXXXX" }[character] ?? "";
        return codecError(text, index, index + 1 + digits.length, `truncated ${form} escape`);
      }
      const code = parseInt(digits, 16);
      if (code > 0x10ffff) return codecError(text, index, index + 9, "illegal Unicode character");
      result += String.fromCodePoint(code);
      copied = index + 2 + length;
    } else if (character === "N") {
      const close = text.charAt(index + 2) === "{" ? text.indexOf("}", index + 3) : -1;
      if (close <= index + 3) {
        const end = text.charAt(index + 2) !== "{" ? index + 1 : close < 0 ? text.length - 1 : index + 2;
        return codecError(text, index, end, "malformed \\N character escape");
      }
      const resolved = context.resolveCharacterName?.(text.slice(index + 3, close));
      if (resolved === undefined) return codecError(text, index, close, "unknown Unicode character name");
      result += resolved;
      copied = close + 1;
    } else {
      if (!warned && character !== "" && character <= "\x7f") {
        warned = true;
        context.warnings.push({
          category: "SyntaxWarning",
          message: invalidEscapeText(character),
          position: position + index,
        });
      }
      result += `\\${character}`;
    }
  }
  return result + text.slice(copied);
}

/** A `bytes` literal's text (ASCII) with its escapes replaced. */
export function decodeBytes(text: string, position: number, context: EscapeContext): Uint8Array | EscapeError {
  const bytes: number[] = [];
  let warned = false;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== 92) {
      bytes.push(text.charCodeAt(index));
      continue;
    }
    const start = index;
    const character = text.charAt(++index);
    const simple = SIMPLE_ESCAPES[character];
    if (simple !== undefined) {
      if (simple !== "") bytes.push(simple.charCodeAt(0));
    } else if (/[0-7]/.test(character)) {
      const digits = /^[0-7]{1,3}/.exec(text.slice(index, index + 3))?.[0] ?? "";
      const code = parseInt(digits, 8);
      index += digits.length - 1;
      bytes.push(code & 255);
      if (code > 0o377 && !warned) warned = warnOctal(context, digits, position + start);
    } else if (character === "x") {
      const digits = /^[0-9A-Fa-f]{2}/.exec(text.slice(index + 1, index + 3))?.[0];
      if (digits === undefined) return { message: `(value error) invalid \\x escape at position ${start}` };
      bytes.push(parseInt(digits, 16));
      index += 2;
    } else {
      if (!warned) {
        warned = true;
        context.warnings.push({
          category: "SyntaxWarning",
          message: invalidEscapeText(character),
          position: position + start,
        });
      }
      bytes.push(92, character.charCodeAt(0));
    }
  }
  return Uint8Array.from(bytes);
}

function warnOctal(context: EscapeContext, digits: string, position: number): true {
  context.warnings.push({
    category: "SyntaxWarning",
    message: `"\\${digits}" is an invalid octal escape sequence. Such sequences will not work in the future. Did you mean "\\\\${digits}"? A raw string is also an option.`,
    position,
  });
  return true;
}

/** CPython decodes a buffer in which a character beyond ASCII takes ten bytes; positions count in that buffer. */
function codecError(text: string, start: number, end: number, reason: string): EscapeError {
  const from = bufferOffset(text, start);
  const to = bufferOffset(text, end);
  const place = from === to ? `in position ${from}` : `in position ${from}-${to}`;
  return { message: `(unicode error) 'unicodeescape' codec can't decode bytes ${place}: ${reason}` };
}

function bufferOffset(text: string, offset: number): number {
  let result = 0;
  for (let index = 0; index < offset; index++) {
    const code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index++;
    result += code > 127 ? (text.charCodeAt(index - 1) === 92 ? 15 : 10) : 1;
  }
  return result;
}
