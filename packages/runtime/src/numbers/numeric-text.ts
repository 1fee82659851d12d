// What int(), float() and complex() do to a string before they parse it.

/** Everything `str.isspace` accepts, as a character class body. */
export const whitespaceClass = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

// Unlike str.strip, conversions leave U+001C to U+001F: below 128 they go by the C library's notion of white space.
const spaces = whitespaceClass.replace("\\x1c-\\x20", "\\x20");
const EDGES = new RegExp(`^[${spaces}]+|[${spaces}]+$`, "g");

/** Without the white space that conversions of text to numbers ignore, at both ends. */
export function stripWhitespace(text: string): string {
  return text.replace(EDGES, "");
}

/** Decimal digits of every script become ASCII digits, and Python's other white space becomes a space. */
export function asciiDigits(text: string): string {
  // eslint-disable-next-line no-control-regex -- "is ASCII" is what is asked
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => String(decimalDigitValue(digit.codePointAt(0) ?? 0)));
}

/** The value of a decimal digit: the digits of every script are ten consecutive code points. */
export function decimalDigitValue(code: number): number {
  if (code < 128) return code - 48;
  // Mathematical digits are five sets in a row that do not start at a multiple of ten.
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10;
  let first = code;
  while (code - first < 9 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return code - first;
}
