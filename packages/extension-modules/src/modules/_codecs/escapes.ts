// The codecs of escape sequences: `unicode_escape`, `raw_unicode_escape`, and those of bytes literals.

import { Failure, type Replacement } from "@tjit/runtime/api";

/** `\xNN`, `\uNNNN` or `\UNNNNNNNN`. */
export function escapeOf(point: number): string {
  const hex = point.toString(16);
  if (point < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return point < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** What a decoder asks besides. */
export interface EscapeHost {
  /** The handler of errors. */
  readonly ask: (failure: Failure) => Replacement | Failure;
  /** Characters of a name; undefined: there are none. */
  readonly lookup: (name: string) => string | undefined;
  /** Warns of an escape that is none; false: an exception is set. */
  readonly warn: (message: string) => boolean;
}

/** A text, and how many bytes it is of. */
export interface Decoded {
  readonly text: string;
  readonly consumed: number;
}

const simple: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  b: "\b",
  f: "\f",
  t: "\t",
  n: "\n",
  r: "\r",
  v: "\v",
  a: "\x07",
};

const future = "Such sequences will not work in the future. ";

/** An escape: its characters, or what is wrong with it; `end` is behind it. `undefined`: it may go on behind the bytes. */
type Escape =
  { readonly text: string; readonly end: number } | { readonly reason: string; readonly end: number } | undefined;

function hexEscape(source: string, start: number, digits: number, isFinal: boolean): Escape {
  const letter = source.charAt(start + 1);
  const found = /^[0-9a-fA-F]*/.exec(source.slice(start + 2, start + 2 + digits))?.[0] ?? "";
  const end = start + 2 + found.length;
  if (found.length < digits) {
    if (end >= source.length && !isFinal) return undefined;
    return { reason: `truncated \\${letter}${"X".repeat(digits)} escape`, end };
  }
  const point = parseInt(found, 16);
  return point > 0x10ffff ? { reason: "illegal Unicode character", end } : { text: String.fromCodePoint(point), end };
}

function nameEscape(source: string, start: number, host: EscapeHost, isFinal: boolean): Escape {
  const reason = "malformed \\N character escape";
  if (start + 2 >= source.length) return isFinal ? { reason, end: start + 2 } : undefined;
  if (source.charAt(start + 2) !== "{") return { reason, end: start + 2 };
  const close = source.indexOf("}", start + 3);
  if (close < 0) return isFinal ? { reason, end: source.length } : undefined;
  if (close === start + 3) return { reason, end: close };
  const found = host.lookup(source.slice(start + 3, close));
  return found === undefined
    ? { reason: "unknown Unicode character name", end: close + 1 }
    : { text: found, end: close + 1 };
}

const widths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** `unicode_escape_decode`. */
export function decodeUnicodeEscape(bytes: Uint8Array, host: EscapeHost, isFinal: boolean): Decoded | Failure {
  const escapeAt = (source: string, start: number): Escape | false => {
    const letter = source.charAt(start + 1);
    if (letter === "") return isFinal ? { reason: "\\ at end of string", end: source.length } : undefined;
    const plain = simple[letter];
    if (plain !== undefined) return { text: plain, end: start + 2 };
    const octal = /^[0-7]{1,3}/.exec(source.slice(start + 1, start + 4))?.[0];
    if (octal !== undefined) {
      const end = start + 1 + octal.length;
      if (end >= source.length && octal.length < 3 && !isFinal) return undefined;
      const point = parseInt(octal, 8);
      if (point > 0o377 && !host.warn(`"\\${octal}" is an invalid octal escape sequence. ${future}`)) return false;
      return { text: String.fromCharCode(point), end };
    }
    const width = widths[letter];
    if (width !== undefined) return hexEscape(source, start, width, isFinal);
    if (letter === "N") return nameEscape(source, start, host, isFinal);
    if (!host.warn(`"\\${letter}" is an invalid escape sequence. ${future}`)) return false;
    return { text: `\\${letter}`, end: start + 2 };
  };
  return decodeEscapes(bytes, "unicodeescape", escapeAt, host);
}

/** `raw_unicode_escape_decode`: `\u` and `\U` behind an odd number of backslashes. */
export function decodeRawUnicodeEscape(bytes: Uint8Array, host: EscapeHost, isFinal: boolean): Decoded | Failure {
  const escapeAt = (source: string, start: number): Escape => {
    const letter = source.charAt(start + 1);
    if (letter === "") return isFinal ? { text: "\\", end: start + 1 } : undefined;
    if (letter !== "u" && letter !== "U") return { text: `\\${letter}`, end: start + 2 };
    const found = hexEscape(source, start, letter === "u" ? 4 : 8, isFinal);
    return found !== undefined && "reason" in found && found.reason.startsWith("illegal")
      ? { reason: "\\Uxxxxxxxx out of range", end: found.end }
      : found;
  };
  return decodeEscapes(bytes, "rawunicodeescape", escapeAt, host);
}

function decodeEscapes(
  given: Uint8Array,
  encoding: string,
  escapeAt: (source: string, start: number) => Escape | false,
  host: EscapeHost,
): Decoded | Failure {
  let bytes = given;
  let source = latin1(bytes);
  let text = "";
  let at = 0;
  while (at < source.length) {
    const start = source.indexOf("\\", at);
    text += source.slice(at, start < 0 ? source.length : start);
    if (start < 0) break;
    const escape = escapeAt(source, start);
    if (escape === false) return new Failure("Pending", "");
    if (escape === undefined) return { text, consumed: start };
    if ("text" in escape) {
      text += escape.text;
      at = escape.end;
      continue;
    }
    const { reason, end } = escape;
    const replacement = host.ask(new Failure("UnicodeDecodeError", reason, [encoding, bytes, start, end, reason]));
    if (replacement instanceof Failure) return replacement;
    text += replacement.value as string;
    ({ position: at, bytes = bytes } = replacement);
    if (replacement.bytes !== undefined) source = latin1(bytes);
  }
  return { text, consumed: bytes.length };
}

const shortEscapes: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\" };

/** `unicode_escape_encode`. */
export function encodeUnicodeEscape(text: string): Uint8Array {
  let out = "";
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    out += shortEscapes[point] ?? (point >= 32 && point < 127 ? character : escapeOf(point));
  }
  return Uint8Array.from(out, (it) => it.charCodeAt(0));
}

/** `raw_unicode_escape_encode`. */
export function encodeRawUnicodeEscape(text: string): Uint8Array {
  let out = "";
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    out += point < 256 ? character : escapeOf(point);
  }
  return Uint8Array.from(out, (it) => it.charCodeAt(0));
}

/** `escape_decode`: the escapes of bytes literals. */
export function decodeByteEscapes(bytes: Uint8Array, errors: string, warn: EscapeHost["warn"]): Uint8Array | Failure {
  const source = latin1(bytes);
  const out: number[] = [];
  for (let at = 0; at < source.length; at++) {
    if (source.charAt(at) !== "\\") {
      out.push(source.charCodeAt(at));
      continue;
    }
    const letter = source.charAt(++at);
    if (letter === "") return new Failure("ValueError", "Trailing \\ in string");
    const plain = simple[letter];
    const octal = /^[0-7]{1,3}/.exec(source.slice(at, at + 3))?.[0];
    if (plain !== undefined) out.push(...Array.from(plain, (it) => it.charCodeAt(0)));
    else if (octal !== undefined) {
      const value = parseInt(octal, 8);
      if (value > 0o377 && !warn(`"\\${octal}" is an invalid octal escape sequence. ${future}`))
        return new Failure("Pending", "");
      out.push(value & 255);
      at += octal.length - 1;
    } else if (letter === "x") {
      const digits = /^[0-9a-fA-F]{2}/.exec(source.slice(at + 1, at + 3))?.[0];
      if (digits !== undefined) {
        out.push(parseInt(digits, 16));
        at += 2;
        continue;
      }
      if (errors === "strict") return new Failure("ValueError", `invalid \\x escape at position ${at - 1}`);
      if (errors === "replace") out.push(63);
      else if (errors !== "ignore")
        return new Failure("ValueError", `decoding error; unknown error handling code: ${errors}`);
      if (/^[0-9a-fA-F]/.test(source.slice(at + 1))) at++;
    } else {
      if (!warn(`"\\${letter}" is an invalid escape sequence. ${future}`)) return new Failure("Pending", "");
      out.push(92, letter.charCodeAt(0));
    }
  }
  return Uint8Array.from(out);
}

/** `escape_encode`: as the repr of bytes has it. */
export function encodeByteEscapes(bytes: Uint8Array): Uint8Array {
  let out = "";
  for (const byte of bytes) {
    if (byte === 39) out += "\\'";
    else out += shortEscapes[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : escapeOf(byte));
  }
  return Uint8Array.from(out, (it) => it.charCodeAt(0));
}

/** One character for each byte. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
