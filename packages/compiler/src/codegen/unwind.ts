// Getting out of statements: what `return`, `break` and `continue` must clean up on the way.

import { NONE } from "../constants/constant.ts";
import { CompileError } from "../diagnostic.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { addYieldFrom } from "./generators.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { visitStatements } from "./statements.ts";
import { type FrameBlock } from "./unit.ts";

/** A statement that `break` and `continue` are for. */
export type LoopBlock = Extract<FrameBlock, { readonly exit: unknown }>;

interface UnwindOptions {
  /** The value on top of the stack is to be returned and must be kept. */
  readonly preserve: boolean;
  /** Stop at the innermost loop. */
  readonly toLoop: boolean;
}

/**
 * Writes what leaving all blocks, or those in the innermost loop, takes.
 *
 * @returns The location for what follows: made up after a `finally` or `with`, which should seem to run last.
 */
export function unwindFrameBlocks(
  c: CodeGenerator,
  location: Location,
  options: UnwindOptions,
): { readonly location: Location; readonly loop: LoopBlock | null } {
  const { frameBlocks } = c.unit;
  const left: FrameBlock[] = [];
  let at = location;
  let loop: LoopBlock | null = null;
  for (let top = frameBlocks.at(-1); top !== undefined; top = frameBlocks.at(-1)) {
    if (top.type === "exception group handler") {
      throw new CompileError("'break', 'continue' and 'return' cannot appear in an except* block", at);
    }
    if (options.toLoop && "exit" in top) {
      loop = top;
      break;
    }
    c.popBlock();
    left.push(top);
    at = unwindFrameBlock(c, top, at, options);
  }
  for (const block of left.reverse()) c.pushBlock(block, at);
  return { location: at, loop };
}

/** Leaves one block; it is not on the stack of blocks any more. */
export function unwindFrameBlock(
  c: CodeGenerator,
  block: FrameBlock,
  location: Location,
  { preserve }: { readonly preserve: boolean },
): Location {
  const keepTop = (depth: number): void => {
    if (preserve) c.op1(Op.SWAP, depth, location);
  };
  switch (block.type) {
    case "while loop":
    case "exception handler":
    case "exception group handler":
    case "async comprehension":
    case "stop iteration":
      return location;
    case "for loop":
    case "async for loop":
    case "pop value":
      keepTop(2);
      c.op(Op.POP_TOP, location);
      return location;
    case "try except":
      c.op(Op.POP_BLOCK, location);
      return location;
    case "finally try":
      c.op(Op.POP_BLOCK, location);
      if (preserve) c.pushBlock({ type: "pop value" }, location);
      visitStatements(c, block.body);
      if (preserve) c.popBlock();
      return NO_LOCATION;
    case "finally end":
      keepTop(2);
      c.op(Op.POP_TOP, location);
      keepTop(2);
      c.op(Op.POP_BLOCK, location);
      c.op(Op.POP_EXCEPT, location);
      return location;
    case "with":
    case "async with":
      return leaveWith(c, block, preserve);
    case "handler cleanup":
      if (block.name !== null) c.op(Op.POP_BLOCK, location);
      keepTop(2);
      c.op(Op.POP_BLOCK, location);
      c.op(Op.POP_EXCEPT, location);
      if (block.name !== null) unbindHandlerName(c, block.name, location);
      return location;
  }
}

function leaveWith(
  c: CodeGenerator,
  { type, location }: FrameBlock & { readonly location: Location },
  preserve: boolean,
): Location {
  c.op(Op.POP_BLOCK, location);
  if (preserve) {
    c.op1(Op.SWAP, 3, location);
    c.op1(Op.SWAP, 2, location);
  }
  callExitWithNones(c, location);
  if (type === "async with") awaitExit(c, location);
  c.op(Op.POP_TOP, location);
  return NO_LOCATION;
}

/** Calls the `__exit__` on the stack as for no exception. */
export function callExitWithNones(c: CodeGenerator, location: Location): void {
  for (let count = 0; count < 3; count++) c.loadConst(NONE, location);
  c.op1(Op.CALL, 3, location);
}

const awaitableOfExit = 2;

/** Awaits what `__aexit__` returned. */
export function awaitExit(c: CodeGenerator, location: Location): void {
  c.op1(Op.GET_AWAITABLE, awaitableOfExit, location);
  c.loadConst(NONE, location);
  addYieldFrom(c, location, "await");
}

/** `name = None; del name`: the name of a handler is gone after it, even if the body deleted it. */
export function unbindHandlerName(c: CodeGenerator, name: string, location: Location): void {
  c.loadConst(NONE, location);
  nameOperation(c, name, "Store", location);
  nameOperation(c, name, "Del", location);
}
