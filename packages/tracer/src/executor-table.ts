// All executors of one VM: installs, links, invalidates, sweeps and frees them. The client does what touches memory
// (see CodeInstaller); the table decides.
//
// Linking. A side trace is linked to the exit that it was recorded from. The exit at a trace's end is linked to the
// executor that starts where it leads, as soon as there is one. Any other exit that becomes hot is linked to an executor that starts
// where it leads, if there is one by then: a trace knows nothing of how it is come to. Only an exit to the start of its own trace, in
// the frame that it starts in, is not: a guard that fails at the first instruction leads there, and linking that would loop without
// progress.
//
// Invariants: E1 an exit is linked to valid executors only. E2 an executor's entries are in code exactly while it is
// valid. E3 what hangs off an invalid executor is invalid. E4 nothing is freed that is running. E5 an invalid executor
// never becomes valid again. E6 a cycle of links passes a back edge or a function's entry, and so its periodic check.

import type { Exit, Trace } from "@tjit/ir";
import type { CodeInstaller, ExitTemperature } from "./code-installer.ts";
import { DependencyIndex } from "./dependency-index.ts";
import type { TracerListener } from "./events.ts";
import type { Executor, ExecutorEntry, ExecutorId, ExecutorRecord } from "./executor.ts";
import type { InvalidationReason, RefusalReason } from "./reasons.ts";
import type { TraceSource } from "./trace-source.ts";
import { defaultTracerTuning, type TracerTuning } from "./tuning.ts";

/** Where an executor is entered. */
export type ExecutorPlace =
  /** At an instruction of a code object. */
  | { readonly kind: "entry"; readonly code: number; readonly pc: number }
  /** From an exit of another executor. */
  | { readonly kind: "exit"; readonly executor: ExecutorId; readonly exit: number };

/** A compiled trace to put into use. */
export interface InstallRequest<Artifact> {
  readonly trace: Trace;
  readonly artifact: Artifact;
  /** Address of the first instruction that it executes. */
  readonly start: number;
  readonly place: ExecutorPlace;
}

/** What became of a request. */
export type InstallResult<Artifact> =
  | { readonly kind: "installed"; readonly executor: Executor<Artifact> }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

/** What to do about an exit that has become hot. */
export type HotExit =
  /** It leads to an executor now. */
  | { readonly kind: "link" }
  /** Record what follows it, as a side trace. */
  | { readonly kind: "record"; readonly source: TraceSource; readonly start: number }
  | { readonly kind: "refuse"; readonly reason: RefusalReason };

/** What an {@link ExecutorTable} works with. */
export interface ExecutorTableOptions<Artifact> {
  readonly installer: CodeInstaller<Artifact>;
  readonly temperature: ExitTemperature;
  /** Bytes per code unit. */
  readonly unitSize: number;
  readonly tuning?: TracerTuning;
  readonly listener?: TracerListener;
}

/** The executors of one VM. */
export class ExecutorTable<Artifact> {
  readonly #installer: CodeInstaller<Artifact>;
  readonly #temperature: ExitTemperature;
  readonly #unitSize: number;
  readonly #tuning: TracerTuning;
  readonly #listener: TracerListener | undefined;
  readonly #byId = new Map<ExecutorId, ExecutorRecord<Artifact>>();
  /** Executors by code object and index; a hole is a free index. */
  readonly #byCode = new Map<number, (ExecutorRecord<Artifact> | undefined)[]>();
  /** Executors with an entry, by where they start; and entries by where they are. */
  readonly #byStart = new Map<number, ExecutorRecord<Artifact>>();
  readonly #byEntry = new Map<number, ExecutorRecord<Artifact>>();
  /** Side traces, by where they start: the first of each place. */
  readonly #sideByStart = new Map<number, ExecutorRecord<Artifact>>();
  /** Ends of traces that would be linked if an executor started at this address. */
  readonly #waiting = new Map<number, Set<ExecutorRecord<Artifact>>>();
  readonly #dependencies = new DependencyIndex<ExecutorRecord<Artifact>>();
  #invalid: ExecutorRecord<Artifact>[] = [];
  #nextId = 1;
  #sinceSweep = 0;

  constructor(options: ExecutorTableOptions<Artifact>) {
    this.#installer = options.installer;
    this.#temperature = options.temperature;
    this.#unitSize = options.unitSize;
    this.#tuning = options.tuning ?? defaultTracerTuning;
    this.#listener = options.listener;
  }

  /** Valid executors, oldest first. */
  get executors(): readonly Executor<Artifact>[] {
    return [...this.#byId.values()];
  }

  /** Whether so many executors have been created that {@link sweep} is due. */
  get isSweepDue(): boolean {
    return this.#sinceSweep >= this.#tuning.sweepInterval;
  }

  /** How many invalid executors wait to be freed. */
  get pendingCount(): number {
    return this.#invalid.length;
  }

  /** A valid executor by number. */
  get(id: ExecutorId): Executor<Artifact> | undefined {
    return this.#byId.get(id);
  }

  /** The executor that index `index` of a code object enters. */
  at(code: number, index: number): Executor<Artifact> | undefined {
    return this.#byCode.get(code)?.[index];
  }

  /** The executor entered by the instruction at `pc`, and what was there before. */
  entryAt(pc: number): { readonly executor: Executor<Artifact>; readonly entry: ExecutorEntry } | undefined {
    const executor = this.#byEntry.get(pc);
    const entry = executor?.entries.find((it) => it.pc === pc);
    return executor === undefined || entry === undefined ? undefined : { executor, entry };
  }

  /** The executor with an entry whose first instruction is at `pc`. */
  startingAt(pc: number): Executor<Artifact> | undefined {
    return this.#byStart.get(pc);
  }

  /** Address of the instruction that an exit leads to. @throws RangeError when the executor has no such exit. */
  destinationOf(executor: Executor<Artifact>, exit: number): number {
    const { frame, target } = exitOf(executor, exit);
    return (executor.trace.frames[frame]?.codeStart ?? 0) + target * this.#unitSize;
  }

  /** Whether any valid executor depends on the reference: whether it must be watched. */
  hasDependents(kind: string, reference: number): boolean {
    return this.#dependencies.has(kind, reference);
  }

  /** Puts a compiled trace into use. */
  install(request: InstallRequest<Artifact>): InstallResult<Artifact> {
    const { trace, artifact, start, place } = request;
    const refusal = place.kind === "entry" ? this.#refuseEntry(place.code, place.pc) : this.#refuseExit(place);
    if (refusal !== undefined) return { kind: "refused", reason: refusal };
    const parent = place.kind === "exit" ? this.#parentOf(place) : undefined;
    const executor: ExecutorRecord<Artifact> = {
      id: this.#nextId++ as ExecutorId,
      trace,
      artifact,
      start,
      entries: [],
      parent,
      chainDepth: parent === undefined ? 0 : chainDepthBehind(parent.executor, parent.exit),
      isValid: true,
      exits: [],
      incoming: new Map(),
    };
    this.#byId.set(executor.id, executor);
    this.#dependencies.add(executor, trace.dependencies);
    this.#sinceSweep++;
    this.#installer.publish(executor);
    trace.exits.forEach((_, exit) => {
      if (this.#refusalOf(executor, exit) === undefined) this.#cool(executor, exit);
      else this.#silence(executor, exit);
    });
    this.#listener?.({ kind: "install", executor: executor.id, name: trace.name, chainDepth: executor.chainDepth });
    if (place.kind === "entry") this.#enter(executor, place.code, place.pc);
    else if (parent !== undefined) {
      this.#link(parent.executor, parent.exit, executor);
      if (!this.#sideByStart.has(start)) this.#sideByStart.set(start, executor);
    }
    this.#linkEnd(executor);
    return { kind: "installed", executor };
  }

  /**
   * Makes one more instruction enter an executor: another jump to the loop that it starts at.
   * @throws RangeError when the executor is a side trace or unknown.
   */
  addEntry(id: ExecutorId, code: number, pc: number): RefusalReason | undefined {
    const executor = this.#byId.get(id);
    if (executor === undefined || executor.entries.length === 0) throw new RangeError(`executor ${id} has no entry`);
    const refusal = this.#refuseEntry(code, pc);
    if (refusal === undefined) this.#enter(executor, code, pc);
    return refusal;
  }

  /** Decides about an exit whose counter has run down. When it may not grow, it never becomes hot again. */
  exitTriggered(id: ExecutorId, exit: number): HotExit {
    const executor = this.#byId.get(id);
    if (executor === undefined) return { kind: "refuse", reason: "parent-invalid" };
    const decision = this.#decide(executor, exit);
    if (decision.kind === "refuse") this.#silence(executor, exit);
    this.#listener?.({
      kind: "exit-hot",
      executor: id,
      exit,
      outcome: decision.kind === "refuse" ? decision.reason : decision.kind,
    });
    return decision;
  }

  /** Recording from a hot exit failed: it waits longer. */
  exitFailed(id: ExecutorId, exit: number): void {
    const executor = this.#byId.get(id);
    if (executor?.exits[exit]?.kind !== "cold") return;
    const temperature = this.#temperature.restart(this.#installer.readTemperature(executor, exit));
    this.#installer.writeExit(executor, exit, { kind: "cold", temperature });
  }

  /** Invalidates exactly the executors that depend on the reference; answers with how many that were. */
  invalidateDependency(kind: string, reference: number): number {
    const before = this.#byId.size;
    for (const executor of this.#dependencies.dependents(kind, reference)) this.#invalidate(executor, "dependency");
    return before - this.#byId.size;
  }

  /** Invalidates one executor and what hangs off it. Does nothing when it is not valid any more. */
  invalidate(id: ExecutorId, reason: InvalidationReason): void {
    const executor = this.#byId.get(id);
    if (executor !== undefined) this.#invalidate(executor, reason);
  }

  invalidateAll(): void {
    for (const executor of [...this.#byId.values()]) this.#invalidate(executor, "everything");
  }

  /** Invalidates the executors that were not entered since the sweep before, and marks all others as cold. */
  sweep(): void {
    this.#sinceSweep = 0;
    const before = this.#byId.size;
    for (const executor of [...this.#byId.values()]) {
      if (executor.isValid && this.#installer.isCold(executor)) this.#invalidate(executor, "cold");
    }
    for (const executor of this.#byId.values()) this.#installer.markCold(executor);
    const kept = this.#byId.size;
    this.#listener?.({ kind: "sweep", evicted: before - kept, kept });
  }

  /** Frees invalid executors that are not running. */
  freePending(): void {
    const stays: ExecutorRecord<Artifact>[] = [];
    for (const executor of this.#invalid) {
      if (this.#installer.isRunning(executor)) stays.push(executor);
      else {
        this.#installer.free(executor);
        this.#listener?.({ kind: "free", executor: executor.id });
      }
    }
    this.#invalid = stays;
  }

  #refuseEntry(code: number, pc: number): RefusalReason | undefined {
    if (this.#byEntry.has(pc)) return "entry-taken";
    const used = this.#byCode.get(code)?.filter((it) => it !== undefined).length ?? 0;
    return used >= this.#tuning.maximumExecutorsPerCode ? "code-full" : undefined;
  }

  #refuseExit(place: { readonly executor: ExecutorId; readonly exit: number }): RefusalReason | undefined {
    const executor = this.#byId.get(place.executor);
    if (executor === undefined) return "parent-invalid";
    return this.#refusalOf(executor, place.exit);
  }

  #parentOf(place: { readonly executor: ExecutorId; readonly exit: number }): ExecutorRecord<Artifact>["parent"] {
    const executor = this.#byId.get(place.executor);
    return executor === undefined ? undefined : { executor, exit: place.exit };
  }

  /** Why an exit never grows; `undefined` when it does. */
  #refusalOf(executor: ExecutorRecord<Artifact>, exit: number): RefusalReason | undefined {
    if (exitOf(executor, exit).kind !== "side") return "never-grows";
    return chainDepthBehind(executor, exit) >= this.#tuning.maximumChainDepth ? "chain-too-deep" : undefined;
  }

  #decide(executor: ExecutorRecord<Artifact>, exit: number): HotExit {
    if (executor.exits[exit]?.kind === "linked" || this.#linkEnd(executor, exit)) return { kind: "link" };
    const reason = this.#refusalOf(executor, exit);
    if (reason !== undefined) return { kind: "refuse", reason };
    const start = this.destinationOf(executor, exit);
    const isOwnStart = start === executor.start && exitOf(executor, exit).frame === rootFrame;
    const known = isOwnStart ? undefined : (this.#byStart.get(start) ?? this.#sideByStart.get(start));
    if (known !== undefined) {
      this.#link(executor, exit, known);
      return { kind: "link" };
    }
    const chainDepth = chainDepthBehind(executor, exit);
    const source: TraceSource = { kind: "exit", executor: executor.id, exit, chainDepth };
    return { kind: "record", source, start };
  }

  #enter(executor: ExecutorRecord<Artifact>, code: number, pc: number): void {
    const slots = this.#byCode.get(code) ?? [];
    this.#byCode.set(code, slots);
    const free = slots.indexOf(undefined);
    const index = free < 0 ? slots.length : free;
    slots[index] = executor;
    this.#byEntry.set(pc, executor);
    executor.entries.push({ code, pc, index, saved: this.#installer.patchEntry(pc, index) });
    if (this.#byStart.has(executor.start)) return;
    this.#byStart.set(executor.start, executor);
    for (const waiting of this.#waiting.get(executor.start) ?? []) this.#link(waiting, endOf(waiting), executor);
    this.#waiting.delete(executor.start);
  }

  /** Links the exit at a trace's end to the executor that starts there, or lets it wait for one. */
  #linkEnd(executor: ExecutorRecord<Artifact>, exit: number = endOf(executor)): boolean {
    if (exit < 0 || exit !== endOf(executor) || exitOf(executor, exit).kind !== "side") return false;
    const address = this.destinationOf(executor, exit);
    const target = this.#byStart.get(address);
    if (target !== undefined) this.#link(executor, exit, target);
    else this.#waiting.set(address, (this.#waiting.get(address) ?? new Set()).add(executor));
    return target !== undefined;
  }

  #link(from: ExecutorRecord<Artifact>, exit: number, to: ExecutorRecord<Artifact>): void {
    if (from.exits[exit]?.kind === "linked") return;
    if (exit === endOf(from)) this.#stopWaiting(from);
    from.exits[exit] = { kind: "linked", to };
    to.incoming.set(from, (to.incoming.get(from) ?? new Set()).add(exit));
    this.#installer.writeExit(from, exit, { kind: "linked", to });
    this.#listener?.({ kind: "link", executor: from.id, exit, to: to.id });
  }

  #cool(executor: ExecutorRecord<Artifact>, exit: number): void {
    executor.exits[exit] = { kind: "cold" };
    this.#installer.writeExit(executor, exit, { kind: "cold", temperature: this.#temperature.initial });
  }

  #silence(executor: ExecutorRecord<Artifact>, exit: number): void {
    executor.exits[exit] = { kind: "never" };
    this.#installer.writeExit(executor, exit, { kind: "cold", temperature: this.#temperature.never });
  }

  #invalidate(executor: ExecutorRecord<Artifact>, reason: InvalidationReason): void {
    if (!executor.isValid) return;
    executor.isValid = false;
    this.#byId.delete(executor.id);
    this.#dependencies.remove(executor, executor.trace.dependencies);
    this.#installer.markInvalid(executor);
    this.#removeEntries(executor);
    this.#stopWaiting(executor);
    for (const [from, exits] of executor.incoming) {
      if (!from.isValid) continue;
      for (const exit of exits) {
        if (this.#refusalOf(from, exit) === undefined) this.#cool(from, exit);
        else this.#silence(from, exit);
        this.#linkEnd(from, exit);
      }
    }
    executor.incoming.clear();
    this.#listener?.({ kind: "invalidate", executor: executor.id, reason });
    const children = executor.exits.flatMap((exit) =>
      exit.kind === "linked" && exit.to.parent?.executor === executor ? [exit.to] : [],
    );
    executor.exits.forEach((state, exit) => {
      if (state.kind === "linked") state.to.incoming.delete(executor);
      this.#silence(executor, exit);
    });
    this.#invalid.push(executor);
    for (const child of children) this.#invalidate(child, "parent");
  }

  #removeEntries(executor: ExecutorRecord<Artifact>): void {
    for (const { code, pc, index, saved } of executor.entries) {
      this.#installer.restoreEntry(pc, saved);
      this.#byEntry.delete(pc);
      const slots = this.#byCode.get(code);
      if (slots === undefined) continue;
      slots[index] = undefined;
      if (slots.every((slot) => slot === undefined)) this.#byCode.delete(code);
    }
    if (this.#byStart.get(executor.start) === executor) this.#byStart.delete(executor.start);
    if (this.#sideByStart.get(executor.start) === executor) this.#sideByStart.delete(executor.start);
  }

  #stopWaiting(executor: ExecutorRecord<Artifact>): void {
    const end = endOf(executor);
    if (end < 0) return;
    const address = this.destinationOf(executor, end);
    const waiting = this.#waiting.get(address);
    waiting?.delete(executor);
    if (waiting?.size === 0) this.#waiting.delete(address);
  }
}

const rootFrame = 0;

function exitOf<Artifact>(executor: Executor<Artifact>, exit: number): Exit {
  const found = executor.trace.exits[exit];
  if (found === undefined) throw new RangeError(`executor ${executor.id} has no exit ${exit}`);
  return found;
}

/** The exit of the last uop, or -1 when the trace ends in a loop. */
function endOf<Artifact>(executor: Executor<Artifact>): number {
  return executor.trace.uops.at(-1)?.exit ?? -1;
}

/** Chain depth of what hangs off an exit. */
function chainDepthBehind<Artifact>(executor: Executor<Artifact>, exit: number): number {
  return executor.chainDepth + (exitOf(executor, exit).isControlFlow ? 0 : 1);
}
