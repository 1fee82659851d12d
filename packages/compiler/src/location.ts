// Source places of instructions, as CPython counts them: 1-based lines, columns in UTF-8 bytes.

import { type CodePosition } from "@tjit/bytecode";
import { type LineIndex, type ast } from "@tjit/parser";

/** A stretch of source; `line` is negative where there is none, columns are -1 where only the line is known. */
export type Location = CodePosition;

/** Made by the compiler: takes the line of what comes before it, or none. */
export const NO_LOCATION: Location = { line: -1, endLine: -1, column: -1, endColumn: -1 };

/** Made by the compiler: takes the place of the instruction that follows. */
export const NEXT_LOCATION: Location = { line: -2, endLine: -2, column: -2, endColumn: -2 };

/** Turns a node's span into its location. */
export type Locator = (span: ast.Span) => Location;

/** Where offsets are, and the lines of the text if there is one: a `LineIndex`, or what a tree without text says. */
export type SourcePlaces = Pick<LineIndex, "locate" | "lineCount" | "lineText">;

/** A locator over a text's line index. Nodes that the compiler makes have negative offsets and no location. */
export function makeLocator(lines: SourcePlaces): Locator {
  return ({ start, end }) => {
    if (start < 0) return NO_LOCATION;
    const from = lines.locate(start);
    const to = lines.locate(end);
    return { line: from.lineno, endLine: to.lineno, column: from.col_offset, endColumn: to.col_offset };
  };
}

/** A whole line as CPython writes it: column 0 to 0. */
export function lineLocation(line: number): Location {
  return { line, endLine: line, column: 0, endColumn: 0 };
}
