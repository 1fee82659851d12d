// The running machine as the trace recorder sees it.

import type { TraceConstant } from "@tjit/ir";
import type { Specializer } from "@tjit/specializer";
import type { DecodedInstruction, ExecutorTable, FrameIdentity, Frontend } from "@tjit/tracer";
import type { Heap } from "../heap.ts";
import { enterTraceOpcode, instructionAt, lengthOf } from "../instructions.ts";
import { unitSize, wordSize } from "../layout.ts";
import type { LoadedProgram } from "../loaded-program.ts";
import type { Operands } from "../specialization.ts";

/** What the frontend asks of the executors. */
export type EntryLookup = Pick<ExecutorTable<unknown>, "entryAt" | "startingAt">;

/** The frontend of one machine. */
export class AbacusFrontend implements Frontend {
  readonly #heap: Heap;
  readonly #program: LoadedProgram;
  readonly #specializer: Specializer<Operands>;
  readonly #executors: () => EntryLookup;

  constructor(heap: Heap, program: LoadedProgram, specializer: Specializer<Operands>, executors: () => EntryLookup) {
    this.#heap = heap;
    this.#program = program;
    this.#specializer = specializer;
    this.#executors = executors;
  }

  /** The code unit that runs at `pc`: what a trace's entry replaced, if there is one. */
  unitAt(pc: number): number {
    const unit = this.#heap.loadUnit(pc);
    return (unit & 0xff) === enterTraceOpcode ? (this.#executors().entryAt(pc)?.entry.saved ?? unit) : unit;
  }

  decode(pc: number): DecodedInstruction {
    const unit = this.unitAt(pc);
    const instruction = instructionAt(unit & 0xff);
    const length = lengthOf(instruction);
    const next = pc + unitSize * length;
    const distance = unitSize * (unit >>> 8);
    const targets: Partial<Record<string, number>> = {
      UNLESS: next + distance,
      SKIP: next + distance,
      REPEAT: next - distance,
    };
    return {
      opcode: instruction.opcode,
      length,
      jumpTarget: targets[instruction.name],
      isExecutorEntry: unit !== this.#heap.loadUnit(pc),
    };
  }

  readUnit(address: number): number {
    return this.#heap.loadUnit(address);
  }

  executorStartsAt(pc: number): boolean {
    return this.#executors().startingAt(pc) !== undefined;
  }

  /** There is one program and one frame. */
  frame(): FrameIdentity {
    const { reference, name, codeStart, localCount, frameSize } = this.#program;
    return { code: reference, name, codeStart, codeVersion: 0, localCount, frameSize, isTraceable: true };
  }

  stackDepth(sp: number): number {
    return (sp - this.#program.stackStart) / wordSize;
  }

  hasten(pc: number): void {
    this.#specializer.hasten(pc);
  }

  missed(pc: number): boolean {
    return this.#specializer.missed(pc);
  }

  save(): undefined {
    return undefined;
  }

  recorded(): TraceConstant | undefined {
    return undefined;
  }
}
