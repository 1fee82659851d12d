// An instruction as the table of opcodes has it.

/** One instruction. */
export interface OpcodeDefinition {
  readonly name: string;
  readonly opcode: number;
  readonly hasArgument: boolean;
  /** Inline cache entries after the instruction, in code units. */
  readonly cacheEntries: number;
  /** For a specialized member: the opcode that it came from. For others: itself. */
  readonly generic: number;
}
