// repr() of str and bytes, and ascii().

import { NEWER } from "./newer-characters.ts";

/** Characters that `str.isprintable` refuses, other than the space. */
const UNPRINTABLE = new RegExp(`[\\p{C}\\p{Z}${NEWER}]`, "u");

/** `repr(text)`. */
export function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  // Printable ASCII without anything to escape needs no work.
  if (/^[ !#-&(-[\]-~]*$/.test(text)) return `'${text}'`;
  let result = quote;
  for (const character of text) result += escaped(character, quote);
  return result + quote;
}

function escaped(character: string, quote: string): string {
  if (character === quote || character === "\\") return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 32 && code < 127) return character;
  if (code === 9) return "\\t";
  if (code === 10) return "\\n";
  if (code === 13) return "\\r";
  return code < 127 || UNPRINTABLE.test(character) ? escapeCode(code) : character;
}

/** `\xhh`, `\uhhhh` or `\Uhhhhhhhh`. */
export function escapeCode(code: number): string {
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** `ascii(value)` from `repr(value)`. */
export function asciiRepr(repr: string): string {
  // eslint-disable-next-line no-control-regex -- "is ASCII" is what is asked
  return repr.replace(/[^\x00-\x7f]/gu, (character) => escapeCode(character.codePointAt(0) ?? 0));
}

/** `str.isprintable`. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text.replaceAll(" ", ""));
}

/** `repr(bytearray)`: a single quote is escaped even within double quotes. */
export function reprByteArray(bytes: Uint8Array, name: string): string {
  const text = reprBytes(bytes);
  return `${name}(${text.charAt(1) === '"' ? text.replaceAll("'", "\\'") : text})`;
}

/** `repr(bytes)`. */
export function reprBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  let result = `b${quote}`;
  for (const byte of bytes) {
    if (byte === quote.charCodeAt(0) || byte === 92) result += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 32 && byte < 127) result += String.fromCharCode(byte);
    else if (byte === 9) result += "\\t";
    else if (byte === 10) result += "\\n";
    else if (byte === 13) result += "\\r";
    else result += escapeCode(byte);
  }
  return result + quote;
}
