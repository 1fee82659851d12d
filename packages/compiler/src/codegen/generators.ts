// Yielding: `yield`, the loop of `yield from` and `await`, and the handler that keeps StopIteration inside of generators.

import { intrinsics1 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE } from "../constants/constant.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";

/** Arguments of `RESUME`: what was waited for. */
const resumeAfter = { yield: 1, "yield from": 2, await: 3 } as const;

/** Sends values to the iterator on the stack until it is done; leaves its result. */
export function addYieldFrom(c: CodeGenerator, location: Location, kind: "yield from" | "await"): void {
  const send = c.newLabel();
  const fail = c.newLabel();
  const exit = c.newLabel();
  c.useLabel(send);
  c.jump(Op.SEND, exit, location);
  // YIELD_VALUE raises only when somebody throws in; what comes out may be StopIteration.
  c.jump(Op.SETUP_FINALLY, fail, location);
  c.op1(Op.YIELD_VALUE, 1, location);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.op1(Op.RESUME, resumeAfter[kind], location);
  c.jump(Op.JUMP_NO_INTERRUPT, send, location);
  c.useLabel(fail);
  c.op(Op.CLEANUP_THROW, location);
  c.useLabel(exit);
  c.op(Op.END_SEND, location);
}

/** Yields the value on the stack. */
export function yieldValue(c: CodeGenerator, location: Location): void {
  const { generator, coroutine } = c.unit.entry;
  if (generator && coroutine) {
    c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_ASYNC_GEN_WRAP"), location);
  }
  c.op1(Op.YIELD_VALUE, 0, location);
  c.op1(Op.RESUME, resumeAfter.yield, location);
}

/** `yield value`. */
export function visitYield(c: CodeGenerator, node: ast.Yield): void {
  if (!c.unit.isFunctionLike) throw c.error("'yield' outside function", node);
  const location = c.locate(node);
  if (node.value === null) c.loadConst(NONE, location);
  else visitExpression(c, node.value);
  yieldValue(c, location);
}

/** `yield from iterable`. */
export function visitYieldFrom(c: CodeGenerator, node: ast.YieldFrom): void {
  if (!c.unit.isFunctionLike) throw c.error("'yield from' outside function", node);
  if (c.unit.scopeType === "async function") throw c.error("'yield from' inside async function", node);
  const location = c.locate(node);
  visitExpression(c, node.value);
  c.op(Op.GET_YIELD_FROM_ITER, location);
  c.loadConst(NONE, location);
  addYieldFrom(c, location, "yield from");
}

/** `await value`. */
export function visitAwait(c: CodeGenerator, node: ast.Await): void {
  const location = c.locate(node);
  visitExpression(c, node.value);
  c.op1(Op.GET_AWAITABLE, 0, location);
  c.loadConst(NONE, location);
  addYieldFrom(c, location, "await");
}

/** Guards the whole body written so far: a StopIteration that escapes becomes a RuntimeError. */
export function wrapInStopIterationHandler(c: CodeGenerator): void {
  const handler = c.newLabel();
  c.unit.sequence.prepend(Op.SETUP_CLEANUP, handler, NO_LOCATION);
  c.loadConst(NONE, NO_LOCATION);
  c.op(Op.RETURN_VALUE, NO_LOCATION);
  c.useLabel(handler);
  c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_STOPITERATION_ERROR"), NO_LOCATION);
  c.op1(Op.RERAISE, 1, NO_LOCATION);
}
