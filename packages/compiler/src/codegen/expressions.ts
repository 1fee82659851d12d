// Expressions: operators and small ones here, the others in files of their own.

import { binaryOperators, intrinsics1 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { fromLiteral } from "../constants/constant.ts";
import { type Location } from "../location.ts";
import { Op } from "../opcodes.ts";
import { visitAttribute, visitSlice, visitSubscript } from "./access.ts";
import { visitCall } from "./calls.ts";
import { visitDict, visitList, visitSet, visitTuple } from "./collections.ts";
import { visitComprehension } from "./comprehensions.ts";
import { visitBoolOp, visitCompare, visitIfExp } from "./conditions.ts";
import { visitLambda } from "./functions.ts";
import { type CodeGenerator } from "./generator.ts";
import { visitAwait, visitYield, visitYieldFrom } from "./generators.ts";
import { nameOperation } from "./names.ts";
import { visitFormattedValue, visitInterpolation, visitJoinedStr, visitTemplateStr } from "./strings.ts";

/** Compiles expressions in order. */
export function visitExpressions(c: CodeGenerator, nodes: readonly ast.Expression[]): void {
  for (const node of nodes) visitExpression(c, node);
}

/** Compiles an expression: its value is left on the stack, or, for a target, taken from there. */
export function visitExpression(c: CodeGenerator, node: ast.Expression): void {
  switch (node.node) {
    case "NamedExpr":
      visitExpression(c, node.value);
      c.op1(Op.COPY, 1, c.locate(node));
      return visitExpression(c, node.target);
    case "BoolOp":
      return visitBoolOp(c, node);
    case "BinOp":
      return visitBinOp(c, node);
    case "UnaryOp":
      return visitUnaryOp(c, node);
    case "Lambda":
      return visitLambda(c, node);
    case "IfExp":
      return visitIfExp(c, node);
    case "Dict":
      return visitDict(c, node);
    case "Set":
      return visitSet(c, node);
    case "GeneratorExp":
    case "ListComp":
    case "SetComp":
    case "DictComp":
      return visitComprehension(c, node);
    case "Yield":
      return visitYield(c, node);
    case "YieldFrom":
      return visitYieldFrom(c, node);
    case "Await":
      return visitAwait(c, node);
    case "Compare":
      return visitCompare(c, node);
    case "Call":
      return visitCall(c, node);
    case "Constant":
      return c.loadConst(fromLiteral(node.value), c.locate(node));
    case "JoinedStr":
      return visitJoinedStr(c, node);
    case "TemplateStr":
      return visitTemplateStr(c, node);
    case "FormattedValue":
      return visitFormattedValue(c, node);
    case "Interpolation":
      return visitInterpolation(c, node);
    case "Attribute":
      return visitAttribute(c, node);
    case "Subscript":
      return visitSubscript(c, node);
    case "Starred":
      throw c.error(
        node.ctx === "Store"
          ? "starred assignment target must be in a list or tuple"
          : "can't use starred expression here",
        node,
      );
    case "Slice":
      return visitSlice(c, node);
    case "Name":
      return nameOperation(c, node.id, node.ctx, c.locate(node));
    case "List":
      return visitList(c, node);
    case "Tuple":
      return visitTuple(c, node);
  }
}

/** Follows left operands in a loop: a sum may have thousands of terms. */
function visitBinOp(c: CodeGenerator, node: ast.BinOp): void {
  const spine: ast.BinOp[] = [];
  let left: ast.Expression = node;
  for (; left.node === "BinOp"; left = left.left) spine.push(left);
  visitExpression(c, left);
  for (let each = spine.pop(); each !== undefined; each = spine.pop()) {
    visitExpression(c, each.right);
    binaryOperation(c, each.op, c.locate(each));
  }
}

// prettier-ignore
const operatorTexts = {
  Add: "+", Sub: "-", Mult: "*", MatMult: "@", Div: "/", Mod: "%", Pow: "**", LShift: "<<", RShift: ">>", BitOr: "|",
  BitXor: "^", BitAnd: "&", FloorDiv: "//",
} as const;

/** Operates on the two values on the stack. */
export function binaryOperation(c: CodeGenerator, operator: ast.BinaryOperator, location: Location): void {
  c.op1(Op.BINARY_OP, binaryOperators.indexOf(operatorTexts[operator]), location);
}

/** As {@link binaryOperation}, for `+=` and the like. */
export function inplaceOperation(c: CodeGenerator, operator: ast.BinaryOperator, location: Location): void {
  c.op1(Op.BINARY_OP, binaryOperators.indexOf(`${operatorTexts[operator]}=`), location);
}

/** `container[index]` of the two values on the stack. */
export function subscriptOperation(c: CodeGenerator, location: Location): void {
  c.op1(Op.BINARY_OP, binaryOperators.indexOf("[]"), location);
}

function visitUnaryOp(c: CodeGenerator, node: ast.UnaryOp): void {
  const location = c.locate(node);
  visitExpression(c, node.operand);
  switch (node.op) {
    case "UAdd":
      return c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_UNARY_POSITIVE"), location);
    case "Not":
      c.op(Op.TO_BOOL, location);
      return c.op(Op.UNARY_NOT, location);
    case "USub":
      return c.op(Op.UNARY_NEGATIVE, location);
    case "Invert":
      return c.op(Op.UNARY_INVERT, location);
  }
}
