// Gives new code its first cache words: counters, and histories of branches.

import { type CodeObject, families, opcodeNamed, opcodes } from "@tjit/bytecode";
import { CodeObjectLayout, FixedType, type Runtime, codeInfo, isSmallInt, typeOf } from "@tjit/runtime";
import { type InitialCaches, instructionLengths, makeCounter, neverCounter, quicken } from "@tjit/specializer";
import type { JitTuning } from "./jit/tuning.ts";

/** A history that favours neither outcome. */
const evenHistory = 0x5555;
const wordSize = 4;

/** First cache words by opcode, under a tuning. */
export function initialCaches(tuning: JitTuning): InitialCaches {
  const warmup = tuning.specialize === "on" ? makeCounter(tuning.specializer.warmup) : neverCounter;
  const backwardJump = tuning.trace === "on" ? makeCounter(tuning.tracer.backwardJump) : neverCounter;
  const caches = new Map<number, readonly number[]>();
  for (const family of Object.keys(families)) caches.set(opcodeNamed(family).opcode, [warmup]);
  caches.set(opcodeNamed("JUMP_BACKWARD").opcode, [backwardJump]);
  for (const jump of ["POP_JUMP_IF_TRUE", "POP_JUMP_IF_FALSE", "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE"]) {
    caches.set(opcodeNamed(jump).opcode, [evenHistory]);
  }
  return caches;
}

/** Prepares code objects of one VM. */
export class Quickener {
  readonly #rt: Runtime;
  readonly #caches: InitialCaches;
  readonly #lengths = instructionLengths(opcodes);
  readonly #entryCounter: number;

  constructor(rt: Runtime, tuning: JitTuning) {
    this.#rt = rt;
    this.#caches = initialCaches(tuning);
    this.#entryCounter = tuning.trace === "on" ? makeCounter(tuning.tracer.entry) : neverCounter;
  }

  /** Prepares a new code object and all code objects among its constants, each of which is told. */
  quicken(code: number, loaded: (description: CodeObject, code: number) => void): void {
    const { heap } = this.#rt;
    const memory = {
      readUnit: (address: number): number => heap.loadU16(address),
      writeUnit: (address: number, unit: number): void => {
        heap.storeU16(address, unit);
      },
    };
    const start = heap.load(code + CodeObjectLayout.start.offset);
    quicken(memory, start, heap.load(code + CodeObjectLayout.unitCount.offset), this.#lengths, this.#caches);
    heap.store(code + CodeObjectLayout.entryCounter.offset, this.#entryCounter);
    const consts = heap.load(code + CodeObjectLayout.consts.offset);
    const { constCount, code: description } = codeInfo(this.#rt, code);
    loaded(description, code);
    for (let index = 0; index < constCount; index++) {
      const constant = heap.load(consts + wordSize * index);
      if (!isSmallInt(constant) && typeOf(this.#rt, constant) === FixedType.code) this.quicken(constant, loaded);
    }
  }
}
