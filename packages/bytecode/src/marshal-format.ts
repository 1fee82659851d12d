// The bytes of CPython's `marshal`, version 5: a byte for the type, then what belongs to it; numbers are little-endian.
// An object whose type has `REF` set is counted, and a `REFERENCE` names one by its count.

/** The version that 3.14 writes. */
export const marshalVersion = 5;

/** Set in the type of an object that later ones refer to. */
export const refFlag = 0x80;

const code = (character: string): number => character.charCodeAt(0);

/** Types by what they mean. */
export const MarshalType = {
  NULL: code("0"),
  NONE: code("N"),
  FALSE: code("F"),
  TRUE: code("T"),
  STOP_ITERATION: code("S"),
  ELLIPSIS: code("."),
  FLOAT: code("g"),
  COMPLEX: code("y"),
  INT: code("i"),
  LONG: code("l"),
  BYTES: code("s"),
  TUPLE: code("("),
  SMALL_TUPLE: code(")"),
  LIST: code("["),
  DICT: code("{"),
  SET: code("<"),
  FROZENSET: code(">"),
  SLICE: code(":"),
  CODE: code("c"),
  UNICODE: code("u"),
  INTERNED: code("t"),
  ASCII: code("a"),
  ASCII_INTERNED: code("A"),
  SHORT_ASCII: code("z"),
  SHORT_ASCII_INTERNED: code("Z"),
  REFERENCE: code("r"),
} as const;

/** Bits of a digit of a `LONG`. */
export const longDigitBits = 15;

/** UTF-8 in which lone surrogates are allowed, as marshal has it. */
export function encodeText(text: string): Uint8Array {
  if (text.isWellFormed()) return new TextEncoder().encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    else bytes.push(...new TextEncoder().encode(character));
  }
  return Uint8Array.from(bytes);
}

/** The inverse of {@link encodeText}. */
export function decodeText(bytes: Uint8Array): string {
  const surrogate = surrogateIn(bytes, 0);
  if (surrogate < 0) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let text = "";
  let start = 0;
  for (let at = surrogate; at >= 0; at = surrogateIn(bytes, start)) {
    text += new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, at));
    text += String.fromCharCode(0xd000 | (((bytes[at + 1] ?? 0) & 0x3f) << 6) | ((bytes[at + 2] ?? 0) & 0x3f));
    start = at + 3;
  }
  return text + new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start));
}

/** Where the bytes of a surrogate begin; -1 if there is none. */
function surrogateIn(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xed, from); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    if ((bytes[at + 1] ?? 0) >= 0xa0) return at;
  }
  return -1;
}
