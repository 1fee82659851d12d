// f-strings and t-strings.

import { type ast } from "@tjit/parser";
import { fromLiteral, stringConstant } from "../constants/constant.ts";
import { Op } from "../opcodes.ts";
import { STACK_USE_GUIDELINE } from "./collections.ts";
import { visitExpression, visitExpressions } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";

/** `f"…"`. */
export function visitJoinedStr(c: CodeGenerator, node: ast.JoinedStr): void {
  const location = c.locate(node);
  const { values } = node;
  if (values.length > STACK_USE_GUIDELINE) {
    c.loadConst(stringConstant(""), location);
    c.loadAttribute("join", { method: true }, location);
    c.op1(Op.BUILD_LIST, 0, location);
    for (const value of values) {
      visitExpression(c, value);
      c.op1(Op.LIST_APPEND, 1, location);
    }
    return c.op1(Op.CALL, 1, location);
  }
  visitExpressions(c, values);
  if (values.length > 1) c.op1(Op.BUILD_STRING, values.length, location);
  else if (values.length === 0) c.loadConst(stringConstant(""), location);
}

/** Arguments of `CONVERT_VALUE`, by the letter after `!`. */
const conversions: Readonly<Record<string, number>> = { s: 1, r: 2, a: 3 };

/** `{value!r:spec}`. */
export function visitFormattedValue(c: CodeGenerator, node: ast.FormattedValue): void {
  const location = c.locate(node);
  visitExpression(c, node.value);
  const conversion = conversions[String.fromCharCode(Math.max(node.conversion, 0))];
  if (conversion !== undefined) c.op1(Op.CONVERT_VALUE, conversion, location);
  if (node.format_spec === null) return c.op(Op.FORMAT_SIMPLE, location);
  visitExpression(c, node.format_spec);
  c.op(Op.FORMAT_WITH_SPEC, location);
}

/** `t"…"`: a tuple of strings, one more than there are interpolations, and a tuple of those. */
export function visitTemplateStr(c: CodeGenerator, node: ast.TemplateStr): void {
  const location = c.locate(node);
  const interpolations: ast.Interpolation[] = [];
  let strings = 0;
  let needsString = true;
  const emptyString = (): void => {
    c.loadConst(stringConstant(""), location);
    strings++;
  };
  for (const value of node.values) {
    if (value.node === "Interpolation") {
      interpolations.push(value);
      if (needsString) emptyString();
      needsString = true;
    } else {
      visitExpression(c, value);
      strings++;
      needsString = false;
    }
  }
  if (needsString) emptyString();
  c.op1(Op.BUILD_TUPLE, strings, location);
  visitExpressions(c, interpolations);
  c.op1(Op.BUILD_TUPLE, interpolations.length, location);
  c.op(Op.BUILD_TEMPLATE, location);
}

/** `{value!r:spec}` of a t-string. */
export function visitInterpolation(c: CodeGenerator, node: ast.Interpolation): void {
  const location = c.locate(node);
  visitExpression(c, node.value);
  c.loadConst(fromLiteral(node.str), location);
  if (node.format_spec !== null) visitExpression(c, node.format_spec);
  const conversion = conversions[String.fromCharCode(Math.max(node.conversion, 0))] ?? 0;
  c.op1(Op.BUILD_INTERPOLATION, (conversion << 2) | 2 | (node.format_spec === null ? 0 : 1), location);
}
