// Constants that folding left unused go; the others move up. The first one stays: it may be a docstring.

import { type CodeConstant } from "@tjit/bytecode";
import { Op } from "../opcodes.ts";
import { type BasicBlock } from "./block.ts";

/** The constants that are used, with the instructions' arguments adjusted. */
export function removeUnusedConsts(entry: BasicBlock, consts: readonly CodeConstant[]): readonly CodeConstant[] {
  const used = new Set([0]);
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    for (const { opcode, oparg } of block.instructions) if (opcode === Op.LOAD_CONST) used.add(oparg);
  }
  const kept: CodeConstant[] = [];
  const newIndexes = consts.map((constant, index) => (used.has(index) ? kept.push(constant) - 1 : -1));
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    for (const instruction of block.instructions) {
      if (instruction.opcode === Op.LOAD_CONST) instruction.oparg = newIndexes[instruction.oparg] ?? 0;
    }
  }
  return kept;
}
