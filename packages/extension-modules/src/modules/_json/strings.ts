// JSON's strings: written, and read with the positions of what is wrong.

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A text as a JSON string. */
export function quoted(text: string): string {
  return `"${/[^ !#-[\]-\uffff]/.test(text) ? text.replace(/[^ !#-[\]-\uffff]/g, escape) : text}"`;
}

/** A text as a JSON string in ASCII. */
export function quotedAscii(text: string): string {
  return `"${/[^ !#-[\]-~]/.test(text) ? text.replace(/[^ !#-[\]-~]/g, escape) : text}"`;
}

function escape(unit: string): string {
  return shortEscapes[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Whether control characters may stand in a string as they are. */
export type Strictness = "strict" | "lenient";

/** A string that was read; `end` is behind its quote. Or what is wrong, and where. */
export type ReadString =
  { readonly text: string; readonly end: number } | { readonly problem: string; readonly at: number };

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Reads the string whose first character, behind the quote, is at `start`. */
export function readString(source: string, start: number, strictness: Strictness): ReadString {
  const unterminated = { problem: "Unterminated string starting at", at: start - 1 };
  let text = "";
  let at = start;
  for (;;) {
    let next = at;
    let unit = NaN;
    for (; next < source.length; next++) {
      unit = source.charCodeAt(next);
      if (unit === quote || unit === backslash) break;
      if (unit < 0x20 && strictness === "strict") return { problem: "Invalid control character at", at: next };
    }
    if (next >= source.length) return unterminated;
    text += source.slice(at, next);
    if (unit === quote) return { text, end: next + 1 };
    next++;
    if (next === source.length) return unterminated;
    if (source.charCodeAt(next) === letterU) {
      const end = next + 5;
      const value = end < source.length ? hexValue(source, next + 1) : NaN;
      if (Number.isNaN(value)) return { problem: "Invalid \\uXXXX escape", at: next };
      // A low surrogate that follows has to be well written; the host joins the two.
      const follows = (value & 0xfc00) === 0xd800 && end + 6 < source.length && source.startsWith("\\u", end);
      if (follows && Number.isNaN(hexValue(source, end + 2))) return { problem: "Invalid \\uXXXX escape", at: end + 1 };
      text += String.fromCharCode(value);
      at = end;
      continue;
    }
    const letter = source[next] ?? "";
    if (!Object.hasOwn(escapes, letter)) return { problem: "Invalid \\escape", at: next - 1 };
    text += escapes[letter] ?? "";
    at = next + 1;
  }
}

function hexValue(source: string, at: number): number {
  const digits = source.slice(at, at + 4);
  return /^[\da-fA-F]{4}$/.test(digits) ? parseInt(digits, 16) : NaN;
}
