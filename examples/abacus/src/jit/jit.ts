// From hot loops and hot exits to running traces, and back when what a trace relies on has changed.
//
//   hot ─▶ recorder (dispatch goes through the recording half) ─▶ passes ─▶ registers ─▶ stencils ─▶ executor table

import { DialectIndex, type Trace } from "@tjit/ir";
import { makeCounter, neverCounter, restartCounter, type Specializer } from "@tjit/specializer";
import { CodeCache, type StencilSet, type TraceImports } from "@tjit/stencils";
import {
  type Executor,
  type ExecutorId,
  ExecutorTable,
  prepareLanguage,
  Recorder,
  type Recording,
  type TraceSource,
} from "@tjit/tracer";
import { abacusDialect } from "../dialect.ts";
import type { AbacusListener } from "../events.ts";
import type { Heap } from "../heap.ts";
import { tracedLanguage } from "../instructions.ts";
import { cacheWord, ExitRecord, SharedSlot, unitSize } from "../layout.ts";
import type { LoadedProgram } from "../loaded-program.ts";
import type { Operands } from "../specialization.ts";
import type { AbacusTuning } from "../tuning.ts";
import type { AbacusValue } from "../values.ts";
import { assembleAt, type Compiler, makeCompiler, prepare } from "./compile.ts";
import { AbacusFrontend } from "./frontend.ts";
import { type Artifact, exitRecordOf, HeapInstaller, recordsSize } from "./installer.ts";
import { AbacusWorld, keyDependency } from "./world.ts";

/** Values of the global that chooses the half of the dispatch table. */
export const DispatchBase = { plain: 0, recording: 256 } as const;

/** What a JIT works with. */
export interface JitOptions {
  readonly heap: Heap;
  readonly program: LoadedProgram;
  readonly imports: TraceImports;
  readonly stencils: StencilSet;
  readonly dispatchBase: WebAssembly.Global;
  readonly specializer: Specializer<Operands>;
  readonly tuning: AbacusTuning;
  readonly listener: AbacusListener | undefined;
}

/** The JIT of one machine. */
export class Jit {
  readonly executors: ExecutorTable<Artifact>;
  readonly #heap: Heap;
  readonly #program: LoadedProgram;
  readonly #dispatchBase: WebAssembly.Global;
  readonly #listener: AbacusListener | undefined;
  readonly #restart: readonly number[];
  readonly #compiler: Compiler;
  readonly #cache: CodeCache;
  readonly #installer: HeapInstaller;
  readonly #frontend: AbacusFrontend;
  readonly #recorder: Recorder;
  readonly #world: AbacusWorld;

  constructor(options: JitOptions) {
    const { heap, program, imports, stencils, dispatchBase, specializer, tuning, listener } = options;
    const index = new DialectIndex(abacusDialect);
    const shared = { tuning: tuning.tracer, ...(listener === undefined ? {} : { listener }) };
    this.#heap = heap;
    this.#program = program;
    this.#dispatchBase = dispatchBase;
    this.#listener = listener;
    this.#restart = specializer.tuning.restart;
    this.#compiler = makeCompiler(index, stencils, tuning);
    this.#cache = new CodeCache({ imports, firstSlot: SharedSlot.firstTrace });
    this.#installer = new HeapInstaller(heap, this.#cache, program.executors);
    this.#world = new AbacusWorld(heap, program, index);
    this.executors = new ExecutorTable<Artifact>({
      installer: this.#installer,
      temperature: {
        initial: makeCounter(tuning.tracer.sideExit),
        never: neverCounter,
        restart: (word) => restartCounter(word, this.#restart),
      },
      unitSize,
      ...shared,
    });
    this.#frontend = new AbacusFrontend(heap, program, specializer, () => this.executors);
    this.#recorder = new Recorder({
      language: prepareLanguage(tracedLanguage(index)),
      frontend: this.#frontend,
      ...shared,
    });
  }

  /** How often an exit may still be taken before it is hot: its counter word. */
  temperature(executor: Executor<Artifact>, exit: number): number {
    return this.#installer.readTemperature(executor, exit);
  }

  /** A REPEAT's counter has run down; the jump has not been taken yet. */
  hotRepeat(pc: number, sp: number, fp: number): void {
    const counter = pc + cacheWord.offset;
    this.#heap.storeUnit(counter, restartCounter(this.#heap.loadUnit(counter), this.#restart));
    const { jumpTarget } = this.#frontend.decode(pc);
    if (jumpTarget === undefined) return;
    const known = this.executors.startingAt(jumpTarget);
    if (known === undefined) {
      this.#start({ kind: "backward-jump", entry: pc }, jumpTarget, sp, fp);
      return;
    }
    this.#installer.willEnter(known);
    this.executors.addEntry(known.id, this.#program.reference, pc);
  }

  /** An exit's counter has run down; the interpreter is about to go on at `pc`. */
  hotExit(pc: number, sp: number, fp: number, record: number): void {
    const id = this.#heap.load(record + ExitRecord.executor.offset) as ExecutorId;
    const exit = this.#heap.load(record + ExitRecord.index.offset);
    const decision = this.executors.exitTriggered(id, exit);
    if (decision.kind !== "record") return;
    if (!this.#start(decision.source, pc, sp, fp)) this.executors.exitFailed(id, exit);
  }

  /** Called before each instruction while recording; answers with what runs: opcode, and the argument above it. */
  record(pc: number, sp: number, fp: number, oparg: number): number {
    const outcome = this.#recorder.record(pc, sp, fp, oparg);
    if (outcome.kind !== "continue") {
      this.#dispatchBase.value = DispatchBase.plain;
      if (outcome.kind === "stop") this.#compile(outcome.recording);
    }
    return this.#frontend.unitAt(pc);
  }

  /** A key holds something else now. */
  keyChanged(address: number): void {
    if (this.executors.invalidateDependency(keyDependency, address) > 0) this.#world.broke(address);
    this.#recorder.invalidate(keyDependency, address);
  }

  /** The interpreter has returned: a recording under way cannot go on, and what is invalid can be freed. */
  left(): void {
    this.#recorder.abort("left-interpreter");
    this.#dispatchBase.value = DispatchBase.plain;
    if (this.executors.isSweepDue) this.executors.sweep();
    this.executors.freePending();
  }

  /** Drops all traces. Only while the machine is not running. */
  dropAll(): void {
    this.executors.invalidateAll();
    this.executors.freePending();
  }

  #start(source: TraceSource, pc: number, sp: number, fp: number): boolean {
    if (this.#recorder.start(source, pc, sp, fp) !== undefined) return false;
    this.#dispatchBase.value = DispatchBase.recording;
    return true;
  }

  #compile({ trace: recorded, source, start }: Recording): void {
    const prepared = prepare(this.#compiler, recorded, this.#world);
    if (prepared.kind === "abort") {
      if (source.kind === "exit") this.executors.exitFailed(source.executor, source.exit);
      this.#listener?.({ kind: "reject", reason: prepared.reason });
      return;
    }
    const { allocation, remarks } = prepared;
    const trace = this.#own(prepared.trace);
    const record = this.#heap.allocate(recordsSize(trace));
    const slot = this.#cache.reserve();
    const exitRecord = (exit: number): number => exitRecordOf(record, exit);
    const assembled = assembleAt(this.#compiler, { trace, allocation }, { slot, executor: record, exitRecord });
    const { bytes } = assembled;
    this.#cache.publish(slot, assembled);
    const place =
      source.kind === "exit"
        ? ({ kind: "exit", executor: source.executor, exit: source.exit } as const)
        : ({ kind: "entry", code: this.#program.reference, pc: source.entry } as const);
    const result = this.executors.install({ trace, artifact: { slot, record, bytes }, start, place });
    if (result.kind === "refused") {
      this.#cache.release(slot);
      this.#heap.free(record, recordsSize(trace));
      for (const { reference } of trace.constants) this.#heap.release(reference);
    }
    this.#listener?.({ kind: "compile", recorded, optimized: trace, remarks, allocation, bytes });
  }

  /** A trace owns its constants; those that a pass computed are made now. */
  #own(trace: Trace): Trace {
    const constants = trace.constants.map((constant) => {
      const { reference, type, value } = constant;
      if (reference !== 0) this.#heap.retain(reference);
      return reference !== 0
        ? constant
        : { ...constant, reference: this.#heap.referenceTo({ type, value } as AbacusValue) };
    });
    return { ...trace, constants };
  }
}
