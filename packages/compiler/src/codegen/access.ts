// Attributes, subscripts and slices.

import { type CodeConstant } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE, fromLiteral } from "../constants/constant.ts";
import { type Location } from "../location.ts";
import { Op } from "../opcodes.ts";
import { subscriptOperation, visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { loadSuperAttribute, superCall } from "./super.ts";
import { checkIndex, checkSubscripter } from "./warnings.ts";

/** `value.attr`, read, written or deleted. */
export function visitAttribute(c: CodeGenerator, node: ast.Attribute): void {
  const location = c.locate(node);
  const zuper = node.ctx === "Load" ? superCall(c, node) : null;
  if (zuper !== null) {
    loadSuperAttribute(c, node, zuper, { method: false }, location);
    c.op(Op.NOP, attributeLocation(c, location, node));
    return;
  }
  if (node.ctx === "Store" && node.value.node === "Name" && node.value.id === "self") {
    c.enclosingClass?.staticAttributes.add(node.attr);
  }
  visitExpression(c, node.value);
  const at = attributeLocation(c, location, node);
  if (node.ctx === "Load") c.loadAttribute(node.attr, { method: false }, at);
  else c.opName(node.ctx === "Store" ? Op.STORE_ATTR : Op.DELETE_ATTR, node.attr, at);
}

/** Over several lines, an access begins where its attribute's name is. */
export function attributeLocation(c: CodeGenerator, location: Location, node: ast.Attribute): Location {
  const own = c.locate(node);
  if (location.line === own.endLine) return location;
  const length = [...node.attr].length;
  const line = own.endLine;
  const endLine = Math.max(line, location.endLine);
  const fits = length <= own.endColumn;
  const column = fits ? own.endColumn - length : -1;
  const endColumn = fits ? location.endColumn : -1;
  return { line, endLine, column, endColumn: line === endLine ? Math.max(column, endColumn) : endColumn };
}

/** `value[slice]`, read, written or deleted. */
export function visitSubscript(c: CodeGenerator, node: ast.Subscript): void {
  const location = c.locate(node);
  const { value, slice, ctx } = node;
  if (ctx === "Load") {
    checkSubscripter(c, value);
    checkIndex(c, value, slice);
  }
  visitExpression(c, value);
  if (isTwoPartSlice(slice) && ctx !== "Del") {
    visitSliceBounds(c, slice);
    c.op(ctx === "Load" ? Op.BINARY_SLICE : Op.STORE_SLICE, location);
    return;
  }
  visitExpression(c, slice);
  if (ctx === "Load") subscriptOperation(c, location);
  else c.op(ctx === "Store" ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR, location);
}

/** `lower:upper` that is not a constant has instructions of its own, which make no slice object. */
export function isTwoPartSlice(node: ast.Expression): node is ast.Slice {
  return node.node === "Slice" && node.step === null && constantSlice(node) === null;
}

/** Leaves both bounds. */
export function visitSliceBounds(c: CodeGenerator, node: ast.Slice): void {
  for (const bound of [node.lower, node.upper]) {
    if (bound === null) c.loadConst(NONE, c.locate(node));
    else visitExpression(c, bound);
  }
}

function constantSlice({ lower, upper, step }: ast.Slice): CodeConstant | null {
  const parts: CodeConstant[] = [];
  for (const part of [lower, upper, step]) {
    if (part !== null && part.node !== "Constant") return null;
    parts.push(part === null ? NONE : fromLiteral(part.value));
  }
  const [start = NONE, stop = NONE, stepConstant = NONE] = parts;
  return { type: "slice", start, stop, step: stepConstant };
}

/** A slice object. */
export function visitSlice(c: CodeGenerator, node: ast.Slice): void {
  const location = c.locate(node);
  const constant = constantSlice(node);
  if (constant !== null) return c.loadConst(constant, location);
  visitSliceBounds(c, node);
  if (node.step !== null) visitExpression(c, node.step);
  c.op1(Op.BUILD_SLICE, node.step === null ? 2 : 3, location);
}
