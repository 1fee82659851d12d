// Instructions with symbolic jumps to code units: sizes, EXTENDED_ARG prefixes, inline caches, jump distances, the ranges of
// the exception table and one position per code unit.
//
// A jump's size depends on its distance and the distance on sizes, so offsets are computed until no size changes
// any more. Cost: linear per round; two rounds but for very large functions.

import type { CodePosition, ExceptionTableEntry } from "./code-object.ts";
import { opcodeAt, opcodeNamed } from "./opcodes.ts";

/** Where an exception goes, for one instruction. */
export interface AssemblerHandler {
  /** Index of the handler's first instruction. */
  readonly target: number;
  readonly depth: number;
  readonly pushLasti: boolean;
}

/** An instruction before it has an address. */
export interface AssemblerInstruction {
  readonly opcode: number;
  /** Ignored when there is a `target`. */
  readonly oparg: number;
  /** Index of the instruction that a jump goes to. */
  readonly target: number | null;
  readonly position: CodePosition | null;
  readonly handler: AssemblerHandler | null;
}

/** The parts of a code object that depend on addresses. */
export interface AssembledCode {
  readonly code: Uint16Array;
  readonly exceptionTable: readonly ExceptionTableEntry[];
  readonly positions: readonly (CodePosition | null)[];
}

const EXTENDED_ARG = opcodeNamed("EXTENDED_ARG").opcode;
const END_ASYNC_FOR = opcodeNamed("END_ASYNC_FOR").opcode;
/** `END_ASYNC_FOR` names the `SEND` of its loop but counts to the `END_SEND`, this many code units after. */
const endSendDistance = 5;

/**
 * Lays instructions out.
 *
 * @throws RangeError when an opcode is unknown or a target is no instruction.
 * @example
 * assemble([{ opcode: opcodeNamed("RESUME").opcode, oparg: 0, target: null, position: null, handler: null }]).code; // [128]
 */
export function assemble(instructions: readonly AssemblerInstruction[]): AssembledCode {
  const caches = instructions.map(({ opcode }) => {
    const definition = opcodeAt(opcode);
    if (definition === undefined) throw new RangeError(`instruction ${opcode} cannot be assembled`);
    return definition.cacheEntries;
  });
  // CPython's first guess of a jump's size is by the index of its target; where sizes are a near thing, the guess decides.
  const opargs = instructions.map((it) => it.target ?? it.oparg);
  const offsets = resolveJumps(instructions, opargs, caches);

  const length = offsets[instructions.length] ?? 0;
  const code = new Uint16Array(length);
  const positions: (CodePosition | null)[] = new Array<CodePosition | null>(length).fill(null);
  instructions.forEach(({ opcode, position }, index) => {
    const oparg = opargs[index] ?? 0;
    let at = offsets[index] ?? 0;
    positions.fill(position, at, offsets[index + 1]);
    for (let shift = (extendedArgs(oparg) * 8) | 0; shift > 0; shift -= 8) {
      code[at++] = EXTENDED_ARG | (((oparg >>> shift) & 0xff) << 8);
    }
    code[at] = opcode | ((oparg & 0xff) << 8);
  });
  return { code, exceptionTable: exceptionRanges(instructions, offsets), positions };
}

/** Sets the opargs of jumps; returns the offset of each instruction and, last, the length of all. */
function resolveJumps(
  instructions: readonly AssemblerInstruction[],
  opargs: number[],
  caches: readonly number[],
): readonly number[] {
  const offsets: number[] = [];
  const size = (index: number): number => 1 + (caches[index] ?? 0) + extendedArgs(opargs[index] ?? 0);
  for (let changes = true; changes;) {
    changes = false;
    let offset = 0;
    for (let index = 0; index < instructions.length; index++) {
      offsets[index] = offset;
      offset += size(index);
    }
    offsets[instructions.length] = offset;
    instructions.forEach(({ opcode, target }, index) => {
      if (target === null) return;
      const to = offsets[target];
      if (to === undefined) throw new RangeError(`jump to instruction ${target}, of ${instructions.length}`);
      const before = size(index);
      const from = (offsets[index] ?? 0) + before;
      const distance = Math.abs(to - from);
      opargs[index] = opcode === END_ASYNC_FOR ? distance - endSendDistance : distance;
      if (size(index) !== before) changes = true;
    });
  }
  return offsets;
}

function extendedArgs(oparg: number): number {
  if (oparg < 0x100) return 0;
  if (oparg < 0x10000) return 1;
  return oparg < 0x1000000 ? 2 : 3;
}

function exceptionRanges(
  instructions: readonly AssemblerInstruction[],
  offsets: readonly number[],
): readonly ExceptionTableEntry[] {
  const entries: ExceptionTableEntry[] = [];
  let handler: AssemblerHandler | null = null;
  let start = 0;
  const close = (end: number): void => {
    if (handler === null) return;
    const { target, depth, pushLasti } = handler;
    entries.push({ start, end, target: offsets[target] ?? 0, depth, pushLasti });
  };
  instructions.forEach((instruction, index) => {
    if (instruction.handler?.target === handler?.target) return;
    close(offsets[index] ?? 0);
    handler = instruction.handler;
    start = offsets[index] ?? 0;
  });
  close(offsets[instructions.length] ?? 0);
  return entries;
}
