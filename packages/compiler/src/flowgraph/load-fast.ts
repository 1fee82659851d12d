// Loads of locals that need no reference of their own: the local outlives the value on the stack.
//
// Each block is run on a stack of abstract references (which instruction made it, of which local). A load may borrow when its
// value is consumed in the block before the local is overwritten, and is not itself stored in a local.

import { Op, hasTarget, isBlockPush, isScopeExit, isUnconditionalJump, popped, pushed } from "../opcodes.ts";
import { type BasicBlock, type Instruction, resetVisited } from "./block.ts";

interface Reference {
  /** Index of the instruction that made it; -1 for what was on the stack before. */
  readonly origin: number;
  /** The local that it is a value of; -1 for none. */
  readonly local: number;
}

const unknown: Reference = { origin: -1, local: -1 };

/** Turns loads into borrowing loads. Start depths must be set. Instructions must not be moved afterwards. */
export function optimizeLoadFast(entry: BasicBlock): void {
  resetVisited(entry);
  const todo: BasicBlock[] = [];
  const reach = (block: BasicBlock | null): void => {
    if (block === null || block.visited) return;
    block.visited = true;
    todo.push(block);
  };
  reach(entry);
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    const { last, next } = block;
    const run = new BlockRun(block);
    block.instructions.forEach((instruction, index) => {
      if (hasTarget(instruction.opcode)) reach(instruction.target);
      run.step(instruction, index);
    });
    if (last !== undefined && !isUnconditionalJump(last.opcode) && !isScopeExit(last.opcode)) reach(next);
    run.finish();
  }
}

/** One block's abstract execution. */
class BlockRun {
  private readonly block: BasicBlock;
  private readonly stack: Reference[];
  /** Loads that must own their value. */
  private readonly owning = new Set<number>();

  constructor(block: BasicBlock) {
    this.block = block;
    this.stack = new Array<Reference>(Math.max(block.startDepth, 0)).fill(unknown);
  }

  private pop(): Reference {
    return this.stack.pop() ?? unknown;
  }

  private push(origin: number, local = -1): void {
    this.stack.push({ origin, local });
  }

  /** The local gets another value: what was loaded from it before must not be borrowed. */
  private kill(local: number): void {
    for (const reference of this.stack) if (reference.local === local) this.owning.add(reference.origin);
  }

  private store(local: number): void {
    const reference = this.pop();
    this.kill(local);
    this.owning.add(reference.origin);
  }

  step({ opcode, oparg }: Instruction, index: number): void {
    switch (opcode) {
      case Op.DELETE_FAST:
        return this.kill(oparg);
      case Op.LOAD_FAST:
        return this.push(index, oparg);
      case Op.LOAD_FAST_AND_CLEAR:
        this.kill(oparg);
        return this.push(index, oparg);
      case Op.LOAD_FAST_LOAD_FAST:
        this.push(index, oparg >> 4);
        return this.push(index, oparg & 15);
      case Op.STORE_FAST:
        return this.store(oparg);
      case Op.STORE_FAST_LOAD_FAST:
        this.store(oparg >> 4);
        return this.push(index, oparg & 15);
      case Op.STORE_FAST_STORE_FAST:
        this.store(oparg >> 4);
        return this.store(oparg & 15);
      case Op.COPY:
        return void this.stack.push(this.stack.at(-oparg) ?? unknown);
      case Op.SWAP: {
        const below = this.stack.length - oparg;
        const top = this.pop();
        this.stack.push(this.stack[below] ?? unknown);
        this.stack[below] = top;
        return;
      }
      case Op.FORMAT_SIMPLE:
      case Op.GET_ANEXT:
      case Op.GET_LEN:
      case Op.GET_YIELD_FROM_ITER:
      case Op.IMPORT_FROM:
      case Op.MATCH_KEYS:
      case Op.MATCH_MAPPING:
      case Op.MATCH_SEQUENCE:
      case Op.WITH_EXCEPT_START:
        // These leave what they look at. CPython 3.14 takes the block's first instructions for the origin of what they
        // push; a load there then owns its value, which is safe.
        for (let count = 0; count < pushed(opcode, oparg) - popped(opcode, oparg); count++) this.push(count);
        return;
      case Op.DICT_MERGE:
      case Op.DICT_UPDATE:
      case Op.LIST_APPEND:
      case Op.LIST_EXTEND:
      case Op.MAP_ADD:
      case Op.RERAISE:
      case Op.SET_ADD:
      case Op.SET_UPDATE:
        for (let count = popped(opcode, oparg) - pushed(opcode, oparg); count > 0; count--) this.pop();
        return;
      case Op.END_SEND:
      case Op.SET_FUNCTION_ATTRIBUTE: {
        // The top stays, what is below goes.
        const top = this.pop();
        this.pop();
        return void this.stack.push(top);
      }
      case Op.CHECK_EXC_MATCH:
        this.pop();
        return this.push(index);
      case Op.FOR_ITER:
        return this.push(index);
      case Op.LOAD_ATTR:
      case Op.LOAD_SUPER_ATTR: {
        const self = this.pop();
        if (opcode === Op.LOAD_SUPER_ATTR) {
          this.pop();
          this.pop();
        }
        this.push(index);
        // A method call: the receiver may be pushed again.
        if ((oparg & 1) !== 0) this.stack.push(self);
        return;
      }
      case Op.LOAD_SPECIAL:
      case Op.PUSH_EXC_INFO: {
        const top = this.pop();
        this.push(index);
        return void this.stack.push(top);
      }
      case Op.SEND:
        this.pop();
        return this.push(index);
      default:
        if (isBlockPush(opcode)) return;
        for (let count = popped(opcode, oparg); count > 0; count--) this.pop();
        for (let count = pushed(opcode, oparg); count > 0; count--) this.push(index);
    }
  }

  /** What is on the stack at the end is not borrowed; the other loads are. */
  finish(): void {
    for (const { origin } of this.stack) this.owning.add(origin);
    this.block.instructions.forEach((instruction, index) => {
      if (this.owning.has(index)) return;
      if (instruction.opcode === Op.LOAD_FAST) instruction.opcode = Op.LOAD_FAST_BORROW;
      else if (instruction.opcode === Op.LOAD_FAST_LOAD_FAST) {
        instruction.opcode = Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
      }
    });
  }
}
