// The WebAssembly side of a VM: memory, function table, the interpreter's instance, and what generated code calls.

import { interpreterBytes, tableSize } from "@tjit/interpreter";
import { type Engine, Frame, type Runtime, heapAddress } from "@tjit/runtime";
import { type TraceImports, decodeBase64 } from "@tjit/stencils";

const wasmPage = 65536;
/** Memory may grow to all that 32 bits address. */
const largestMemory = 65536;

/** A memory as a VM starts with it: the fixed part, the data stack and some heap. */
export function createMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(heapAddress / wasmPage) + 16, maximum: largestMemory });
}

/** The interpreter's exports that are not kernel functions. */
interface InterpreterExports {
  readonly enter: (pc: number, sp: number, fp: number) => number;
  readonly dispatch_base: WebAssembly.Global;
}

/** The interpreter of one VM. */
export class WasmEngine {
  readonly imports: TraceImports;
  readonly dispatchBase: WebAssembly.Global;
  readonly enter: InterpreterExports["enter"];

  constructor(memory: WebAssembly.Memory, runtime: WebAssembly.ModuleImports) {
    const table = new WebAssembly.Table({ element: "anyfunc", initial: tableSize, maximum: tableSize });
    const module = new WebAssembly.Module(decodeBase64(interpreterBytes));
    const instance = new WebAssembly.Instance(module, { vm: { memory, table }, runtime });
    // The generator writes these two; the rest are kernel functions, which traces import.
    const exports = instance.exports as unknown as InterpreterExports;
    this.enter = exports.enter;
    this.dispatchBase = exports.dispatch_base;
    this.imports = { vm: { memory, table }, kernel: instance.exports, runtime };
  }
}

/** What happens around every call from the host into the interpreter. */
export interface EntryGuard {
  readonly enter: () => number;
  readonly leave: (before: number) => void;
}

/** The engine as the runtime sees it. */
export function runtimeEngine(rt: Runtime, wasm: WasmEngine, guard: EntryGuard): Engine {
  return {
    run: (frame) => {
      const { heap } = rt;
      const before = guard.enter();
      try {
        return wasm.enter(heap.load(frame + Frame.instrPtr.offset), heap.load(frame + Frame.sp.offset), frame);
      } finally {
        guard.leave(before);
      }
    },
  };
}
