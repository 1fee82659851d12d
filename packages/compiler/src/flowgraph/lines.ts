// Lines of instructions that the compiler made up. Every exit must have a line, for tracebacks: exits without one are copied so
// that each has one predecessor, whose line it takes.

import { NO_LOCATION } from "../location.ts";
import { Op, isJump } from "../opcodes.ts";
import { BasicBlock, nextNonempty } from "./block.ts";

/** Gives lines to instructions without, where it is clear which. */
export function resolveLineNumbers(entry: BasicBlock): void {
  duplicateExits(entry);
  propagateLines(entry);
}

const checksForInterrupts: ReadonlySet<number> = new Set([
  Op.JUMP,
  Op.JUMP_BACKWARD,
  Op.RESUME,
  Op.CALL,
  Op.CALL_KW,
  Op.CALL_FUNCTION_EX,
]);

function needsLine(block: BasicBlock): boolean {
  const matters = block.exitsScope || block.instructions.some(({ opcode }) => checksForInterrupts.has(opcode));
  return matters && block.hasNoLine;
}

function duplicateExits(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    const { last } = block;
    if (last === undefined || !isJump(last.opcode)) continue;
    const target = nextNonempty(last.target);
    if (target === null || !needsLine(target) || target.predecessors <= 1) continue;
    const copy = new BasicBlock();
    for (const instruction of target.instructions) copy.instructions.push({ ...instruction });
    const [first] = copy.instructions;
    if (first !== undefined) first.location = last.location;
    last.target = copy;
    target.predecessors--;
    copy.predecessors = 1;
    copy.isLabelled = true;
    copy.next = target.next;
    target.next = copy;
  }
  // What is left can only be fallen into.
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    const { last, next } = block;
    if (!block.fallsThrough || next === null || last === undefined || !needsLine(next)) continue;
    const [first] = next.instructions;
    if (first !== undefined) first.location = last.location;
  }
}

function propagateLines(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    const { last, next } = block;
    if (last === undefined) continue;
    let location = NO_LOCATION;
    for (const instruction of block.instructions) {
      if (instruction.location.line === NO_LOCATION.line) instruction.location = location;
      else location = instruction.location;
    }
    const pass = (to: BasicBlock | null): void => {
      const first = to?.predecessors === 1 ? to.instructions[0] : undefined;
      if (first?.location.line === NO_LOCATION.line) first.location = location;
    };
    if (block.fallsThrough) pass(next);
    if (isJump(last.opcode)) pass(last.target);
  }
}
