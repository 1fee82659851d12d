// Every row of the tables of reasons can fire.

import { type Trace, printTrace, verifyTrace } from "@tjit/ir";
import { describe, expect, it } from "vitest";
import {
  abortReasons,
  defaultTracerTuning,
  invalidationReasons,
  Recorder,
  refusalReasons,
  stopReasons,
  type AbortReason,
  type ExecutorId,
  type InvalidationReason,
  type RefusalReason,
  type StopReason,
  type TracerEvent,
} from "../src/index.ts";
import { index, language, op } from "./toy/language.ts";
import { newArtifact, ToyMachine, type ToyOptions } from "./toy/machine.ts";
import { compile, link, type Statement, type ToyProgram } from "./toy/program.ts";

const say = (kind: Statement["kind"], a = 0, b = 0): Statement => ({ kind, a, b });

/** Runs a program with traces; the events of one kind. */
function run(program: ToyProgram, options: ToyOptions = {}): readonly TracerEvent[] {
  const events: TracerEvent[] = [];
  new ToyMachine(program, { threshold: 2, ...options, listener: (event) => events.push(event) }).run();
  return events;
}

const reasonsOf = (events: readonly TracerEvent[], kind: TracerEvent["kind"]): readonly string[] =>
  events.flatMap((event) => (event.kind === kind && "reason" in event ? [event.reason] : []));

/** A machine that stands at its first instruction, with a recording begun there. */
function recording(units: readonly number[]): { machine: ToyMachine; events: TracerEvent[] } {
  const events: TracerEvent[] = [];
  const callee = { name: "callee", units: [op.ENTRY, 0, op.CONST, op.RETURN] };
  const machine = new ToyMachine(link([{ name: "main", units }, callee]), { listener: (event) => events.push(event) });
  machine.recorder.start({ kind: "entry", entry: 0 }, 0, machine.sp, machine.fp);
  return { machine, events };
}

const straightLine = [op.CONST, op.CONST, op.LESS, op.STORE, op.CONST, op.RETURN];

describe("stop reasons", () => {
  const scenarios: Readonly<Record<StopReason, () => readonly TracerEvent[]>> = {
    "loop-closed": () => run(compile([[say("addConstant", 1, 2)]])),
    "met-executor": () => run(compile([[say("while", 0, 3), say("addConstant", 1, 2)]])),
    "met-start": () => run(compile([[say("call")], [say("recurse", 0, 20)]])),
    "fitness-exhausted": () =>
      run(compile([Array.from({ length: 60 }, () => say("add"))]), {
        tuning: { fitness: { ...defaultTracerTuning.fitness, start: 400 } },
      }),
    "buffer-full": () => run(compile([Array.from({ length: 60 }, () => say("add"))]), { tuning: { maximumUops: 100 } }),
    "recursion-limit": () => run(compile([[say("call")], [say("nop")]]), { tuning: { maximumFrames: 1 } }),
    "unsupported-instruction": () => run(compile([[say("addConstant"), say("negate")]])),
    "unguarded-outcome": () => run(compile([[say("set", 0, 9), say("unless", 0, 400), say("nop"), say("end")]])),
    "unexpected-successor": () => {
      const { machine, events } = recording(straightLine);
      machine.recorder.record(0, machine.sp, machine.fp, 0);
      machine.recorder.record(2, machine.sp + 1, machine.fp, 0);
      machine.recorder.record(8, machine.sp + 2, machine.fp, 0);
      return events;
    },
    "frame-changed": () => {
      const { machine, events } = recording(straightLine);
      machine.recorder.record(0, machine.sp, machine.fp, 0);
      machine.recorder.record(2, machine.sp + 1, machine.fp, 0);
      machine.recorder.record(4, machine.sp + 1, machine.fp + 20, 0);
      return events;
    },
    "leaves-run": () => {
      const { machine, events } = recording(straightLine);
      const leavesRun = (opcode: number): boolean => opcode === op.LESS;
      const listener = (event: TracerEvent): unknown => events.push(event);
      const recorder = new Recorder({ language, frontend: { ...machine.frontend, leavesRun }, listener });
      recorder.start({ kind: "entry", entry: 0 }, 0, machine.sp, machine.fp);
      recorder.record(0, machine.sp, machine.fp, 0);
      recorder.record(2, machine.sp + 1, machine.fp, 0);
      recorder.record(4, machine.sp + 2, machine.fp, 0);
      return events;
    },
    "argument-too-large": () => {
      const { machine, events } = recording(straightLine);
      machine.recorder.record(0, machine.sp, machine.fp, 0);
      machine.recorder.record(2, machine.sp + 1, machine.fp, 0x10000);
      machine.recorder.record(4, machine.sp + 2, machine.fp, 0);
      return events;
    },
  };

  it.each(Object.keys(stopReasons) as StopReason[])("%s", (reason) => {
    const events = scenarios[reason]();
    const stop = events.find((event) => event.kind === "stop" && event.reason === reason);
    if (stop?.kind !== "stop") throw new Error(`only ${events.map((event) => event.kind).join(", ")}`);
    const last = index.definition(stop.trace.uops.at(-1)?.op ?? index.structural.nop).name;
    const { jumpToTop, exitTrace, deopt } = index.dialect.structural;
    const ends = { "jump-to-top": jumpToTop, "exit-trace": exitTrace, deopt };
    expect(last).toBe(ends[stopReasons[reason].ending]);
    expect(verifyTrace(stop.trace, index)).toEqual([]);
  });
});

describe("an executor that starts in a function which the recording enters", () => {
  const calling = [op.ENTRY, 0, op.CONST, op.CALL | (1 << 8), op.STORE, op.CONST, op.CALL | (2 << 8), op.RETURN];
  const constant = [op.ENTRY, 0, op.CONST, op.RETURN];
  const program = link([
    { name: "main", units: calling },
    { name: "first", units: constant },
    { name: "second", units: constant },
  ]);
  /** Addresses of the instructions behind the entries. */
  const [main = 0, first = 0, second = 0] = program.functions.map(({ start }) => start + 4);

  /** Records from the instruction at `start`. An executor is said to start in the second function. */
  function recordFrom(start: number): readonly TracerEvent[] {
    const events: TracerEvent[] = [];
    const machine = new ToyMachine(program, {
      threshold: 1000,
      listener: (event) => events.push(event),
      onStep: ({ recorder, pc, sp, fp }) => {
        if (pc === start && !recorder.isRecording) recorder.start({ kind: "entry", entry: pc - 4 }, pc, sp, fp);
      },
    });
    Object.assign(machine.frontend, { executorStartsAt: (pc: number) => pc === second });
    machine.run();
    return events;
  }

  it("is traced through while the frame that the recording began in is there", () => {
    const events = recordFrom(main);
    const instructions = events.flatMap((event) => (event.kind === "record" ? [event.instruction] : []));
    expect(instructions.filter((name) => name === "RETURN")).toHaveLength(2);
    expect(reasonsOf(events, "stop")).toEqual([]);
  });

  it("is left to when that frame has returned", () => {
    const stop = recordFrom(first).find((event) => event.kind === "stop");
    if (stop?.kind !== "stop") throw new Error("the recording has not stopped");
    expect(stop.reason).toBe("met-executor");
    const { frames, exits, uops } = stop.trace;
    const { frame, target } = exits[uops.at(-1)?.exit ?? -1] ?? { frame: 0, target: 0 };
    expect((frames[frame]?.codeStart ?? 0) + 2 * target).toBe(second);
  });
});

describe("abort reasons", () => {
  const scenarios: Readonly<Record<AbortReason, () => readonly TracerEvent[]>> = {
    "too-short": () => {
      const { machine, events } = recording([op.NEGATE, op.RETURN]);
      machine.recorder.record(0, machine.sp, machine.fp, 0);
      machine.recorder.record(2, machine.sp, machine.fp, 0);
      return events;
    },
    // The twelfth and last round of the loop raises, and is the one that is recorded.
    exception: () => run(compile([[say("addConstant", 0, 1), say("check", 0)]]), { threshold: 11 }),
    "left-interpreter": () => run(compile([[say("add"), say("add")]]), { threshold: 12 }),
    invalidated: () => {
      const { machine, events } = recording(straightLine);
      machine.recorder.invalidate("code", 77);
      expect(machine.recorder.isRecording).toBe(true);
      machine.recorder.invalidate("code", 0);
      expect(machine.recorder.isRecording).toBe(false);
      return events;
    },
    instrumented: () => aborted("instrumented"),
    cancelled: () => aborted("cancelled"),
  };

  function aborted(reason: AbortReason): readonly TracerEvent[] {
    const { machine, events } = recording(straightLine);
    machine.recorder.abort(reason);
    machine.recorder.abort(reason);
    return events;
  }

  it.each(Object.keys(abortReasons) as AbortReason[])("%s", (reason) => {
    const events = scenarios[reason]();
    expect(reasonsOf(events, "abort")).toContain(reason);
  });

  it("a recorder that is not recording refuses to record", () => {
    const machine = new ToyMachine(compile([[]]), {});
    expect(() => machine.recorder.record(0, 0, 0, 0)).toThrow(/no recording/);
  });
});

/** A machine with one loop executor that has a side exit, and its number. */
function withExecutor(tuning: ToyOptions["tuning"] = {}): {
  machine: ToyMachine;
  id: ExecutorId;
  events: TracerEvent[];
} {
  const events: TracerEvent[] = [];
  const machine = new ToyMachine(compile([[say("if", 0, 100), say("addConstant", 0, 1), say("end")]]), {
    threshold: 2,
    tuning,
    listener: (event) => events.push(event),
  });
  machine.run();
  const id = machine.table.executors[0]?.id;
  if (id === undefined) throw new Error("no executor");
  return { machine, id, events };
}

const sideExit = (machine: ToyMachine, id: ExecutorId, isControlFlow: boolean): number =>
  machine.table
    .get(id)
    ?.trace.exits.findIndex((exit) => exit.kind === "side" && exit.isControlFlow === isControlFlow) ?? -1;

describe("refusal reasons", () => {
  const install = (machine: ToyMachine, pc: number, code = 0): string => {
    const trace = machine.table.executors[0]?.trace;
    if (trace === undefined) throw new Error("no trace");
    const result = machine.table.install({
      trace,
      artifact: newArtifact(),
      start: 1000 + pc,
      place: { kind: "entry", code, pc },
    });
    return result.kind === "refused" ? result.reason : result.kind;
  };
  const scenarios: Readonly<Record<RefusalReason, () => string | undefined>> = {
    busy: () => {
      const { machine } = recording(straightLine);
      return machine.recorder.start({ kind: "entry", entry: 0 }, 0, machine.sp, machine.fp);
    },
    "untraceable-frame": () => {
      const { machine } = recording(straightLine);
      const identity = {
        code: 0,
        name: "",
        codeStart: 0,
        codeVersion: 0,
        localCount: 0,
        frameSize: 0,
        isTraceable: false,
      };
      const recorder = new Recorder({ language, frontend: { ...machine.frontend, frame: () => identity } });
      return recorder.start({ kind: "entry", entry: 0 }, 0, machine.sp, machine.fp);
    },
    "chain-too-deep": () => {
      const { machine, id } = withExecutor({ maximumChainDepth: 1 });
      const hot = machine.table.exitTriggered(id, sideExit(machine, id, false));
      return hot.kind === "refuse" ? hot.reason : hot.kind;
    },
    "never-grows": () => {
      const { machine, id } = withExecutor();
      const exit = machine.table.get(id)?.trace.exits.findIndex(({ kind }) => kind === "deopt") ?? -1;
      const hot = machine.table.exitTriggered(id, exit);
      return hot.kind === "refuse" ? hot.reason : hot.kind;
    },
    "parent-invalid": () => {
      const { machine, id } = withExecutor();
      machine.table.invalidate(id, "replaced");
      const hot = machine.table.exitTriggered(id, 0);
      return hot.kind === "refuse" ? hot.reason : hot.kind;
    },
    "code-full": () => {
      const { machine } = withExecutor({ maximumExecutorsPerCode: 3 });
      return [0, 2, 4, 6].map((pc) => install(machine, pc)).find((result) => result !== "installed");
    },
    "entry-taken": () => {
      const { machine } = withExecutor();
      install(machine, 0);
      return install(machine, 0);
    },
  };

  it.each(Object.keys(refusalReasons) as RefusalReason[])("%s", (reason) => {
    expect(scenarios[reason]()).toBe(reason);
  });
});

describe("invalidation reasons", () => {
  const scenarios: Readonly<Record<InvalidationReason, () => readonly TracerEvent[]>> = {
    dependency: () => {
      const { machine, events } = withExecutor();
      expect(machine.table.hasDependents("code", 0)).toBe(true);
      expect(machine.table.invalidateDependency("code", 0)).toBeGreaterThan(0);
      expect(machine.table.hasDependents("code", 0)).toBe(false);
      return events;
    },
    parent: () => {
      const events: TracerEvent[] = [];
      const machine = new ToyMachine(compile([[say("if", 0, 4), say("addConstant", 0, 1), say("end")]]), {
        threshold: 2,
        listener: (event) => events.push(event),
      });
      machine.run();
      const child = machine.table.executors.find(({ parent }) => parent !== undefined);
      if (child?.parent === undefined) throw new Error("no side trace");
      machine.table.invalidate(child.parent.executor.id, "replaced");
      expect(child.isValid).toBe(false);
      return events;
    },
    cold: () => {
      const { machine, events, id } = withExecutor();
      machine.table.sweep();
      expect(machine.table.get(id)?.isValid).toBe(true);
      machine.table.sweep();
      expect(machine.table.get(id)).toBeUndefined();
      return events;
    },
    replaced: () => {
      const { machine, events, id } = withExecutor();
      machine.table.invalidate(id, "replaced");
      machine.table.invalidate(id, "replaced");
      return events;
    },
    everything: () => {
      const { machine, events } = withExecutor();
      machine.table.invalidateAll();
      expect(machine.table.executors).toEqual([]);
      expect(machine.code.some((unit) => (unit & 255) === op.ENTER_EXECUTOR)).toBe(false);
      return events;
    },
  };
  it.each(Object.keys(invalidationReasons) as InvalidationReason[])("%s", (reason) => {
    expect(reasonsOf(scenarios[reason](), "invalidate")).toContain(reason);
  });
});

describe("traces", () => {
  it("of a loop with a call", () => {
    const traces: string[] = [];
    new ToyMachine(compile([[say("call")], [say("print", 1)]]), {
      threshold: 2,
      onTrace: (trace) => traces.push(printTrace(trace, index)),
    }).run();
    expect(traces[0]).toMatchSnapshot();
  });

  it("check their validity at their head and behind what escapes, and store the place where somebody may look", () => {
    const traces: Trace[] = [];
    new ToyMachine(compile([[say("call"), say("print", 1)], [say("print", 1)]]), {
      threshold: 2,
      onTrace: (trace) => traces.push(trace),
    }).run();
    for (const { uops, loopHead } of traces) {
      const names = uops.map(({ op }) => index.definition(op).name);
      const checks = names.flatMap((name, at) => (name === "_CHECK_VALIDITY" ? [at] : []));
      const escapes = names.flatMap((name, at) => (index.definition(index.id(name)).flags.has("escapes") ? [at] : []));
      expect(checks[0]).toBe(loopHead);
      expect(escapes.length).toBeGreaterThan(0);
      // Behind the last escape the trace may end before it would have to check.
      for (const escape of escapes.slice(0, -1)) expect(checks.some((check) => check > escape)).toBe(true);
      expect(checks.length).toBeLessThanOrEqual(escapes.length + 1);
      expect(names.filter((name) => name === "_SET_IP").length).toBeLessThan(names.length / 3);
    }
    expect(traces.length).toBeGreaterThan(0);
  });
});
