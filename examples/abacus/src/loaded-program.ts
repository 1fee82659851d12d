// A program in a machine's memory: its code, constants and the one frame that it runs in.
//
//   frame   pc sp constants executors │ locals … │ stack …
//           ▲ fp                      ▲ fp + 16  ▲ stackStart

import type { Heap } from "./heap.ts";
import { Frame, State, unitSize, wordSize } from "./layout.ts";
import type { Program } from "./program.ts";
import { warmUp } from "./specialization.ts";
import type { AbacusTuning } from "./tuning.ts";
import { intReference } from "./values.ts";

/** Traces that a program can have. */
export const executorLimit = 256;

/** Where a program is. */
export interface LoadedProgram {
  /** What dependencies call the program. */
  readonly reference: number;
  readonly name: string;
  readonly codeStart: number;
  readonly constants: number;
  readonly executors: number;
  readonly frame: number;
  readonly frameSize: number;
  readonly localCount: number;
  readonly stackStart: number;
}

/** Copies a program into memory. */
export function loadProgram(heap: Heap, program: Program, tuning: AbacusTuning): LoadedProgram {
  const { name, units, locals, stackSize } = program;
  const codeStart = heap.allocate(unitSize * units.length);
  units.forEach((unit, index) => {
    heap.storeUnit(codeStart + unitSize * index, unit);
  });
  warmUp(heap, codeStart, units.length, tuning);
  const constants = heap.allocate(wordSize * program.constants.length);
  program.constants.forEach((constant, index) => {
    heap.store(constants + wordSize * index, heap.referenceTo(constant));
  });
  const executors = heap.allocate(wordSize * executorLimit);
  const localCount = locals.length;
  const frameSize = Frame.size + wordSize * (localCount + stackSize);
  const frame = heap.allocate(frameSize);
  const stackStart = frame + Frame.size + wordSize * localCount;
  return { reference: codeStart, name, codeStart, constants, executors, frame, frameSize, localCount, stackStart };
}

/** Sets the frame to the program's beginning: all locals are 0, the stack is empty. */
export function resetFrame(heap: Heap, { frame, codeStart, constants, executors, stackStart }: LoadedProgram): void {
  heap.store(frame + Frame.pc.offset, codeStart);
  heap.store(frame + Frame.sp.offset, stackStart);
  heap.store(frame + Frame.constants.offset, constants);
  heap.store(frame + Frame.executors.offset, executors);
  for (let at = frame + Frame.size; at < stackStart; at += wordSize) heap.store(at, intReference(0));
  heap.store(State.result.offset, 0);
}

/** Releases what the frame holds: locals, and the stack up to where it stopped. */
export function clearFrame(heap: Heap, { frame }: LoadedProgram): void {
  const end = heap.load(frame + Frame.sp.offset);
  for (let at = frame + Frame.size; at < end; at += wordSize) heap.release(heap.load(at));
}
