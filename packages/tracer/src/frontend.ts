// The live interpreter as the recorder sees it: code, frames and counters while instructions run.

import type { TraceConstant } from "@tjit/ir";

/** What is at an address of code now. Instructions rewrite themselves, so the answer changes. */
export interface DecodedInstruction {
  /** The opcode; where an executor has its entry, the opcode that the entry replaced. */
  readonly opcode: number;
  /** Size of the instruction with its caches, and with what it swallows of the next ones, in code units. */
  readonly length: number;
  /** Address that the instruction jumps to when it does; `undefined` for one that never jumps. */
  readonly jumpTarget: number | undefined;
  /** Whether an executor has its entry here. */
  readonly isExecutorEntry: boolean;
}

/** Which frame a frame pointer stands for. */
export interface FrameIdentity {
  /** The code object's reference, and what people call it. */
  readonly code: number;
  readonly name: string;
  /** Address of the first code unit. */
  readonly codeStart: number;
  /** Changes when the code does; 0 when the language has no such thing. */
  readonly codeVersion: number;
  readonly localCount: number;
  /** Bytes of the whole frame. */
  readonly frameSize: number;
  /** Whether its instructions may be recorded. */
  readonly isTraceable: boolean;
}

/**
 * The client's side of recording. `Saved` is whatever it wants to remember of the operands of an instruction.
 * Addresses are those of the client's code memory.
 */
export interface Frontend<Saved = undefined> {
  /** Decodes the instruction at `pc` whose full argument is `oparg`. */
  decode(pc: number, oparg: number): DecodedInstruction;
  /** Reads one code unit: cache words and branch histories. */
  readUnit(address: number): number;
  /** Whether an executor that has an entry in code starts at `pc`: traces that come there by a backward jump end. */
  executorStartsAt(pc: number): boolean;
  frame(fp: number): FrameIdentity;
  /** Values on the frame's own stack. */
  stackDepth(sp: number, fp: number): number;
  /** Makes an instruction that is about to run specialize to what it sees now. */
  hasten(pc: number): void;
  /** Whether the instruction, hastened before it ran, fell back to its generic form all the same. */
  missed(pc: number): boolean;
  /** Looks at the operands of an instruction that is about to run. */
  save(opcode: number, oparg: number, pc: number, sp: number, fp: number): Saved;
  /** What a recording uop shall hold of what was saved; `undefined` leaves the uop out. */
  recorded(saved: Saved, uop: string): TraceConstant | undefined;
  /** Whether the instruction, which is about to run, ends the run of the interpreter: recording cannot go on behind it. */
  leavesRun?(opcode: number, fp: number): boolean;
  /** Whether a pass would like to specialize the instruction, so that stopping before it would be a pity. */
  wantsSpecialization?(opcode: number, saved: Saved): boolean;
}
