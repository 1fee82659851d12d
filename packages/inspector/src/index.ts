/// Trace viewer and event exporters, clients of the virtual machine's event stream.
export { type ChromeTraceEvent, toChromeTrace } from "./chrome-trace.ts";
export { type CompilationViewOptions, headline, passChanges, viewCompilation } from "./compilation-view.ts";
export { EventLog, type EventLogOptions, type LoggedEvent } from "./event-log.ts";
export type { CompileEvent, CompileEventTimings, EventSource, InspectorEvent, PassEventStats } from "./events.ts";
export { type HtmlReportOptions, toHtmlReport } from "./html-report.ts";
export { toJsonLines } from "./json-lines.ts";
export { type ComparedLine, compareLines } from "./line-difference.ts";
export { stackFacts } from "./stack-facts.ts";
export { describeEvent, traceHistories, type TraceHistory } from "./timeline.ts";
export { countRules, type TraceViewOptions, viewExits, viewTrace } from "./trace-view.ts";
