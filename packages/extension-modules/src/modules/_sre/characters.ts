// What the engine asks about a character: its categories, and its counterpart in the other case.
//
// Characters are code points. The host's tables answer; the answers are kept in pages of 256 characters, made when a page is first
// asked for, so that a test costs two loads and nothing is paid for alphabets that do not occur.

import { isAlphanumeric, isDecimal, isSpace } from "@tjit/runtime/api";

interface Page {
  /** Bits of {@link Kind}. */
  readonly kinds: Uint8Array;
  readonly lower: Int32Array;
  readonly upper: Int32Array;
}

const Kind = {
  DIGIT: 1,
  SPACE: 2,
  WORD: 4,
  LINEBREAK: 8,
  ASCII_DIGIT: 16,
  ASCII_SPACE: 32,
  ASCII_WORD: 64,
  NEWLINE: 128,
} as const;

/** In the order of the pairs of {@link Category}. A line break outside Unicode is only the newline. */
const kindOfCategory: readonly number[] = [
  Kind.ASCII_DIGIT,
  Kind.ASCII_SPACE,
  Kind.ASCII_WORD,
  Kind.NEWLINE,
  Kind.ASCII_WORD,
  Kind.DIGIT,
  Kind.SPACE,
  Kind.WORD,
  Kind.LINEBREAK,
];

const lineBreaks: ReadonlySet<number> = new Set([10, 11, 12, 13, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029]);

/** The tables of one machine. */
export class CharacterTables {
  readonly #pages: (Page | undefined)[] = [];

  /** Whether a character is in a category: the operand of CATEGORY. */
  isIn(category: number, character: number): boolean {
    const found = (this.#kinds(character) & (kindOfCategory[category >> 1] as number)) !== 0;
    return found === ((category & 1) === 0);
  }

  /** `\w` with Unicode's letters. */
  isWord(character: number): boolean {
    return (this.#kinds(character) & Kind.WORD) !== 0;
  }

  /** `\w` with ASCII's letters: also that of the C locale. */
  isAsciiWord(character: number): boolean {
    return character < 128 && (this.#kinds(character) & Kind.ASCII_WORD) !== 0;
  }

  /** Unicode's simple lower case. */
  lower(character: number): number {
    return this.#page(character).lower[character & 255] as number;
  }

  /** Unicode's simple upper case. */
  upper(character: number): number {
    return this.#page(character).upper[character & 255] as number;
  }

  #kinds(character: number): number {
    return this.#page(character).kinds[character & 255] as number;
  }

  #page(character: number): Page {
    return this.#pages[character >> 8] ?? (this.#pages[character >> 8] = makePage(character & ~255));
  }
}

/** Lower case of ASCII letters only. */
export function lowerAscii(character: number): number {
  return character >= 65 && character <= 90 ? character + 32 : character;
}

/** Upper case of ASCII letters only. */
export function upperAscii(character: number): number {
  return character >= 97 && character <= 122 ? character - 32 : character;
}

function makePage(first: number): Page {
  const page: Page = { kinds: new Uint8Array(256), lower: new Int32Array(256), upper: new Int32Array(256) };
  for (let index = 0; index < 256; index++) {
    const code = first + index;
    const text = String.fromCodePoint(code);
    page.kinds[index] = kindsOf(code, text);
    // Where the full mapping has several characters, the first is the simple one.
    page.lower[index] = text.toLowerCase().codePointAt(0) as number;
    page.upper[index] = text.toUpperCase().codePointAt(0) as number;
  }
  return page;
}

function kindsOf(code: number, text: string): number {
  const isAscii = code < 128;
  const isWord = code === 95 || isAlphanumeric(text);
  let kinds = lineBreaks.has(code) ? Kind.LINEBREAK : 0;
  if (isWord) kinds |= isAscii ? Kind.WORD | Kind.ASCII_WORD : Kind.WORD;
  if (isDecimal(text)) kinds |= isAscii ? Kind.DIGIT | Kind.ASCII_DIGIT : Kind.DIGIT;
  if (isSpace(text)) kinds |= Kind.SPACE;
  if (code === 10) kinds |= Kind.NEWLINE;
  if ((code >= 9 && code <= 13) || code === 32) kinds |= Kind.ASCII_SPACE;
  return kinds;
}
