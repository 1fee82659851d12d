// The world of the reference interpreter over the memory of a real VM: what `SimulatedMachine` is in small. It reads and writes by the
// layouts of objects and frames, calls the runtime where generic uops do, and shares nothing with the bodies of uops or the kernel.

import type { Machine, RuntimeMachine } from "@tjit/reference";
import { Singleton, type Runtime, exchangeHandled } from "@tjit/runtime";
import { ExecutorRecord, VmState, vmStateAddress } from "@tjit/runtime/layout";
import { makeCounts } from "./counts.ts";
import { makeFrames } from "./frames.ts";
import { makeGenerators } from "./generators.ts";
import { type HostFunctions, hostFunctionsOf } from "./host-functions.ts";
import { makeIterators } from "./iterators.ts";
import { makeNames } from "./names.ts";
import { operations } from "./operations.ts";
import { makeValues } from "./values.ts";

/** What of the VM a trace runs in. */
export interface LinearMachineParts {
  readonly rt: Runtime;
  /** The functions that the interpreter imports. */
  readonly runtime: WebAssembly.ModuleImports;
  /** Address of the record of the executor whose trace runs. */
  readonly record: number;
}

/** The machine in which one executor's trace runs. */
export function makeLinearMachine({ rt, runtime, record }: LinearMachineParts): Machine {
  const host = hostFunctionsOf(runtime);
  const counts = makeCounts(rt);
  const values = makeValues(rt, counts, host);
  const frames = makeFrames(rt, counts, host);
  return {
    ...counts,
    ...values,
    ...makeIterators(rt, counts, values),
    ...makeNames(rt),
    ...frames,
    ...makeGenerators(rt, counts, frames, host),
    ...makeRuntime(rt, counts, host, record),
  };
}

function makeRuntime(
  rt: Runtime,
  counts: Parameters<typeof makeFrames>[1],
  host: HostFunctions,
  record: number,
): RuntimeMachine {
  const { heap } = rt;
  const evalBreaker = vmStateAddress + VmState.evalBreaker.offset;
  return {
    periodic() {
      const left = heap.load(evalBreaker) - 1;
      if (left <= 0) return true;
      heap.store(evalBreaker, left);
      return false;
    },
    // The operand of the uop says nothing before code is made of it: a trace asks for its own executor.
    isTraceValid: () => heap.load(record + ExecutorRecord.valid.offset) !== 0,
    makeWarm() {
      heap.store(record + ExecutorRecord.warm.offset, 1);
    },
    replaceHandled(exception) {
      const former = exchangeHandled(rt, exception === Singleton.None ? 0 : exception);
      return former === 0 ? Singleton.None : former;
    },
    raiseUnbound(frame, index) {
      host.call("raise_unbound", frame, index);
    },
    perform(uop, inputs, operands, frame) {
      const operation = operations[uop];
      if (operation === undefined) throw new RangeError(`nothing is known of what the runtime does for ${uop}`);
      return operation({ rt, counts, host, inputs, operands, frame });
    },
  };
}
