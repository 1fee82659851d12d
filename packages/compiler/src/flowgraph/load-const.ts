// What follows a load of a constant: conditional jumps that always or never go, tests for None, truth.

import { FALSE, TRUE, type ConstantTable, isTrue } from "../constants/constant.ts";
import { Op } from "../opcodes.ts";
import { type BasicBlock, type Instruction, makeNop, setInstruction } from "./block.ts";
import { loadedConstant, loadsConstant, makeSmallInt } from "./folding.ts";

/** Simplifies a block's instructions after constants. */
export function optimizeLoadConst(block: BasicBlock, consts: ConstantTable): void {
  const { instructions } = block;
  // What made the top of the stack: a copy of a constant counts as its load.
  let opcode = Op.NOP;
  let oparg = 0;
  instructions.forEach((instruction, index) => {
    if (instruction.opcode === Op.LOAD_CONST) makeSmallInt(instruction, loadedConstant(instruction, consts));
    const isCopy = opcode === Op.LOAD_CONST && instruction.opcode === Op.COPY && instruction.oparg === 1;
    if (!isCopy) ({ opcode, oparg } = instruction);
    const next = instructions[index + 1];
    if (next === undefined || !loadsConstant(opcode)) return;
    simplifyNext(block, index, instruction, next, { opcode, oparg }, consts);
  });
}

function simplifyNext(
  block: BasicBlock,
  index: number,
  instruction: Instruction,
  next: Instruction,
  load: Pick<Instruction, "opcode" | "oparg">,
  consts: ConstantTable,
): void {
  const constant = loadedConstant(load, consts);
  switch (next.opcode) {
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE:
    case Op.JUMP_IF_FALSE:
    case Op.JUMP_IF_TRUE: {
      const pops = next.opcode === Op.POP_JUMP_IF_FALSE || next.opcode === Op.POP_JUMP_IF_TRUE;
      const jumpsIfTrue = next.opcode === Op.POP_JUMP_IF_TRUE || next.opcode === Op.JUMP_IF_TRUE;
      if (pops) makeNop(instruction);
      if (isTrue(constant) === jumpsIfTrue) next.opcode = Op.JUMP;
      else {
        makeNop(next);
        next.target = null;
      }
      return;
    }
    case Op.IS_OP:
      if (constant.type === "None") simplifyIsNone(block, index, instruction, next);
      return;
    case Op.TO_BOOL: {
      const oparg = consts.add(isTrue(constant) ? TRUE : FALSE);
      makeNop(instruction);
      return setInstruction(next, Op.LOAD_CONST, oparg);
    }
  }
}

/** `x is None` before a conditional jump. */
function simplifyIsNone(block: BasicBlock, index: number, load: Instruction, isInstruction: Instruction): void {
  let jump = block.instructions[index + 2];
  if (jump?.opcode === Op.TO_BOOL) {
    makeNop(jump);
    jump = block.instructions[index + 3];
  }
  if (jump === undefined || (jump.opcode !== Op.POP_JUMP_IF_FALSE && jump.opcode !== Op.POP_JUMP_IF_TRUE)) return;
  const isNot = (isInstruction.oparg === 1) !== (jump.opcode === Op.POP_JUMP_IF_FALSE);
  makeNop(load);
  makeNop(isInstruction);
  jump.opcode = isNot ? Op.POP_JUMP_IF_NOT_NONE : Op.POP_JUMP_IF_NONE;
}
