// Executors in memory: their records, the records of their exits, and the REPEATs that enter them.

import type { Trace } from "@tjit/ir";
import type { CodeCache } from "@tjit/stencils";
import type { CodeInstaller, Executor, ExitDestination } from "@tjit/tracer";
import type { Heap } from "../heap.ts";
import { enterTraceOpcode } from "../instructions.ts";
import { ExecutorRecord, ExitRecord, SharedSlot, wordSize } from "../layout.ts";

/** What a compiled trace is to the machine. */
export interface Artifact {
  /** Its slot in the function table. */
  readonly slot: number;
  /** Address of its record. */
  readonly record: number;
  /** The module that is in the slot, for people. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Address of an exit's record: they follow the executor's. */
export function exitRecordOf(record: number, exit: number): number {
  return record + ExecutorRecord.size + exit * ExitRecord.size;
}

/** Bytes of all records of a trace. */
export function recordsSize({ exits }: Trace): number {
  return ExecutorRecord.size + exits.length * ExitRecord.size;
}

/** Does in memory what the executor table decides. */
export class HeapInstaller implements CodeInstaller<Artifact> {
  readonly #heap: Heap;
  readonly #cache: CodeCache;
  /** The program's table of executors. */
  readonly #executors: number;
  #published = 0;

  constructor(heap: Heap, cache: CodeCache, executors: number) {
    this.#heap = heap;
    this.#cache = cache;
    this.#executors = executors;
  }

  publish({ artifact: { record, slot } }: Executor<Artifact>): void {
    this.#heap.store(record + ExecutorRecord.valid.offset, 1);
    this.#heap.store(record + ExecutorRecord.warm.offset, 1);
    this.#heap.store(record + ExecutorRecord.slot.offset, slot);
    this.#published = record;
  }

  /** The entry of another jump is to lead to this executor. */
  willEnter({ artifact }: Executor<Artifact>): void {
    this.#published = artifact.record;
  }

  free({ artifact, trace }: Executor<Artifact>): void {
    this.#cache.release(artifact.slot);
    this.#heap.free(artifact.record, recordsSize(trace));
    for (const { reference } of trace.constants) this.#heap.release(reference);
  }

  patchEntry(pc: number, index: number): number {
    this.#heap.store(this.#executors + wordSize * index, this.#published);
    const saved = this.#heap.loadUnit(pc);
    this.#heap.storeUnit(pc, enterTraceOpcode | (index << 8));
    return saved;
  }

  restoreEntry(pc: number, saved: number): void {
    this.#heap.storeUnit(pc, saved);
  }

  writeExit({ id, artifact }: Executor<Artifact>, exit: number, destination: ExitDestination<Artifact>): void {
    const record = exitRecordOf(artifact.record, exit);
    const isLinked = destination.kind === "linked";
    this.#heap.store(record + ExitRecord.executor.offset, id);
    this.#heap.store(record + ExitRecord.index.offset, exit);
    this.#heap.store(record + ExitRecord.slot.offset, isLinked ? destination.to.artifact.slot : SharedSlot.coldExit);
    if (!isLinked) this.#heap.store(record + ExitRecord.counter.offset, destination.temperature);
  }

  readTemperature({ artifact }: Executor<Artifact>, exit: number): number {
    return this.#heap.load(exitRecordOf(artifact.record, exit) + ExitRecord.counter.offset);
  }

  markInvalid({ artifact }: Executor<Artifact>): void {
    this.#heap.store(artifact.record + ExecutorRecord.valid.offset, 0);
  }

  markCold({ artifact }: Executor<Artifact>): void {
    this.#heap.store(artifact.record + ExecutorRecord.warm.offset, 0);
  }

  isCold({ artifact }: Executor<Artifact>): boolean {
    return this.#heap.load(artifact.record + ExecutorRecord.warm.offset) === 0;
  }

  /** The machine frees only while it is not running. */
  isRunning(): boolean {
    return false;
  }
}
