// The story of one trace as text: what was recorded, what each pass changed and why, what came out, how it is left.

import { type DialectIndex, printUop, type Trace } from "@tjit/ir";
import type { CompileEvent } from "./events.ts";
import { type ComparedLine, compareLines } from "./line-difference.ts";
import type { TraceHistory } from "./timeline.ts";
import { countRules, viewTrace } from "./trace-view.ts";

/** How much of a compilation to show. */
export interface CompilationViewOptions {
  /** After each pass only what changed, or the whole trace with its facts. */
  readonly passes?: "changes" | "traces";
}

/** A compiled trace as text. */
export function viewCompilation(
  history: TraceHistory,
  index: DialectIndex,
  options: CompilationViewOptions = {},
): string {
  const { compile } = history;
  const lines = [
    headline(history),
    "",
    `recorded, ${compile.recorded.uops.length} uops`,
    viewTrace(compile.recorded, index),
    "",
  ];
  passChanges(compile, index).forEach(({ pass, trace, changes }) => {
    const stats = compile.stats.find((it) => it.pass === pass);
    lines.push(`${pass}: ${trace.uops.length} uops, ${stats?.firings ?? 0} rewrites`);
    if (options.passes === "traces") lines.push(viewTrace(trace, index));
    else
      lines.push(
        ...changes
          .filter(({ change }) => change !== "same")
          .map(({ change, line }) => `${change === "added" ? "+" : "-"} ${line}`),
      );
    lines.push("");
  });
  lines.push(`optimized, ${compile.optimized.uops.length} uops, ${compile.codeBytes} bytes of code`);
  lines.push(viewTrace(compile.optimized, index, history), "");
  lines.push("rules", ...countRules(compile.remarks).map(({ rule, count }) => `${String(count).padStart(5)}  ${rule}`));
  return `${lines.join("\n")}\n`;
}

/** One line: what it is, how small it became, where it runs. */
export function headline({ compile, executor, invalidated }: TraceHistory): string {
  const { name, recorded, optimized, codeBytes, timings } = compile;
  const place = executor === undefined ? "not installed" : `executor ${executor}`;
  const fate = invalidated === undefined ? "" : `, invalidated: ${invalidated}`;
  const time = timings.total === 0 ? "" : `, ${timings.total.toFixed(2)} ms`;
  return `trace ${name}: ${recorded.uops.length} uops recorded, ${optimized.uops.length} optimized, ${codeBytes} bytes${time}, ${place}${fate}`;
}

/** What each pass changed, in order. */
export function passChanges(
  compile: CompileEvent,
  index: DialectIndex,
): readonly { readonly pass: string; readonly trace: Trace; readonly changes: readonly ComparedLine[] }[] {
  const linesOf = (trace: Trace): readonly string[] => trace.uops.map((uop) => printUop(uop, index));
  return compile.log.map(({ pass, trace }, at) => {
    const before = compile.log[at - 1]?.trace ?? compile.recorded;
    return { pass, trace, changes: compareLines(linesOf(before), linesOf(trace)) };
  });
}
