// Tests: jumping on a condition without making its value, and the expressions `and`, `or`, `not`, `if else` and comparison.

import { type ast } from "@tjit/parser";
import { type Location, NO_LOCATION } from "../location.ts";
import { type Label } from "../flowgraph/sequence.ts";
import { Op } from "../opcodes.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { checkCompare } from "./warnings.ts";

/** Jumps to `next` when the expression's truth is `condition`, else goes on. */
export function jumpIf(
  c: CodeGenerator,
  node: ast.Expression,
  next: Label,
  condition: boolean,
  around: Location,
): void {
  switch (node.node) {
    case "UnaryOp":
      if (node.op !== "Not") break;
      return jumpIf(c, node.operand, next, !condition, around);
    case "BoolOp":
      return jumpIfBoolOp(c, node, next, condition, around);
    case "IfExp": {
      const end = c.newLabel();
      const orelse = c.newLabel();
      jumpIf(c, node.test, orelse, false, around);
      jumpIf(c, node.body, next, condition, around);
      c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
      c.useLabel(orelse);
      jumpIf(c, node.orelse, next, condition, around);
      c.useLabel(end);
      return;
    }
    case "Compare":
      if (node.ops.length === 1) break;
      return jumpIfChain(c, node, next, condition);
    default:
  }
  const location = c.locate(node);
  visitExpression(c, node);
  c.op(Op.TO_BOOL, location);
  c.jump(condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next, location);
}

function jumpIfBoolOp(c: CodeGenerator, node: ast.BoolOp, next: Label, condition: boolean, around: Location): void {
  const isOr = node.op === "Or";
  // Where the outcome is known before the last value: to `next`, or past this test.
  const early = isOr === condition ? next : c.newLabel();
  node.values.forEach((value, index) => {
    if (index < node.values.length - 1) jumpIf(c, value, early, isOr, around);
    else jumpIf(c, value, next, condition, around);
  });
  if (early !== next) c.useLabel(early);
}

function jumpIfChain(c: CodeGenerator, node: ast.Compare, next: Label, condition: boolean): void {
  const location = c.locate(node);
  const cleanup = c.newLabel();
  checkCompare(c, node);
  visitExpression(c, node.left);
  node.comparators.forEach((comparator, index) => {
    const operator = node.ops[index] ?? "Eq";
    visitExpression(c, comparator);
    const isLast = index === node.comparators.length - 1;
    if (!isLast) {
      c.op1(Op.SWAP, 2, location);
      c.op1(Op.COPY, 2, location);
    }
    compareOperation(c, operator, location);
    c.op(Op.TO_BOOL, location);
    if (isLast) c.jump(condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next, location);
    else c.jump(Op.POP_JUMP_IF_FALSE, cleanup, location);
  });
  const end = c.newLabel();
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  c.useLabel(cleanup);
  c.op(Op.POP_TOP, location);
  if (!condition) c.jump(Op.JUMP_NO_INTERRUPT, next, NO_LOCATION);
  c.useLabel(end);
}

/** `left < middle < right …` as a value. */
export function visitCompare(c: CodeGenerator, node: ast.Compare): void {
  const location = c.locate(node);
  checkCompare(c, node);
  visitExpression(c, node.left);
  const last = node.comparators.length - 1;
  const cleanup = c.newLabel();
  node.comparators.forEach((comparator, index) => {
    const operator = node.ops[index] ?? "Eq";
    visitExpression(c, comparator);
    if (index === last) return compareOperation(c, operator, location);
    c.op1(Op.SWAP, 2, location);
    c.op1(Op.COPY, 2, location);
    compareOperation(c, operator, location);
    c.op1(Op.COPY, 1, location);
    c.op(Op.TO_BOOL, location);
    c.jump(Op.POP_JUMP_IF_FALSE, cleanup, location);
    c.op(Op.POP_TOP, location);
  });
  if (last === 0) return;
  const end = c.newLabel();
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  c.useLabel(cleanup);
  c.op1(Op.SWAP, 2, location);
  c.op(Op.POP_TOP, location);
  c.useLabel(end);
}

/** Operator number in the high bits, and below which outcomes (unordered 1, less 2, greater 4, equal 8) make it true. */
const compareArguments = {
  Lt: (0 << 5) | 2,
  LtE: (1 << 5) | 10,
  Eq: (2 << 5) | 8,
  NotEq: (3 << 5) | 7,
  Gt: (4 << 5) | 4,
  GtE: (5 << 5) | 12,
} as const;

/** Compares the two values on the stack. */
export function compareOperation(c: CodeGenerator, operator: ast.ComparisonOperator, location: Location): void {
  switch (operator) {
    case "Is":
      return c.op1(Op.IS_OP, 0, location);
    case "IsNot":
      return c.op1(Op.IS_OP, 1, location);
    case "In":
      return c.op1(Op.CONTAINS_OP, 0, location);
    case "NotIn":
      return c.op1(Op.CONTAINS_OP, 1, location);
    case "Lt":
    case "LtE":
    case "Eq":
    case "NotEq":
    case "Gt":
    case "GtE":
      return c.op1(Op.COMPARE_OP, compareArguments[operator], location);
  }
}

/** `a and b`, `a or b` as a value. */
export function visitBoolOp(c: CodeGenerator, node: ast.BoolOp): void {
  const location = c.locate(node);
  const end = c.newLabel();
  node.values.forEach((value, index) => {
    visitExpression(c, value);
    if (index === node.values.length - 1) return;
    c.jump(node.op === "And" ? Op.JUMP_IF_FALSE : Op.JUMP_IF_TRUE, end, location);
    c.op(Op.POP_TOP, location);
  });
  c.useLabel(end);
}

/** `body if test else orelse` as a value. */
export function visitIfExp(c: CodeGenerator, node: ast.IfExp): void {
  const end = c.newLabel();
  const next = c.newLabel();
  jumpIf(c, node.test, next, false, c.locate(node));
  visitExpression(c, node.body);
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  c.useLabel(next);
  visitExpression(c, node.orelse);
  c.useLabel(end);
}
