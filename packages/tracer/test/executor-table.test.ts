// The table alone: random operations against its checker, and the checker against planted bugs.

import fc from "fast-check";
import type { Exit, ExitId, FrameId, Trace } from "@tjit/ir";
import { describe, expect, it } from "vitest";
import {
  DependencyIndex,
  ExecutorTable,
  type CodeInstaller,
  type Executor,
  type ExecutorId,
  type ExecutorPlace,
} from "../src/index.ts";
import { checkExecutorTable } from "../src/testing.ts";
import { index } from "./toy/language.ts";

/** A trace with two side exits, control flow or not, and an end that leaves to `end`. */
function fakeTrace(code: number, end: number, dependencies: readonly number[]): Trace {
  const exit = (target: number, isControlFlow: boolean): Exit => ({
    kind: "side",
    frame: 0 as FrameId,
    target,
    isControlFlow,
    recovery: [],
  });
  const origin = { frame: 0 as FrameId, offset: 0, from: "test" };
  const uop = {
    op: index.structural.exitTrace,
    oparg: 0,
    operand0: 0,
    operand1: 0,
    exit: 2 as ExitId,
    error: -1 as ExitId,
  };
  return {
    dialect: "toy",
    name: `at ${code}`,
    frames: [{ parent: -1, name: "f", code, codeStart: 0, localCount: 0, frameSize: 0 }],
    entryDepth: 0,
    uops: [{ ...uop, origin }],
    exits: [exit(100, false), exit(101, true), exit(end, false)],
    constants: [],
    dependencies: dependencies.map((reference) => ({ kind: "thing", reference })),
    loopHead: 0,
  };
}

/** Remembers what it was asked to do, and objects to nonsense. */
class Memory implements CodeInstaller<number> {
  readonly entries = new Map<number, number>();
  readonly cold = new Set<ExecutorId>();
  readonly freed = new Set<ExecutorId>();
  running: ExecutorId | undefined;
  publish(): void {}
  free({ id, isValid }: Executor<number>): void {
    if (isValid || this.freed.has(id) || this.running === id) throw new Error(`frees executor ${id}`);
    this.freed.add(id);
  }
  patchEntry(pc: number, entry: number): number {
    if (this.entries.has(pc)) throw new Error(`patches ${pc} twice`);
    this.entries.set(pc, entry);
    return 7;
  }
  restoreEntry(pc: number, saved: number): void {
    if (saved !== 7 || !this.entries.delete(pc)) throw new Error(`restores ${pc}`);
  }
  writeExit(): void {}
  readTemperature(): number {
    return 0;
  }
  markInvalid({ id }: Executor<number>): void {
    this.cold.delete(id);
  }
  markCold({ id }: Executor<number>): void {
    this.cold.add(id);
  }
  isCold({ id }: Executor<number>): boolean {
    return this.cold.has(id);
  }
  isRunning({ id }: Executor<number>): boolean {
    return this.running === id;
  }
}

interface Operation {
  readonly kind:
    "entry" | "side" | "addEntry" | "hot" | "failed" | "dependency" | "sweep" | "warm" | "free" | "run" | "all";
  readonly a: number;
  readonly b: number;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom<Operation["kind"]>(
    "entry",
    "entry",
    "entry",
    "side",
    "side",
    "side",
    "addEntry",
    "hot",
    "failed",
    "dependency",
    "sweep",
    "warm",
    "free",
    "run",
    "all",
  ),
  a: fc.nat({ max: 31 }),
  b: fc.nat({ max: 31 }),
});

function makeTable(memory: Memory): ExecutorTable<number> {
  return new ExecutorTable({
    installer: memory,
    temperature: { initial: 9, never: 7, restart: (word) => word + 1 },
    unitSize: 2,
  });
}

describe("executor table", () => {
  it("keeps its invariants under any sequence of operations", () => {
    let links = 0;
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60, size: "max" }), (operations) => {
        const memory = new Memory();
        const table = makeTable(memory);
        for (const { kind, a, b } of operations) {
          const { executors } = table;
          const chosen = executors[a % Math.max(1, executors.length)];
          if (kind === "entry") {
            const trace = fakeTrace(a % 3, b % 6, [a % 4, b % 4]);
            table.install({
              trace,
              artifact: 0,
              start: 2 * (a % 6),
              place: { kind: "entry", code: a % 3, pc: 200 + b },
            });
          } else if (kind === "dependency") {
            const expected = executors.filter(({ trace }) => trace.dependencies.some((it) => it.reference === a % 4));
            table.invalidateDependency("thing", a % 4);
            expect(expected.every(({ isValid }) => !isValid)).toBe(true);
            // Exactly those, and what hangs off them.
            for (const executor of executors) {
              if (executor.isValid || expected.includes(executor)) continue;
              expect(executor.parent?.executor.isValid).toBe(false);
            }
          } else if (kind === "sweep") table.sweep();
          else if (kind === "all" && a === 0) table.invalidateAll();
          else if (kind === "free") table.freePending();
          else if (chosen !== undefined) {
            if (kind === "run") memory.running = chosen.id;
            if (kind === "warm") memory.cold.delete(chosen.id);
            if (kind === "failed") table.exitFailed(chosen.id, b % 3);
            if (kind === "addEntry" && chosen.entries.length > 0) table.addEntry(chosen.id, b % 3, 300 + b);
            if (kind === "hot") table.exitTriggered(chosen.id, b % 3);
            if (kind === "side" && chosen.exits[b % 3]?.kind === "cold") {
              const trace = fakeTrace(0, a % 6, [b % 4]);
              table.install({
                trace,
                artifact: 0,
                start: table.destinationOf(chosen, b % 3),
                place: { kind: "exit", executor: chosen.id, exit: b % 3 },
              });
            }
          }
          expect(checkExecutorTable(table)).toEqual([]);
          const entries = table.executors.flatMap((it) => it.entries.map(({ pc, index: at }) => [pc, at] as const));
          expect(memory.entries).toEqual(new Map(entries));
          links += table.executors.flatMap((it) => it.exits).filter(({ kind: state }) => state === "linked").length;
        }
        memory.running = undefined;
        table.invalidateAll();
        table.freePending();
        expect(table.pendingCount).toBe(0);
      }),
    );
    expect(links).toBeGreaterThan(1000);
  });

  it("links the end of a trace as soon as an executor starts there, and itself", () => {
    const memory = new Memory();
    const table = makeTable(memory);
    const install = (start: number, end: number, pc: number): Executor<number> => {
      const result = table.install({
        trace: fakeTrace(1, end, []),
        artifact: 0,
        start,
        place: { kind: "entry", code: 1, pc },
      });
      if (result.kind === "refused") throw new Error(result.reason);
      return result.executor;
    };
    const first = install(0, 5, 200);
    expect(first.exits[2]).toEqual({ kind: "cold" });
    const second = install(10, 5, 202);
    expect(first.exits[2]).toMatchObject({ kind: "linked", to: { id: second.id } });
    expect(second.exits[2]).toMatchObject({ kind: "linked", to: { id: second.id } });
    table.invalidate(second.id, "replaced");
    expect(first.exits[2]).toEqual({ kind: "cold" });
    const third = install(10, 9, 202);
    expect(first.exits[2]).toMatchObject({ kind: "linked", to: { id: third.id } });
  });

  it("links a hot exit to the trace that another exit to the same place has, but not to its own start", () => {
    const table = makeTable(new Memory());
    const install = (start: number, place: ExecutorPlace): Executor<number> => {
      const result = table.install({ trace: fakeTrace(1, 50, []), artifact: 0, start, place });
      if (result.kind === "refused") throw new Error(result.reason);
      return result.executor;
    };
    // Exit 0 of each trace leads to 200.
    const first = install(0, { kind: "entry", code: 1, pc: 300 });
    const second = install(4, { kind: "entry", code: 1, pc: 302 });
    expect(table.exitTriggered(first.id, 0).kind).toBe("record");
    const side = install(200, { kind: "exit", executor: first.id, exit: 0 });
    expect(table.exitTriggered(second.id, 0).kind).toBe("link");
    expect(second.exits[0]).toMatchObject({ kind: "linked", to: { id: side.id } });
    expect(table.exitTriggered(side.id, 0)).toMatchObject({ kind: "record", start: 200 });
    expect(checkExecutorTable(table)).toEqual([]);
    // The trace goes with the exit that it hangs off, and the other exit waits again.
    table.invalidate(first.id, "replaced");
    expect(side.isValid).toBe(false);
    expect(second.exits[0]).toEqual({ kind: "cold" });
    expect(table.exitTriggered(second.id, 0).kind).toBe("record");
  });

  it("reuses indices, and counts chain depth by exits that are no control flow", () => {
    const table = makeTable(new Memory());
    const entry = { kind: "entry", code: 1, pc: 200 } as const;
    const first = table.install({ trace: fakeTrace(1, 50, []), artifact: 0, start: 0, place: entry });
    if (first.kind === "refused") throw new Error("refused");
    table.invalidate(first.executor.id, "replaced");
    const again = table.install({ trace: fakeTrace(1, 50, []), artifact: 0, start: 0, place: entry });
    if (again.kind === "refused") throw new Error("refused");
    expect(table.at(1, 0)).toBe(again.executor);
    let parent = again.executor;
    const depths: number[] = [];
    for (const exit of [1, 0, 1, 0, 0]) {
      const result = table.install({
        trace: fakeTrace(1, 60, []),
        artifact: 0,
        start: table.destinationOf(parent, exit),
        place: { kind: "exit", executor: parent.id, exit },
      });
      if (result.kind === "refused") throw new Error(result.reason);
      parent = result.executor;
      depths.push(parent.chainDepth);
    }
    expect(depths).toEqual([0, 1, 1, 2, 3]);
    expect(parent.exits.map(({ kind }) => kind)).toEqual(["never", "cold", "never"]);
    expect(() => table.addEntry(parent.id, 1, 300)).toThrow(/no entry/);
  });
});

describe("checkExecutorTable rejects planted bugs", () => {
  const plant = (change: (executor: Record<string, unknown>) => void): string => {
    const table = makeTable(new Memory());
    const result = table.install({
      trace: fakeTrace(1, 0, [3]),
      artifact: 0,
      start: 0,
      place: { kind: "entry", code: 1, pc: 200 },
    });
    if (result.kind === "refused") throw new Error("refused");
    expect(checkExecutorTable(table)).toEqual([]);
    change(result.executor as unknown as Record<string, unknown>);
    return checkExecutorTable(table).join("; ");
  };
  it.each([
    ["invalid", (it: Record<string, unknown>) => void (it["isValid"] = false), /invalid/],
    ["unreachable", (it: Record<string, unknown>) => void (it["entries"] = []), /cannot be entered/],
    ["moved", (it: Record<string, unknown>) => void (it["entries"] = [{ code: 2, pc: 1, index: 0 }]), /not at index/],
    ["lost exit", (it: Record<string, unknown>) => void (it["exits"] = []), /another number of exits/],
    [
      "wrongly linked",
      (it: Record<string, unknown>) => void ((it["exits"] as unknown[])[0] = { kind: "linked", to: it }),
      /trace of another place/,
    ],
    [
      "linked to itself",
      (it: Record<string, unknown>) => {
        it["start"] = 200;
        (it["exits"] as unknown[])[0] = { kind: "linked", to: it };
      },
      /own start/,
    ],
  ])("%s", (_, change, problem) => {
    expect(plant(change)).toMatch(problem);
  });
});

describe("dependency index", () => {
  it("finds exactly those that depend", () => {
    const dependency = fc.record({ kind: fc.constantFrom("a", "b"), reference: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(dependency, { maxLength: 4 }), fc.boolean())), (users) => {
        const found = new DependencyIndex<number>();
        users.forEach(([dependencies], user) => found.add(user, dependencies));
        users.forEach(([dependencies, isRemoved], user) => {
          if (isRemoved) found.remove(user, dependencies);
        });
        for (const kind of ["a", "b"]) {
          for (let reference = 0; reference < 4; reference++) {
            const expected = users.flatMap(([dependencies, isRemoved], user) =>
              !isRemoved && dependencies.some((it) => it.kind === kind && it.reference === reference) ? [user] : [],
            );
            expect(found.dependents(kind, reference)).toEqual(expected);
            expect(found.has(kind, reference)).toBe(expected.length > 0);
          }
        }
      }),
    );
  });
});
