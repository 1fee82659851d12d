// What the generator is told: an instruction set as data and its semantics as bodies. Nothing here knows a language.

import type { UopDefinition } from "@tjit/ir";
import type { Callable, Field, HandlerBody, UopBody } from "../builder/language.ts";

/** Inline cache words that feed a uop's operand. */
export interface CacheSlice {
  /** Words between the instruction's own code unit and the first one. */
  readonly offset: number;
  /** 16-bit words, least significant first. */
  readonly size: 1 | 2 | 4;
}

/** One uop of an instruction. */
export interface InstructionPart {
  readonly uop: string;
  readonly operand0?: CacheSlice;
  readonly operand1?: CacheSlice;
  /**
   * The uop's oparg: the instruction's (when absent, too), its upper or lower four bits, the instruction's size in bytes with its
   * caches, or a number.
   */
  readonly oparg?: "same" | "top" | "bottom" | "size" | number;
}

/** An instruction that is a sequence of uops. */
export interface InstructionDescription {
  readonly opcode: number;
  readonly name: string;
  /** Inline cache words after the instruction's own code unit. */
  readonly cacheWords: number;
  readonly parts: readonly InstructionPart[];
  /** Name of the family's generic instruction, where guards that fail go on. Absent for instructions without guards. */
  readonly generic?: string;
}

/** A handler that is written out: an instruction that is not made of uops, or an entry shared by traces. */
export interface SpecialHandler {
  readonly name: string;
  /** Opcode that it handles, if it is an instruction. */
  readonly opcode?: number;
  /** Table slot (beyond both halves) where traces find it. */
  readonly slot?: number;
  readonly body: HandlerBody;
}

/** Everything a tier-1 interpreter is made of. */
export interface InterpreterDescription {
  readonly uops: Iterable<UopDefinition>;
  readonly bodies: Readonly<Record<string, UopBody>>;
  readonly instructions: readonly InstructionDescription[];
  readonly specialHandlers: readonly SpecialHandler[];
  /** Exported even when no body calls them. Those that bodies call are found by themselves. */
  readonly kernel: readonly Callable[];
  /** Imported even when no body calls them. */
  readonly runtime?: readonly Callable[];
  /** Size of the function table when it never changes: the engine then knows the bound of every dispatch. Absent: it may grow. */
  readonly tableSize?: number;
  /** Name of the special handler that an instruction that raised goes to, with its `pc`, the `sp` before the uop, and oparg 0. */
  readonly errorHandler: string;
  /** Name of the special handler of opcodes that have none. */
  readonly undefinedHandler: string;
  /** Field of a frame that holds the address of the instruction being executed. */
  readonly instructionPointer: Field<"i32">;
  /**
   * Called for every instruction while recording, with (pc, sp, fp) or (pc, sp, fp, oparg), before the instruction runs. A result says
   * what runs: opcode in the low byte, the full oparg above it; where a trace has its entry, that is what the entry replaced.
   */
  readonly traceRecord: Callable;
}
