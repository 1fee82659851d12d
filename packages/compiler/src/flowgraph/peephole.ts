// Rewriting within a block: jumps to jumps, tests of tests, folding, swaps.

import { intrinsics1 } from "@tjit/bytecode";
import { type ConstantTable } from "../constants/constant.ts";
import { Op } from "../opcodes.ts";
import { type BasicBlock, type Instruction, makeNop, setInstruction } from "./block.ts";
import { foldBinaryOperation, foldListToTuple, foldTuple, foldUnaryOperation, optimizeListOrSet } from "./folding.ts";
import { threadJump } from "./jumps.ts";
import { applyStaticSwaps, optimizeSwaps } from "./swaps.ts";

const listToTuple = intrinsics1.indexOf("INTRINSIC_LIST_TO_TUPLE");
const unaryPositive = intrinsics1.indexOf("INTRINSIC_UNARY_POSITIVE");

/** Simplifies a block. */
export function optimizeBasicBlock(block: BasicBlock, consts: ConstantTable): void {
  const { instructions } = block;
  // The length grows when a jump is threaded; the new jump is looked at again.
  for (let index = 0; index < instructions.length;) {
    if (!simplify(block, index, consts)) index++;
  }
  for (let index = 0; index < instructions.length; index++) {
    if (instructions[index]?.opcode !== Op.SWAP) continue;
    index = optimizeSwaps(block, index);
    applyStaticSwaps(block, index);
  }
}

/** Simplifies at one instruction. Gives whether the same place must be looked at again. */
function simplify(block: BasicBlock, index: number, consts: ConstantTable): boolean {
  const instruction = block.instructions[index];
  if (instruction === undefined) return false;
  const next = block.instructions[index + 1];
  const nextOpcode = next?.opcode ?? Op.NOP;
  const { opcode, oparg } = instruction;
  switch (opcode) {
    case Op.BUILD_TUPLE:
      if (next !== undefined && nextOpcode === Op.UNPACK_SEQUENCE && next.oparg === oparg && oparg <= 3 && oparg > 0) {
        makeNop(instruction);
        if (oparg === 1) makeNop(next);
        else next.opcode = Op.SWAP;
      } else foldTuple(block, index, consts);
      return false;
    case Op.BUILD_LIST:
    case Op.BUILD_SET:
      optimizeListOrSet(block, index, next === undefined ? -1 : nextOpcode, consts);
      return false;
    case Op.POP_JUMP_IF_NOT_NONE:
    case Op.POP_JUMP_IF_NONE:
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE: {
      const target = instruction.target?.instructions[0];
      return target?.opcode === Op.JUMP && threadJump(block, instruction, target, opcode);
    }
    case Op.JUMP_IF_FALSE:
      return threadBoolean(block, instruction, Op.JUMP_IF_FALSE, Op.JUMP_IF_TRUE);
    case Op.JUMP_IF_TRUE:
      return threadBoolean(block, instruction, Op.JUMP_IF_TRUE, Op.JUMP_IF_FALSE);
    case Op.JUMP:
    case Op.JUMP_NO_INTERRUPT: {
      const target = instruction.target?.instructions[0];
      if (target?.opcode === Op.JUMP) return threadJump(block, instruction, target, Op.JUMP);
      return target?.opcode === Op.JUMP_NO_INTERRUPT && threadJump(block, instruction, target, opcode);
    }
    case Op.STORE_FAST:
      if (next !== undefined && nextOpcode === opcode && next.oparg === oparg) {
        if (next.location.line === instruction.location.line) setInstruction(instruction, Op.POP_TOP, 0);
      }
      return false;
    case Op.SWAP:
      if (oparg === 1) makeNop(instruction);
      return false;
    case Op.LOAD_GLOBAL:
      if (next !== undefined && nextOpcode === Op.PUSH_NULL && (oparg & 1) === 0) {
        instruction.oparg |= 1;
        makeNop(next);
      }
      return false;
    default:
      simplifyValue(block, index, instruction, next, consts);
      return false;
  }
}

/** A short-circuit jump to another test of the same value. */
function threadBoolean(block: BasicBlock, instruction: Instruction, same: number, opposite: number): boolean {
  const target = instruction.target?.instructions[0];
  if (target?.opcode === Op.JUMP || target?.opcode === same) return threadJump(block, instruction, target, same);
  if (target?.opcode !== opposite) return false;
  // The opposite test fails: go to what follows it.
  instruction.target = instruction.target?.next ?? null;
  return true;
}

function simplifyValue(
  block: BasicBlock,
  index: number,
  instruction: Instruction,
  next: Instruction | undefined,
  consts: ConstantTable,
): void {
  const { opcode, oparg } = instruction;
  /** The next instruction does this one's work, too. */
  const mergeIntoNext = (newOpcode: number, newOparg: number): void => {
    makeNop(instruction);
    if (next !== undefined) setInstruction(next, newOpcode, newOparg);
  };
  switch (opcode) {
    case Op.COMPARE_OP:
      if (next?.opcode === Op.TO_BOOL) mergeIntoNext(Op.COMPARE_OP, oparg | 16);
      return;
    case Op.CONTAINS_OP:
    case Op.IS_OP:
      if (next?.opcode === Op.TO_BOOL) mergeIntoNext(opcode, oparg);
      else if (next?.opcode === Op.UNARY_NOT) mergeIntoNext(opcode, oparg ^ 1);
      return;
    case Op.TO_BOOL:
      if (next?.opcode === Op.TO_BOOL) makeNop(instruction);
      return;
    case Op.UNARY_NOT:
      if (next?.opcode === Op.TO_BOOL) mergeIntoNext(Op.UNARY_NOT, 0);
      else if (next?.opcode === Op.UNARY_NOT) mergeIntoNext(Op.NOP, 0);
      else foldUnaryOperation(block, index, "not", consts);
      return;
    case Op.UNARY_INVERT:
      return foldUnaryOperation(block, index, "~", consts);
    case Op.UNARY_NEGATIVE:
      return foldUnaryOperation(block, index, "-", consts);
    case Op.CALL_INTRINSIC_1:
      if (oparg === unaryPositive) foldUnaryOperation(block, index, "+", consts);
      else if (oparg === listToTuple) {
        if (next?.opcode === Op.GET_ITER) makeNop(instruction);
        else foldListToTuple(block, index, consts);
      }
      return;
    case Op.BINARY_OP:
      return foldBinaryOperation(block, index, consts);
  }
}
