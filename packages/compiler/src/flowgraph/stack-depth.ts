// Depth of the evaluation stack at the start of each block, and the greatest depth of all.

import {
  Op,
  hasTarget,
  instructionName,
  isBlockPush,
  isScopeExit,
  isUnconditionalJump,
  popped,
  pushed,
} from "../opcodes.ts";
import { type BasicBlock } from "./block.ts";

/** Sets the start depths of blocks; gives the greatest depth. @throws Error when paths disagree: a bug in the compiler. */
export function calculateStackDepth(entry: BasicBlock): number {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) block.startDepth = -1;
  let maximum = 0;
  const todo: BasicBlock[] = [];
  const arrive = (block: BasicBlock, depth: number): void => {
    if (block.startDepth >= 0 && block.startDepth !== depth) {
      throw new Error(`stack depths ${block.startDepth} and ${depth} meet at a block`);
    }
    if (block.startDepth >= 0) return;
    block.startDepth = depth;
    todo.push(block);
  };
  arrive(entry, 0);
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    let depth = block.startDepth;
    let { next } = block;
    for (const { opcode, oparg, target } of block.instructions) {
      const net = pushed(opcode, oparg) - popped(opcode, oparg);
      maximum = Math.max(maximum, depth);
      if (hasTarget(opcode) && opcode !== Op.END_ASYNC_FOR && target !== null) arrive(target, depth + net);
      // What a SETUP_* pushes is there only in the handler.
      if (!isBlockPush(opcode)) depth += net;
      if (depth < 0) throw new Error(`${instructionName(opcode)} takes more than there is`);
      if (isUnconditionalJump(opcode) || isScopeExit(opcode)) {
        next = null;
        break;
      }
    }
    if (next !== null) arrive(next, depth);
  }
  return maximum;
}
