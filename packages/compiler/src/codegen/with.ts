// `with` and `async with`. Several items nest.

import { specialMethods } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE } from "../constants/constant.ts";
import { type Label } from "../flowgraph/sequence.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { addYieldFrom } from "./generators.ts";
import { visitStatements } from "./statements.ts";
import { popExceptAndReraise } from "./try.ts";
import { awaitExit, callExitWithNones } from "./unwind.ts";

const awaitableOfEnter = 1;

/** `with item, …: body`. */
export function visitWith(c: CodeGenerator, node: ast.With | ast.AsyncWith, position = 0): void {
  const item = node.items[position];
  if (item === undefined) return visitStatements(c, node.body);
  const isAsync = node.node === "AsyncWith";
  const final = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  visitExpression(c, item.context_expr);
  const location = c.locate(item.context_expr);
  enterContext(c, isAsync, location);
  c.jump(Op.SETUP_WITH, final, location);

  const block = c.newLabel();
  c.useLabel(block);
  c.pushBlock({ type: isAsync ? "async with" : "with", location }, location);
  if (item.optional_vars !== null) visitExpression(c, item.optional_vars);
  else c.op(Op.POP_TOP, location);
  visitWith(c, node, position + 1);
  c.popBlock();
  c.op(Op.POP_BLOCK, isAsync ? location : NO_LOCATION);

  callExitWithNones(c, location);
  if (isAsync) awaitExit(c, location);
  c.op(Op.POP_TOP, location);
  c.jump(Op.JUMP, exit, location);

  c.useLabel(final);
  c.jump(Op.SETUP_CLEANUP, cleanup, location);
  c.op(Op.PUSH_EXC_INFO, location);
  c.op(Op.WITH_EXCEPT_START, location);
  if (isAsync) awaitExit(c, location);
  finishException(c, cleanup);
  c.useLabel(exit);
}

/** Leaves `__exit__`, its receiver and the value of `__enter__()`. */
function enterContext(c: CodeGenerator, isAsync: boolean, location: Location): void {
  c.op1(Op.COPY, 1, location);
  c.op1(Op.LOAD_SPECIAL, specialMethods.indexOf(isAsync ? "__aexit__" : "__exit__"), location);
  c.op1(Op.SWAP, 2, location);
  c.op1(Op.SWAP, 3, location);
  c.op1(Op.LOAD_SPECIAL, specialMethods.indexOf(isAsync ? "__aenter__" : "__enter__"), location);
  c.op1(Op.CALL, 0, location);
  if (!isAsync) return;
  c.op1(Op.GET_AWAITABLE, awaitableOfEnter, location);
  c.loadConst(NONE, location);
  addYieldFrom(c, location, "await");
}

/** Raises again unless `__exit__` returned something true. */
function finishException(c: CodeGenerator, cleanup: Label): void {
  const suppress = c.newLabel();
  c.op(Op.TO_BOOL, NO_LOCATION);
  c.jump(Op.POP_JUMP_IF_TRUE, suppress, NO_LOCATION);
  c.op1(Op.RERAISE, 2, NO_LOCATION);
  c.useLabel(suppress);
  c.op(Op.POP_TOP, NO_LOCATION);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.op(Op.POP_EXCEPT, NO_LOCATION);
  for (let count = 0; count < 3; count++) c.op(Op.POP_TOP, NO_LOCATION);
  const exit = c.newLabel();
  c.jump(Op.JUMP_NO_INTERRUPT, exit, NO_LOCATION);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(exit);
}
