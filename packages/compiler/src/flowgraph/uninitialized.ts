// Loads of locals that may be unset get a check. A forward analysis over the blocks: the set of locals that may be unset, as a
// bit mask (union at joins). Locals beyond the first 64 are only followed within a block.

import { Op, isJump } from "../opcodes.ts";
import { type BasicBlock, resetVisited } from "./block.ts";

const trackedLocals = 64;

/** Turns LOAD_FAST into LOAD_FAST_CHECK where the local may be unset. */
export function addChecksForUninitialized(entry: BasicBlock, localCount: number, parameterCount: number): void {
  if (localCount === 0) return;
  if (localCount > trackedLocals) scanManyLocals(entry);
  resetVisited(entry);
  const todo: BasicBlock[] = [];
  const merge = (block: BasicBlock, unsafe: bigint): void => {
    const both = block.unsafeLocals | unsafe;
    if (both === block.unsafeLocals) return;
    block.unsafeLocals = both;
    if (block.visited) return;
    block.visited = true;
    todo.push(block);
  };
  let start = 0n;
  for (let local = parameterCount; local < Math.min(localCount, trackedLocals); local++) start |= 1n << BigInt(local);
  merge(entry, start);
  // Deletions make locals unset anywhere: every block is scanned at least once.
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) scanBlock(block, merge);
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    block.visited = false;
    scanBlock(block, merge);
  }
}

function scanBlock(block: BasicBlock, merge: (block: BasicBlock, unsafe: bigint) => void): void {
  let unsafe = block.unsafeLocals;
  for (const instruction of block.instructions) {
    if (instruction.except !== null) merge(instruction.except, unsafe);
    if (instruction.oparg >= trackedLocals) continue;
    switch (instruction.opcode) {
      case Op.DELETE_FAST:
      case Op.LOAD_FAST_AND_CLEAR:
      case Op.STORE_FAST_MAYBE_NULL:
        unsafe |= 1n << BigInt(instruction.oparg);
        break;
      case Op.LOAD_FAST:
        if ((unsafe & (1n << BigInt(instruction.oparg))) !== 0n) instruction.opcode = Op.LOAD_FAST_CHECK;
        unsafe &= ~(1n << BigInt(instruction.oparg));
        break;
      case Op.STORE_FAST:
      case Op.LOAD_FAST_CHECK:
        unsafe &= ~(1n << BigInt(instruction.oparg));
        break;
    }
  }
  if (block.next !== null && block.fallsThrough) merge(block.next, unsafe);
  const { last } = block;
  if (last !== undefined && isJump(last.opcode) && last.target !== null) merge(last.target, unsafe);
}

/** Within each block, a local is known to be set after a load or store. */
function scanManyLocals(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    const known = new Set<number>();
    for (const instruction of block.instructions) {
      const local = instruction.oparg;
      if (local < trackedLocals) continue;
      switch (instruction.opcode) {
        case Op.DELETE_FAST:
        case Op.LOAD_FAST_AND_CLEAR:
        case Op.STORE_FAST_MAYBE_NULL:
          known.delete(local);
          break;
        case Op.STORE_FAST:
          known.add(local);
          break;
        case Op.LOAD_FAST:
          if (!known.has(local)) instruction.opcode = Op.LOAD_FAST_CHECK;
          known.add(local);
          break;
      }
    }
  }
}
