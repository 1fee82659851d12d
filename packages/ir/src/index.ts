/// The trace IR: uop tables, traces and their text form, verifier, edits, the abstract stack machine and lattices that every pass uses.
export {
  type Dialect,
  DialectIndex,
  type FoldRule,
  type StructuralUops,
  type TypeDefinition,
  type TypedValue,
  type WellKnownConstant,
} from "./dialect.ts";
export type { FoldableValue, UopId } from "./plain-values.ts";
export { type ConstantCode, constantSatisfies, ConstantTable, noConstant } from "./constant-table.ts";
export { type Diagnostic, type DiagnosticCode, InvariantError, diagnose, diagnosticCodes } from "./diagnostic.ts";
export { applyEdits, EditList, Rewriter } from "./edits.ts";
export { elementAt } from "./element.ts";
export { decideGuard, finishCut, type GuardDecision, leaveAtGuard } from "./guards.ts";
export {
  type Certainty,
  Knowledge,
  type LoopKnowledge,
  knowledgeAtJump,
  knowledgeOnEntry,
  solveLoop,
} from "./knowledge.ts";
export { type FactMap, type Flat, flatLattice, type Lattice, mapLattice, productLattice } from "./lattice.ts";
export { parseTrace, TraceSyntaxError } from "./parse.ts";
export type { Abort, Edit, Pass, PassEnvironment, PassResult, World } from "./pass.ts";
export type { Remark } from "./remark.ts";
export { type PrintOptions, printTrace, printUop, printValue } from "./print.ts";
export type { UopRole } from "./roles.ts";
export { exitBits, flagBit, inputSlot, localSlot, shapeUop, type UopShape } from "./shape.ts";
export {
  type ConstantId,
  type Dependency,
  type Exit,
  type ExitId,
  type FrameId,
  noExit,
  type Origin,
  type Recovery,
  type Trace,
  type TraceConstant,
  type TraceFrame,
  type Uop,
} from "./trace.ts";
export { bottom, nonNull, nullType, type TypeCode, TypeTree, unknown } from "./type-tree.ts";
export {
  defineUop,
  type FrameEffect,
  type GuardFact,
  type OperandKind,
  parseStackEffect,
  type Representation,
  type ResultFact,
  sizeOfItem,
  type StackEffect,
  type StackItem,
  type UopDefinition,
  type UopFlag,
  type UopRow,
  type ValueFact,
} from "./uop.ts";
export { annotateTrace, assertVerified, verifyTrace } from "./verify.ts";
export {
  exitDepth,
  type FrameSnapshot,
  inputReference,
  guardedValue,
  inputValue,
  nullValue,
  outputReference,
  outputValue,
  type Phi,
  type ReferenceName,
  type ValueName,
  type Walk,
  type WalkOptions,
} from "./walk.ts";
export { walkTrace, walkWithExits } from "./walker.ts";
