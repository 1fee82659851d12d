// The log in Chrome's trace-event format, for about:tracing, Perfetto and the like: recordings and compilations are spans, the rest are
// instants. Times there are microseconds.
//
//   thread 1 "recording"    ├─ record main ─┤
//   thread 2 "compiling"                     ├ type-inference ┤├ … ┤├ allocation ┤├ assembly ┤├ engine ┤
//   thread 3 "executors"                                                                         install   link   invalidate

import type { CompileEvent } from "./events.ts";
import type { LoggedEvent } from "./event-log.ts";
import { describeEvent } from "./timeline.ts";

/** One event of the format. */
export interface ChromeTraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: "X" | "i" | "M";
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly s?: "t";
  readonly args: Readonly<Record<string, string | number>>;
}

const threads = { recording: 1, compiling: 2, executors: 3 } as const;

/** The log as trace events; `JSON.stringify` of the result is a file that the viewers open. */
export function toChromeTrace(entries: readonly LoggedEvent[]): { readonly traceEvents: readonly ChromeTraceEvent[] } {
  const traceEvents: ChromeTraceEvent[] = Object.entries(threads).map(([name, tid]) => ({
    name: "thread_name",
    cat: "__metadata",
    ph: "M",
    ts: 0,
    pid: 1,
    tid,
    args: { name },
  }));
  let began: { readonly time: number; readonly name: string } | undefined;
  for (const { time, event } of entries) {
    const ts = time * 1000;
    switch (event.kind) {
      case "start":
        began = { time, name: event.name };
        break;
      case "record":
        break;
      case "stop":
      case "abort": {
        const from = (began?.time ?? time) * 1000;
        traceEvents.push(
          span(`record ${began?.name ?? ""}`.trim(), threads.recording, from, ts - from, {
            ended: event.kind,
            reason: event.reason,
          }),
        );
        began = undefined;
        break;
      }
      case "compile":
        traceEvents.push(...compileSpans(event, ts));
        break;
      default:
        traceEvents.push({
          name: event.kind,
          cat: "jit",
          ph: "i",
          ts,
          pid: 1,
          tid: threads.executors,
          s: "t",
          args: { event: describeEvent(event) },
        });
    }
  }
  return { traceEvents };
}

/** The steps of a compilation, which was over at `end`. */
function compileSpans(
  { name, recorded, optimized, codeBytes, timings }: CompileEvent,
  end: number,
): ChromeTraceEvent[] {
  const steps = [
    ...timings.passes.map(({ pass, milliseconds }) => [pass, milliseconds] as const),
    ["allocation", timings.allocation] as const,
    ["assembly", timings.assembly] as const,
    ["engine", timings.engine] as const,
  ];
  let at = end - timings.total * 1000;
  const args = { recorded: recorded.uops.length, optimized: optimized.uops.length, codeBytes };
  const whole = span(`compile ${name}`, threads.compiling, at, timings.total * 1000, args);
  const parts = steps.map(([step, milliseconds]) => {
    const part = span(step, threads.compiling, at, milliseconds * 1000, {});
    at += milliseconds * 1000;
    return part;
  });
  return [whole, ...parts];
}

function span(name: string, tid: number, ts: number, dur: number, args: ChromeTraceEvent["args"]): ChromeTraceEvent {
  return { name, cat: "jit", ph: "X", ts, dur, pid: 1, tid, args };
}
