// Constant folding on instructions: operators on constants, tuples, lists and sets of constants. Operands become NOPs without a
// line, which are removed later.

import { type CodeConstant, binaryOperators } from "@tjit/bytecode";
import { type ConstantTable, constantKey, intConstant } from "../constants/constant.ts";
import { foldBinary, foldUnary } from "../constants/operators.ts";
import { NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { type BasicBlock, type Instruction, makeNop, setInstruction } from "./block.ts";

/** Collections of more elements are not folded. */
const maximumElements = 30;
/** Shorter lists and sets are built element by element. */
const minimumConstantSequence = 3;

/** Whether an instruction loads a constant. */
export const loadsConstant = (opcode: number): boolean => opcode === Op.LOAD_CONST || opcode === Op.LOAD_SMALL_INT;

/** The constant that an instruction loads. */
export function loadedConstant(
  { opcode, oparg }: Pick<Instruction, "opcode" | "oparg">,
  consts: ConstantTable,
): CodeConstant {
  const constant = opcode === Op.LOAD_SMALL_INT ? intConstant(oparg) : consts.items[oparg];
  if (constant === undefined) throw new Error(`there is no constant ${oparg}`);
  return constant;
}

/** Loads small ints without a constant. Gives whether it is one. */
export function makeSmallInt(instruction: Instruction, constant: CodeConstant): boolean {
  if (constant.type !== "int" || constant.value < 0 || constant.value > 255) return false;
  setInstruction(instruction, Op.LOAD_SMALL_INT, Number(constant.value));
  return true;
}

function makeLoad(instruction: Instruction, constant: CodeConstant, consts: ConstantTable): void {
  if (!makeSmallInt(instruction, constant)) setInstruction(instruction, Op.LOAD_CONST, consts.add(constant));
}

/** The last loads of constants up to an index, with only NOPs between; `null` when there are fewer. */
function constantLoads(block: BasicBlock, end: number, count: number): Instruction[] | null {
  const loads: Instruction[] = [];
  for (let index = end; index >= 0 && loads.length < count; index--) {
    const instruction = block.instructions[index];
    if (instruction === undefined || instruction.opcode === Op.NOP) continue;
    if (!loadsConstant(instruction.opcode)) return null;
    loads.unshift(instruction);
  }
  return loads.length === count ? loads : null;
}

function dropLoads(loads: readonly Instruction[]): void {
  for (const load of loads) {
    makeNop(load);
    load.location = NO_LOCATION;
  }
}

/** Folds `BINARY_OP`. */
export function foldBinaryOperation(block: BasicBlock, index: number, consts: ConstantTable): void {
  const operation = block.instructions[index];
  const loads = constantLoads(block, index - 1, 2);
  if (operation === undefined || loads === null) return;
  const [left, right] = loads.map((load) => loadedConstant(load, consts));
  const operator = binaryOperators[operation.oparg];
  if (left === undefined || right === undefined || operator === undefined) return;
  const result = foldBinary(left, operator, right);
  if (result === null) return;
  dropLoads(loads);
  makeLoad(operation, result, consts);
}

/** Folds a unary operator. */
export function foldUnaryOperation(
  block: BasicBlock,
  index: number,
  operator: "-" | "~" | "+" | "not",
  consts: ConstantTable,
): void {
  const operation = block.instructions[index];
  const loads = constantLoads(block, index - 1, 1);
  const [load] = loads ?? [];
  if (operation === undefined || load === undefined) return;
  const result = foldUnary(operator, loadedConstant(load, consts));
  if (result === null) return;
  dropLoads([load]);
  makeLoad(operation, result, consts);
}

/** Folds `BUILD_TUPLE` of constants. */
export function foldTuple(block: BasicBlock, index: number, consts: ConstantTable): void {
  const build = block.instructions[index];
  if (build === undefined || build.oparg > maximumElements) return;
  const loads = constantLoads(block, index - 1, build.oparg);
  if (loads === null) return;
  const items = loads.map((load) => loadedConstant(load, consts));
  dropLoads(loads);
  makeLoad(build, { type: "tuple", items }, consts);
}

/** Folds a long tuple of constants, which is built as a list and then converted. */
export function foldListToTuple(block: BasicBlock, index: number, consts: ConstantTable): void {
  const { instructions } = block;
  const items: CodeConstant[] = [];
  let expectsAppend = true;
  for (let at = index - 1; at >= 0; at--) {
    const instruction = instructions[at];
    if (instruction === undefined) return;
    const { opcode, oparg } = instruction;
    if (opcode === Op.NOP) continue;
    if (opcode === Op.BUILD_LIST && oparg === 0) {
      const convert = instructions[index];
      if (!expectsAppend || convert === undefined) return;
      dropLoads(instructions.slice(at, index));
      return makeLoad(convert, { type: "tuple", items }, consts);
    }
    if (expectsAppend) {
      if (opcode !== Op.LIST_APPEND || oparg !== 1) return;
    } else {
      if (!loadsConstant(opcode)) return;
      items.unshift(loadedConstant(instruction, consts));
    }
    expectsAppend = !expectsAppend;
  }
}

/**
 * Lists and sets that are only iterated over or searched become tuples and frozensets; longer ones of constants are extended by
 * a constant tuple or frozenset.
 */
export function optimizeListOrSet(block: BasicBlock, index: number, nextOpcode: number, consts: ConstantTable): void {
  const build = block.instructions[index];
  if (build === undefined) return;
  const isList = build.opcode === Op.BUILD_LIST;
  const size = build.oparg;
  const isTemporary = nextOpcode === Op.GET_ITER || nextOpcode === Op.CONTAINS_OP;
  if (size > maximumElements || (size < minimumConstantSequence && !isTemporary)) return;
  const loads = constantLoads(block, index - 1, size);
  if (loads === null) {
    if (isTemporary && isList) setInstruction(build, Op.BUILD_TUPLE, size);
    return;
  }
  const items = loads.map((load) => loadedConstant(load, consts));
  const constant: CodeConstant = isList ? { type: "tuple", items } : { type: "frozenset", items: distinct(items) };
  const oparg = consts.add(constant);
  dropLoads(loads);
  if (isTemporary) return setInstruction(build, Op.LOAD_CONST, oparg);
  const [empty, load] = [block.instructions[index - 2], block.instructions[index - 1]];
  if (empty === undefined || load === undefined) return;
  empty.location = build.location;
  setInstruction(empty, build.opcode, 0);
  setInstruction(load, Op.LOAD_CONST, oparg);
  setInstruction(build, isList ? Op.LIST_EXTEND : Op.SET_UPDATE, 1);
}

/** Elements without repetition. */
function distinct(items: readonly CodeConstant[]): readonly CodeConstant[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = constantKey(item);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
