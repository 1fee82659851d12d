/// A dual-dispatch trace recorder: trace selection, abort reasons, executors and their invalidation.
export {
  prepareLanguage,
  prepareOnDemand,
  type CacheSlice,
  type LanguageBasics,
  type OperandSource,
  type PreparedInstruction,
  type PreparedLanguage,
  type PreparedTemplate,
  type Role,
  type TracedInstruction,
  type TracedLanguage,
  type UopTemplate,
} from "./language.ts";
export { type DecodedInstruction, type FrameIdentity, type Frontend } from "./frontend.ts";
export { Recorder, type Recording, type RecordOutcome, type RecorderOptions } from "./recorder.ts";
export type { TraceSource } from "./trace-source.ts";
export {
  abortReasons,
  invalidationReasons,
  refusalReasons,
  stopReasons,
  type AbortReason,
  type Ending,
  type InvalidationReason,
  type RefusalReason,
  type StopReason,
} from "./reasons.ts";
export { type Executor, type ExecutorEntry, type ExecutorId, type ExecutorParent, type ExitState } from "./executor.ts";
export {
  ExecutorTable,
  type ExecutorPlace,
  type ExecutorTableOptions,
  type HotExit,
  type InstallRequest,
  type InstallResult,
} from "./executor-table.ts";
export { type CodeInstaller, type ExitDestination, type ExitTemperature } from "./code-installer.ts";
export { DependencyIndex } from "./dependency-index.ts";
export { branchCharge } from "./fitness.ts";
export { defaultTracerTuning, type CounterStart, type FitnessTuning, type TracerTuning } from "./tuning.ts";
export { type TracerEvent, type TracerListener } from "./events.ts";
