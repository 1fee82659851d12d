// Families: a generic instruction and the members that it specializes to, as data; and the rule that picks a member.

import { parseCacheLayout, type CacheLayout } from "./cache-layout.ts";

/** One row of an instruction set; a table of opcodes usually has more columns. */
export interface InstructionDefinition {
  readonly name: string;
  /** 0..255. */
  readonly opcode: number;
  /** Cache units after the instruction. */
  readonly cacheEntries: number;
  /** Opcode of the generic form: of the instruction itself, unless it is a member of a family. */
  readonly generic: number;
}

/** The cache of a family, and of the members that read it otherwise. */
export interface FamilyDefinition {
  /** Name of the generic instruction. */
  readonly name: string;
  /** Layout in the notation of {@link parseCacheLayout}; members share it unless they name another one. */
  readonly cache: string;
  /** Layouts of members, by name. */
  readonly memberCaches?: Readonly<Record<string, string>>;
}

/** What a rule learned by looking at the operands. */
export type Observation =
  | {
      readonly kind: "member";
      /** Name of the member to become. */
      readonly member: string;
      /** Values of the member's cache fields; fields that are not named keep their bits. */
      readonly cache?: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: "failure";
      /** Why no member fits, a word of the language's own table: it shows up in events. */
      readonly reason: string;
    };

/** Where specialization is tried. */
export interface SpecializationSite<Context> {
  readonly family: Family<Context>;
  /** Address of the instruction. */
  readonly address: number;
  /** Its full argument. */
  readonly oparg: number;
  /** The opcode that it has now: the generic one, or the member that missed. */
  readonly opcode: number;
  /** What the client passed: stack pointer, frame, whatever its rules look at. */
  readonly context: Context;
}

/**
 * Looks at the operands of an instruction that is about to run and says what it should become. It must not write to
 * the code, and has no effect that a program can see.
 */
export type SpecializationRule<Context> = (site: SpecializationSite<Context>) => Observation;

/** A member of a family, resolved. */
export interface Member {
  readonly name: string;
  readonly opcode: number;
  readonly layout: CacheLayout;
}

/** A family, resolved: opcodes looked up, layouts parsed and checked. */
export interface Family<Context> {
  readonly name: string;
  readonly opcode: number;
  readonly layout: CacheLayout;
  readonly members: ReadonlyMap<string, Member>;
  readonly rule: SpecializationRule<Context>;
}

/**
 * Resolves a family against the instruction set.
 * @throws RangeError when the instruction is unknown or a layout's size is not the instruction's.
 */
export function resolveFamily<Context>(
  definition: FamilyDefinition,
  instructions: readonly InstructionDefinition[],
  rule: SpecializationRule<Context>,
): Family<Context> {
  const generic = instructions.find((it) => it.name === definition.name);
  if (generic === undefined) throw new RangeError(`no instruction is named ${definition.name}`);
  if (generic.generic !== generic.opcode) throw new RangeError(`${definition.name} is not generic`);
  const layoutFor = (instruction: InstructionDefinition): CacheLayout => {
    const layout = parseCacheLayout(definition.memberCaches?.[instruction.name] ?? definition.cache);
    if (layout.units !== instruction.cacheEntries) {
      throw new RangeError(`${instruction.name} has ${instruction.cacheEntries} cache units, not ${layout.units}`);
    }
    return layout;
  };
  const members = instructions
    .filter((it) => it.generic === generic.opcode && it !== generic)
    .map((it): Member => ({ name: it.name, opcode: it.opcode, layout: layoutFor(it) }));
  for (const name of Object.keys(definition.memberCaches ?? {})) {
    if (!members.some((member) => member.name === name)) throw new RangeError(`${name} is not in ${definition.name}`);
  }
  return {
    name: generic.name,
    opcode: generic.opcode,
    layout: layoutFor(generic),
    members: new Map(members.map((member) => [member.name, member])),
    rule,
  };
}
