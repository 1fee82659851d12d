// Widths: center, ljust, rjust, zfill, expandtabs. Lengths are code points.

import { isPair } from "./code-points.ts";

/** Where the text is in its field. */
export type Placement = "left" | "right" | "center";

const spaces = " ".repeat(32);

/** `fill` so many times: of spaces, few of which are what programs want, a part of some that are there. */
export function fillOf(fill: string, count: number): string {
  return fill === " " && count <= spaces.length ? spaces.slice(0, count) : fill.repeat(count);
}

/** `text.ljust(width, fill)` and its kin; `length` is that of `text`. */
export function justify(text: string, length: number, width: number, fill: string, placement: Placement): string {
  const missing = width - length;
  if (missing <= 0) return text;
  if (placement === "left") return text + fillOf(fill, missing);
  if (placement === "right") return fillOf(fill, missing) + text;
  // An odd rest goes to the left when the width is odd too.
  const left = (missing >> 1) + (missing & width & 1);
  return fillOf(fill, left) + text + fillOf(fill, missing - left);
}

/** `text.zfill(width)`. */
export function zeroFill(text: string, length: number, width: number): string {
  const missing = width - length;
  if (missing <= 0) return text;
  const zeros = "0".repeat(missing);
  const first = text.charAt(0);
  return first === "+" || first === "-" ? first + zeros + text.slice(1) : zeros + text;
}

/** `text.expandtabs(size)`. */
export function expandTabs(text: string, size: number): string {
  let result = "";
  let column = 0;
  let copied = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 9) {
      result += text.slice(copied, index);
      copied = index + 1;
      if (size > 0) {
        const gap = size - (column % size);
        result += " ".repeat(gap);
        column += gap;
      }
    } else if (unit === 10 || unit === 13) column = 0;
    else {
      column++;
      if (isPair(text, index)) index++;
    }
  }
  return result + text.slice(copied);
}
