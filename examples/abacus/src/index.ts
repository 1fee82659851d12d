/// A calculator's language with an interpreter, a specializer and a tracing JIT, made of tjit's generic packages.
export type { AbacusCode } from "./code.ts";
export { abacusDialect } from "./dialect.ts";
export type { AbacusEvent, AbacusListener, CompileEvent, RejectEvent } from "./events.ts";
export { Machine, type MachineOptions, type Outcome } from "./machine.ts";
export { assemble, type Program } from "./program.ts";
export { run } from "./run.ts";
export { parseSource, SourceError, type ParsedSource, type Statement, type Verb } from "./source.ts";
export { type AbacusTuning, defaultTuning, eagerTuning, interpreterTuning } from "./tuning.ts";
export type { AbacusValue } from "./values.ts";
