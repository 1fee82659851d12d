// Code units back to instructions: EXTENDED_ARG prefixes folded in, inline caches skipped.

import type { OpcodeDefinition } from "./opcode-definition.ts";
import { opcodeAt, opcodeNamed } from "./opcodes.ts";

/** An instruction of a code object, decoded. Offsets are in code units. */
export interface Instruction {
  /** Where its own code unit is (after its `EXTENDED_ARG`s). */
  readonly offset: number;
  /** Where it begins (its first `EXTENDED_ARG`, if it has any). */
  readonly start: number;
  /** Where the next instruction begins: after the inline caches. */
  readonly end: number;
  readonly definition: OpcodeDefinition;
  readonly oparg: number;
  /** Where a jump goes; `null` for others. */
  readonly target: number | null;
}

/** Reads the live opcode and oparg at an offset, for code that runs and rewrites itself. */
export type UnitReader = (offset: number) => number;

const EXTENDED_ARG = opcodeNamed("EXTENDED_ARG").opcode;

const forwardJumps: ReadonlySet<string> = new Set([
  "JUMP_FORWARD",
  "POP_JUMP_IF_FALSE",
  "POP_JUMP_IF_TRUE",
  "POP_JUMP_IF_NONE",
  "POP_JUMP_IF_NOT_NONE",
  "FOR_ITER",
  "SEND",
]);
const backwardJumps: ReadonlySet<string> = new Set(["JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "END_ASYNC_FOR"]);

/** Direction of an instruction's jump: 1 forward, -1 backward, 0 none. Specialized members jump as their generic does. */
export function jumpDirection(opcode: number): 1 | -1 | 0 {
  const definition = opcodeAt(opcode);
  const name = definition === undefined ? "" : (opcodeAt(definition.generic)?.name ?? "");
  if (forwardJumps.has(name)) return 1;
  return backwardJumps.has(name) ? -1 : 0;
}

/**
 * The instructions of a stretch of code units, in order.
 *
 * @param code - Code units as the compiler made them.
 * @param live - Reads the unit as it is now; by default it is the one in `code`.
 * @throws RangeError when a unit is no instruction.
 */
export function decodeInstructions(code: Uint16Array, live?: UnitReader): Instruction[] {
  const read = live ?? ((offset: number): number => code[offset] ?? 0);
  const instructions: Instruction[] = [];
  let start = 0;
  let oparg = 0;
  for (let offset = 0; offset < code.length;) {
    const unit = read(offset);
    const definition = opcodeAt(unit & 0xff);
    if (definition === undefined) throw new RangeError(`no instruction at ${offset}: ${unit & 0xff}`);
    oparg = ((oparg << 8) | (unit >> 8)) >>> 0;
    if (definition.opcode === EXTENDED_ARG) {
      offset++;
      continue;
    }
    // An executor takes the place of an instruction whose caches remain.
    const layout = definition.name === "ENTER_EXECUTOR" ? opcodeAt((code[offset] ?? 0) & 0xff) : definition;
    const end = offset + 1 + (layout?.cacheEntries ?? 0);
    const direction = jumpDirection(definition.opcode);
    const target = direction === 0 ? null : end + direction * oparg;
    instructions.push({ offset, start, end, definition, oparg, target });
    offset = start = end;
    oparg = 0;
  }
  return instructions;
}
