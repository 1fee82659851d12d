// Runs a program in a VM of its own, in a column of the matrix, and counts what the tiers did.

import { type RuntimeImage, newImage } from "@tjit/runtime";
import type { Tally } from "@tjit/testing";
import { completeParts } from "../../src/complete-vm.ts";
import { PythonError, PythonExit, type JitEvent } from "../../src/index.ts";
import { VM, type VMOptions } from "../../src/vm.ts";
import type { Column } from "./columns.ts";
import { makeReferenceTraces } from "./reference/reference-traces.ts";
import { caseFilename, type Outcome, printOutcome } from "./outcome.ts";

let image: RuntimeImage | undefined;

/** The image of a machine, taken once. */
function machineImage(): RuntimeImage {
  image ??= newImage();
  return image;
}

/** How a program is run. */
export interface RunCaseOptions {
  /** With checks, as it is, or in a machine that was restored from an image. */
  readonly heap: "checked" | "plain" | "restored";
  /** Run it again and again in the same VM until no object is left behind. */
  readonly leaks: "checked" | "ignored";
  readonly tally?: Tally;
  /** More of what the program may reach. */
  readonly host?: Partial<VMOptions>;
}

/** What a program did, and what it left behind when it was run again. */
export interface CaseRun {
  readonly outcome: Outcome;
  /** Outcomes of later runs in the same VM that differ from the first. */
  readonly deviations: readonly Outcome[];
  /** Objects that every further run leaves behind. */
  readonly leaked: number;
}

/** Clears the namespace of `__main__`, in an order that does not depend on the program, and collects cycles. */
const sweep = `
for _name in [name for name in globals() if name not in ("__name__", "__doc__", "__package__", "__loader__", "__spec__", "__builtins__")]:
    del globals()[_name]
globals().pop("_name", None)
import gc
gc.collect()
del gc
`;

/** Runs that fill caches before runs are compared. */
const warmingRuns = 2;
/** Runs that must all leave objects behind, for a leak. */
const leakingRuns = 3;

/** Runs a program. A JavaScript error that is not a Python exception passes through. */
export function runCase(
  source: string,
  { tuning, traces }: Column,
  { heap, leaks, tally, host = {} }: RunCaseOptions,
): CaseRun {
  let stdout = "";
  let stderr = "";
  const onEvent = (event: JitEvent): void => {
    if (tally !== undefined) count(event, tally);
    if (event.kind === "compile") entries.look(vm);
  };
  const entries = new EntryWatch();
  const reference = traces === "reference" ? makeReferenceTraces() : undefined;
  const options: VMOptions = {
    ...host,
    jit: tuning,
    debugHeap: heap === "checked",
    args: [caseFilename],
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    ...(tally === undefined ? {} : { onEvent }),
  };
  const vm: VM = new VM(options, {
    ...completeParts,
    ...(heap === "restored" ? { image: machineImage() } : {}),
    ...(reference === undefined ? {} : { traceHost: reference.host }),
  });
  const run = (): Outcome => {
    stdout = "";
    stderr = "";
    const exit = execute(vm, source);
    return { stdout, stderr: stderr + exit.stderr, exitCode: exit.exitCode };
  };
  const outcome = run();
  if (tally !== undefined) {
    tally.add("traces entered", entries.entered(vm));
    reference?.report(tally);
  }
  if (leaks === "ignored") return { outcome, deviations: [], leaked: 0 };
  const settle = (): number => {
    vm.run(sweep);
    return vm.liveObjects();
  };
  const outcomes: Outcome[] = [];
  let before = settle();
  for (let warming = 1; warming < warmingRuns; warming++) {
    outcomes.push(run());
    before = settle();
  }
  // What is left behind once may be a cache; a leak is left behind each time.
  let leaked = Infinity;
  for (let attempt = 0; leaked > 0 && attempt < leakingRuns; attempt++) {
    outcomes.push(run());
    const after = settle();
    leaked = Math.max(0, Math.min(leaked, after - before));
    before = after;
  }
  const deviations = outcomes.filter((later) => printOutcome(later) !== printOutcome(outcome));
  return { outcome, deviations, leaked };
}

function execute(vm: VM, source: string): { readonly stderr: string; readonly exitCode: number } {
  try {
    vm.run(source, { filename: caseFilename });
    return { stderr: "", exitCode: 0 };
  } catch (error) {
    if (error instanceof PythonExit)
      return { stderr: error.message.replace(/^SystemExit(: )?/, ""), exitCode: error.code };
    if (error instanceof PythonError) return { stderr: error.traceback, exitCode: 1 };
    throw error;
  }
}

/** Tells which traces were entered: a counter of one of their exits is not what it was when they were made. */
class EntryWatch {
  readonly #counters = new Map<number, string>();

  look({ jit }: VM): void {
    for (const executor of jit.executors) {
      if (!this.#counters.has(executor.id)) this.#counters.set(executor.id, countersOf(jit, executor));
    }
  }

  /** Live traces that were entered. */
  entered({ jit }: VM): number {
    return jit.executors.filter((executor) => this.#counters.get(executor.id) !== countersOf(jit, executor)).length;
  }
}

function countersOf(jit: VM["jit"], executor: VM["jit"]["executors"][number]): string {
  return executor.trace.exits.map((_, exit) => jit.exitCounter(executor, exit)).join();
}

function count(event: JitEvent, tally: Tally): void {
  switch (event.kind) {
    case "compile":
      tally.add(event.name.includes("side trace") ? "side traces compiled" : "traces compiled");
      return;
    case "exit-hot":
      tally.add("hot exits");
      return;
    case "invalidate":
      tally.add(`invalidated: ${event.reason}`);
      return;
    case "stop":
    case "abort":
      tally.add(`${event.kind}: ${event.reason}`);
      return;
    case "reject":
      tally.add(`reject: ${event.by}: ${event.reason}`);
      return;
    default:
  }
}
