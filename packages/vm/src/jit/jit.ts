// From hot code to running traces: starts recordings, optimizes, allocates, assembles, installs, and takes traces back when what they
// rely on changes.
//
//   hot loop, entry or exit ─▶ recorder (dispatch through the recording half) ─▶ passes ─▶ registers ─▶ stencils ─▶ executor table

import { ENTER_EXECUTOR } from "@tjit/bytecode";
import { SharedSlot } from "@tjit/interpreter";
import type { Trace } from "@tjit/ir";
import { DictFlag, DictObject, ExitRecord, Frame, type Runtime, VmState, vmStateAddress } from "@tjit/runtime";
import { type Specializer, makeCounter, neverCounter, restartCounter } from "@tjit/specializer";
import { CodeCache, type TraceImports } from "@tjit/stencils";
import { ExecutorTable, type ExecutorId, Recorder, type Recording, type TraceSource } from "@tjit/tracer";
import type { CompileTimings, JitListener } from "./events.ts";
import { PythonFrontend, type SavedInstruction } from "./frontend.ts";
import type { Governor } from "./governor.ts";
import { fullOparg } from "../code-units.ts";
import { type Artifact, MemoryInstaller } from "./installer.ts";
import type { JitTables } from "./tables.ts";
import { unitSize } from "./traced-language.ts";
import { type CompiledTrace, TraceCompiler } from "./trace-compiler.ts";
import type { TraceHost } from "./trace-host.ts";
import type { JitView } from "./jit-view.ts";
import type { JitTuning } from "./tuning.ts";
import { PythonWorld } from "./world.ts";

/** Where generated code sees whether a recording is under way. */
const recordingWord = vmStateAddress + VmState.recording.offset;
/** Values of the `dispatch_base` global. */
const normalHalf = 0;
const recordingHalf = 256;

/** What the JIT works with. */
export interface JitOptions {
  readonly rt: Runtime;
  readonly imports: TraceImports;
  readonly tables: JitTables;
  readonly dispatchBase: WebAssembly.Global;
  readonly specializer: Specializer<{ readonly sp: number; readonly fp: number }>;
  readonly tuning: JitTuning;
  readonly listener: JitListener | undefined;
  readonly governor: Governor;
  /** Milliseconds; without it no time is measured. */
  readonly clock: (() => number) | undefined;
  /** Runs traces in the place of their machine code. */
  readonly traceHost: TraceHost | undefined;
}

/** The JIT of one VM. */
export class Jit implements JitView {
  readonly #rt: Runtime;
  readonly #dispatchBase: WebAssembly.Global;
  /** What the global holds: it is asked for at every call from the host, and reading a global takes the host longer than that. */
  #half = normalHalf;
  readonly #governor: Governor;
  readonly #listener: JitListener | undefined;
  readonly #clock: () => number;
  readonly #cache: CodeCache;
  readonly #installer: MemoryInstaller;
  readonly #frontend: PythonFrontend;
  readonly #recorder: Recorder<SavedInstruction>;
  readonly #executors: ExecutorTable<Artifact>;
  readonly #compiler: TraceCompiler;
  /** How often a name that traces took for a constant was rebound. */
  readonly #nameChanges = new Map<number, number>();
  #recordingStart = 0;
  /** When the recording began, by the governor's clock. */
  #attemptStart = 0;
  /** Where it began. */
  #place = 0;
  #source: TraceSource | undefined;

  constructor(options: JitOptions) {
    const { rt, imports, tables, dispatchBase, specializer, tuning, governor, listener, clock, traceHost } = options;
    this.#rt = rt;
    this.#dispatchBase = dispatchBase;
    this.#governor = governor;
    this.#listener = listener;
    this.#clock = clock ?? (() => 0);
    this.#cache = new CodeCache({ imports, firstSlot: SharedSlot.FIRST_TRACE });
    this.#installer = new MemoryInstaller(rt, this.#cache);
    const { restart } = specializer.tuning;
    const shared = { tuning: tuning.tracer, ...(listener === undefined ? {} : { listener }) };
    this.#executors = new ExecutorTable<Artifact>({
      installer: this.#installer,
      temperature: {
        initial: makeCounter(tuning.tracer.sideExit),
        never: neverCounter,
        restart: (word) => restartCounter(word, restart),
      },
      unitSize,
      ...shared,
    });
    this.#frontend = new PythonFrontend(rt, specializer, () => this.#executors);
    this.#recorder = new Recorder({
      language: tables.language,
      frontend: this.#frontend,
      ...shared,
    });
    this.#compiler = new TraceCompiler({
      rt,
      tables,
      tuning,
      cache: this.#cache,
      world: () => new PythonWorld(rt, tables.index, this.#frontend, this.#nameChanges),
      clock: this.#clock,
      traceHost,
    });
    rt.hooks.dictChanged = (dict, key) => {
      this.#dictChanged(dict, key);
    };
    rt.hooks.typeChanged = (type) => {
      this.#invalidate("type", type);
    };
    rt.hooks.functionChanged = (fn) => {
      this.#invalidate("function", fn);
    };
    rt.hooks.localsChanged = (code) => {
      this.#invalidate("code", code);
    };
  }

  /** Valid executors, for people and tests. */
  get executors(): ExecutorTable<Artifact>["executors"] {
    return this.#executors.executors;
  }

  /** Bytes of all trace modules. */
  get codeBytes(): number {
    return this.#cache.totalBytes;
  }

  /** How often an exit may still be taken before it is hot, as its counter says. */
  exitCounter(executor: ExecutorTable<Artifact>["executors"][number], exit: number): number {
    return this.#installer.readTemperature(executor, exit);
  }

  /** A back edge's counter has run down and was restarted; the jump has not been taken yet. */
  hotLoop(pc: number, sp: number, fp: number): void {
    const { heap } = this.#rt;
    if (this.#isEntry(pc)) return;
    const target = pc + unitSize * (2 - fullOparg(this.#rt, pc));
    const code = heap.load(fp + Frame.code.offset);
    const known = this.#executors.startingAt(target);
    if (known !== undefined) {
      this.#installer.expectEntry(code, known.artifact.record);
      this.#executors.addEntry(known.id, code, pc);
      return;
    }
    this.#start({ kind: "backward-jump", entry: pc }, target, sp, fp);
  }

  /** A function has been entered often, its counter was restarted; its RESUME is running. */
  hotEntry(pc: number, sp: number, fp: number): void {
    if (this.#isEntry(pc)) return;
    this.#start({ kind: "entry", entry: pc }, pc + unitSize, sp, fp);
  }

  /** Whether an executor is entered here. A recording that ends at such an instruction has it run as it was, and so may its counter run down. */
  #isEntry(pc: number): boolean {
    return (this.#rt.heap.loadU16(pc) & 0xff) === ENTER_EXECUTOR;
  }

  /** An exit's counter has run down; the interpreter is about to continue at `pc`. */
  hotExit(pc: number, sp: number, fp: number, exitRecord: number): void {
    const { heap } = this.#rt;
    const id = heap.load(exitRecord + ExitRecord.executor.offset) as ExecutorId;
    const exit = heap.load(exitRecord + ExitRecord.index.offset);
    const decision = this.#executors.exitTriggered(id, exit);
    if (decision.kind !== "record") return;
    if (!this.#start(decision.source, pc, sp, fp)) this.#executors.exitFailed(id, exit);
  }

  /** Called before every instruction while recording. What it answers runs: opcode, and the full argument above it. */
  traceRecord(pc: number, sp: number, fp: number, oparg: number): number {
    const outcome = this.#recorder.record(pc, sp, fp, oparg);
    if (outcome.kind === "stop") {
      this.#stopRecording();
      this.#compileIfPermitted(outcome.recording);
    } else if (outcome.kind === "abort") {
      this.#stopRecording();
      this.#failed();
      this.#governor.charge(this.#attemptStart);
    }
    const unit = this.#frontend.unitAt(pc);
    const isEntry = this.#isEntry(pc);
    return (unit & 0xff) | ((isEntry ? (oparg & ~0xff) | (unit >>> 8) : oparg) << 8);
  }

  /** An exception is being raised in code that is being recorded. */
  exceptionRaised(): void {
    if (this.#half === recordingHalf) this.#abort("exception");
  }

  /** The host enters the interpreter: what runs there is not part of a recording under way. Answers with what {@link leave} wants. */
  enter(): number {
    const before = this.#half;
    this.#dispatchThrough(normalHalf);
    return before;
  }

  /** The interpreter returned to the host. */
  leave(before: number): void {
    if (this.#half === recordingHalf) this.#abort("left-interpreter");
    this.#dispatchThrough(this.#recorder.isRecording ? before : normalHalf);
  }

  /** No trace is on the way: invalid ones may be freed, cold ones dropped. */
  collect(): void {
    if (this.#executors.isSweepDue) this.#executors.sweep();
    if (this.#executors.pendingCount > 0) this.#executors.freePending();
  }

  /** Drops every trace. Only where no trace is on the way. */
  dropAll(): void {
    this.#abort("cancelled");
    this.#executors.invalidateAll();
    this.#executors.freePending();
  }

  #dispatchThrough(half: number): void {
    if (half === this.#half) return;
    this.#half = half;
    this.#dispatchBase.value = half;
    this.#rt.heap.store(recordingWord, half);
  }

  #start(source: TraceSource, pc: number, sp: number, fp: number): boolean {
    if (!this.#governor.permits(pc)) return false;
    if (this.#recorder.start(source, pc, sp, fp) !== undefined) return false;
    this.#frontend.forget();
    this.#source = source;
    this.#recordingStart = this.#clock();
    this.#attemptStart = this.#governor.now;
    this.#place = pc;
    this.#dispatchThrough(recordingHalf);
    return true;
  }

  #stopRecording(): void {
    this.#dispatchThrough(normalHalf);
  }

  #abort(reason: "exception" | "left-interpreter" | "cancelled"): void {
    if (!this.#recorder.isRecording) return;
    this.#recorder.abort(reason);
    this.#stopRecording();
    this.#failed();
    this.#governor.charge(this.#attemptStart);
  }

  /** What started the recording waits longer the next time. Loops and entries were backed off when they triggered. */
  #failed(): void {
    const source = this.#source;
    this.#source = undefined;
    if (source?.kind === "exit") this.#executors.exitFailed(source.executor, source.exit);
  }

  #compileIfPermitted(recording: Recording): void {
    const uops = recording.trace.uops.length;
    if (this.#governor.permitsCompilation(this.#place, uops, recording.reason === "loop-closed")) {
      this.#compile(recording);
      this.#governor.chargeCompilation(this.#attemptStart, uops);
    } else {
      this.#reject(recording.trace, "the governor", "compiling it would take more than the JIT's share of the time");
      this.#governor.charge(this.#attemptStart);
    }
  }

  #compile({ trace: recorded, source, start }: Recording): void {
    if (this.#compiler.isFull) {
      // What is cold goes, and this trace may come again.
      this.#executors.sweep();
      this.#reject(recorded, "code cache", "no slot is free");
      return;
    }
    const recording = this.#clock() - this.#recordingStart;
    const compiled = this.#compiler.compile(recorded);
    if (compiled.kind === "rejected") {
      this.#reject(recorded, compiled.by, compiled.reason);
      return;
    }
    const { optimized, trace, assembled } = compiled;
    const installStart = this.#clock();
    this.#install(source, start, compiled);
    if (this.#listener === undefined) return;
    const installation = this.#clock() - installStart;
    const timings = ({ passes, allocation, assembly, engine, total }: CompiledTrace): CompileTimings => ({
      recording,
      passes,
      allocation,
      assembly,
      engine,
      total: total + installation,
    });
    this.#listener({
      kind: "compile",
      name: sourceName(source, recorded),
      recorded,
      log: optimized.log,
      optimized: trace,
      remarks: optimized.remarks,
      stats: optimized.stats,
      moduleBytes: assembled.bytes.length,
      codeBytes: assembled.codeSize,
      bytes: assembled.bytes,
      timings: timings(compiled),
      again: () => {
        const other = this.#compiler.isFull ? undefined : this.#compiler.compile(recorded);
        if (other?.kind !== "compiled") return undefined;
        this.#compiler.discard(other);
        return timings(other);
      },
    });
  }

  #install(source: TraceSource, start: Recording["start"], compiled: CompiledTrace): void {
    const { trace, artifact } = compiled;
    const place =
      source.kind === "exit"
        ? ({ kind: "exit", executor: source.executor, exit: source.exit } as const)
        : ({ kind: "entry", code: trace.frames[0]?.code ?? 0, pc: source.entry } as const);
    if (place.kind === "entry") this.#installer.expectEntry(place.code, artifact.record);
    const result = this.#executors.install({ trace, artifact, start, place });
    this.#source = undefined;
    if (result.kind !== "installed") this.#compiler.discard(compiled);
  }

  #reject(recorded: Trace, by: string, reason: string): void {
    this.#failed();
    this.#listener?.({ kind: "reject", name: recorded.name, by, reason });
  }

  #dictChanged(dict: number, key: number): void {
    const broken = key === 0 ? this.#invalidate("dict", dict) : this.#invalidate("name", key);
    if (broken > 0 && key !== 0) this.#nameChanges.set(key, (this.#nameChanges.get(key) ?? 0) + 1);
    if (this.#executors.hasDependents("dict", dict) || this.#recorder.isRecording) return;
    // Nobody depends on it any more: further changes need not be told.
    const flags = dict + DictObject.flags.offset;
    this.#rt.heap.store(flags, this.#rt.heap.load(flags) & ~DictFlag.WATCHED);
  }

  /** Drops what depends on the reference; how many executors that were. */
  #invalidate(kind: string, reference: number): number {
    const broken = this.#executors.invalidateDependency(kind, reference);
    this.#recorder.invalidate(kind, reference);
    if (!this.#recorder.isRecording && this.#half === recordingHalf) this.#stopRecording();
    return broken;
  }
}

function sourceName(source: TraceSource, { name }: Trace): string {
  return source.kind === "exit" ? `${name} (side trace of ${source.executor}, exit ${source.exit})` : name;
}
