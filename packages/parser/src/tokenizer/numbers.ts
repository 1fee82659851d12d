/** Numeric literals: where one ends, and CPython's complaints about those that are none. */
import { isDigit, isHexDigit, isNameCharacter } from "./characters.ts";
import type { Scanner } from "./scanner.ts";

const UNDERSCORE = 95;
const DOT = 46;

/** Keywords that may follow a number without a space (with a warning). */
const KEYWORD_AFTER_NUMBER = /^(?:and|else|for|if|in|is|or|not)(?![A-Za-z0-9_\u0080-\uffff])|^i[fns]/;

/** End offset of the number that starts at `start`. */
export function scanNumber(context: Scanner, start: number): number {
  const source = context.source;
  let position = start;
  let code = source.charCodeAt(start);
  if (code === 48) {
    const radix = source.charCodeAt(start + 1) | 32;
    if (radix === 120) return radixDigits(context, start + 2, "hexadecimal", 16);
    if (radix === 111) return radixDigits(context, start + 2, "octal", 8);
    if (radix === 98) return radixDigits(context, start + 2, "binary", 2);
    while (code === 48 || code === UNDERSCORE) {
      if (code === UNDERSCORE && !isDigit(source.charCodeAt(position + 1))) {
        context.fail("invalid decimal literal", position + 1);
      }
      code = source.charCodeAt(++position);
    }
    const zerosEnd = position;
    const nonzero = isDigit(code);
    if (nonzero) {
      position = decimalTail(context, position);
      code = source.charCodeAt(position);
    }
    const fractional = code === DOT || code === 101 || code === 69 || code === 106 || code === 74;
    if (nonzero && !fractional) {
      context.failRange(
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        start,
        zerosEnd,
      );
    }
  } else if (code !== DOT) {
    position = decimalTail(context, position);
  }
  return fractionAndExponent(context, position);
}

function fractionAndExponent(context: Scanner, start: number): number {
  const source = context.source;
  let position = start;
  let code = source.charCodeAt(position);
  if (code === DOT) {
    code = source.charCodeAt(++position);
    if (isDigit(code)) {
      position = decimalTail(context, position);
      code = source.charCodeAt(position);
    }
  }
  if (code === 101 || code === 69) {
    const exponent = position;
    code = source.charCodeAt(++position);
    if (code === 43 || code === 45) {
      if (!isDigit(source.charCodeAt(++position))) context.fail("invalid decimal literal", position);
    } else if (!isDigit(code)) {
      verifyEnd(context, exponent, "decimal");
      return exponent;
    }
    position = decimalTail(context, position);
    code = source.charCodeAt(position);
  }
  if (code === 106 || code === 74) {
    position++;
    verifyEnd(context, position, "imaginary");
  } else {
    verifyEnd(context, position, "decimal");
  }
  return position;
}

/** Digits with single underscores between them; `start` is at a digit. */
function decimalTail(context: Scanner, start: number): number {
  const source = context.source;
  let position = start;
  for (;;) {
    while (isDigit(source.charCodeAt(position))) position++;
    if (source.charCodeAt(position) !== UNDERSCORE) return position;
    position++;
    if (!isDigit(source.charCodeAt(position))) context.fail("invalid decimal literal", position);
  }
}

function radixDigits(context: Scanner, start: number, name: string, radix: 2 | 8 | 16): number {
  const source = context.source;
  const valid = (code: number): boolean => (radix === 16 ? isHexDigit(code) : code >= 48 && code < 48 + radix);
  let position = start;
  do {
    if (source.charCodeAt(position) === UNDERSCORE) position++;
    const code = source.charCodeAt(position);
    if (!valid(code)) {
      rejectDigit(context, position, name);
      context.fail(`invalid ${name} literal`, position);
    }
    while (valid(source.charCodeAt(position))) position++;
  } while (source.charCodeAt(position) === UNDERSCORE);
  rejectDigit(context, position, name);
  verifyEnd(context, position, name);
  return position;
}

function rejectDigit(context: Scanner, position: number, name: string): void {
  const code = context.source.charCodeAt(position);
  if (name !== "hexadecimal" && isDigit(code)) {
    context.fail(`invalid digit '${String.fromCharCode(code)}' in ${name} literal`, position + 1);
  }
}

/** A name or keyword glued to a number: a warning for the keywords that valid code may have there, else an error. */
function verifyEnd(context: Scanner, position: number, name: string): void {
  const code = context.source.charCodeAt(position);
  if (code >= 128 || !isNameCharacter(code)) return;
  if (KEYWORD_AFTER_NUMBER.test(context.source.slice(position, position + 8))) {
    context.warn(`invalid ${name} literal`, position);
    return;
  }
  context.fail(`invalid ${name} literal`, position);
}
