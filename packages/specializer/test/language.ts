// A language small enough to see whole: three instructions, two of them families.

import {
  advanceCounter,
  codeMemoryOf,
  counterOffset,
  counterTriggers,
  opcodeOf,
  Specializer,
  type FamilyDefinition,
  type InstructionDefinition,
  type Observation,
  type SpecializerListener,
  type SpecializerTuning,
} from "../src/index.ts";

export const instructions: readonly InstructionDefinition[] = [
  { name: "STOP", opcode: 0, cacheEntries: 0, generic: 0 },
  { name: "ADD", opcode: 1, cacheEntries: 1, generic: 1 },
  { name: "LOAD", opcode: 2, cacheEntries: 4, generic: 2 },
  { name: "ADD_INT", opcode: 10, cacheEntries: 1, generic: 1 },
  { name: "ADD_FLOAT", opcode: 11, cacheEntries: 1, generic: 1 },
  { name: "LOAD_SLOT", opcode: 12, cacheEntries: 4, generic: 2 },
  { name: "LOAD_FIXED", opcode: 13, cacheEntries: 4, generic: 2 },
];

export const families: readonly FamilyDefinition[] = [
  { name: "ADD", cache: "counter" },
  { name: "LOAD", cache: "counter version/2 index", memberCaches: { LOAD_FIXED: "counter unused address/2" } },
];

/** What the operands of an instruction are at one execution. */
export type Operand = "int" | "float" | "other";

const memberOf: Readonly<Record<Operand, string | undefined>> = {
  int: "ADD_INT",
  float: "ADD_FLOAT",
  other: undefined,
};

export function observeAdd(operand: Operand): Observation {
  const member = memberOf[operand];
  return member === undefined ? { kind: "failure", reason: "other operands" } : { kind: "member", member };
}

/** Runs one ADD again and again, as an interpreter does: members check, generic heads count and specialize. */
export class AddMachine {
  readonly units: Uint16Array;
  readonly specializer: Specializer<Operand>;
  readonly tries: number[] = [];
  executions = 0;
  readonly #memory;

  constructor(tuning: SpecializerTuning, listener?: SpecializerListener) {
    this.units = new Uint16Array([0x0701, 0, 0x0300]);
    this.#memory = codeMemoryOf(this.units);
    this.specializer = new Specializer<Operand>({
      memory: this.#memory,
      instructions,
      families,
      rules: { ADD: (site) => observeAdd(site.context), LOAD: () => ({ kind: "failure", reason: "unused" }) },
      tuning,
      ...(listener === undefined ? {} : { listener }),
    });
    this.units[1] = this.specializer.tuning.warmup;
  }

  get opcode(): number {
    return opcodeOf(this.units[0] ?? 0);
  }

  /** Executes the ADD once; says whether a specialized form did the work. */
  execute(operand: Operand): "hit" | "generic" {
    this.executions++;
    for (let turns = 0; turns < 4; turns++) {
      if ((this.opcode === 10 && operand === "int") || (this.opcode === 11 && operand === "float")) return "hit";
      const counter = this.#memory.readUnit(counterOffset);
      if (!counterTriggers(counter)) {
        this.#memory.writeUnit(counterOffset, advanceCounter(counter));
        return "generic";
      }
      this.tries.push(this.executions);
      this.specializer.specialize(0, 7, operand);
    }
    throw new Error("specialization does not end");
  }
}
