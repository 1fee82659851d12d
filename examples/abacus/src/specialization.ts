// The adaptive part of the instruction set: which specialized form fits the operands, and the first words of inline caches.

import {
  type CodeMemory,
  type InitialCaches,
  instructionLengths,
  makeCounter,
  neverCounter,
  quicken,
  type SpecializationRule,
  Specializer,
  type SpecializerListener,
} from "@tjit/specializer";
import type { Heap } from "./heap.ts";
import { definitions, families, instructionNamed } from "./instructions.ts";
import { wordSize } from "./layout.ts";
import type { AbacusTuning } from "./tuning.ts";

/** What rules look at. */
export interface Operands {
  readonly sp: number;
}

/** A history that favours neither outcome. */
const evenHistory = 0x5555;

/** Code in the heap. */
function codeMemory(heap: Heap): CodeMemory {
  return {
    readUnit: (address) => heap.loadUnit(address),
    writeUnit: (address, unit) => {
      heap.storeUnit(address, unit);
    },
  };
}

/** The specializer of one machine: one rule serves all operators. */
export function makeSpecializer(
  heap: Heap,
  tuning: AbacusTuning,
  listener: SpecializerListener | undefined,
): Specializer<Operands> {
  const rule: SpecializationRule<Operands> = ({ family, context: { sp } }) => {
    const left = heap.valueOf(heap.load(sp - 2 * wordSize)).type;
    const right = heap.valueOf(heap.load(sp - wordSize)).type;
    if (left !== right) return { kind: "failure", reason: "mixed operands" };
    if (left === "flag") return { kind: "failure", reason: "not numbers" };
    return { kind: "member", member: `${family.name}_${left.toUpperCase()}` };
  };
  return new Specializer({
    memory: codeMemory(heap),
    instructions: definitions,
    families,
    rules: Object.fromEntries(families.map(({ name }) => [name, rule])),
    tuning: tuning.specializer,
    ...(listener === undefined ? {} : { listener }),
  });
}

/** Writes the first words of all inline caches of a program. */
export function warmUp(heap: Heap, start: number, units: number, tuning: AbacusTuning): void {
  const counter = tuning.specialize === "on" ? makeCounter(tuning.specializer.warmup) : neverCounter;
  const repeat = tuning.trace === "on" ? makeCounter(tuning.tracer.backwardJump) : neverCounter;
  const initial: InitialCaches = new Map([
    ...families.map(({ name }) => [instructionNamed(name).opcode, [counter]] as const),
    [instructionNamed("REPEAT").opcode, [repeat]],
    [instructionNamed("UNLESS").opcode, [evenHistory]],
  ]);
  quicken(codeMemory(heap), start, units, instructionLengths(definitions), initial);
}
