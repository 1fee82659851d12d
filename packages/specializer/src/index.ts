/// Adaptive specialization of bytecode: counters with backoff, families and cache layouts given as data, rewriting in place.
export {
  advanceCounter,
  counterState,
  counterStep,
  counterTriggers,
  exponentBits,
  hastenCounter,
  makeCounter,
  maximumValue,
  neverCounter,
  restartCounter,
  unreachableExponent,
  type CounterState,
  type CounterWord,
} from "./counter.ts";
export {
  defaultSpecializerTuning,
  packTuning,
  specializationOff,
  type PackedTuning,
  type SpecializerTuning,
} from "./tuning.ts";
export { codeMemoryOf, opcodeOf, unitSize, withOpcode, type CodeMemory } from "./code-memory.ts";
export {
  counterField,
  counterOffset,
  parseCacheLayout,
  readField,
  writeField,
  type CacheField,
  type CacheLayout,
} from "./cache-layout.ts";
export {
  resolveFamily,
  type Family,
  type FamilyDefinition,
  type InstructionDefinition,
  type Member,
  type Observation,
  type SpecializationRule,
  type SpecializationSite,
} from "./family.ts";
export {
  SpecializerStatistics,
  type FamilyStatistics,
  type SpecializerEvent,
  type SpecializerListener,
} from "./events.ts";
export { Specializer, type SpecializationOutcome, type SpecializerOptions } from "./specializer.ts";
export { forEachInstruction, instructionLengths, quicken, type InitialCaches } from "./quicken.ts";
