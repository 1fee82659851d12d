// Which locals of a function may be read before they are set. WebAssembly starts locals at zero and Binaryen relies on it; inside a
// trace the scratch locals hold what other stencils left, so the cutter sets these to zero first.
//
// One forward walk: the state is the set of locals that are surely set, joined by intersection where branches meet. A loop's start
// needs no iteration, because what a back edge brings is never less than what came in.

import type { Instruction } from "../wasm/instruction.ts";
import { Opcode } from "../wasm/opcodes.ts";

/** Surely set locals; `undefined`: this place is not reached. */
type State = ReadonlySet<number> | undefined;

interface Frame {
  readonly opcode: number;
  /** State before an `if`. */
  readonly entry: State;
  /** Join of the states that branch here. */
  branches: State;
  /** State at the end of `then`. */
  then: State;
}

/** Locals (not parameters) that may be read before they are set, in rising order. */
export function localsReadBeforeSet(instructions: readonly Instruction[], parameterCount: number): number[] {
  const found = new Set<number>();
  const frames: Frame[] = [{ opcode: Opcode.block, entry: undefined, branches: undefined, then: undefined }];
  let state: State = new Set();
  const branch = (depth: number): void => {
    const frame = frames[frames.length - 1 - depth];
    if (frame !== undefined && frame.opcode !== Opcode.loop) frame.branches = join(frame.branches, state);
  };
  for (const instruction of instructions) {
    const { opcode } = instruction;
    switch (opcode) {
      case Opcode.block:
      case Opcode.loop:
      case Opcode.if:
        frames.push({ opcode, entry: state, branches: undefined, then: undefined });
        break;
      case Opcode.else: {
        const frame = frames[frames.length - 1];
        if (frame !== undefined) {
          frame.then = state;
          frames[frames.length - 1] = { ...frame, opcode: Opcode.else };
          state = frame.entry;
        }
        break;
      }
      case Opcode.end: {
        const frame = frames.pop();
        if (frame === undefined) break;
        state = join(state, frame.branches);
        if (frame.opcode === Opcode.if) state = join(state, frame.entry);
        if (frame.opcode === Opcode.else) state = join(state, frame.then);
        break;
      }
      case Opcode.br:
      case Opcode.brIf:
        if (instruction.immediates === "u32") branch(instruction.value);
        if (opcode === Opcode.br) state = undefined;
        break;
      case Opcode.brTable:
        if (instruction.immediates === "br-table") [...instruction.labels, instruction.otherwise].forEach(branch);
        state = undefined;
        break;
      case Opcode.return:
      case Opcode.unreachable:
      case Opcode.returnCall:
      case Opcode.returnCallIndirect:
        state = undefined;
        break;
      case Opcode.localSet:
      case Opcode.localTee:
        if (instruction.immediates === "u32" && state !== undefined) state = new Set([...state, instruction.value]);
        break;
      case Opcode.localGet:
        if (instruction.immediates !== "u32" || instruction.value < parameterCount) break;
        if (state !== undefined && !state.has(instruction.value)) found.add(instruction.value);
    }
  }
  return [...found].sort((left, right) => left - right);
}

function join(left: State, right: State): State {
  if (left === undefined) return right;
  if (right === undefined) return left;
  return new Set([...left].filter((local) => right.has(local)));
}
