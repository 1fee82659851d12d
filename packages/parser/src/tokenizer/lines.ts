/** Lines of a text whose line ends are `\n`, `\r\n` and `\r`. */
import { CARRIAGE_RETURN, LINE_FEED } from "./characters.ts";

/** Offset of the line end at or after `position` (the end of the text for the last line). */
export function endOfLine(source: string, position: number): number {
  let end = position;
  for (; end < source.length; end++) {
    const code = source.charCodeAt(end);
    if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
  }
  return end;
}

/** Length of the text without its final line end. */
export function endOfText(source: string): number {
  return source.endsWith("\r\n") ? source.length - 2 : /[\r\n]$/.test(source) ? source.length - 1 : source.length;
}

/** 1-based line of an offset. */
export function lineNumber(source: string, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index++) {
    const code = source.charCodeAt(index);
    if (code === LINE_FEED || (code === CARRIAGE_RETURN && source.charCodeAt(index + 1) !== LINE_FEED)) line++;
  }
  return line;
}

/** Whether `position` is the end of a text that ends with a line end, so that it lies on a line without text. */
export function endsWithLine(source: string, position: number): boolean {
  if (position < source.length) return false;
  const code = source.charCodeAt(source.length - 1);
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}
