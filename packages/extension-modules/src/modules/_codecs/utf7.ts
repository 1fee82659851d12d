// UTF-7 (RFC 2152): ASCII, and between `+` and `-` the UTF-16 of other characters in Base64 without padding.

import { Failure, type Replacement } from "@tjit/runtime/api";
import { type Decoded, latin1 } from "./escapes.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** Characters that stand for themselves: letters, digits, blanks and marks. */
const direct = /[A-Za-z0-9'(),\-./:? \t\r\n!"#$%&*;<=>@[\]^_`{|}]/;
/** Those and the marks that a reader takes as they are. */
const readable = /[\t\n\r !-*,-[\]-}]/;

/** `utf_7_encode`. */
export function encodeUtf7(text: string): Uint8Array {
  let out = "";
  let bits = 0;
  let count = 0;
  let isShifted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (direct.test(character) || (!isShifted && character === "+")) {
      if (isShifted) {
        if (count > 0) out += alphabet.charAt((bits << (6 - count)) & 63);
        if (alphabet.includes(character) || character === "-") out += "-";
        [bits, count, isShifted] = [0, 0, false];
      }
      out += character === "+" ? "+-" : character;
      continue;
    }
    if (!isShifted) out += "+";
    isShifted = true;
    bits = (bits << 16) | text.charCodeAt(at);
    for (count += 16; count >= 6; count -= 6) out += alphabet.charAt((bits >> (count - 6)) & 63);
    bits &= (1 << count) - 1;
  }
  if (isShifted) out += `${count > 0 ? alphabet.charAt((bits << (6 - count)) & 63) : ""}-`;
  return Uint8Array.from(out, (it) => it.charCodeAt(0));
}

/** `utf_7_decode`. A shifted part that goes on behind the bytes is not consumed unless they are the last. */
export function decodeUtf7(
  given: Uint8Array,
  ask: (failure: Failure) => Replacement | Failure,
  isFinal: boolean,
): Decoded | Failure {
  let bytes = given;
  let source = latin1(bytes);
  let text = "";
  for (let at = 0; at < source.length;) {
    const piece = source.charAt(at) === "+" ? shiftedPiece(source, at, isFinal) : plainPiece(source, at);
    if (piece === undefined) return { text, consumed: at };
    text += piece.text;
    at = piece.end;
    if (piece.reason === undefined) continue;
    const { start, reason } = piece;
    const replacement = ask(new Failure("UnicodeDecodeError", reason, ["utf7", bytes, start, at, reason]));
    if (replacement instanceof Failure) return replacement;
    text += replacement.value as string;
    ({ position: at, bytes = bytes } = replacement);
    if (replacement.bytes !== undefined) source = latin1(bytes);
  }
  return { text, consumed: bytes.length };
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly reason?: string;
}

function plainPiece(source: string, start: number): Piece {
  const character = source.charAt(start);
  const end = start + 1;
  return character === "\\" || character === "~" || readable.test(character)
    ? { text: character, start, end }
    : { text: "", start, end, reason: "unexpected special character" };
}

function shiftedPiece(source: string, start: number, isFinal: boolean): Piece | undefined {
  if (source.charAt(start + 1) === "-") return { text: "+", start, end: start + 2 };
  let text = "";
  let bits = 0;
  let count = 0;
  let at = start + 1;
  for (; at < source.length; at++) {
    const digit = alphabet.indexOf(source.charAt(at));
    if (digit < 0) break;
    bits = (bits << 6) | digit;
    count += 6;
    if (count < 16) continue;
    count -= 16;
    text += String.fromCharCode((bits >> count) & 0xffff);
    bits &= (1 << count) - 1;
  }
  if (at >= source.length) {
    if (!isFinal) return undefined;
    return count >= 6 || bits !== 0 || text === "" || /[\ud800-\udbff]$/.test(text)
      ? { text, start, end: at, reason: "unterminated shift sequence" }
      : { text, start, end: at };
  }
  if (at === start + 1) return { text, start, end: at + 1, reason: "ill-formed sequence" };
  const end = source.charAt(at) === "-" ? at + 1 : at;
  if (count >= 6) return { text, start, end, reason: "partial character in base64 sequence" };
  if (bits !== 0) return { text, start, end, reason: "non-zero padding bits in base64 sequence" };
  return { text, start, end };
}
