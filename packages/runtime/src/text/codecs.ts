// Encoding and decoding of text: UTF-8, UTF-16, UTF-32, Latin-1 and ASCII, with the error handlers that need no Python.

import { Failure } from "../numbers/failure.ts";
import { escapeCode } from "./repr.ts";

/** Codecs of the runtime; others come from the library. */
export type CodecName =
  | "utf-8"
  | "utf-8-sig"
  | "ascii"
  | "latin-1"
  | "utf-16"
  | "utf-16-le"
  | "utf-16-be"
  | "utf-32"
  | "utf-32-le"
  | "utf-32-be";

const ALIASES: Readonly<Record<string, CodecName>> = {
  utf8: "utf-8",
  u8: "utf-8",
  utf: "utf-8",
  cp65001: "utf-8",
  utf8sig: "utf-8-sig",
  ascii: "ascii",
  usascii: "ascii",
  "646": "ascii",
  latin1: "latin-1",
  latin: "latin-1",
  l1: "latin-1",
  iso88591: "latin-1",
  "88591": "latin-1",
  cp819: "latin-1",
  utf16: "utf-16",
  u16: "utf-16",
  utf16le: "utf-16-le",
  utf16be: "utf-16-be",
  utf32: "utf-32",
  u32: "utf-32",
  utf32le: "utf-32-le",
  utf32be: "utf-32-be",
};

/** What an error handler that a program registered puts in the place of what is wrong, and where it goes on: in characters or bytes. */
export interface Replacement {
  readonly value: string | Uint8Array;
  readonly position: number;
  /** What is to be decoded from now on: the handler of a failure to decode gave the exception another `object`. */
  readonly bytes?: Uint8Array;
}

/** Asks the handler of a name that is none of the runtime's own. */
export type ErrorCallback = (failure: Failure, errors: string) => Replacement | Failure;

const noHandler: ErrorCallback = (_, errors) => new Failure("LookupError", `unknown error handler name '${errors}'`);

/** The codec of a name, whatever its spelling; undefined: the runtime has none. */
export function findCodec(name: string): CodecName | undefined {
  return ALIASES[name.toLowerCase().replace(/[-_ ]/g, "")];
}

/** The name that error messages give a codec. */
function shownName(codec: CodecName): string {
  return codec === "utf-8-sig" ? "utf-8" : codec;
}

/** `text.encode(codec, errors)`. */
export function encodeText(text: string, codec: CodecName, errors: string, ask = noHandler): Uint8Array | Failure {
  if (codec === "utf-8" && !hasSurrogate(text)) return new TextEncoder().encode(text);
  const output: number[] =
    codec === "utf-8-sig"
      ? [0xef, 0xbb, 0xbf]
      : codec === "utf-16"
        ? [0xff, 0xfe]
        : codec === "utf-32"
          ? [0xff, 0xfe, 0, 0]
          : [];
  const points = Array.from(text);
  for (let index = 0; index < points.length; index++) {
    const code = points[index]?.codePointAt(0) ?? 0;
    if (encodable(code, codec)) {
      putCode(output, code, codec);
      continue;
    }
    let end = index + 1;
    while (end < points.length && !encodable(points[end]?.codePointAt(0) ?? 0, codec)) end++;
    const next = handleEncodeError(output, text, points, index, end, codec, errors, ask);
    if (typeof next !== "number") return next;
    index = next - 1;
  }
  return Uint8Array.from(output);
}

function hasSurrogate(text: string): boolean {
  return /\p{Cs}/u.test(text);
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function encodable(code: number, codec: CodecName): boolean {
  if (codec === "ascii") return code < 128;
  if (codec === "latin-1") return code < 256;
  return !isSurrogate(code);
}

function putCode(output: number[], code: number, codec: CodecName): void {
  switch (codec) {
    case "ascii":
    case "latin-1":
      output.push(code);
      return;
    case "utf-8":
    case "utf-8-sig":
      putUtf8(output, code);
      return;
    case "utf-16":
    case "utf-16-le":
    case "utf-16-be": {
      const units = code < 0x10000 ? [code] : [0xd7c0 + (code >> 10), 0xdc00 | (code & 0x3ff)];
      for (const unit of units) {
        if (codec === "utf-16-be") output.push(unit >> 8, unit & 255);
        else output.push(unit & 255, unit >> 8);
      }
      return;
    }
    case "utf-32":
    case "utf-32-le":
      output.push(code & 255, (code >> 8) & 255, code >> 16, 0);
      return;
    case "utf-32-be":
      output.push(0, code >> 16, (code >> 8) & 255, code & 255);
  }
}

/** Bytes that a codec's output is a multiple of. */
function unitSize(codec: CodecName): number {
  return codec.startsWith("utf-16") ? 2 : codec.startsWith("utf-32") ? 4 : 1;
}

function putUtf8(output: number[], code: number): void {
  if (code < 0x80) output.push(code);
  else if (code < 0x800) output.push(0xc0 | (code >> 6), 0x80 | (code & 63));
  else if (code < 0x10000) output.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  else output.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
}

function handleEncodeError(
  output: number[],
  text: string,
  points: readonly string[],
  start: number,
  end: number,
  codec: CodecName,
  errors: string,
  ask: ErrorCallback,
): Failure | number {
  const fail = (): Failure => encodeFailure(text, points, start, end, codec);
  for (let index = start; index < end; index++) {
    const code = points[index]?.codePointAt(0) ?? 0;
    switch (errors) {
      case "strict":
        return fail();
      case "ignore":
        break;
      case "replace":
        putCode(output, 63, codec);
        break;
      case "backslashreplace":
        for (const character of escapeCode(code)) putCode(output, character.charCodeAt(0), codec);
        break;
      case "xmlcharrefreplace":
        for (const character of `&#${code};`) putCode(output, character.charCodeAt(0), codec);
        break;
      case "surrogateescape":
        if (code < 0xdc80 || code > 0xdcff || (end - start) % unitSize(codec) !== 0) return fail();
        output.push(code & 255);
        break;
      case "surrogatepass":
        if (!isSurrogate(code) || codec === "ascii" || codec === "latin-1") return fail();
        putCode(output, code, codec);
        break;
      default: {
        const answer = ask(fail(), errors);
        if (answer instanceof Failure) return answer;
        const { value, position } = answer;
        if (typeof value !== "string") output.push(...value);
        else
          for (const it of value) {
            const replaced = it.codePointAt(0) ?? 0;
            if (!encodable(replaced, codec)) return fail();
            putCode(output, replaced, codec);
          }
        return position;
      }
    }
  }
  return end;
}

function encodeFailure(text: string, points: readonly string[], start: number, end: number, codec: CodecName): Failure {
  const reason =
    codec === "ascii"
      ? "ordinal not in range(128)"
      : codec === "latin-1"
        ? "ordinal not in range(256)"
        : "surrogates not allowed";
  const code = points[start]?.codePointAt(0) ?? 0;
  const where =
    end === start + 1
      ? `character '${escapeCode(code)}' in position ${start}`
      : `characters in position ${start}-${end - 1}`;
  const name = shownName(codec);
  return new Failure("UnicodeEncodeError", `'${name}' codec can't encode ${where}: ${reason}`, [
    name,
    text,
    start,
    end,
    reason,
  ]);
}

/** `bytes.decode(codec, errors)`. */
export function decodeBytes(bytes: Uint8Array, codec: CodecName, errors: string, ask = noHandler): string | Failure {
  switch (codec) {
    case "latin-1":
      return fromUnits(bytes);
    case "ascii":
      return bytes.every((byte) => byte < 128) ? fromUnits(bytes) : decodeWith(bytes, codec, errors, readAscii, 0, ask);
    case "utf-8":
      return decodeUtf8(bytes, errors, ask);
    case "utf-8-sig":
      return decodeUtf8(
        bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes,
        errors,
        ask,
      );
    case "utf-16":
    case "utf-16-le":
    case "utf-16-be":
      return decodeUtf16(bytes, codec, errors, ask);
    default:
      return decodeUtf32(bytes, codec, errors, ask);
  }
}

function fromUnits(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 8192)
    text += String.fromCharCode(...bytes.subarray(index, index + 8192));
  return text;
}

function decodeUtf8(bytes: Uint8Array, errors: string, ask: ErrorCallback): string | Failure {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeWith(bytes, "utf-8", errors, readUtf8, 0, ask);
  }
}

/** What a reader found at a position: a code point of `size` bytes, or that `size` bytes are wrong. */
interface Read {
  readonly code: number;
  readonly size: number;
  readonly problem?: string;
}

type Reader = (bytes: Uint8Array, position: number) => Read;

function readAscii(bytes: Uint8Array, position: number): Read {
  const code = bytes[position] ?? 0;
  return code < 128 ? { code, size: 1 } : { code, size: 1, problem: "ordinal not in range(128)" };
}

function readUtf8(bytes: Uint8Array, position: number): Read {
  const first = bytes[position] ?? 0;
  if (first < 0x80) return { code: first, size: 1 };
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length === 0) return { code: first, size: 1, problem: "invalid start byte" };
  let code = first & (0xff >> (length + 1));
  for (let index = 1; index < length; index++) {
    const byte = bytes[position + index];
    if (byte === undefined) return { code, size: index, problem: "unexpected end of data" };
    const lowest = index > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const highest = index > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (byte < lowest || byte > highest) return { code, size: index, problem: "invalid continuation byte" };
    code = (code << 6) | (byte & 63);
  }
  return { code, size: length };
}

function decodeWith(
  given: Uint8Array,
  codec: CodecName,
  errors: string,
  read: Reader,
  start: number,
  ask: ErrorCallback,
): string | Failure {
  let bytes = given;
  let text = "";
  for (let position = start; position < bytes.length;) {
    const { code, size, problem } = read(bytes, position);
    if (problem === undefined) {
      text += String.fromCodePoint(code);
      position += size;
      continue;
    }
    const failure = new Failure("UnicodeDecodeError", problem, [
      shownName(codec),
      bytes,
      position,
      position + size,
      problem,
    ]);
    if (errors === "surrogatepass" && codec === "utf-8" && isEncodedSurrogate(bytes, position)) {
      text += String.fromCharCode(
        0xd000 | (((bytes[position + 1] ?? 0) & 63) << 6) | ((bytes[position + 2] ?? 0) & 63),
      );
      position += 3;
      continue;
    }
    if (errors === "surrogatepass" && isSurrogate(code) && codec !== "utf-8") {
      text += String.fromCharCode(code);
      position += unitSize(codec);
      continue;
    }
    const replacement = replaceBytes(bytes.subarray(position, position + size), errors);
    if (errors === "xmlcharrefreplace" || errors === "namereplace") {
      return new Failure("TypeError", "don't know how to handle UnicodeDecodeError in error callback");
    }
    if (replacement === undefined) {
      if (errors === "strict" || errors === "surrogateescape" || errors === "surrogatepass") return failure;
      const answer = ask(failure, errors);
      if (answer instanceof Failure) return answer;
      text += answer.value as string;
      ({ position, bytes = bytes } = answer);
      continue;
    }
    text += replacement;
    position += size;
  }
  return text;
}

function isEncodedSurrogate(bytes: Uint8Array, position: number): boolean {
  const second = bytes[position + 1] ?? 0;
  const third = bytes[position + 2] ?? 0;
  return bytes[position] === 0xed && second >= 0xa0 && second <= 0xbf && third >= 0x80 && third <= 0xbf;
}

/** What an error handler puts in the place of wrong bytes; undefined: it raises. */
function replaceBytes(wrong: Uint8Array, errors: string): string | undefined {
  switch (errors) {
    case "ignore":
      return "";
    case "replace":
      return "\ufffd";
    case "backslashreplace":
      return Array.from(wrong, escapeCode).join("");
    case "surrogateescape":
      return wrong.every((byte) => byte >= 128)
        ? Array.from(wrong, (byte) => String.fromCharCode(0xdc00 + byte)).join("")
        : undefined;
    default:
      return undefined;
  }
}

function decodeUtf16(bytes: Uint8Array, codec: CodecName, errors: string, ask: ErrorCallback): string | Failure {
  const marked =
    codec === "utf-16" && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  const big = codec === "utf-16-be" || (marked && bytes[0] === 0xfe);
  const read: Reader = (source, position) => {
    const unit = (at: number): number =>
      big ? ((source[at] ?? 0) << 8) | (source[at + 1] ?? 0) : (source[at] ?? 0) | ((source[at + 1] ?? 0) << 8);
    const left = source.length - position;
    if (left < 2) return { code: 0, size: left, problem: "truncated data" };
    const code = unit(position);
    if (!isSurrogate(code)) return { code, size: 2 };
    if (code >= 0xdc00) return { code, size: 2, problem: "illegal encoding" };
    if (left < 4) return { code, size: left, problem: "unexpected end of data" };
    const low = unit(position + 2);
    if (low < 0xdc00 || low > 0xdfff) return { code, size: 2, problem: "illegal UTF-16 surrogate" };
    return { code: 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff), size: 4 };
  };
  return decodeWith(bytes, big ? "utf-16-be" : "utf-16-le", errors, read, marked ? 2 : 0, ask);
}

function decodeUtf32(bytes: Uint8Array, codec: CodecName, errors: string, ask: ErrorCallback): string | Failure {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0;
  const bigMark = bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff;
  const marked = codec === "utf-32" && (little || bigMark);
  const big = codec === "utf-32-be" || (marked && bigMark);
  const read: Reader = (source, position) => {
    if (source.length - position < 4) return { code: 0, size: source.length - position, problem: "truncated data" };
    const parts = Array.from(source.subarray(position, position + 4));
    if (!big) parts.reverse();
    const code = parts.reduce((sum, byte) => sum * 256 + byte, 0);
    if (code > 0x10ffff) return { code, size: 4, problem: "code point not in range(0x110000)" };
    return isSurrogate(code)
      ? { code, size: 4, problem: "code point in surrogate code point range(0xd800, 0xe000)" }
      : { code, size: 4 };
  };
  return decodeWith(bytes, big ? "utf-32-be" : "utf-32-le", errors, read, marked ? 4 : 0, ask);
}
