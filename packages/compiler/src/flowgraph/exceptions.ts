// Which handler guards each instruction: follows the SETUP_* and POP_BLOCK pseudo instructions along all paths.

import { Op, isBlockPush, isJump } from "../opcodes.ts";
import { type BasicBlock, makeNop, resetVisited } from "./block.ts";

/** Marks the blocks that handle exceptions. */
export function markExceptHandlers(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    for (const { opcode, target } of block.instructions) {
      if (isBlockPush(opcode) && target !== null) target.isExceptHandler = true;
    }
  }
}

/** Bit of the argument of `RESUME`: it is guarded by the generator's own handler only. */
const resumeAtDepthOne = 4;

/** Sets the handler of each instruction, and removes POP_BLOCK. */
export function labelExceptionTargets(entry: BasicBlock): void {
  resetVisited(entry);
  const todo: BasicBlock[] = [];
  const schedule = (block: BasicBlock, stack: BasicBlock[]): void => {
    if (block.visited) return;
    block.exceptStack = stack;
    block.visited = true;
    todo.push(block);
  };
  schedule(entry, []);
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    const stack = block.exceptStack ?? [];
    block.exceptStack = null;
    let yieldDepth = -1;
    for (const instruction of block.instructions) {
      const { opcode, target } = instruction;
      if (isBlockPush(opcode) && target !== null) {
        schedule(target, [...stack]);
        if (opcode !== Op.SETUP_FINALLY) target.preservesLasti = true;
        stack.push(target);
        continue;
      }
      if (opcode === Op.POP_BLOCK) {
        stack.pop();
        makeNop(instruction);
        continue;
      }
      instruction.except = stack.at(-1) ?? null;
      if (isJump(opcode) && target !== null) schedule(target, [...stack]);
      else if (opcode === Op.YIELD_VALUE) yieldDepth = stack.length;
      else if (opcode === Op.RESUME && instruction.oparg !== 0) {
        if (yieldDepth === 1) instruction.oparg |= resumeAtDepthOne;
        yieldDepth = -1;
      }
    }
    if (block.fallsThrough && block.next !== null) schedule(block.next, stack);
  }
}
