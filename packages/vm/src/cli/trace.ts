// `tjit trace`: runs a program and shows what its JIT did, with the inspector's views on the VM's events.

import { writeFileSync } from "node:fs";
import { pythonDialect } from "@tjit/bytecode";
import {
  EventLog,
  describeEvent,
  toChromeTrace,
  toHtmlReport,
  toJsonLines,
  traceHistories,
  viewCompilation,
} from "@tjit/inspector";
import { DialectIndex } from "@tjit/ir";
import type { JitEvent } from "../jit/events.ts";
import type { JitTuning } from "../jit/tuning.ts";
import { VM } from "../vm.ts";
import { milliseconds } from "./clock.ts";
import type { ProgramCall, TraceOptions } from "./command-line.ts";
import type { Console } from "./console.ts";
import { timesTaken } from "./exit-counts.ts";
import { ExitCode } from "./exit-code.ts";
import { commandHost } from "./host.ts";
import type { CommandParts } from "./load-part.ts";
import { errorCode } from "./output.ts";
import { type Program, loadProgram } from "./program.ts";
import { runProgram } from "./run.ts";
import { ungovernedTuning } from "./tuning.ts";

/** Runs a program and writes about its traces. Answers with the exit code of the program. */
export function trace(
  { source, argv }: ProgramCall,
  options: TraceOptions,
  parts: CommandParts,
  streams: Console,
): number {
  const loaded = loadProgram(source, streams);
  if (!loaded.ok) {
    streams.error(`tjit: ${loaded.message}\n`);
    return loaded.exitCode;
  }
  const clock = milliseconds;
  const log = new EventLog({ clock });
  const tuning = ungovernedTuning(streams);
  const host = commandHost(streams, argv, loaded.program, parts);
  const vmOptions = {
    ...host,
    // Reports are alone on standard output.
    stdout: streams.error,
    jit: tuning,
    clock,
    onEvent: inOrder(log.listener),
  };
  const vm = new VM(vmOptions, parts);
  const exitCode = runProgram(vm, loaded.program, host.library, streams);
  countExits(vm, tuning, log);
  return report(log, titleOf(loaded.program), options, streams) ? exitCode : ExitCode.USAGE;
}

function titleOf(program: Program): string {
  return program.kind === "source" ? program.filename : program.name;
}

/** A trace is installed before its compilation is told of, since the times are known only then; the log wants it the other way. */
function inOrder(listener: (event: JitEvent) => void): (event: JitEvent) => void {
  let installed: Extract<JitEvent, { readonly kind: "install" }> | undefined;
  return (event) => {
    if (event.kind === "install") {
      installed = event;
      return;
    }
    listener(event);
    if (event.kind !== "compile" || installed === undefined) return;
    listener({ ...installed, name: event.name });
    installed = undefined;
  };
}

/** Adds what is known at the end: how often each exit that leads to the interpreter was taken. */
function countExits(vm: VM, { tracer, specializer }: JitTuning, log: EventLog): void {
  for (const executor of vm.jit.executors) {
    executor.exits.forEach((state, exit) => {
      if (state.kind !== "cold") return;
      const count = timesTaken(vm.jit.exitCounter(executor, exit), tracer.sideExit, specializer.restart);
      if (count !== undefined && count > 0) log.listener({ kind: "exit", executor: executor.id, exit, count });
    });
  }
}

/** Writes what was asked for; whether that worked. */
function report(log: EventLog, title: string, options: TraceOptions, streams: Console): boolean {
  const index = new DialectIndex(pythonDialect);
  const { json, html, chrome } = options;
  const texts: readonly (readonly [path: string | undefined, text: () => string])[] = [
    [json, () => toJsonLines(log.entries, index)],
    [html, () => toHtmlReport(log.entries, index, { title })],
    [chrome, () => `${JSON.stringify(toChromeTrace(log.entries))}\n`],
  ];
  const wanted = texts.flatMap(([path, text]) => (path === undefined ? [] : [{ path, text }]));
  if (wanted.length === 0) streams.out(listing(log, index, options));
  return wanted.every(({ path, text }) => write(path, text(), streams));
}

function write(path: string, text: string, streams: Console): boolean {
  if (path === "-") {
    streams.out(text);
    return true;
  }
  try {
    writeFileSync(path, text);
    return true;
  } catch (error) {
    streams.error(`tjit: can't write '${path}': ${errorCode(error) ?? String(error)}\n`);
    return false;
  }
}

/** Every trace in the order of compilation, then what was not compiled, then a summary. */
function listing(log: EventLog, index: DialectIndex, { showsPasses }: TraceOptions): string {
  const histories = traceHistories(log.entries);
  const traces = histories.map((history) =>
    viewCompilation(history, index, { passes: showsPasses ? "traces" : "changes" }),
  );
  const failures = log.entries.filter(({ event }) => event.kind === "abort" || event.kind === "reject");
  const lines = failures.map(({ event }) => `${describeEvent(event)}\n`);
  const bytes = histories.reduce((sum, { compile }) => sum + compile.codeBytes, 0);
  return [
    ...traces,
    ...lines,
    `${histories.length} traces, ${bytes} bytes of code, ${failures.length} not compiled\n`,
  ].join(traces.length === 0 ? "" : "\n");
}
