// Removing instructions that do nothing and jumps that go to the next instruction. A NOP stays when it is all that a line has.

import { NO_LOCATION } from "../location.ts";
import { Op, isJump, isUnconditionalJump } from "../opcodes.ts";
import { type BasicBlock, type Instruction, makeNop, nextNonempty } from "./block.ts";

/** Removes what can go of a block's NOPs; gives how many. */
export function removeRedundantNops(block: BasicBlock): number {
  const { instructions } = block;
  let kept = 0;
  let previousLine = -1;
  instructions.forEach((instruction, index) => {
    const { line } = instruction.location;
    if (instruction.opcode === Op.NOP && isRedundant(block, index, previousLine)) return;
    instructions[kept++] = instruction;
    previousLine = line;
  });
  const removed = instructions.length - kept;
  block.truncate(kept);
  return removed;
}

function isRedundant(block: BasicBlock, index: number, previousLine: number): boolean {
  const instruction = block.instructions[index];
  if (instruction === undefined) return false;
  const { line } = instruction.location;
  if (line < 0 || line === previousLine) return true;
  const following = block.instructions[index + 1];
  if (following !== undefined) {
    if (following.location.line === line) return true;
    if (following.location.line >= 0) return false;
    // What follows has no line of its own: it takes over this one.
    following.location = instruction.location;
    return true;
  }
  const next = nextNonempty(block.next);
  const first = next?.instructions.find(({ opcode, location }) => opcode !== Op.NOP || location.line >= 0);
  return next !== null && line === (first?.location ?? NO_LOCATION).line;
}

/** Removes NOPs and jumps that need not be, until there are none. */
export function removeRedundantNopsAndJumps(entry: BasicBlock): void {
  for (let changes = 1; changes > 0;) {
    changes = 0;
    for (let block: BasicBlock | null = entry; block !== null; block = block.next)
      changes += removeRedundantNops(block);
    for (let block: BasicBlock | null = entry; block !== null; block = block.next)
      changes += removeRedundantJump(block);
  }
}

function removeRedundantJump(block: BasicBlock): number {
  const { last } = block;
  if (last === undefined || !isUnconditionalJump(last.opcode)) return 0;
  if (nextNonempty(last.target) !== nextNonempty(block.next)) return 0;
  makeNop(last);
  last.target = null;
  return 1;
}

/** Removes loads whose value is popped at once. */
export function removeRedundantPairs(entry: BasicBlock): void {
  for (let changed = true; changed;) {
    changed = false;
    let previous: Instruction | null = null;
    for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
      removeRedundantNops(block);
      if (block.isLabelled) previous = null;
      for (const instruction of block.instructions) {
        if (instruction.opcode === Op.POP_TOP && previous !== null && pushesForNothing(previous)) {
          makeNop(previous);
          makeNop(instruction);
          changed = true;
        }
        previous = instruction;
      }
      if ((previous !== null && isJump(previous.opcode)) || !block.fallsThrough) previous = null;
    }
  }
}

const pushesForNothing = ({ opcode, oparg }: Instruction): boolean =>
  opcode === Op.LOAD_CONST || opcode === Op.LOAD_SMALL_INT || (opcode === Op.COPY && oparg === 1);
