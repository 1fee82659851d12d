// Docstrings: finding them, and the indentation that the compiler takes out of them.

import { type ast } from "@tjit/parser";

/** The docstring of a body: its first statement, if that is a str literal. */
export function getDocstring(body: readonly ast.Statement[]): string | null {
  const first = body[0];
  if (first?.node !== "Expr" || first.value.node !== "Constant") return null;
  return first.value.value.type === "str" ? first.value.value.value : null;
}

const tabSize = 8;

/**
 * A docstring without the indentation that all lines but the first share, as `inspect.cleandoc` does, but with blank lines
 * at both ends left alone.
 */
export function cleanDocstring(docstring: string): string {
  const lines = expandTabs(docstring).split("\n");
  const [first = "", ...rest] = lines;
  const margin = rest.reduce((least, line) => {
    const indent = line.length - line.replace(/^ +/, "").length;
    return indent < line.length ? Math.min(least, indent) : least;
  }, Infinity);
  const cut = margin === Infinity ? 0 : margin;
  const trimmed = rest.map((line) => line.slice(Math.min(cut, line.length - line.replace(/^ +/, "").length)));
  return [first.replace(/^ +/, ""), ...trimmed].join("\n");
}

function expandTabs(text: string): string {
  if (!text.includes("\t")) return text;
  let column = 0;
  let result = "";
  for (const character of text) {
    if (character === "\t") {
      const width = tabSize - (column % tabSize);
      result += " ".repeat(width);
      column += width;
    } else {
      result += character;
      column = character === "\n" || character === "\r" ? 0 : column + 1;
    }
  }
  return result;
}
