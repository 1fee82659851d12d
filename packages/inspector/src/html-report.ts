// A report on a list of traces as one HTML file: no script, no font, no picture from elsewhere. Everything of the program's is escaped.

import type { DialectIndex } from "@tjit/ir";
import { headline, passChanges } from "./compilation-view.ts";
import type { LoggedEvent } from "./event-log.ts";
import { describeEvent, type TraceHistory, traceHistories } from "./timeline.ts";
import { countRules, viewExits, viewTrace } from "./trace-view.ts";

/** What to call the report. */
export interface HtmlReportOptions {
  readonly title?: string;
}

/** The report. */
export function toHtmlReport(
  entries: readonly LoggedEvent[],
  index: DialectIndex,
  options: HtmlReportOptions = {},
): string {
  const title = escapeHtml(options.title ?? "Traces");
  const histories = traceHistories(entries);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
${overview(histories)}
${histories.map((history, number) => section(history, number, index)).join("\n")}
${events(entries)}
</body>
</html>
`;
}

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; }
th, td { padding: 0.15rem 0.8rem; text-align: right; border-bottom: 1px solid #8885; }
th:first-child, td:first-child { text-align: left; }
pre { overflow-x: auto; padding: 0.6rem; background: #8881; font: 12.5px/1.45 ui-monospace, monospace; }
ins { text-decoration: none; background: #2a24; display: block; }
del { text-decoration: none; background: #d224; display: block; }
`;

function overview(histories: readonly TraceHistory[]): string {
  const rows = histories.map(({ compile, executor, exitCounts, invalidated }, number) => {
    const exits = [...exitCounts.values()].reduce((sum, count) => sum + count, 0);
    const cells = [
      `<a href="#trace${number}">${escapeHtml(compile.name)}</a>`,
      compile.recorded.uops.length,
      compile.optimized.uops.length,
      compile.codeBytes,
      compile.timings.total.toFixed(2),
      executor ?? "",
      exits,
      escapeHtml(invalidated ?? ""),
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const heads = ["trace", "recorded", "optimized", "bytes", "ms", "executor", "exits taken", "invalidated"];
  return `<table><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr>\n${rows.join("\n")}</table>`;
}

function section(history: TraceHistory, number: number, index: DialectIndex): string {
  const { compile } = history;
  const passes = passChanges(compile, index).map(({ pass, trace, changes }) => {
    const changed = changes.filter(({ change }) => change !== "same").length;
    const lines = changes.map(({ change, line }) => {
      const text = escapeHtml(line);
      return change === "same" ? `${text}\n` : change === "added" ? `<ins>${text}</ins>` : `<del>${text}</del>`;
    });
    return fold(
      `${escapeHtml(pass)}: ${trace.uops.length} uops, ${changed} lines changed`,
      `<pre>${lines.join("")}</pre>`,
    );
  });
  const rules = countRules(compile.remarks).map(
    ({ rule, count }) => `<tr><td>${escapeHtml(rule)}</td><td>${count}</td></tr>`,
  );
  return `<h2 id="trace${number}">${escapeHtml(compile.name)}</h2>
<p>${escapeHtml(headline(history))}</p>
${fold("recorded", pre(viewTrace(compile.recorded, index)))}
${passes.join("\n")}
${fold("optimized, with what is known of the stack", pre(viewTrace(compile.optimized, index)))}
${fold("exits", pre(viewExits(compile.optimized, history).join("\n")))}
${fold("rules that fired", `<table>${rules.join("\n")}</table>`)}`;
}

function events(entries: readonly LoggedEvent[]): string {
  const lines = entries
    .filter(({ event }) => event.kind !== "record")
    .map(({ time, event }) => `${time.toFixed(2).padStart(10)}  ${describeEvent(event)}`);
  return `<h2>Events</h2>\n${pre(lines.join("\n"))}`;
}

function fold(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>${content}</details>`;
}

function pre(text: string): string {
  return `<pre>${escapeHtml(text)}</pre>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
