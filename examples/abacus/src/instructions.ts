// The instruction set as data: each instruction is a sequence of uops. The interpreter generator, the specializer and the tracer are
// given this one table, each in its own words.

import type { DialectIndex } from "@tjit/ir";
import type { FamilyDefinition, InstructionDefinition } from "@tjit/specializer";
import type { InstructionDescription } from "@tjit/stencils/build";
import type { Role, TracedInstruction, TracedLanguage } from "@tjit/tracer";
import { unitSize } from "./layout.ts";
import { operators } from "./operators.ts";

/** One instruction. */
export interface Instruction {
  readonly name: string;
  readonly opcode: number;
  /** The generic form that it is a specialized form of, if it is one. */
  readonly generic?: string;
  /** What its one inline cache word is; absent: it has none. */
  readonly cache?: "counter" | "history";
  readonly parts: readonly string[];
  readonly role: Role;
}

const straight: Role = { kind: "straight" };
const branch: Role = {
  kind: "branch",
  taken: [{ uop: "_GUARD_FLAG" }, { uop: "_GUARD_NO", leavesTo: "other-path" }],
  notTaken: [{ uop: "_GUARD_FLAG" }, { uop: "_GUARD_YES", leavesTo: "other-path" }],
  history: 0,
};

const rows: readonly Omit<Instruction, "opcode">[] = [
  { name: "PUSH", parts: ["_PUSH_INT"], role: straight },
  { name: "CONSTANT", parts: ["_PUSH_CONSTANT"], role: straight },
  { name: "LOAD", parts: ["_LOAD"], role: straight },
  { name: "STORE", parts: ["_SWAP_LOCAL", "_POP"], role: straight },
  { name: "COPY", parts: ["_COPY"], role: straight },
  { name: "RECALL", parts: ["_RECALL"], role: straight },
  { name: "KEEP", parts: ["_KEEP"], role: straight },
  { name: "SHOW", parts: ["_SHOW", "_POP"], role: straight },
  ...operators.flatMap(({ name }) => family(name)),
  { name: "UNLESS", cache: "history", parts: ["_JUMP_UNLESS"], role: branch },
  { name: "SKIP", parts: ["_JUMP"], role: { kind: "skip" } },
  {
    name: "REPEAT",
    cache: "counter",
    parts: ["_COUNT_REPEAT", "_BURN", "_JUMP_BACK"],
    role: { kind: "backward-jump" },
  },
  { name: "HALT", parts: ["_HALT"], role: { kind: "unsupported" } },
];

function family(name: string): Omit<Instruction, "opcode">[] {
  const specialized = (type: "INT" | "FLOAT"): Omit<Instruction, "opcode"> => ({
    name: `${name}_${type}`,
    generic: name,
    cache: "counter",
    parts: [`_GUARD_TOP_${type}`, `_GUARD_NEXT_${type}`, `_${name}_${type}`, "_POP", "_POP"],
    role: straight,
  });
  return [
    { name, cache: "counter", parts: ["_SPECIALIZE", `_${name}`, "_POP", "_POP"], role: straight },
    specialized("INT"),
    specialized("FLOAT"),
  ];
}

/** All instructions. Opcode 0 is none, so that empty memory does not run. */
export const instructions: readonly Instruction[] = rows.map((row, index) => ({ ...row, opcode: index + 1 }));

/** The instruction that a loop's REPEAT becomes when it has a trace. It is not made of uops. */
export const enterTraceOpcode = 255;

const byName: ReadonlyMap<string, Instruction> = new Map(instructions.map((it) => [it.name, it]));
const byOpcode: ReadonlyMap<number, Instruction> = new Map(instructions.map((it) => [it.opcode, it]));

/** @throws RangeError when there is no such instruction. */
export function instructionNamed(name: string): Instruction {
  const instruction = byName.get(name);
  if (instruction === undefined) throw new RangeError(`no instruction is named ${name}`);
  return instruction;
}

/** @throws RangeError when there is no such instruction. */
export function instructionAt(opcode: number): Instruction {
  const instruction = byOpcode.get(opcode);
  if (instruction === undefined) throw new RangeError(`no instruction has opcode ${opcode}`);
  return instruction;
}

/** Code units of an instruction with its cache. */
export function lengthOf({ cache }: Instruction): number {
  return cache === undefined ? 1 : 2;
}

/** For the interpreter generator. */
export const described: readonly InstructionDescription[] = instructions.map((instruction) => ({
  opcode: instruction.opcode,
  name: instruction.name,
  cacheWords: lengthOf(instruction) - 1,
  parts: instruction.parts.map((uop) => ({ uop })),
  ...(instruction.generic === undefined ? {} : { generic: instruction.generic }),
}));

/** For the specializer. */
export const definitions: readonly InstructionDefinition[] = instructions.map((instruction) => ({
  name: instruction.name,
  opcode: instruction.opcode,
  cacheEntries: lengthOf(instruction) - 1,
  generic: genericOpcode(instruction),
}));

/** For the specializer: a family per operator. */
export const families: readonly FamilyDefinition[] = operators.map(({ name }) => ({ name, cache: "counter" }));

/** For the tracer. */
export function tracedLanguage(index: DialectIndex): TracedLanguage {
  return {
    index,
    instructions: instructions.map(traced),
    startExecutor: "_START",
    unitSize,
    codeDependency: "program",
    codeType: "program",
  };
}

function traced(instruction: Instruction): TracedInstruction {
  const { name, opcode, parts, role } = instruction;
  const plain = { name, opcode, generic: genericOpcode(instruction), role };
  const hasExpansion = role.kind === "straight" || role.kind === "backward-jump";
  return hasExpansion ? { ...plain, expansion: parts.map((uop) => ({ uop })) } : plain;
}

function genericOpcode({ generic, opcode }: Instruction): number {
  return generic === undefined ? opcode : instructionNamed(generic).opcode;
}
