// `"…%s…" % (a, b)` as an f-string, when the format has nothing but %s, %r and %a with plain widths and the counts agree.

import { type ast } from "@tjit/parser";

/** A node that has no place in the source. */
const nowhere = { start: -1, end: -1 };

/** The f-string that does the same, or `null` when the operation must stay as it is. */
export function formatToJoinedString(
  node: ast.Span,
  format: string,
  items: readonly ast.Expression[],
): ast.JoinedStr | null {
  if (items.some((item) => item.node === "Starred")) return null;
  const values: ast.Expression[] = [];
  const unit = /%([-+ #0]*)(\d*)(?:(\.)(\d*))?([\s\S])/uy;
  let used = 0;
  let at = 0;
  for (;;) {
    const literal = /(?:[^%]|%%)*/y;
    literal.lastIndex = at;
    const text = literal.exec(format)?.[0] ?? "";
    at += text.length;
    if (text !== "") values.push(textNode(text.replaceAll("%%", "%")));
    if (at >= format.length) break;
    const item = items[used++];
    unit.lastIndex = at;
    const match = unit.exec(format);
    if (item === undefined || match === null) return null;
    const value = formattedValue(match, item);
    if (value === null) return null;
    values.push(value);
    at = unit.lastIndex;
  }
  return used < items.length ? null : { node: "JoinedStr", values, start: node.start, end: node.end };
}

const textNode = (value: string): ast.Constant => ({
  node: "Constant",
  value: { type: "str", value },
  kind: null,
  ...nowhere,
});

function formattedValue(match: RegExpExecArray, item: ast.Expression): ast.FormattedValue | null {
  const [, flags = "", width = "", point = "", precision = "", conversion = ""] = match;
  if (!"sra".includes(conversion) || width.length > 2 || precision.length > 2) return null;
  let spec = "";
  if (!flags.includes("-") && Number(width) > 0) spec += ">";
  if (width !== "") spec += String(Number(width));
  if (point !== "") spec += `.${Number(precision)}`;
  return {
    node: "FormattedValue",
    value: item,
    conversion: conversion.charCodeAt(0),
    format_spec: spec === "" ? null : textNode(spec),
    start: item.start,
    end: item.end,
  };
}
