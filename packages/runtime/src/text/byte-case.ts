// Bytes as ASCII characters: their classes and cases.

import { isSpaceByte } from "./byte-split.ts";

/** A class of bytes. */
export type ByteClass = (byte: number) => boolean;

export const isUpperByte: ByteClass = (byte) => byte >= 65 && byte <= 90;
export const isLowerByte: ByteClass = (byte) => byte >= 97 && byte <= 122;
export const isAlphaByte: ByteClass = (byte) => isUpperByte(byte & 0xdf) && byte < 128;
export const isDigitByte: ByteClass = (byte) => byte >= 48 && byte <= 57;
export const isAlnumByte: ByteClass = (byte) => isAlphaByte(byte) || isDigitByte(byte);
export const isAsciiByte: ByteClass = (byte) => byte < 128;
export { isSpaceByte };

export function upperByte(byte: number): number {
  return isLowerByte(byte) ? byte - 32 : byte;
}

export function lowerByte(byte: number): number {
  return isUpperByte(byte) ? byte + 32 : byte;
}

export function swapByte(byte: number): number {
  return isAlphaByte(byte) ? byte ^ 32 : byte;
}

/** `bytes.title()`. */
export function titleBytes(bytes: Uint8Array): Uint8Array {
  let isInside = false;
  return bytes.map((byte) => {
    const result = isInside ? lowerByte(byte) : upperByte(byte);
    isInside = isAlphaByte(byte);
    return result;
  });
}

/** `bytes.istitle()`. */
export function isTitleBytes(bytes: Uint8Array): boolean {
  let isInside = false;
  let found = false;
  for (const byte of bytes) {
    if (isUpperByte(byte) ? isInside : isLowerByte(byte) && !isInside) return false;
    isInside = isAlphaByte(byte);
    found ||= isInside;
  }
  return found;
}

/** `bytes.isupper()` and `bytes.islower()`: there is a letter, and all letters are of the class. */
export function hasCase(bytes: Uint8Array, isOfCase: ByteClass): boolean {
  let found = false;
  for (const byte of bytes) {
    if (!isAlphaByte(byte)) continue;
    if (!isOfCase(byte)) return false;
    found = true;
  }
  return found;
}

/** `bytes.expandtabs(size)`; its length, -1 beyond `longest`, is asked first. */
export function expandTabBytes(bytes: Uint8Array, size: number, longest: number): Uint8Array | null {
  const result: number[] = [];
  let column = 0;
  for (const byte of bytes) {
    if (byte === 9) {
      const gap = size > 0 ? size - (column % size) : 0;
      if (result.length + gap > longest) return null;
      for (let count = 0; count < gap; count++) result.push(32);
      column += gap;
      continue;
    }
    column = byte === 10 || byte === 13 ? 0 : column + 1;
    result.push(byte);
  }
  return Uint8Array.from(result);
}
