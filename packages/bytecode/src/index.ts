/// Python's instruction set as data: opcodes, caches, families, macro expansions and the uop table; code objects, assembler, disassembler, verifier.
export { type AssembledCode, type AssemblerHandler, type AssemblerInstruction, assemble } from "./assembler.ts";
export {
  CodeFlag,
  type CodeConstant,
  type CodeObject,
  type CodePosition,
  type ExceptionTableEntry,
  LocalKind,
  type LocalVariable,
} from "./code-object.ts";
export { pythonDialect, uops } from "./dialect.ts";
export { type CacheField, cacheLayout } from "./cache-layout.ts";
export { type DisassembleOptions, disassemble } from "./disassembler.ts";
export { decodeExceptionTable, encodeExceptionTable, findExceptionHandler } from "./exception-table.ts";
export {
  type CacheSlice,
  type ExpandedInstruction,
  type InstructionPart,
  type OpargSource,
  expandedInstructions,
  expansionAt,
  expansionNamed,
} from "./expansions.ts";
export { type Instruction, type UnitReader, decodeInstructions, jumpDirection } from "./instructions.ts";
export { MarshalType, decodeText, encodeText, longDigitBits, marshalVersion, refFlag } from "./marshal-format.ts";
export { MarshalError, type UnmarshalOptions, unmarshalCode } from "./marshal-reader.ts";
export { type MarshalCodeOptions, marshalCode } from "./marshal-writer.ts";
export type { OpcodeDefinition } from "./opcode-definition.ts";
export {
  type FamilyName,
  ENTER_EXECUTOR,
  TRACE_RECORD,
  binaryOperators,
  commonConstants,
  compareOperators,
  families,
  intrinsics1,
  intrinsics2,
  opcodeAt,
  opcodeNamed,
  opcodes,
  specialMethods,
} from "./opcodes.ts";
export { decodePositionTable, encodePositionTable, samePosition } from "./position-table.ts";
export { type AddressOf, reprCode, reprConstant, reprString } from "./repr.ts";
export { type StackEffect, stackEffect } from "./stack-effect.ts";
export { type CodeProblem, verifyCode } from "./verifier.ts";
