// Basic blocks: straight runs of instructions, linked in the order in which they will be laid out.

import { type Location } from "../location.ts";
import { Op, hasFallthrough, isScopeExit } from "../opcodes.ts";

/** An instruction of the flow graph; passes change it in place. */
export interface Instruction {
  opcode: number;
  oparg: number;
  /** Block that a jump goes to, or the handler of a guarded range. */
  target: BasicBlock | null;
  /** Handler of exceptions here. */
  except: BasicBlock | null;
  location: Location;
}

/** A basic block, and what passes found out about it. */
export class BasicBlock {
  readonly instructions: Instruction[] = [];
  next: BasicBlock | null = null;
  /** Something jumps here by name. */
  isLabelled = false;
  /** Ways to get here: falling through and jumping. */
  predecessors = 0;
  isExceptHandler = false;
  /** As a handler: it gets the place of the exception too. */
  preservesLasti = false;
  isCold = false;
  isWarm = false;
  /** Stack depth at the start; -1 while it is not known. */
  startDepth = -1;
  visited = false;
  /** Handlers around the start, innermost last; null when not known or used up. */
  exceptStack: BasicBlock[] | null = null;
  /** Locals that may be unset at the start, as a bit mask of the first 64. */
  unsafeLocals = 0n;
  /** Handlers of instructions that were removed, by index. */
  private readonly formerHandlers: (BasicBlock | null)[] = [];

  get last(): Instruction | undefined {
    return this.instructions.at(-1);
  }

  /** Whether control may go on to the next block. */
  get fallsThrough(): boolean {
    const { last } = this;
    return last === undefined || hasFallthrough(last.opcode);
  }

  get exitsScope(): boolean {
    const { last } = this;
    return last !== undefined && isScopeExit(last.opcode);
  }

  get hasNoLine(): boolean {
    return this.instructions.every(({ location }) => location.line < 0);
  }

  /**
   * Appends an instruction. It is guarded as the instruction was that once had its place and was removed, if there was one: CPython
   * leaves that in the slot, and the exception tables show it. (The instructions in question cannot raise.)
   */
  add(opcode: number, oparg: number, location: Location, target: BasicBlock | null = null): void {
    const except = this.formerHandlers[this.instructions.length] ?? null;
    this.instructions.push({ opcode, oparg, target, except, location });
  }

  /** Keeps only so many instructions. */
  truncate(length: number): void {
    for (let index = length; index < this.instructions.length; index++) {
      this.formerHandlers[index] = this.instructions[index]?.except ?? null;
    }
    this.instructions.length = length;
  }
}

/** Turns an instruction into one that does nothing. */
export function makeNop(instruction: Instruction): void {
  setInstruction(instruction, Op.NOP, 0);
}

/** Turns an instruction into another, which is no jump. */
export function setInstruction(instruction: Instruction, opcode: number, oparg: number): void {
  instruction.opcode = opcode;
  instruction.oparg = oparg;
}

/** The blocks from one on, in order. The list may be changed meanwhile: blocks inserted ahead are met. */
export function* blocksFrom(entry: BasicBlock): Generator<BasicBlock, void, undefined> {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) yield block;
}

/** The first block from one on that is not empty. */
export function nextNonempty(block: BasicBlock | null): BasicBlock | null {
  let at = block;
  while (at !== null && at.instructions.length === 0) at = at.next;
  return at;
}

/** Forgets which blocks were visited. */
export function resetVisited(entry: BasicBlock): void {
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) block.visited = false;
}
