// `try` with `except` and `finally`. A `finally` body is compiled twice: for leaving normally and for an exception.

import { type ast } from "@tjit/parser";
import { type Label } from "../flowgraph/sequence.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { visitStatements } from "./statements.ts";
import { unbindHandlerName } from "./unwind.ts";

/** `try` without `except*`. */
export function visitTry(c: CodeGenerator, node: ast.Try): void {
  const inner = (): void => {
    if (node.handlers.length > 0) visitTryExcept(c, node);
    else visitStatements(c, node.body);
  };
  if (node.finalbody.length > 0) visitTryFinally(c, node, inner);
  else visitTryExcept(c, node);
}

/** The `finally` of a statement whose rest is compiled by `inner`. */
export function visitTryFinally(c: CodeGenerator, node: ast.Try | ast.TryStar, inner: () => void): void {
  const location = c.locate(node);
  const body = c.newLabel();
  const end = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  c.jump(Op.SETUP_FINALLY, end, location);
  c.useLabel(body);
  c.pushBlock({ type: "finally try", body: node.finalbody }, location);
  inner();
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.popBlock();
  visitStatements(c, node.finalbody);
  c.jump(Op.JUMP_NO_INTERRUPT, exit, NO_LOCATION);

  c.useLabel(end);
  c.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION);
  c.op(Op.PUSH_EXC_INFO, NO_LOCATION);
  c.pushBlock({ type: "finally end" }, NO_LOCATION);
  visitStatements(c, node.finalbody);
  c.popBlock();
  c.op1(Op.RERAISE, 0, NO_LOCATION);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(exit);
}

function visitTryExcept(c: CodeGenerator, node: ast.Try): void {
  const location = c.locate(node);
  const body = c.newLabel();
  const except = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  c.jump(Op.SETUP_FINALLY, except, location);
  c.useLabel(body);
  c.pushBlock({ type: "try except" }, location);
  visitStatements(c, node.body);
  c.popBlock();
  c.op(Op.POP_BLOCK, NO_LOCATION);
  visitStatements(c, node.orelse);
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);

  c.useLabel(except);
  c.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION);
  c.op(Op.PUSH_EXC_INFO, NO_LOCATION);
  c.pushBlock({ type: "exception handler" }, location);
  node.handlers.forEach((handler, index) => {
    if (handler.type === null && index < node.handlers.length - 1) {
      throw c.error("default 'except:' must be last", handler);
    }
    visitHandler(c, handler, end);
  });
  c.popBlock();
  c.op1(Op.RERAISE, 0, NO_LOCATION);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(end);
}

function visitHandler(c: CodeGenerator, handler: ast.ExceptHandler, end: Label): void {
  const location = c.locate(handler);
  const { type, name, body } = handler;
  const next = c.newLabel();
  if (type !== null) {
    visitExpression(c, type);
    c.op(Op.CHECK_EXC_MATCH, location);
    c.jump(Op.POP_JUMP_IF_FALSE, next, location);
  }
  const cleanupEnd = c.newLabel();
  const cleanupBody = c.newLabel();
  if (name !== null) {
    nameOperation(c, name, "Store", location);
    c.jump(Op.SETUP_CLEANUP, cleanupEnd, location);
  } else c.op(Op.POP_TOP, location);
  c.useLabel(cleanupBody);
  c.pushBlock({ type: "handler cleanup", name }, location);
  visitStatements(c, body);
  c.popBlock();
  if (name !== null) c.op(Op.POP_BLOCK, NO_LOCATION);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.op(Op.POP_EXCEPT, NO_LOCATION);
  if (name !== null) unbindHandlerName(c, name, NO_LOCATION);
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  if (name !== null) {
    c.useLabel(cleanupEnd);
    unbindHandlerName(c, name, NO_LOCATION);
    c.op1(Op.RERAISE, 1, NO_LOCATION);
  }
  c.useLabel(next);
}

/** Goes back to the exception that was being handled before, and raises the current one again. */
export function popExceptAndReraise(c: CodeGenerator, location: Location): void {
  c.op1(Op.COPY, 3, location);
  c.op(Op.POP_EXCEPT, location);
  c.op1(Op.RERAISE, 1, location);
}
