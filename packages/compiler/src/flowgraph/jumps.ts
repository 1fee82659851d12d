// Jumps: small exits copied to where they are jumped to from, jumps to jumps, and the directions that instructions have.

import { Op, isConditionalJump, isUnconditionalJump } from "../opcodes.ts";
import { BasicBlock, type Instruction, makeNop, resetVisited } from "./block.ts";

/** Exits of at most this many instructions are copied. */
const maximumCopySize = 4;

/** Replaces jumps to small exits, and to blocks without lines, by what they jump to. */
export function inlineSmallBlocks(entry: BasicBlock): void {
  for (let changed = true; changed;) {
    changed = false;
    for (let block: BasicBlock | null = entry; block !== null; block = block.next)
      if (inlineTarget(block)) changed = true;
  }
}

function inlineTarget(block: BasicBlock): boolean {
  const { last } = block;
  if (last === undefined || !isUnconditionalJump(last.opcode) || last.target === null) return false;
  const { target } = last;
  const isSmallExit = target.exitsScope && target.instructions.length <= maximumCopySize;
  const hasNoLine = target.hasNoLine && !target.fallsThrough;
  if (!isSmallExit && !hasNoLine) return false;
  const removed = last.opcode;
  makeNop(last);
  last.target = null;
  for (const instruction of target.instructions) block.instructions.push({ ...instruction });
  const copied = block.last;
  if (hasNoLine && copied !== undefined && isUnconditionalJump(copied.opcode) && removed === Op.JUMP) {
    // The check for interrupts that the removed jump made must not be lost.
    copied.opcode = Op.JUMP;
  }
  target.predecessors--;
  return true;
}

/**
 * Lets a jump to a jump go where that one goes. The jump itself becomes a NOP, which keeps its line.
 *
 * @returns Whether it did; not when both go to the same place.
 */
export function threadJump(block: BasicBlock, jump: Instruction, through: Instruction, opcode: number): boolean {
  if (jump.target === through.target) return false;
  makeNop(jump);
  jump.target = null;
  block.add(opcode, 0, through.location, through.target);
  return true;
}

const reversed: ReadonlyMap<number, number> = new Map([
  [Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_TRUE],
  [Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE],
  [Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE],
  [Op.POP_JUMP_IF_NOT_NONE, Op.POP_JUMP_IF_NONE],
]);

/** Conditional jumps only go forward: a backward one becomes a forward one around a jump back. Both mark the other way. */
export function normalizeJumps(entry: BasicBlock): void {
  resetVisited(entry);
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    block.visited = true;
    const { last } = block;
    if (last === undefined || !isConditionalJump(last.opcode) || last.target === null) continue;
    if (!last.target.visited) {
      block.add(Op.NOT_TAKEN, 0, last.location);
      continue;
    }
    const back = new BasicBlock();
    back.add(Op.NOT_TAKEN, 0, last.location);
    back.add(Op.JUMP, 0, last.location, last.target);
    back.startDepth = last.target.startDepth;
    back.isCold = block.isCold;
    back.next = block.next;
    last.opcode = reversed.get(last.opcode) ?? last.opcode;
    last.target = block.next;
    block.next = back;
  }
}
