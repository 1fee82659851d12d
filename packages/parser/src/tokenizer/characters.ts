/** Character classes of source text, by UTF-16 code unit. */

export const TAB = 9;
export const LINE_FEED = 10;
export const FORM_FEED = 12;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const BACKSLASH = 92;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

/** Class bits per ASCII code: 1 starts a name, 2 continues a name, 4 is a digit, 8 is a hexadecimal digit. */
const CLASSES: Uint8Array = new Uint8Array(128);
CLASSES.fill(2 | 4 | 8, 48, 58);
for (const letterA of [65, 97]) CLASSES.fill(1 | 2, letterA, letterA + 26).fill(1 | 2 | 8, letterA, letterA + 6);
CLASSES[95] = 1 | 2;

export function isNameStart(code: number): boolean {
  return code < 128 ? ((CLASSES[code] ?? 0) & 1) !== 0 : true;
}

/** Whether a code may continue a name (NaN, the end of the text, may not). Everything beyond ASCII may until {@link invalidIdentifierOffset} looks. */
export function isNameCharacter(code: number): boolean {
  return code < 128 ? ((CLASSES[code] ?? 0) & 2) !== 0 : code >= 128;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isHexDigit(code: number): boolean {
  return code < 128 && ((CLASSES[code] ?? 0) & 8) !== 0;
}

/** Offset in `text` of the first character that PEP 3131 does not allow there, or -1. */
export function invalidIdentifierOffset(text: string): number {
  let offset = 0;
  for (const character of text) {
    const valid = offset === 0 ? /^[\p{XID_Start}_]$/u.test(character) : /^\p{XID_Continue}$/u.test(character);
    if (!valid) return offset;
    offset += character.length;
  }
  return -1;
}

/** Python's `str.isprintable` for one character. */
export function isPrintable(character: string): boolean {
  return character === " " || !/^[\p{C}\p{Z}]$/u.test(character);
}

/** `U+0041` notation. */
export function codePointNotation(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
