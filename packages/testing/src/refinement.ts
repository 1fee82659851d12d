// Refinement: a trace after a pass does what the trace before it did.
//
//   equal worlds ──before──▶ exit A, world A
//                └─after───▶ exit B, world B ──before, from the bytecode of B──▶ exit A, world A again
//
// A trace may leave earlier than it did, never later: leaving early is right when the interpreter, which goes on at that bytecode, gets
// where the trace before the pass got. The trace before the pass is that interpreter here. Both runs are also held against the
// ownership rules, and every count must be the number of references when they are over.

import type { Dependency, DialectIndex, Exit, Trace } from "@tjit/ir";
import {
  auditCounts,
  describeWorld,
  type RunOutcome,
  runTrace,
  type SimulatedMachine,
  type TraceRun,
} from "@tjit/reference";

/** What came of one comparison. */
export type Verdict =
  | {
      readonly kind: "refines";
      /** How the trace before the pass left. */
      readonly exitKind: Exit["kind"];
      readonly rounds: number;
      /** Whether the trace after the pass left earlier, and was resumed. */
      readonly place: "same" | "earlier";
      /** Uops run before and after. */
      readonly steps: readonly [before: number, after: number];
    }
  /** The world does not fit the trace: it misuses a reference even before the pass, or does not end. */
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "violation"; readonly message: string };

/** How to compare. */
export interface RefinementOptions {
  readonly index: DialectIndex;
  /** Makes the world that both start from; called several times. */
  readonly makeMachine: () => SimulatedMachine;
  readonly maxSteps?: number;
}

type LeavingOutcome = Extract<RunOutcome, { readonly kind: "exit" }>;

/** Compares a trace before and after a pass in one world. */
export function checkRefinement(before: Trace, after: Trace, options: RefinementOptions): Verdict {
  const { index, makeMachine, maxSteps = 3000 } = options;
  const machineBefore = prepare(makeMachine(), after, before.dependencies);
  const runBefore = runTrace(before, machineBefore, { index, maxSteps });
  if (runBefore.outcome.kind !== "exit") return { kind: "skipped", reason: describeOutcome(runBefore.outcome) };
  const leaks = auditCounts(machineBefore);
  if (leaks.length > 0) return { kind: "violation", message: `before the pass: ${leaks.join("; ")}` };

  const machineAfter = prepare(makeMachine(), after, after.dependencies);
  const runAfter = runTrace(after, machineAfter, { index, maxSteps });
  if (runAfter.outcome.kind !== "exit")
    return { kind: "violation", message: `after the pass: ${describeOutcome(runAfter.outcome)}` };
  const lost = auditCounts(machineAfter);
  if (lost.length > 0) return { kind: "violation", message: `after the pass: ${lost.join("; ")}` };

  const world = describeWorld(machineBefore);
  const place = placeOf(before, runBefore.outcome);
  if (placeOf(after, runAfter.outcome) === place) {
    const worldAfter = describeWorld(machineAfter);
    if (worldAfter === world) return refines(runBefore, runAfter, runBefore.outcome, "same");
  }
  return resume(before, after, machineAfter, runBefore, runAfter, world, options);
}

/** Goes on where the trace after the pass has left, in the trace before it. */
function resume(
  before: Trace,
  after: Trace,
  machine: SimulatedMachine,
  runBefore: TraceRun,
  runAfter: TraceRun,
  world: string,
  { index, maxSteps = 3000 }: RefinementOptions,
): Verdict {
  const [expected, early] = [runBefore.outcome, runAfter.outcome];
  if (expected.kind !== "exit" || early.kind !== "exit") return { kind: "skipped", reason: "not an exit" };
  const exit = after.exits[early.exit];
  const wanted = placeOf(before, expected);
  const found = placeOf(after, early);
  const differs = (worldAfter: string, how: string): Verdict => ({
    kind: "violation",
    message: `${how}\n--- before the pass: ${wanted}\n${world}\n--- after the pass: ${found}\n${worldAfter}`,
  });
  const start = before.uops.findIndex(({ origin }) => origin.frame === exit?.frame && origin.offset === exit.target);
  if (exit === undefined || exit.kind === "error" || exit.isControlFlow || start < 0) {
    return differs(describeWorld(machine), found === wanted ? "the worlds differ" : "left where nothing can go on");
  }
  // The interpreter does not ask whether a trace is valid.
  machine.stopWatching();
  const resumed = runTrace(before, machine, { index, maxSteps, start });
  if (resumed.outcome.kind !== "exit") return differs(describeOutcome(resumed.outcome), "resumed, and went wrong");
  const worldAfter = describeWorld(machine);
  if (placeOf(before, resumed.outcome) !== wanted || worldAfter !== world) {
    return differs(`resumed to ${placeOf(before, resumed.outcome)}\n${worldAfter}`, "resumed, and ended elsewhere");
  }
  return refines(runBefore, runAfter, expected, "earlier");
}

/** Keeps the trace's constants alive and watches what it depends on. */
function prepare(machine: SimulatedMachine, trace: Trace, dependencies: readonly Dependency[]): SimulatedMachine {
  trace.constants.forEach(({ reference }, id) => {
    if (reference === 0) return;
    machine.increment(reference);
    machine.roots.set(`constant ${id}`, reference);
  });
  machine.watch(dependencies);
  return machine;
}

function refines(before: TraceRun, after: TraceRun, outcome: LeavingOutcome, place: "same" | "earlier"): Verdict {
  const { rounds } = before;
  return { kind: "refines", exitKind: outcome.exitKind, rounds, place, steps: [before.steps, after.steps] };
}

/** Where the interpreter goes on. Side exits and deopts differ in what the exit grows, not in what the program computes. */
function placeOf(trace: Trace, outcome: LeavingOutcome): string {
  const exit = trace.exits[outcome.exit];
  return `${exit?.kind === "error" ? "error in" : "at"} frame ${exit?.frame} offset ${outcome.target}`;
}

function describeOutcome(outcome: RunOutcome): string {
  switch (outcome.kind) {
    case "fault":
      return `${outcome.code} at uop ${outcome.at}: ${outcome.message}`;
    case "out-of-steps":
      return "does not end";
    case "exit":
      return `exit ${outcome.exit}`;
  }
}
