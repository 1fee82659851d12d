// For a call, which instruction put each argument on the operand stack. The cutter asks it for the calls that become jumps: an
// argument that is the very register it goes to needs neither the get nor a set.

import { blockResultCount, type Instruction } from "../wasm/instruction.ts";
import { Opcode, operandCountsOf } from "../wasm/opcodes.ts";

/** How many values functions take and give, by function index. */
export interface Arity {
  readonly parameters: number;
  readonly results: number;
}

/** Index of the instruction that produced the argument, or -1 when it is not a single one. */
export type Producer = number;

/** Producers of the arguments of each direct call, by the call's place. Calls in unreachable code are left out. */
export function producersOfCalls(
  instructions: readonly Instruction[],
  arityOf: (functionIndex: number) => Arity,
): ReadonlyMap<number, readonly Producer[]> {
  const found = new Map<number, readonly Producer[]>();
  // One operand stack per open block, the results of blocks, and whether the code is reachable.
  const blocks: { readonly stack: Producer[]; readonly results: number; isDead: boolean }[] = [];
  let stack: Producer[] = [];
  let results = 0;
  let isDead = false;
  const pop = (count: number): Producer[] => {
    const from = Math.max(0, stack.length - count);
    return stack.splice(from);
  };
  const push = (count: number, producer: Producer): void => {
    for (let index = 0; index < count; index++) stack.push(producer);
  };
  instructions.forEach((instruction, place) => {
    const { opcode } = instruction;
    switch (opcode) {
      case Opcode.block:
      case Opcode.loop:
      case Opcode.if:
        if (opcode === Opcode.if) pop(1);
        blocks.push({ stack, results, isDead });
        results = instruction.immediates === "block" ? blockResultCount(instruction.type) : 0;
        stack = [];
        return;
      case Opcode.else:
        stack = [];
        isDead = blocks[blocks.length - 1]?.isDead ?? false;
        return;
      case Opcode.end: {
        const outer = blocks.pop();
        if (outer === undefined) return;
        const left = results;
        ({ stack, results, isDead } = outer);
        push(left, -1);
        return;
      }
      case Opcode.call: {
        const arity = arityOf(instruction.immediates === "u32" ? instruction.value : -1);
        const producers = pop(arity.parameters);
        if (!isDead && producers.length === arity.parameters) found.set(place, producers);
        push(arity.results, -1);
        return;
      }
      case Opcode.brIf:
        pop(1);
        // Values that a conditional branch carries stay, but they are no longer a single instruction's.
        stack = stack.map(() => -1);
        return;
      case Opcode.br:
      case Opcode.brTable:
      case Opcode.return:
      case Opcode.unreachable:
      case Opcode.returnCall:
      case Opcode.returnCallIndirect:
        stack = [];
        isDead = true;
        return;
      default: {
        const counts = operandCountsOf(opcode);
        if (counts === undefined) throw new RangeError(`instruction 0x${opcode.toString(16)} in a stencil`);
        pop(counts.pops);
        push(counts.pushes, counts.pops === 0 ? place : -1);
      }
    }
  });
  return found;
}
