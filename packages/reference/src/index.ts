/// A slow, independent micro-op interpreter: the oracle that tests hold everything against.
export type { GeneratorMachine } from "./generator-machine.ts";
export { Fault, type FaultCode, faultCodes } from "./fault.ts";
export {
  type CallableKind,
  type CallForm,
  type CountMachine,
  type FrameHandle,
  type FrameMachine,
  type FrameOwner,
  type IteratorMachine,
  type Machine,
  type NameMachine,
  nullReference,
  type Operands,
  type Performed,
  type Reference,
  type RuntimeMachine,
  type ValueMachine,
} from "./machine.ts";
export type { Departure, Meaning, Meanings } from "./meaning.ts";
export { meanings } from "./meanings.ts";
export { createPythonIndex } from "./python.ts";
export { type RunOptions, type RunOutcome, runTrace, type TraceRun } from "./run-trace.ts";
export { hasFact, runUop } from "./run-uop.ts";
export { type BoxedSlot, borrowedSlot, ownedSlot, type Slot } from "./slot.ts";
export { Activation, Step } from "./step.ts";
export { auditCounts, describeWorld } from "./simulated/audit.ts";
export { type SimulatedFrame, SimulatedFrames } from "./simulated/frames.ts";
export { isTagged, SimulatedHeap } from "./simulated/heap.ts";
export { type Binding, type Content, type Effect, ownedBy, type SimulatedCode } from "./simulated/objects.ts";
export { type Operation, operations } from "./simulated/operations.ts";
export { type Namespace, type SimulatedException, SimulatedMachine } from "./simulated/simulated-machine.ts";
