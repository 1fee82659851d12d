// `try` with `except*`: every handler gets the part of the group that matches it; what is left, and what handlers raise, is
// gathered in a list and raised at the end.

import { intrinsics2 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { visitStatements } from "./statements.ts";
import { popExceptAndReraise, visitTryFinally } from "./try.ts";
import { unbindHandlerName } from "./unwind.ts";

/** `try … except* …`. */
export function visitTryStar(c: CodeGenerator, node: ast.TryStar): void {
  if (node.finalbody.length === 0) return visitTryStarExcept(c, node);
  visitTryFinally(c, node, () => {
    if (node.handlers.length > 0) visitTryStarExcept(c, node);
    else visitStatements(c, node.body);
  });
}

function visitTryStarExcept(c: CodeGenerator, node: ast.TryStar): void {
  const location = c.locate(node);
  const body = c.newLabel();
  const except = c.newLabel();
  const orelse = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  const reraiseStar = c.newLabel();
  c.jump(Op.SETUP_FINALLY, except, location);
  c.useLabel(body);
  c.pushBlock({ type: "try except" }, location);
  visitStatements(c, node.body);
  c.popBlock();
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.jump(Op.JUMP_NO_INTERRUPT, orelse, NO_LOCATION);

  c.useLabel(except);
  c.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION);
  c.op(Op.PUSH_EXC_INFO, NO_LOCATION);
  c.pushBlock({ type: "exception group handler" }, location);
  node.handlers.forEach((handler, index) => {
    if (index === 0) {
      // [group] becomes [group, gathered, rest]
      c.op1(Op.BUILD_LIST, 0, c.locate(handler));
      c.op1(Op.COPY, 2, c.locate(handler));
    }
    visitHandler(c, handler);
    if (index === node.handlers.length - 1) {
      c.op1(Op.LIST_APPEND, 1, NO_LOCATION);
      c.jump(Op.JUMP_NO_INTERRUPT, reraiseStar, NO_LOCATION);
    }
  });
  c.popBlock();
  const reraise = c.newLabel();
  c.useLabel(reraiseStar);
  c.op1(Op.CALL_INTRINSIC_2, intrinsics2.indexOf("INTRINSIC_PREP_RERAISE_STAR"), NO_LOCATION);
  c.op1(Op.COPY, 1, NO_LOCATION);
  c.jump(Op.POP_JUMP_IF_NOT_NONE, reraise, NO_LOCATION);
  c.op(Op.POP_TOP, NO_LOCATION);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.op(Op.POP_EXCEPT, NO_LOCATION);
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);

  c.useLabel(reraise);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.op1(Op.SWAP, 2, NO_LOCATION);
  c.op(Op.POP_EXCEPT, NO_LOCATION);
  c.op1(Op.RERAISE, 0, NO_LOCATION);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(orelse);
  visitStatements(c, node.orelse);
  c.useLabel(end);
}

/** One handler: [group, gathered, rest] before and after. */
function visitHandler(c: CodeGenerator, handler: ast.ExceptHandler): void {
  const location = c.locate(handler);
  const { type, name, body } = handler;
  const next = c.newLabel();
  const withError = c.newLabel();
  const noMatch = c.newLabel();
  if (type !== null) {
    visitExpression(c, type);
    c.op(Op.CHECK_EG_MATCH, location);
    c.op1(Op.COPY, 1, location);
    c.jump(Op.POP_JUMP_IF_NONE, noMatch, location);
  }
  const cleanupEnd = c.newLabel();
  const cleanupBody = c.newLabel();
  if (name !== null) nameOperation(c, name, "Store", location);
  else c.op(Op.POP_TOP, location);
  c.jump(Op.SETUP_CLEANUP, cleanupEnd, location);
  c.useLabel(cleanupBody);
  c.pushBlock({ type: "handler cleanup", name }, location);
  visitStatements(c, body);
  c.popBlock();
  c.op(Op.POP_BLOCK, NO_LOCATION);
  if (name !== null) unbindHandlerName(c, name, NO_LOCATION);
  c.jump(Op.JUMP_NO_INTERRUPT, next, NO_LOCATION);

  c.useLabel(cleanupEnd);
  if (name !== null) unbindHandlerName(c, name, NO_LOCATION);
  c.op1(Op.LIST_APPEND, 3, NO_LOCATION);
  c.op(Op.POP_TOP, NO_LOCATION);
  c.jump(Op.JUMP_NO_INTERRUPT, withError, NO_LOCATION);

  c.useLabel(next);
  // Holds the line of what comes before.
  c.op(Op.NOP, NO_LOCATION);
  c.jump(Op.JUMP_NO_INTERRUPT, withError, NO_LOCATION);
  c.useLabel(noMatch);
  c.op(Op.POP_TOP, location);
  c.useLabel(withError);
}
