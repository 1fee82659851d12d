// Searching in a text, by UTF-16 positions; `start <= end <= text.length` is the caller's care.

/** The first occurrence of `part` within [start, end), or -1. */
export function findFirst(text: string, part: string, start: number, end: number): number {
  if (end === text.length) return text.indexOf(part, start);
  // The window is cut out, so that what is outside is not searched.
  const found = text.slice(start, end).indexOf(part);
  return found < 0 ? -1 : found + start;
}

/** The last occurrence of `part` within [start, end), or -1. */
export function findLast(text: string, part: string, start: number, end: number): number {
  const found = text.slice(start, end).lastIndexOf(part);
  return found < 0 ? -1 : found + start;
}

/** Occurrences of a `part` that is not empty, without overlap. */
export function countOccurrences(text: string, part: string, start: number, end: number): number {
  const window = start === 0 && end === text.length ? text : text.slice(start, end);
  let count = 0;
  for (let at = window.indexOf(part); at >= 0; at = window.indexOf(part, at + part.length)) count++;
  return count;
}

/** When there are more occurrences the host replaces them: appending them to a text takes memory for each. */
const fewReplaced = 16;

/** `text.replace(old, new, count)`; a negative count: all of them. */
export function replaceText(text: string, old: string, replacement: string, count: number): string {
  if (count === 0 || old === replacement) return text;
  if (old === "") return interleave(text, replacement, count);
  let result = "";
  let from = 0;
  for (let done = 0; done !== count; done++) {
    if (done === fewReplaced && count < 0) return result + text.slice(from).split(old).join(replacement);
    const at = text.indexOf(old, from);
    if (at < 0) break;
    result += text.slice(from, at) + replacement;
    from = at + old.length;
  }
  return from === 0 ? text : result + text.slice(from);
}

function interleave(text: string, replacement: string, count: number): string {
  let result = replacement;
  let left = count - 1;
  let unit = 0;
  for (const character of text) {
    if (left === 0) return result + text.slice(unit);
    result += character;
    unit += character.length;
    result += replacement;
    left--;
  }
  return result;
}

/** How long the result of {@link replaceText} is, in UTF-16 units. */
export function replacedLength(text: string, old: string, replacement: string, count: number): number {
  const growth = replacement.length - old.length;
  if (growth <= 0) return text.length;
  const all = old === "" ? text.length + 1 : countOccurrences(text, old, 0, text.length);
  return text.length + growth * (count < 0 ? all : Math.min(count, all));
}
