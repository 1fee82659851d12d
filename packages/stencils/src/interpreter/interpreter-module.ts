// Builds the tier-1 interpreter: one module with a function per instruction, the kernel functions, and the entries that traces share.
//
//   imports   vm.memory, vm.table, runtime.<name>…
//   exports   kernel functions by name; dispatch_base (mutable global); enter(pc, sp, fp) -> status
//   table     0…255 handlers by opcode, 256…511 TRACE_RECORD, then special handlers that have a slot

import { BuilderError } from "../builder/builder-error.ts";
import type { CalleeSet } from "../builder/code-builder.ts";
import { recordKernel } from "../builder/kernel-code.ts";
import { type Callable, interpreterEntry } from "../builder/language.ts";
import { asExpression } from "../builder/node.ts";
import { ModuleBuilder } from "../builder/module-builder.ts";
import { type FunctionCode, Recorder } from "../builder/recorder.ts";
import { optimizeModule } from "../build/optimize-module.ts";
import type { InterpreterDescription } from "./description.ts";
import {
  baseHalf,
  dispatchBaseName,
  HandlerCodeBuilder,
  handlerFunctionName,
  handlerRecorder,
  recordingHalf,
} from "./handler-builder.ts";
import { recordInstruction } from "./instruction-handler.ts";

const opcodeCount = 256;
const recordHandler = "TRACE_RECORD";

/** The interpreter and the names it wants and gives. */
export interface InterpreterModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Runtime functions that must be imported under `runtime`. */
  readonly runtime: readonly Callable[];
  /** Kernel functions exported. */
  readonly kernel: readonly Callable[];
}

/** How the module is made. */
export interface InterpreterOptions {
  /** `none` keeps what the builder wrote, for tests. */
  readonly optimize?: "full" | "none";
}

/**
 * Compiles an instruction set to a WebAssembly module.
 * @throws BuilderError when a body or the description is wrong.
 */
export function buildInterpreterModule(
  description: InterpreterDescription,
  options: InterpreterOptions = {},
): InterpreterModule {
  const callees: CalleeSet = new Map();
  const handlers = recordHandlers(description, callees);
  for (const callable of description.runtime ?? []) callees.set(callable.name, callable);
  const kernel = recordKernel(description.kernel, callees);
  const runtime = [...callees.values()].filter((callable) => callable.kind === "runtime");

  const module = new ModuleBuilder("vm", description.tableSize);
  for (const { name, parameters, result } of runtime) module.importFunction("runtime", name, parameters, result);
  module.addGlobal(dispatchBaseName, baseHalf, dispatchBaseName);
  for (const code of kernel) module.addFunction(code, code.name);
  for (const code of handlers) module.addFunction(code);
  module.addFunction(recordEnter(), interpreterEntry.name);
  addTable(module, description);
  const plain = module.toBytes();
  const bytes = options.optimize === "none" ? plain : optimizeModule(plain, { optimize: 3, shrink: 0 });
  return { bytes, runtime, kernel: [...callees.values()].filter((callable) => callable.kind === "kernel") };
}

function recordHandlers(description: InterpreterDescription, callees: CalleeSet): FunctionCode[] {
  const { bodies, errorHandler, instructionPointer, traceRecord } = description;
  const definitions = new Map([...description.uops].map((definition) => [definition.name, definition]));
  const environment = { definitions, bodies, errorHandler, instructionPointer, callees };
  const special = description.specialHandlers.map(({ name, body }) => {
    const recorder = handlerRecorder(name);
    body(new HandlerCodeBuilder(recorder, callees));
    return recorder.finish();
  });
  const instructions = description.instructions.map((instruction) => recordInstruction(instruction, environment));
  return [...special, recordTraceRecord(traceRecord, callees), ...instructions];
}

/** The one entry of the recording half: records, then runs the instruction through the base half. */
function recordTraceRecord(traceRecord: Callable, callees: CalleeSet): FunctionCode {
  const recorder = handlerRecorder(recordHandler);
  new TraceRecordBuilder(recorder, callees).record(traceRecord);
  return recorder.finish();
}

class TraceRecordBuilder extends HandlerCodeBuilder {
  record(traceRecord: Callable): void {
    const parameters = [this.pc, this.sp, this.fp, this.oparg].slice(0, traceRecord.parameters.length);
    const unit = this.callByName(traceRecord, parameters);
    if (unit === undefined) {
      // The instruction may have been rewritten; its oparg may come from an extended argument.
      this.dispatchAt(this.pc, this.sp, this.fp, { half: "base", oparg: this.oparg });
      return;
    }
    const run = asExpression<"i32">(unit);
    this.dispatchAt(this.pc, this.sp, this.fp, { half: "base", opcode: run.and(255), oparg: run.shrU(8) });
  }
}

/** What the host calls: three of a handler's four parameters, the fourth comes from the code unit. */
function recordEnter(): FunctionCode {
  const recorder = new Recorder(interpreterEntry.name, interpreterEntry.parameters, interpreterEntry.result);
  const builder = new HandlerCodeBuilder(recorder, new Map());
  builder.dispatchAt(builder.pc, builder.sp, builder.fp);
  return recorder.finish();
}

function addTable(module: ModuleBuilder, description: InterpreterDescription): void {
  const undefinedName = handlerFunctionName(description.undefinedHandler);
  const base = Array.from({ length: opcodeCount }, () => undefinedName);
  const place = (name: string, opcode: number | undefined): void => {
    if (opcode === undefined) return;
    if (base[opcode] !== undefinedName) throw new BuilderError(`opcode ${opcode} has two handlers, one is ${name}`);
    base[opcode] = handlerFunctionName(name);
  };
  for (const { name, opcode } of description.instructions) place(name, opcode);
  for (const { name, opcode } of description.specialHandlers) place(name, opcode);
  module.addElements(baseHalf, base);
  module.addElements(
    recordingHalf,
    Array.from({ length: opcodeCount }, () => handlerFunctionName(recordHandler)),
  );
  for (const { name, slot } of description.specialHandlers) {
    if (slot === undefined) continue;
    if (slot < recordingHalf + opcodeCount)
      throw new BuilderError(`${name}: slot ${slot} is inside the dispatch halves`);
    module.addElements(slot, [handlerFunctionName(name)]);
  }
}
