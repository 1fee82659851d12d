// Statements: the small ones here, the others in files of their own.

import { intrinsics1 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE, fromLiteral } from "../constants/constant.ts";
import { NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { visitAnnAssign } from "./annotations.ts";
import { visitAssign, visitAugAssign } from "./assignments.ts";
import { visitClass } from "./classes.ts";
import { jumpIf } from "./conditions.ts";
import { visitExpression, visitExpressions } from "./expressions.ts";
import { visitFunction } from "./functions.ts";
import { type CodeGenerator } from "./generator.ts";
import { visitImport, visitImportFrom } from "./imports.ts";
import { visitAsyncFor, visitBreak, visitContinue, visitFor, visitWhile } from "./loops.ts";
import { visitMatch } from "./match.ts";
import { visitTry } from "./try.ts";
import { visitTryStar } from "./try-star.ts";
import { visitTypeAlias } from "./type-parameters.ts";
import { unwindFrameBlocks } from "./unwind.ts";
import { visitWith } from "./with.ts";

/** Compiles a body. */
export function visitStatements(c: CodeGenerator, body: readonly ast.Statement[]): void {
  for (const statement of body) visitStatement(c, statement);
}

function visitStatement(c: CodeGenerator, node: ast.Statement): void {
  switch (node.node) {
    case "FunctionDef":
    case "AsyncFunctionDef":
      return visitFunction(c, node);
    case "ClassDef":
      return visitClass(c, node);
    case "TypeAlias":
      return visitTypeAlias(c, node);
    case "Return":
      return visitReturn(c, node);
    case "Delete":
      return visitExpressions(c, node.targets);
    case "Assign":
      return visitAssign(c, node);
    case "AugAssign":
      return visitAugAssign(c, node);
    case "AnnAssign":
      return visitAnnAssign(c, node);
    case "For":
      return conditionally(c, () => visitFor(c, node));
    case "AsyncFor":
      return conditionally(c, () => visitAsyncFor(c, node));
    case "While":
      return conditionally(c, () => visitWhile(c, node));
    case "If":
      return conditionally(c, () => visitIf(c, node));
    case "Match":
      return conditionally(c, () => visitMatch(c, node));
    case "Raise":
      return visitRaise(c, node);
    case "Try":
      return conditionally(c, () => visitTry(c, node));
    case "TryStar":
      return conditionally(c, () => visitTryStar(c, node));
    case "Assert":
      return visitAssert(c, node);
    case "Import":
      return visitImport(c, node);
    case "ImportFrom":
      return visitImportFrom(c, node);
    case "Global":
    case "Nonlocal":
      return;
    case "Expr":
      return visitExpressionStatement(c, node);
    case "Pass":
      return c.op(Op.NOP, c.locate(node));
    case "Break":
      return visitBreak(c, node);
    case "Continue":
      return visitContinue(c, node);
    case "With":
    case "AsyncWith":
      return conditionally(c, () => visitWith(c, node));
  }
}

/** Annotations in the statement count only if it was reached. */
function conditionally(c: CodeGenerator, visit: () => void): void {
  c.unit.conditionalBlockDepth++;
  visit();
  c.unit.conditionalBlockDepth--;
}

/** `elif` chains are followed in a loop: they may be long. */
function visitIf(c: CodeGenerator, node: ast.If): void {
  const ends = [];
  for (let each: ast.If | undefined = node; each !== undefined;) {
    const end = c.newLabel();
    ends.push(end);
    const orelse: readonly ast.Statement[] = each.orelse;
    const next = orelse.length > 0 ? c.newLabel() : end;
    jumpIf(c, each.test, next, false, c.locate(each));
    visitStatements(c, each.body);
    if (orelse.length === 0) break;
    c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
    c.useLabel(next);
    const [only, second] = orelse;
    if (only?.node === "If" && second === undefined) {
      each = only;
      // As the nested statement would.
      c.unit.conditionalBlockDepth++;
    } else {
      visitStatements(c, orelse);
      break;
    }
  }
  c.unit.conditionalBlockDepth -= ends.length - 1;
  for (const end of ends.reverse()) c.useLabel(end);
}

function visitReturn(c: CodeGenerator, node: ast.Return): void {
  const { value } = node;
  const { entry } = c.unit;
  let location = c.locate(node);
  if (!entry.isFunctionLike) throw c.error("'return' outside function", node);
  if (value !== null && entry.coroutine && entry.generator) {
    throw c.error("'return' with value in async generator", node);
  }
  const preserve = value !== null && value.node !== "Constant";
  if (preserve) visitExpression(c, value);
  else if (value !== null) {
    location = c.locate(value);
    c.op(Op.NOP, location);
  }
  const ownLocation = c.locate(node);
  if (value === null || c.locate(value).line !== ownLocation.line) {
    location = ownLocation;
    c.op(Op.NOP, location);
  }
  location = unwindFrameBlocks(c, location, { preserve, toLoop: false }).location;
  if (value === null) c.loadConst(NONE, location);
  else if (value.node === "Constant") c.loadConst(fromLiteral(value.value), location);
  c.op(Op.RETURN_VALUE, location);
}

function visitRaise(c: CodeGenerator, node: ast.Raise): void {
  const parts = [node.exc, node.cause].filter((each) => each !== null);
  visitExpressions(c, parts);
  c.op1(Op.RAISE_VARARGS, parts.length, c.locate(node));
}

const assertionError = 0;

function visitAssert(c: CodeGenerator, node: ast.Assert): void {
  const { test, msg } = node;
  const location = c.locate(node);
  if (test.node === "Tuple" && test.elts.length > 0) {
    c.warn("assertion is always true, perhaps remove parentheses?", location);
  }
  if (c.options.optimize > 0) return;
  const end = c.newLabel();
  jumpIf(c, test, end, true, location);
  c.op1(Op.LOAD_COMMON_CONSTANT, assertionError, location);
  if (msg !== null) {
    visitExpression(c, msg);
    c.op1(Op.CALL, 0, location);
  }
  c.op1(Op.RAISE_VARARGS, 1, c.locate(test));
  c.useLabel(end);
}

function visitExpressionStatement(c: CodeGenerator, node: ast.ExpressionStatement): void {
  const location = c.locate(node);
  if (c.isInteractiveTopLevel) {
    visitExpression(c, node.value);
    c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_PRINT"), location);
    c.op(Op.POP_TOP, NO_LOCATION);
  } else if (node.value.node === "Constant") c.op(Op.NOP, location);
  else {
    visitExpression(c, node.value);
    c.op(Op.POP_TOP, NO_LOCATION);
  }
}
