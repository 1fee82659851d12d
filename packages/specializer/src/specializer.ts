// Rewrites instructions in place into the member of their family that fits what they see.
//
//   generic --trigger--> rule --member--> member, cache words, cooldown ----+
//      ^                   |                                                | guard misses 53 times
//      |                   +--failure--> generic, counter backed off        |
//      +---------------------------- trigger again <------------------------+
//
// The interpreter's generic handlers hold the fast part: read the counter, ask whether it triggers, advance it, go on.
// Only at a trigger do they call `specialize`, then dispatch the same instruction again.
//
// Invariants: S1 only the opcode byte, the counter and the member's cache units change: never the argument, never the
// length, never a neighbour. S2 the counter after a call never triggers, so trying again and again ends. S3 the opcode
// is written last, so that an instruction never runs with another member's cache. Cost: the rule plus a few stores.

import { checkFits, counterOffset, writeField } from "./cache-layout.ts";
import { opcodeOf, unitSize, withOpcode, type CodeMemory } from "./code-memory.ts";
import { counterTriggers, hastenCounter, restartCounter } from "./counter.ts";
import type { SpecializerListener } from "./events.ts";
import {
  resolveFamily,
  type Family,
  type FamilyDefinition,
  type InstructionDefinition,
  type Member,
  type SpecializationRule,
} from "./family.ts";
import { defaultSpecializerTuning, packTuning, type PackedTuning, type SpecializerTuning } from "./tuning.ts";

/** What a {@link Specializer} works with. */
export interface SpecializerOptions<Context> {
  readonly memory: CodeMemory;
  readonly instructions: readonly InstructionDefinition[];
  readonly families: readonly FamilyDefinition[];
  /** A rule per family, by name. */
  readonly rules: Readonly<Record<string, SpecializationRule<Context>>>;
  readonly tuning?: SpecializerTuning;
  readonly listener?: SpecializerListener;
}

/** What became of one try. */
export type SpecializationOutcome = "specialized" | "failed";

/** The engine: one per code memory. Its only state is in the code. */
export class Specializer<Context> {
  /** The thresholds as counter words, for whoever generates the handlers. */
  readonly tuning: PackedTuning;
  readonly #memory: CodeMemory;
  readonly #familyByOpcode: readonly (Family<Context> | undefined)[];
  readonly #listener: SpecializerListener | undefined;

  /** @throws RangeError when the families do not fit the instructions, or a rule is missing. */
  constructor(options: SpecializerOptions<Context>) {
    this.tuning = packTuning(options.tuning ?? defaultSpecializerTuning);
    this.#memory = options.memory;
    this.#listener = options.listener;
    const byOpcode: (Family<Context> | undefined)[] = Array.from({ length: 256 }, () => undefined);
    for (const definition of options.families) {
      const rule = options.rules[definition.name];
      if (rule === undefined) throw new RangeError(`family ${definition.name} has no rule`);
      const family = resolveFamily(definition, options.instructions, rule);
      byOpcode[family.opcode] = family;
      for (const member of family.members.values()) byOpcode[member.opcode] = family;
    }
    this.#familyByOpcode = byOpcode;
  }

  /** The family that an opcode, generic or member, belongs to. */
  familyOf(opcode: number): Family<Context> | undefined {
    return this.#familyByOpcode[opcode];
  }

  /**
   * Tries to specialize the instruction at an address; call it when its counter triggers.
   * @throws RangeError when the instruction has no family, or the rule names a member or field that its family lacks:
   * nothing has been written then.
   */
  specialize(address: number, oparg: number, context: Context): SpecializationOutcome {
    const unit = this.#memory.readUnit(address);
    const opcode = opcodeOf(unit);
    const family = this.#familyAt(address, opcode);
    const observation = family.rule({ family, address, oparg, opcode, context });
    if (observation.kind === "failure") {
      const counter = this.#memory.readUnit(address + counterOffset);
      this.#memory.writeUnit(address + counterOffset, restartCounter(counter, this.tuning.restart));
      this.#memory.writeUnit(address, withOpcode(unit, family.opcode));
      this.#listener?.({ kind: "failed", family: family.name, address, from: opcode, reason: observation.reason });
      return "failed";
    }
    const member = memberNamed(family, observation.member);
    if (observation.cache !== undefined) this.#writeCache(address, member, observation.cache);
    this.#memory.writeUnit(address + counterOffset, this.tuning.cooldown);
    this.#memory.writeUnit(address, withOpcode(unit, member.opcode));
    this.#listener?.({ kind: "specialized", family: family.name, address, from: opcode, to: member.opcode });
    return "specialized";
  }

  /** Turns the instruction back into its generic form, which starts to warm up anew. Does nothing without a family. */
  generalize(address: number): void {
    const unit = this.#memory.readUnit(address);
    const opcode = opcodeOf(unit);
    const family = this.#familyByOpcode[opcode];
    if (family === undefined) return;
    this.#memory.writeUnit(address, withOpcode(unit, family.opcode));
    this.#memory.writeUnit(address + counterOffset, this.tuning.warmup);
    if (opcode !== family.opcode) {
      this.#listener?.({ kind: "generalized", family: family.name, address, from: opcode });
    }
  }

  /** Makes the instruction try at its next execution, so that a recorder sees the form that fits now. */
  hasten(address: number): void {
    if (this.#familyByOpcode[opcodeOf(this.#memory.readUnit(address))] === undefined) return;
    const counter = this.#memory.readUnit(address + counterOffset);
    this.#memory.writeUnit(address + counterOffset, hastenCounter(counter));
  }

  /**
   * Whether an instruction that was hastened is specialized now, but its guard missed after that: its counter is then
   * neither still a trigger nor a fresh cooldown.
   */
  missed(address: number): boolean {
    const opcode = opcodeOf(this.#memory.readUnit(address));
    const family = this.#familyByOpcode[opcode];
    if (family === undefined || family.opcode === opcode) return false;
    const counter = this.#memory.readUnit(address + counterOffset);
    return counter !== this.tuning.cooldown && !counterTriggers(counter);
  }

  /** A polymorphic instruction comes here often: nothing is allocated. */
  #writeCache(address: number, member: Member, cache: Readonly<Record<string, number>>): void {
    checkFields(member, cache);
    for (const field of member.layout.fields) {
      const value = cache[field.name];
      if (value !== undefined) writeField(this.#memory, address, field, value);
    }
  }

  #familyAt(address: number, opcode: number): Family<Context> {
    const family = this.#familyByOpcode[opcode];
    if (family === undefined) throw new RangeError(`opcode ${opcode} at ${address} has no family`);
    return family;
  }
}

function memberNamed<Context>(family: Family<Context>, name: string): Member {
  const member = family.members.get(name);
  if (member === undefined) throw new RangeError(`${name} is not in ${family.name}`);
  return member;
}

/** @throws RangeError when the member has no such field, or one cannot hold its value. */
function checkFields(member: Member, cache: Readonly<Record<string, number>>): void {
  for (const name in cache) {
    const field = member.layout.fields.find((it) => it.name === name && it.offset * unitSize !== counterOffset);
    if (field === undefined) throw new RangeError(`${member.name} has no cache field ${name}`);
    checkFits(field, cache[name] ?? 0);
  }
}
