// Ways out of traces: they count, they grow side traces, they leave for good when what a trace relied on has changed.

import { expect, test } from "vitest";
import { counterState } from "@tjit/specializer";
import { eagerTuning } from "../src/index.ts";
import { enterTraceOpcode } from "../src/instructions.ts";
import { compiled, countKinds, observe, watch } from "./harness.ts";
import { evaluate } from "./evaluate.ts";
import { failing, keys, partition, watcher } from "./programs.ts";

const patient = {
  ...eagerTuning,
  tracer: { ...eagerTuning.tracer, sideExit: { value: 1000, exponent: 1 } },
};

test("a side exit counts each time that it is taken", () => {
  const watched = watch(partition, { tuning: patient });
  expect(observe(watched)).toEqual(evaluate(partition));
  const [executor] = watched.machine.jit.executors.executors;
  if (executor === undefined) throw new Error("nothing was compiled");
  const counts = executor.exits.map(
    (_, exit) => 1000 - counterState(watched.machine.jit.temperature(executor, exit)).value,
  );
  const sides = counts.filter((_, exit) => executor.trace.exits[exit]?.kind === "side");
  // Once to the end of the loop; 200 of 300 rounds go to the other side of the branch. All other guards hold.
  expect(sides.filter((count) => count > 0)).toEqual([1, 200]);
  expect(compiled(watched.events)).toHaveLength(1);
});

test("a hot exit grows a side trace, which goes on in the loop", () => {
  const watched = watch(partition);
  const { events, machine } = watched;
  expect(observe(watched)).toEqual(evaluate(partition));
  expect(compiled(events)).toHaveLength(2);
  const hot = events.find((event) => event.kind === "exit-hot");
  expect(hot).toMatchObject({ executor: 1, outcome: "record" });
  const [loop, side] = machine.jit.executors.executors;
  expect(side?.parent).toMatchObject({ executor: loop, exit: hot?.exit });
  expect(side?.entries).toEqual([]);
  // Its end leads back into the loop's trace.
  expect(side?.exits.at(-1)).toEqual({ kind: "linked", to: loop });
  expect(events.filter((event) => event.kind === "link").map(({ executor, to }) => [executor, to])).toEqual([
    [1, 2],
    [2, 1],
  ]);
});

test("an error in a trace finds stack, locals and place as the interpreter would", () => {
  const watched = watch(failing);
  const { outcome } = observe(watched);
  expect(compiled(watched.events).length).toBeGreaterThan(0);
  expect(outcome).toEqual({ kind: "failed", message: "flags are no numbers" });
  expect(evaluate(failing).outcome).toEqual(outcome);
});

test("a key that nobody changes is a constant of the trace", () => {
  const watched = watch(watcher, { keys: [{ type: "int", value: 5 }] });
  observe(watched);
  const [trace] = compiled(watched.events);
  expect(trace?.remarks.some(({ rule }) => rule === "resolve")).toBe(true);
  expect(trace?.optimized.dependencies).toContainEqual({ kind: "key", reference: 96 });
  expect(trace?.optimized.constants).toContainEqual({ type: "int", value: 5, reference: 11, isImmortal: true });
});

test("the host changes the key while the trace runs: the trace is left at once and never entered again", () => {
  let round = 0;
  const watched = watch(watcher, {
    keys: [{ type: "float", value: 0.5 }],
    onShow: (machine) => {
      if (++round === 40) machine.setKey(0, { type: "float", value: 2.5 });
    },
  });
  const { shown } = observe(watched);
  expect(shown.map(({ value }) => value)).toEqual([...Array<number>(40).fill(0.5), ...Array<number>(20).fill(2.5)]);
  const { events, machine } = watched;
  expect(events.filter((event) => event.kind === "invalidate")).toEqual([
    { kind: "invalidate", executor: 1, reason: "dependency" },
  ]);
  // Freed when the machine came to rest; the loop has got another trace since.
  expect(countKinds(events).get("free")).toBe(1);
  expect(machine.jit.executors.executors.map(({ id }) => id)).toEqual([2]);
});

test("without another trace, the loop's REPEAT is what it was before", () => {
  const watched = watch(watcher);
  observe(watched);
  const { machine } = watched;
  const [executor] = machine.jit.executors.executors;
  const entry = executor?.entries[0];
  if (entry === undefined) throw new Error("nothing was compiled");
  expect(machine.heap.loadUnit(entry.pc) & 0xff).toBe(enterTraceOpcode);
  machine.setKey(0, { type: "int", value: 1 });
  expect(machine.heap.loadUnit(entry.pc)).toBe(entry.saved);
  expect(machine.jit.executors.executors).toEqual([]);
});

test("a key that changes in each round is given up as a constant", () => {
  const watched = watch(keys, { keys: [{ type: "float", value: 1.5 }] });
  expect(observe(watched)).toEqual(evaluate(keys, [{ type: "float", value: 1.5 }]));
  const invalidations = watched.events.filter((event) => event.kind === "invalidate");
  expect(invalidations.length).toBe(3);
  // Key 0 never changed: in the trace that stays it is a constant still, key 1 is not.
  observe(watched);
  const last = compiled(watched.events).at(-1);
  expect(last?.optimized.dependencies.filter(({ kind }) => kind === "key")).toEqual([{ kind: "key", reference: 96 }]);
});

test("fuel: a trace goes back to the interpreter, which pauses", () => {
  const watched = watch(partition);
  expect(observe(watched, 7)).toEqual(evaluate(partition));
  expect(compiled(watched.events).length).toBeGreaterThan(0);
});
