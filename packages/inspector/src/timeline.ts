// One line per event, and the history of each trace by name and executor.

import type { CompileEvent, EventSource, InspectorEvent } from "./events.ts";
import type { LoggedEvent } from "./event-log.ts";

/** What became of one compiled trace. */
export interface TraceHistory {
  readonly compile: CompileEvent;
  /** Its executor, once installed. */
  readonly executor: number | undefined;
  /** Times taken, by exit. */
  readonly exitCounts: ReadonlyMap<number, number>;
  /** Executors that its exits lead to, by exit. */
  readonly links: ReadonlyMap<number, number>;
  /** Why it is invalid, if it is. */
  readonly invalidated: string | undefined;
}

/** Collects the traces of a log. A trace's `install` is the first one of its name after its `compile`. */
export function traceHistories(entries: readonly LoggedEvent[]): readonly TraceHistory[] {
  return entries.flatMap(({ event }, at) =>
    event.kind === "compile" ? [historyOf(event, entries.slice(at + 1))] : [],
  );
}

function historyOf(compile: CompileEvent, later: readonly LoggedEvent[]): TraceHistory {
  let executor: number | undefined;
  let invalidated: string | undefined;
  const exitCounts = new Map<number, number>();
  const links = new Map<number, number>();
  for (const { event } of later) {
    if (executor === undefined) {
      if (event.kind === "install" && event.name === compile.name) executor = event.executor;
      // Another compilation of the same name takes the next installation.
      if (event.kind === "compile" && event.name === compile.name) break;
      continue;
    }
    // A freed executor's number may come again.
    if (event.kind === "free" && event.executor === executor) break;
    if (event.kind === "exit" && event.executor === executor) exitCounts.set(event.exit, event.count);
    if (event.kind === "link" && event.executor === executor) links.set(event.exit, event.to);
    if (event.kind === "invalidate" && event.executor === executor) invalidated = event.reason;
  }
  return { compile, executor, exitCounts, links, invalidated };
}

/** An event in one line. */
export function describeEvent(event: InspectorEvent): string {
  switch (event.kind) {
    case "start":
      return `start ${event.name} at ${event.pc}, for ${describeSource(event.source)}`;
    case "refuse":
      return `refuse ${describeSource(event.source)}: ${event.reason}`;
    case "record":
      return `record ${event.instruction} at ${event.pc}: uops ${event.from} to ${event.to}, fitness ${event.fitness}`;
    case "stop":
      return `stop ${event.trace.name}: ${event.reason}, ${event.trace.uops.length} uops`;
    case "abort":
      return `abort at ${event.at}: ${event.reason}`;
    case "compile": {
      const { recorded, optimized, codeBytes } = event;
      return `compile ${event.name}: ${recorded.uops.length} uops, optimized ${optimized.uops.length}, ${codeBytes} bytes`;
    }
    case "reject":
      return `reject ${event.name}: ${event.by}, ${event.reason}`;
    case "install":
      return `install ${event.name} as executor ${event.executor}, chain depth ${event.chainDepth}`;
    case "exit":
      return `exit ${event.exit} of executor ${event.executor} taken ${event.count} times`;
    case "exit-hot":
      return `exit ${event.exit} of executor ${event.executor} is hot: ${event.outcome}`;
    case "link":
      return `link exit ${event.exit} of executor ${event.executor} to executor ${event.to}`;
    case "invalidate":
      return `invalidate executor ${event.executor}: ${event.reason}`;
    case "sweep":
      return `sweep: ${event.evicted} evicted, ${event.kept} kept`;
    case "free":
      return `free executor ${event.executor}`;
  }
}

function describeSource(source: EventSource): string {
  return source.kind === "exit"
    ? `exit ${source.exit} of executor ${source.executor}`
    : `${source.kind} at ${source.entry}`;
}
