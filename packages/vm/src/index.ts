/// tjit: a Python virtual machine with a tracing JIT that runs wherever WebAssembly runs.
export { VM } from "./complete-vm.ts";
export type { HostValue } from "./convert.ts";
export {
  type FileStatus,
  type HostFile,
  HostError,
  type HostFiles,
  type HostProcess,
  type Library,
  type OpenOptions,
  OutOfMemoryError,
  type TimeZone,
} from "@tjit/runtime";
export { PythonError, PythonExit, PythonSyntaxError } from "./errors.ts";
export type { CompileEvent, CompileTimings, JitEvent, JitListener, RejectEvent } from "./jit/events.ts";
export { type GovernorTuning, ungoverned } from "./jit/governor.ts";
export {
  type JitTuning,
  type TuningProblem,
  defaultTuning,
  eagerTuning,
  interpreterTuning,
  specializingTuning,
  tuningFromEnvironment,
} from "./jit/tuning.ts";
export type { SourceWarning } from "./source-warning.ts";
export type { RunModuleOptions, RunOptions, VMOptions } from "./vm.ts";
