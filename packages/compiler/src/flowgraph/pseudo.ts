// Pseudo instructions become real ones, or NOPs.

import { Op, isBlockPush } from "../opcodes.ts";
import { type BasicBlock, type Instruction, makeNop } from "./block.ts";
import { removeRedundantNopsAndJumps } from "./nops.ts";

/** Short-circuit jumps keep a copy of the value they test. */
export function convertConditionalJumps(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    const { last } = block;
    if (last?.opcode !== Op.JUMP_IF_FALSE && last?.opcode !== Op.JUMP_IF_TRUE) continue;
    last.opcode = last.opcode === Op.JUMP_IF_FALSE ? Op.POP_JUMP_IF_FALSE : Op.POP_JUMP_IF_TRUE;
    const make = (opcode: number, oparg: number): Instruction => ({
      opcode,
      oparg,
      target: null,
      except: last.except,
      location: last.location,
    });
    block.instructions.splice(-1, 0, make(Op.COPY, 1), make(Op.TO_BOOL, 0));
  }
}

/** Converts all but jumps, whose direction is not known before assembly. */
export function convertPseudoInstructions(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    for (const instruction of block.instructions) {
      if (isBlockPush(instruction.opcode)) {
        makeNop(instruction);
        instruction.target = null;
      } else if (instruction.opcode === Op.LOAD_CLOSURE) instruction.opcode = Op.LOAD_FAST;
      else if (instruction.opcode === Op.STORE_FAST_MAYBE_NULL) instruction.opcode = Op.STORE_FAST;
    }
  }
  removeRedundantNopsAndJumps(entry);
}
