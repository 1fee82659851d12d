// How a language's instructions become uops, as data.
//
//   instruction  ─ role ──────▶ what may follow it: the next one, a jump's target, another frame, …
//                └ expansion ─▶ uop templates: name, and where the argument and operands come from
//
// `prepareLanguage` resolves names once; recording then only indexes arrays. `prepareOnDemand` resolves an instruction's when the first
// recording meets it.

import type { DialectIndex, UopDefinition, UopId } from "@tjit/ir";

/** Entries of the inline cache, low one first. Entry 0 is right behind the instruction. Numbers are exact to 53 bits. */
export interface CacheSlice {
  readonly offset: number;
  readonly size: 1 | 2 | 4;
}

/** Where an operand of a uop comes from. */
export type OperandSource =
  | CacheSlice
  | { readonly from: "oparg" }
  | { readonly from: "number"; readonly value: number }
  /** Size of the instruction with its caches, in code units: what a return has to skip. */
  | { readonly from: "length" }
  /** Where the instruction itself is; see {@link Location}. */
  | { readonly from: "pc" }
  /**
   * The value saved for this uop before the instruction ran, as a constant; without one the uop is left out. A uop
   * flagged `records` takes operand0 from here unless its template says otherwise.
   */
  | { readonly from: "recorded" }
  /** After the instruction: where execution went on, in which frame of the trace, its code and its stack's depth. */
  | { readonly from: "next-pc" | "next-frame" | "next-code" | "next-code-version" | "next-depth" };

/** One uop of an expansion. */
export interface UopTemplate {
  readonly uop: string;
  /**
   * The instruction's argument, its high nibble (`top`) or low nibble (`bottom`), the instruction's size in bytes with its
   * caches, or a number. Without it: the argument.
   */
  readonly oparg?: "same" | "top" | "bottom" | "size" | number;
  readonly operand0?: OperandSource;
  readonly operand1?: OperandSource;
  /**
   * The guard of a branch's outcome: it leaves to the path not taken. It leaves with its effect done, as control flow,
   * unless it pushes something: then it leaves before that.
   */
  readonly leavesTo?: "other-path";
}

/** What an instruction does to control. */
export type Role =
  /** Goes on at the next instruction. */
  | { readonly kind: "straight" }
  /** Does nothing that a trace must repeat: no-operations and forward jumps. Has no expansion. */
  | { readonly kind: "skip" }
  /** Extends the argument of the instruction after it; leaving that one means executing this one again. */
  | { readonly kind: "prefix" }
  /** Goes one of two ways; an outcome without templates cannot be traced. */
  | {
      readonly kind: "branch";
      readonly taken?: readonly UopTemplate[];
      readonly notTaken?: readonly UopTemplate[];
      /** Cache entry that remembers the last 16 outcomes, newest in bit 0, 1 for taken. */
      readonly history?: number;
    }
  | { readonly kind: "backward-jump" }
  /** The first instruction of a function. An executor here is traced through. */
  | { readonly kind: "entry" }
  /**
   * Enters a frame. `guards` follow the switch and pin what came next; none are needed where the expansion's own
   * guards pin the code entered.
   */
  | { readonly kind: "push"; readonly guards?: readonly UopTemplate[] }
  /**
   * Leaves the frame. Where the trace does not know the frame below, `checks` come before the expansion and leave to the instruction
   * itself, or `guards` after it, in the other frame.
   */
  | { readonly kind: "return"; readonly checks?: readonly UopTemplate[]; readonly guards?: readonly UopTemplate[] }
  /** No trace can hold it. */
  | { readonly kind: "unsupported" };

/** One instruction of a language. */
export interface TracedInstruction {
  readonly name: string;
  /** 0..255. */
  readonly opcode: number;
  /** Opcode of the generic form; of itself unless it is specialized. */
  readonly generic: number;
  readonly role: Role;
  /** The uops of an instruction that is no branch. */
  readonly expansion?: readonly UopTemplate[];
  /** Whether the frame must know the instruction while it runs; without it: if a uop of it raises, escapes or switches frames. */
  readonly savesPc?: boolean;
}

/** What the recorder must know of a language besides its instructions. */
export interface LanguageBasics {
  readonly index: DialectIndex;
  /** The uop that every trace begins with, and the one after it, if any: outside of the loop. */
  readonly startExecutor: string;
  readonly makeWarm?: string;
  /** Bytes per code unit. */
  readonly unitSize: number;
  /** The dependency kind of a code object, and the type name of its constant. */
  readonly codeDependency: string;
  readonly codeType: string;
}

/** A language as the recorder sees it. */
export interface TracedLanguage extends LanguageBasics {
  readonly instructions: readonly TracedInstruction[];
}

/** A template with its uop looked up. */
export interface PreparedTemplate extends UopTemplate {
  readonly id: UopId;
  readonly definition: UopDefinition;
}

/** An instruction whose templates are resolved. What only the interpreter runs is gone, or stands in its trace form. */
export interface PreparedInstruction {
  readonly name: string;
  readonly opcode: number;
  readonly generic: number;
  readonly role: Role;
  readonly expansion: readonly PreparedTemplate[];
  readonly taken: readonly PreparedTemplate[] | undefined;
  readonly notTaken: readonly PreparedTemplate[] | undefined;
  readonly checks: readonly PreparedTemplate[];
  readonly guards: readonly PreparedTemplate[];
  readonly savesPc: boolean;
}

/** A language whose lookups are made once. */
export interface PreparedLanguage {
  readonly language: LanguageBasics;
  readonly index: DialectIndex;
  /** @throws RangeError when the dialect lacks a uop of the instruction, or it is a branch and has an expansion. */
  instructionOf(opcode: number): PreparedInstruction | undefined;
}

/**
 * Resolves every name of a language.
 * @throws RangeError when the dialect lacks a uop, an opcode is used twice, or a branch has an expansion.
 */
export function prepareLanguage(language: TracedLanguage): PreparedLanguage {
  const byOpcode = new Map<number, TracedInstruction>();
  for (const instruction of language.instructions) {
    if (byOpcode.has(instruction.opcode)) throw new RangeError(`opcode ${instruction.opcode} is used twice`);
    byOpcode.set(instruction.opcode, instruction);
  }
  const prepared = prepareOnDemand(language, (opcode) => byOpcode.get(opcode));
  for (const opcode of byOpcode.keys()) prepared.instructionOf(opcode);
  return prepared;
}

/**
 * A language of which only what is recorded is looked at. `describe` is asked once for each opcode that is met.
 * @throws RangeError when the dialect lacks the uops that every trace begins with.
 */
export function prepareOnDemand(
  language: LanguageBasics,
  describe: (opcode: number) => TracedInstruction | undefined,
): PreparedLanguage {
  const { index } = language;
  for (const uop of [language.startExecutor, ...(language.makeWarm === undefined ? [] : [language.makeWarm])]) {
    index.id(uop);
  }
  const known = new Map<number, PreparedInstruction | undefined>();
  return {
    language,
    index,
    instructionOf(opcode) {
      if (known.has(opcode)) return known.get(opcode);
      const instruction = describe(opcode);
      const prepared = instruction === undefined ? undefined : prepareInstruction(instruction, index);
      known.set(opcode, prepared);
      return prepared;
    },
  };
}

function prepareInstruction(instruction: TracedInstruction, index: DialectIndex): PreparedInstruction {
  const { role } = instruction;
  if (role.kind === "branch" && instruction.expansion !== undefined) {
    throw new RangeError(`${instruction.name} is a branch: its outcomes have templates, not the instruction`);
  }
  const prepare = (templates: readonly UopTemplate[]): readonly PreparedTemplate[] =>
    templates
      .map((template) => {
        const id = index.id(template.uop);
        const { traceForm } = index.definition(id);
        return traceForm === undefined ? { ...template, id } : { ...template, id: index.id(traceForm) };
      })
      .map((template) => ({ ...template, definition: index.definition(template.id) }))
      .filter(({ definition }) => definition.tierOneOnly !== true);
  const outcome = (templates: readonly UopTemplate[] | undefined): readonly PreparedTemplate[] | undefined =>
    templates === undefined ? undefined : prepare(templates);
  const expansion = prepare(instruction.expansion ?? []);
  const taken = role.kind === "branch" ? outcome(role.taken) : undefined;
  const notTaken = role.kind === "branch" ? outcome(role.notTaken) : undefined;
  const checks = prepare(role.kind === "return" ? (role.checks ?? []) : []);
  return {
    name: instruction.name,
    opcode: instruction.opcode,
    generic: instruction.generic,
    role,
    expansion,
    taken,
    notTaken,
    checks,
    guards: prepare(role.kind === "push" || role.kind === "return" ? (role.guards ?? []) : []),
    savesPc: instruction.savesPc ?? [expansion, taken ?? [], notTaken ?? [], checks].flat().some(readsPc),
  };
}

/** Whether what runs in the uop may look at where the frame is. Guards behind a switch leave by the place that the switch stored. */
function readsPc({ definition: { flags, frame } }: PreparedTemplate): boolean {
  return flags.has("error") || flags.has("escapes") || (frame !== undefined && frame.kind !== "create");
}
