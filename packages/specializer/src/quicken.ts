// Prepares new code: gives every instruction's cache its first words. Walks a range of code once, instruction by
// instruction; an instruction's length is its own unit and its cache entries.

import { opcodeOf, unitSize, type CodeMemory } from "./code-memory.ts";
import type { InstructionDefinition } from "./family.ts";

/** First cache words of an instruction, by opcode; caches without a row become zeros. */
export type InitialCaches = ReadonlyMap<number, readonly number[]>;

/** Units that each opcode takes with its cache: a lookup by opcode. */
export function instructionLengths(instructions: readonly InstructionDefinition[]): Uint8Array {
  const lengths = new Uint8Array(256).fill(1);
  for (const { opcode, cacheEntries } of instructions) lengths[opcode] = 1 + cacheEntries;
  return lengths;
}

/**
 * Writes first cache words into `units` units of code from `start`.
 * @throws RangeError when the last instruction's cache reaches past the end.
 */
export function quicken(
  memory: CodeMemory,
  start: number,
  units: number,
  lengths: Uint8Array,
  initial: InitialCaches,
): void {
  forEachInstruction(memory, start, units, lengths, (address, opcode) => {
    const words = initial.get(opcode);
    const entries = (lengths[opcode] ?? 1) - 1;
    for (let entry = 0; entry < entries; entry++) {
      memory.writeUnit(address + (1 + entry) * unitSize, words?.[entry] ?? 0);
    }
  });
}

/** Visits the instructions of a range of code in order. */
export function forEachInstruction(
  memory: CodeMemory,
  start: number,
  units: number,
  lengths: Uint8Array,
  visit: (address: number, opcode: number) => void,
): void {
  const end = start + units * unitSize;
  for (let address = start; address < end;) {
    const opcode = opcodeOf(memory.readUnit(address));
    const next = address + (lengths[opcode] ?? 1) * unitSize;
    if (next > end) throw new RangeError(`instruction ${opcode} at ${address} reaches past the end of its code`);
    visit(address, opcode);
    address = next;
  }
}
