// Positions in a text: Python counts code points, the host UTF-16 units. They differ only in texts with surrogate pairs, so
// everything here is one comparison for others: `kind` is the ASTRAL flag of the string object.

/** Whether UTF-16 positions of a text are its code point positions. */
export type TextKind = "simple" | "astral";

/** Whether a text has surrogate pairs. */
export function textKind(text: string): TextKind {
  return /[\u{10000}-\u{10ffff}]/u.test(text) ? "astral" : "simple";
}

/** UTF-16 position of the code point `index`, or the end of the text if there are fewer. */
export function unitIndex(text: string, index: number, kind: TextKind): number {
  if (kind === "simple") return Math.min(index, text.length);
  let unit = 0;
  for (let count = 0; count < index && unit < text.length; count++) unit += isPair(text, unit) ? 2 : 1;
  return unit;
}

/** Code points before the UTF-16 position `unit`. */
export function pointIndex(text: string, unit: number, kind: TextKind): number {
  if (kind === "simple") return unit;
  let count = 0;
  for (let at = 0; at < unit; count++) at += isPair(text, at) ? 2 : 1;
  return count;
}

/** The first `count` code points. */
export function truncate(text: string, count: number): string {
  if (text.length <= count) return text;
  return text.slice(0, unitIndex(text, count, textKind(text)));
}

/** Whether a surrogate pair starts at `unit`. */
export function isPair(text: string, unit: number): boolean {
  return (text.charCodeAt(unit) & 0xfc00) === 0xd800 && (text.charCodeAt(unit + 1) & 0xfc00) === 0xdc00;
}
