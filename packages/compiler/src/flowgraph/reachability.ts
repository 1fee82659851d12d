// Which blocks can be reached, from where, and which only through exceptions.

import { Op, isBlockPush, isJump } from "../opcodes.ts";
import { BasicBlock, blocksFrom, resetVisited } from "./block.ts";
import { NO_LOCATION } from "../location.ts";

/** Counts predecessors and empties the blocks that have none. */
export function removeUnreachable(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    block.predecessors = 0;
    block.visited = false;
  }
  entry.predecessors = 1;
  entry.visited = true;
  const todo = [entry];
  const reach = (block: BasicBlock): void => {
    block.predecessors++;
    if (block.visited) return;
    block.visited = true;
    todo.push(block);
  };
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    if (block.next !== null && block.fallsThrough) reach(block.next);
    for (const { opcode, target } of block.instructions) {
      if (target !== null && (isJump(opcode) || isBlockPush(opcode))) reach(target);
    }
  }
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    if (block.predecessors > 0) continue;
    block.truncate(0);
    block.isExceptHandler = false;
  }
}

/** Moves what only exceptions reach behind all else. Gives whether anything moved. */
export function pushColdBlocksToEnd(entry: BasicBlock): boolean {
  if (entry.next === null) return false;
  markWarm(entry);
  markCold(entry);
  // A cold block that falls into a warm one must jump there from its new place.
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    const { next } = block;
    if (!block.isCold || !block.fallsThrough || next === null || !next.isWarm) continue;
    const jump = new BasicBlock();
    next.isLabelled = true;
    jump.add(Op.JUMP_NO_INTERRUPT, 0, NO_LOCATION, next);
    jump.isCold = true;
    jump.next = next;
    jump.predecessors = 1;
    block.next = jump;
  }
  const blocks = [...blocksFrom(entry)];
  const cold = blocks.filter((block) => block.isCold);
  const ordered = [...blocks.filter((block) => !block.isCold), ...cold];
  ordered.forEach((block, index) => (block.next = ordered[index + 1] ?? null));
  return cold.length > 0;
}

/** Follows normal control flow from blocks in which control may be; `accepts` says which others to enter. */
function follow(start: BasicBlock[], accepts: (block: BasicBlock) => boolean, mark: (block: BasicBlock) => void): void {
  const enter = (block: BasicBlock | null): void => {
    if (block === null || block.visited || !accepts(block)) return;
    block.visited = true;
    start.push(block);
  };
  for (let block = start.pop(); block !== undefined; block = start.pop()) {
    mark(block);
    if (block.fallsThrough) enter(block.next);
    for (const { opcode, target } of block.instructions) if (isJump(opcode)) enter(target);
  }
}

function markWarm(entry: BasicBlock): void {
  resetVisited(entry);
  entry.visited = true;
  follow(
    [entry],
    () => true,
    (block) => (block.isWarm = true),
  );
}

function markCold(entry: BasicBlock): void {
  resetVisited(entry);
  const handlers = [...blocksFrom(entry)].filter((block) => block.isExceptHandler);
  for (const handler of handlers) handler.visited = true;
  follow(
    handlers,
    (block) => !block.isWarm,
    (block) => (block.isCold = true),
  );
}
