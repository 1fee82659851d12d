// The WebAssembly side of a VM: memory, function table, the interpreter's instance, and what generated code calls.

import { interpreterBytes, tableSize } from "@tjit/interpreter";
import { type Engine, Frame, type Runtime, heapAddress } from "@tjit/runtime";
import { type TraceImports, decodeBase64 } from "@tjit/stencils";

const wasmPage = 65536;
const initialPages = Math.ceil(heapAddress / wasmPage) + 16;
/** Addresses are signed numbers. */
const largestMemory = 0x80000000;
/** What a program may use over its limit until it is told. */
const leastReserve = 0x1000000;

/** The least limit that leaves a program something. */
export const leastMemoryLimit = 2 * initialPages * wasmPage;
export const largestMemoryLimit: number = largestMemory - 2 * leastReserve;

/** A memory as a VM starts with it: the fixed part, the data stack and some heap. Behind its limit it can grow by a quarter. */
export function createMemory(limit: number): WebAssembly.Memory {
  const maximum = Math.min(limit + Math.max(leastReserve, limit / 4), largestMemory);
  return new WebAssembly.Memory({ initial: initialPages, maximum: Math.ceil(maximum / wasmPage) });
}

/** The interpreter's exports that the host calls. */
interface InterpreterExports {
  readonly enter: (pc: number, sp: number, fp: number) => number;
  readonly dispatch_base: WebAssembly.Global;
  readonly resume_generator: Engine["resume"];
  readonly call_function: Engine["call"];
  readonly extend_list: Engine["extendList"];
  readonly sum_ints: Engine["sumInts"];
  readonly extreme_int: Engine["extremeInt"];
  readonly extend_set: Engine["extendSet"];
  readonly combine_sets: Engine["combineSets"];
}

/** The interpreter of one VM. */
export class WasmEngine {
  readonly imports: TraceImports;
  readonly dispatchBase: WebAssembly.Global;
  readonly exports: InterpreterExports;

  constructor(memory: WebAssembly.Memory, runtime: WebAssembly.ModuleImports) {
    const table = new WebAssembly.Table({ element: "anyfunc", initial: tableSize, maximum: tableSize });
    const module = new WebAssembly.Module(decodeBase64(interpreterBytes));
    const instance = new WebAssembly.Instance(module, { vm: { memory, table }, runtime });
    // The generator writes these; the rest are kernel functions, which traces import.
    this.exports = instance.exports as unknown as InterpreterExports;
    this.dispatchBase = this.exports.dispatch_base;
    this.imports = { vm: { memory, table }, kernel: instance.exports, runtime };
  }
}

/** What happens around every call from the host into the interpreter. */
export interface EntryGuard {
  readonly enter: () => number;
  readonly leave: (before: number) => void;
}

/** The engine as the runtime sees it. */
export function runtimeEngine(rt: Runtime, { exports }: WasmEngine, guard: EntryGuard): Engine {
  /** What runs Python code, with the guard around it. */
  const guarded =
    (run: (a: number, b: number, c: number) => number) =>
    (a: number, b = 0, c = 0): number => {
      const before = guard.enter();
      try {
        return run(a, b, c);
      } finally {
        guard.leave(before);
      }
    };
  return {
    run: guarded((frame: number) =>
      exports.enter(rt.heap.load(frame + Frame.instrPtr.offset), rt.heap.load(frame + Frame.sp.offset), frame),
    ),
    resume: guarded(exports.resume_generator),
    // Written out: the engine compiles this one with what it calls.
    call: (fn, args, count, kwnames) => {
      const before = guard.enter();
      try {
        return exports.call_function(fn, args, count, kwnames);
      } finally {
        guard.leave(before);
      }
    },
    extendList: guarded(exports.extend_list),
    sumInts: guarded(exports.sum_ints),
    extremeInt: guarded(exports.extreme_int),
    extendSet: guarded(exports.extend_set),
    combineSets: exports.combine_sets,
  };
}
