// Executors in memory: their records, the records of their exits, and the instructions that enter them.

import { ENTER_EXECUTOR } from "@tjit/bytecode";
import { SharedSlot } from "@tjit/interpreter";
import type { Trace } from "@tjit/ir";
import { CodeObjectLayout, ExecutorRecord, ExitRecord, type Runtime, decref } from "@tjit/runtime";
import type { CodeCache } from "@tjit/stencils";
import type { CodeInstaller, Executor, ExitDestination } from "@tjit/tracer";

/** What a compiled trace is to the VM. */
export interface Artifact {
  /** Its slot in the function table. */
  readonly slot: number;
  /** Address of its executor record; those of its exits follow. */
  readonly record: number;
  /** References that it owns: constants, and the code that it runs. */
  readonly owned: readonly number[];
}

/** Executors that a code object can have. */
const executorsPerCode = 256;
const wordSize = 4;

/** Address of an exit's record. */
export function exitRecordOf(record: number, exit: number): number {
  return record + ExecutorRecord.size + exit * ExitRecord.size;
}

/** Bytes of an executor's records. */
export function recordsSize(trace: Trace): number {
  return ExecutorRecord.size + trace.exits.length * ExitRecord.size;
}

/** Does what executors need done in memory. */
export class MemoryInstaller implements CodeInstaller<Artifact> {
  readonly #rt: Runtime;
  readonly #cache: CodeCache;
  /** The executor and code object that an entry is being made for; the table asks for the entry right after. */
  #entering: { readonly code: number; readonly record: number } | undefined;

  constructor(rt: Runtime, cache: CodeCache) {
    this.#rt = rt;
    this.#cache = cache;
  }

  /** Says for whom {@link patchEntry} will be called next. */
  expectEntry(code: number, record: number): void {
    this.#entering = { code, record };
  }

  publish({ id, artifact }: Executor<Artifact>): void {
    const { heap } = this.#rt;
    heap.store(artifact.record + ExecutorRecord.valid.offset, 1);
    heap.store(artifact.record + ExecutorRecord.warm.offset, 1);
    heap.store(artifact.record + ExecutorRecord.slot.offset, artifact.slot);
    heap.store(artifact.record + ExecutorRecord.id.offset, id);
  }

  free({ artifact, trace }: Executor<Artifact>): void {
    this.#cache.release(artifact.slot);
    this.#rt.heap.freeBlock(artifact.record, recordsSize(trace));
    for (const reference of artifact.owned) decref(this.#rt, reference);
  }

  patchEntry(pc: number, index: number): number {
    const { heap } = this.#rt;
    const entering = this.#entering;
    if (entering === undefined) throw new Error("an entry is patched that nobody asked for");
    const place = entering.code + CodeObjectLayout.executors.offset;
    if (heap.load(place) === 0) heap.store(place, heap.allocateBlock(executorsPerCode * wordSize));
    heap.store(heap.load(place) + wordSize * index, entering.record);
    const saved = heap.loadU16(pc);
    heap.storeU16(pc, ENTER_EXECUTOR | (index << 8));
    return saved;
  }

  restoreEntry(pc: number, saved: number): void {
    this.#rt.heap.storeU16(pc, saved);
  }

  writeExit({ id, artifact }: Executor<Artifact>, exit: number, destination: ExitDestination<Artifact>): void {
    const { heap } = this.#rt;
    const record = exitRecordOf(artifact.record, exit);
    heap.store(record + ExitRecord.executor.offset, id);
    heap.store(record + ExitRecord.index.offset, exit);
    if (destination.kind === "linked") {
      heap.store(record + ExitRecord.slot.offset, destination.to.artifact.slot);
      return;
    }
    heap.store(record + ExitRecord.slot.offset, SharedSlot.COLD_EXIT);
    heap.store(record + ExitRecord.counter.offset, destination.temperature);
  }

  readTemperature({ artifact }: Executor<Artifact>, exit: number): number {
    return this.#rt.heap.loadU16(exitRecordOf(artifact.record, exit) + ExitRecord.counter.offset);
  }

  markInvalid({ artifact }: Executor<Artifact>): void {
    this.#rt.heap.store(artifact.record + ExecutorRecord.valid.offset, 0);
  }

  markCold({ artifact }: Executor<Artifact>): void {
    this.#rt.heap.store(artifact.record + ExecutorRecord.warm.offset, 0);
  }

  isCold({ artifact }: Executor<Artifact>): boolean {
    return this.#rt.heap.load(artifact.record + ExecutorRecord.warm.offset) === 0;
  }

  /** Executors are freed only where no trace can be on the way. */
  isRunning(): boolean {
    return false;
  }
}
