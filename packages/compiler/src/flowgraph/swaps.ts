// Runs of SWAP: replaced by the shortest run with the same effect, or, before stores and pops, by putting those in order.

import { Op } from "../opcodes.ts";
import { type BasicBlock, type Instruction, makeNop, setInstruction } from "./block.ts";

const visited = -1;

/**
 * Replaces the run of SWAPs and NOPs at an index. Any permutation is made of cycles, each of which takes one swap per element,
 * all of them with the top.
 *
 * @returns Index of the last instruction of the run.
 */
export function optimizeSwaps(block: BasicBlock, start: number): number {
  const { instructions } = block;
  let end = start;
  let depth = 0;
  let count = 0;
  for (; end < instructions.length; end++) {
    const instruction = instructions[end];
    if (instruction === undefined || (instruction.opcode !== Op.SWAP && instruction.opcode !== Op.NOP)) break;
    if (instruction.opcode !== Op.SWAP) continue;
    depth = Math.max(depth, instruction.oparg);
    count++;
  }
  if (count < 2) return start;
  const run = instructions.slice(start, end);
  const stack = Array.from({ length: depth }, (_, index) => index);
  for (const { opcode, oparg } of run) {
    if (opcode !== Op.SWAP) continue;
    const top = stack[0] ?? 0;
    stack[0] = stack[oparg - 1] ?? 0;
    stack[oparg - 1] = top;
  }
  // Undoing the permutation, read backwards, makes it: fill the run from its end.
  let free = run.length - 1;
  for (let first = 0; first < depth; first++) {
    if (stack[first] === visited || stack[first] === first) continue;
    for (let at = first; ;) {
      const instruction = run[free];
      if (at !== 0 && instruction !== undefined) {
        setInstruction(instruction, Op.SWAP, at + 1);
        free--;
      }
      const next = stack[at] ?? visited;
      if (next === visited) break;
      stack[at] = visited;
      at = next;
    }
  }
  for (; free >= 0; free--) {
    const instruction = run[free];
    if (instruction !== undefined) makeNop(instruction);
  }
  return end - 1;
}

/** Instructions that only take the top of the stack and run nobody's code: their order may change. */
const isSwappable = (opcode: number): boolean =>
  opcode === Op.STORE_FAST || opcode === Op.STORE_FAST_MAYBE_NULL || opcode === Op.POP_TOP;

/** The local that an instruction stores to, -1 for none. */
const storesTo = (instruction: Instruction | undefined): number =>
  instruction?.opcode === Op.STORE_FAST || instruction?.opcode === Op.STORE_FAST_MAYBE_NULL ? instruction.oparg : -1;

/** Replaces SWAPs before swappable instructions by swapping those. Goes left from an index. */
export function applyStaticSwaps(block: BasicBlock, start: number): void {
  const { instructions } = block;
  for (let index = start; index >= 0; index--) {
    const swap = instructions[index];
    if (swap === undefined) return;
    if (swap.opcode !== Op.SWAP) {
      if (swap.opcode === Op.NOP || isSwappable(swap.opcode)) continue;
      return;
    }
    const first = nextSwappable(block, index, -1);
    const line = instructions[first]?.location.line ?? -1;
    let second = first;
    for (let count = swap.oparg - 1; count > 0 && second >= 0; count--) second = nextSwappable(block, second, line);
    if (first < 0 || second < 0 || !mayExchange(instructions, first, second)) return;
    makeNop(swap);
    const [one, other] = [instructions[first], instructions[second]];
    if (one === undefined || other === undefined) return;
    instructions[first] = other;
    instructions[second] = one;
  }
}

/** Not when both, or one and something between them, store to the same local. */
function mayExchange(instructions: readonly Instruction[], first: number, second: number): boolean {
  const one = storesTo(instructions[first]);
  const other = storesTo(instructions[second]);
  if (one < 0 && other < 0) return true;
  if (one === other) return false;
  return instructions.slice(first + 1, second).every((instruction) => {
    const between = storesTo(instruction);
    return between < 0 || (between !== one && between !== other);
  });
}

/** Index of the next swappable instruction on the line (on any for -1), with only NOPs between; -1 when there is none. */
function nextSwappable(block: BasicBlock, after: number, line: number): number {
  for (let index = after + 1; index < block.instructions.length; index++) {
    const instruction = block.instructions[index];
    if (instruction === undefined || (line >= 0 && instruction.location.line !== line)) return -1;
    if (instruction.opcode === Op.NOP) continue;
    return isSwappable(instruction.opcode) ? index : -1;
  }
  return -1;
}
