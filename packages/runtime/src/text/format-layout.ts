// Puts the parts of a formatted value together: sign, prefix, grouped digits, fraction, padding.

import { type FormatSpec } from "./format-spec.ts";
import { fillOf } from "./pad.ts";

/** A number in parts; `digits` are those that are grouped, `rest` follows them. */
export interface NumberParts {
  readonly sign: string;
  readonly prefix: string;
  readonly digits: string;
  readonly rest: string;
}

/** Code points of a text. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let index = 0; index + 1 < text.length; index++) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      length--;
      index++;
    }
  }
  return length;
}

/** `text` padded to the width of `spec`; `=` counts as `>`. */
export function padText(text: string, length: number, spec: FormatSpec): string {
  const missing = spec.width - length;
  if (missing <= 0) return text;
  if (spec.align === "<") return text + fillOf(spec.fill, missing);
  if (spec.align !== "^") return fillOf(spec.fill, missing) + text;
  const left = missing >> 1;
  return fillOf(spec.fill, left) + text + fillOf(spec.fill, missing - left);
}

/** The number of `parts` as `spec` asks. */
export function layOutNumber(parts: NumberParts, spec: FormatSpec, size: number): string {
  const head = parts.sign + parts.prefix;
  const zeroPadded = spec.fill === "0" && spec.align === "=";
  const digitsWidth = zeroPadded ? spec.width - head.length - parts.rest.length : 0;
  const digits =
    spec.grouping === "" || parts.digits === ""
      ? parts.digits.padStart(digitsWidth, "0")
      : groupDigits(parts.digits, spec.grouping, size, digitsWidth);
  const length = head.length + digits.length + parts.rest.length;
  if (spec.align === "=") {
    return head + spec.fill.repeat(Math.max(0, spec.width - length)) + digits + parts.rest;
  }
  return padText(head + digits + parts.rest, length, spec);
}

/** Groups from the right; pads with grouped zeros to at least `width` characters, never starting with a separator. */
function groupDigits(digits: string, separator: string, size: number, width: number): string {
  let all = digits;
  const separators = Math.max(0, Math.floor((digits.length - 1) / size));
  if (digits.length + separators < width) {
    // Of `width` characters every (size + 1)th from the right is a separator; the first character never is.
    const needed = width - Math.floor(width / (size + 1)) + (width % (size + 1) === 0 ? 1 : 0);
    all = digits.padStart(needed, "0");
  }
  const first = all.length % size;
  const groups: string[] = first === 0 ? [] : [all.slice(0, first)];
  for (let index = first; index < all.length; index += size) groups.push(all.slice(index, index + size));
  return groups.join(separator);
}

/** Groups the digits of a fraction from the point on; what follows them stays. */
export function groupFraction(rest: string, separator: string): string {
  const match = /^(\.)(\d+)(.*)$/s.exec(rest);
  if (match === null) return rest;
  const groups = (match[2] ?? "").match(/\d{1,3}/g) ?? [];
  return `.${groups.join(separator)}${match[3] ?? ""}`;
}
