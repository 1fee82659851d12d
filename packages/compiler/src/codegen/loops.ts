// `for`, `async for`, `while`, `break` and `continue`.

import { type ast } from "@tjit/parser";
import { NONE } from "../constants/constant.ts";
import { NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { jumpIf } from "./conditions.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { addYieldFrom } from "./generators.ts";
import { visitStatements } from "./statements.ts";
import { unwindFrameBlock, unwindFrameBlocks } from "./unwind.ts";

/** `for target in iter: body else: orelse`. */
export function visitFor(c: CodeGenerator, node: ast.For): void {
  const start = c.newLabel();
  const body = c.newLabel();
  const cleanup = c.newLabel();
  const end = c.newLabel();
  c.pushBlock({ type: "for loop", block: start, exit: end }, c.locate(node));
  visitExpression(c, node.iter);
  const location = c.locate(node.iter);
  c.op(Op.GET_ITER, location);
  c.useLabel(start);
  c.jump(Op.FOR_ITER, cleanup, location);
  // For the line of a target that is not on the line of the iterable.
  c.op(Op.NOP, c.locate(node.target));
  c.useLabel(body);
  visitExpression(c, node.target);
  visitStatements(c, node.body);
  c.jump(Op.JUMP, start, NO_LOCATION);
  c.useLabel(cleanup);
  c.op(Op.END_FOR, NO_LOCATION);
  c.op(Op.POP_ITER, NO_LOCATION);
  c.popBlock();
  visitStatements(c, node.orelse);
  c.useLabel(end);
}

/** `async for target in iter: body else: orelse`. */
export function visitAsyncFor(c: CodeGenerator, node: ast.AsyncFor): void {
  const location = c.locate(node);
  const iteratorLocation = c.locate(node.iter);
  const start = c.newLabel();
  const send = c.newLabel();
  const except = c.newLabel();
  const end = c.newLabel();
  visitExpression(c, node.iter);
  c.op(Op.GET_AITER, iteratorLocation);
  c.useLabel(start);
  c.pushBlock({ type: "async for loop", block: start, exit: end }, location);
  c.jump(Op.SETUP_FINALLY, except, location);
  c.op(Op.GET_ANEXT, location);
  c.loadConst(NONE, location);
  c.useLabel(send);
  addYieldFrom(c, location, "await");
  c.op(Op.POP_BLOCK, location);
  c.op(Op.NOT_TAKEN, location);
  visitExpression(c, node.target);
  visitStatements(c, node.body);
  c.jump(Op.JUMP, start, NO_LOCATION);
  c.popBlock();
  // The end of the iteration arrives as an exception.
  c.useLabel(except);
  c.jump(Op.END_ASYNC_FOR, send, iteratorLocation);
  visitStatements(c, node.orelse);
  c.useLabel(end);
}

/** `while test: body else: orelse`. */
export function visitWhile(c: CodeGenerator, node: ast.While): void {
  const loop = c.newLabel();
  const end = c.newLabel();
  const anchor = c.newLabel();
  const location = c.locate(node);
  c.useLabel(loop);
  c.pushBlock({ type: "while loop", block: loop, exit: end }, location);
  jumpIf(c, node.test, anchor, false, location);
  visitStatements(c, node.body);
  c.jump(Op.JUMP, loop, NO_LOCATION);
  c.popBlock();
  c.useLabel(anchor);
  visitStatements(c, node.orelse);
  c.useLabel(end);
}

/** `break`. */
export function visitBreak(c: CodeGenerator, node: ast.Break): void {
  const location = c.locate(node);
  c.op(Op.NOP, location);
  const unwound = unwindFrameBlocks(c, location, { preserve: false, toLoop: true });
  if (unwound.loop === null) throw c.error("'break' outside loop", node);
  const after = unwindFrameBlock(c, unwound.loop, unwound.location, { preserve: false });
  c.jump(Op.JUMP, unwound.loop.exit, after);
}

/** `continue`. */
export function visitContinue(c: CodeGenerator, node: ast.Continue): void {
  const location = c.locate(node);
  c.op(Op.NOP, location);
  const unwound = unwindFrameBlocks(c, location, { preserve: false, toLoop: true });
  if (unwound.loop === null) throw c.error("'continue' not properly in loop", node);
  c.jump(Op.JUMP, unwound.loop.block, unwound.location);
}
