// The finished flow graph as a code object.

import { type AssemblerInstruction, type CodeConstant, type CodeObject, assemble } from "@tjit/bytecode";
import { type CompilerUnit } from "../codegen/unit.ts";
import { type Location, NEXT_LOCATION, NO_LOCATION } from "../location.ts";
import { Op, isTerminator } from "../opcodes.ts";
import { type BasicBlock, type Instruction } from "./block.ts";
import { describeLocals } from "./locals.ts";

/** What is known by the time of assembly. */
export interface AssembleOptions {
  readonly consts: readonly CodeConstant[];
  readonly stacksize: number;
  readonly flags: number;
  readonly filename: string;
}

/** Lays out the blocks in order. */
export function assembleCodeObject(unit: CompilerUnit, entry: BasicBlock, options: AssembleOptions): CodeObject {
  const starts = new Map<BasicBlock, number>();
  const instructions: Instruction[] = [];
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    starts.set(block, instructions.length);
    for (const instruction of block.instructions) instructions.push(instruction);
  }
  const indexOfBlock = (block: BasicBlock): number => starts.get(block) ?? 0;
  const located = resolveNextLocations(instructions);
  const list = instructions.map((instruction, index): AssemblerInstruction => {
    const { opcode, oparg, except } = instruction;
    const target = instruction.target === null ? null : indexOfBlock(instruction.target);
    const location = located[index] ?? NO_LOCATION;
    return {
      opcode: target === null ? opcode : directed(opcode, target > index),
      oparg,
      target,
      position: location.line < 0 ? null : location,
      handler:
        except === null
          ? null
          : {
              target: indexOfBlock(except),
              depth: except.startDepth - (except.preservesLasti ? 2 : 1),
              pushLasti: except.preservesLasti,
            },
    };
  });
  return {
    name: unit.name,
    qualname: unit.qualname,
    filename: options.filename,
    firstLineNumber: unit.firstLineNumber,
    flags: options.flags,
    argcount: unit.counts.argcount + unit.counts.posonlyargcount,
    posonlyargcount: unit.counts.posonlyargcount,
    kwonlyargcount: unit.counts.kwonlyargcount,
    stacksize: Math.max(options.stacksize, 1),
    consts: options.consts,
    names: [...unit.names.keys()],
    localsplus: describeLocals(unit, options.flags),
    ...assemble(list),
  };
}

function directed(opcode: number, isForward: boolean): number {
  if (opcode === Op.JUMP) return isForward ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD;
  if (opcode === Op.JUMP_NO_INTERRUPT) return isForward ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD_NO_INTERRUPT;
  return opcode;
}

/** Instructions that take the place of what follows get it, from the back. */
function resolveNextLocations(instructions: readonly Instruction[]): readonly Location[] {
  const locations = instructions.map(({ location }) => location);
  for (let index = instructions.length - 1; index >= 0; index--) {
    if (locations[index]?.line !== NEXT_LOCATION.line) continue;
    const opcode = instructions[index]?.opcode ?? Op.NOP;
    locations[index] = isTerminator(opcode) ? NO_LOCATION : (locations[index + 1] ?? NO_LOCATION);
  }
  return locations;
}
