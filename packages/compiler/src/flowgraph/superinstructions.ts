// Pairs of loads and stores of locals become one instruction, where both locals have small numbers and the lines are equal.

import { Op } from "../opcodes.ts";
import { type BasicBlock, makeNop, setInstruction } from "./block.ts";
import { removeRedundantNops } from "./nops.ts";

const combinations: ReadonlyMap<number, ReadonlyMap<number, number>> = new Map([
  [Op.LOAD_FAST, new Map([[Op.LOAD_FAST, Op.LOAD_FAST_LOAD_FAST]])],
  [
    Op.STORE_FAST,
    new Map([
      [Op.LOAD_FAST, Op.STORE_FAST_LOAD_FAST],
      [Op.STORE_FAST, Op.STORE_FAST_STORE_FAST],
    ]),
  ],
]);

/** Combines what can be combined, first come first served. */
export function insertSuperinstructions(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    block.instructions.forEach((first, index) => {
      const second = block.instructions[index + 1];
      const combined = second === undefined ? undefined : combinations.get(first.opcode)?.get(second.opcode);
      if (combined === undefined || second === undefined) return;
      const [line, nextLine] = [first.location.line, second.location.line];
      if (line >= 0 && nextLine >= 0 && line !== nextLine) return;
      if (first.oparg >= 16 || second.oparg >= 16) return;
      setInstruction(first, combined, (first.oparg << 4) | second.oparg);
      makeNop(second);
    });
  }
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) removeRedundantNops(block);
}
