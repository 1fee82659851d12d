// From the code generator's list of instructions to basic blocks: a block ends at a jump or exit and before a jump target.

import { Op, isTerminator } from "../opcodes.ts";
import { BasicBlock } from "./block.ts";
import { type InstructionSequence, type SequenceInstruction } from "./sequence.ts";

/** The blocks of a sequence; gives the first. */
export function buildFlowGraph(sequence: InstructionSequence): BasicBlock {
  const { instructions, labels } = sequence;
  const targets = new Map<number, BasicBlock>();
  for (const { label } of instructions) {
    const index = label === null ? undefined : labels[label];
    if (index !== undefined) targets.set(index, new BasicBlock());
  }
  const entry = new BasicBlock();
  let current = entry;
  const startBlock = (block: BasicBlock): void => {
    current.next = block;
    current = block;
  };
  const addInstruction = (instruction: SequenceInstruction): void => {
    const { opcode, oparg, label, location } = instruction;
    const last = current.last;
    if (last !== undefined && isTerminator(last.opcode)) startBlock(new BasicBlock());
    const index = label === null ? undefined : labels[label];
    current.add(opcode, oparg, location, index === undefined ? null : (targets.get(index) ?? null));
  };
  // A target at the very start is the entry block itself.
  const first = targets.get(0);
  if (first !== undefined) {
    first.isLabelled = true;
    current = first;
  }
  instructions.forEach((instruction, index) => {
    const target = targets.get(index);
    if (target !== undefined && target !== current) {
      target.isLabelled = true;
      startBlock(target);
    }
    if (instruction.opcode === Op.ANNOTATIONS_PLACEHOLDER) sequence.annotations?.instructions.forEach(addInstruction);
    else addInstruction(instruction);
  });
  return first ?? entry;
}
