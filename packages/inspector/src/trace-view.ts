// A trace for people: uops, the stack with facts, exits with counts.
//
//     7  _BINARY_OP_ADD_FLOAT            @0:14      [v3:float v4:float]
//     …
//   exit 2  side     frame 0 target 14   recover 0:own     taken 4211    to executor 3

import { type DialectIndex, type Exit, printUop, type Recovery, type Remark, type Trace } from "@tjit/ir";
import { stackFacts } from "./stack-facts.ts";

/** What to show besides the uops. */
export interface TraceViewOptions {
  /** The stack before each uop; shown unless hidden. */
  readonly stack?: "show" | "hide";
  /** Times taken, by exit. */
  readonly exitCounts?: ReadonlyMap<number, number>;
  /** Executors that exits lead to. */
  readonly links?: ReadonlyMap<number, number>;
}

/** The trace as text. */
export function viewTrace(trace: Trace, index: DialectIndex, options: TraceViewOptions = {}): string {
  return [...uopLines(trace, index, options.stack ?? "show"), ...viewExits(trace, options)].join("\n");
}

/** One line per uop. */
function uopLines(trace: Trace, index: DialectIndex, stack: "show" | "hide"): readonly string[] {
  const facts = stack === "show" ? stackFacts(trace, index) : [];
  return trace.uops.flatMap((uop, at) => {
    const place = `@${uop.origin.frame}:${uop.origin.offset}`;
    const text = `${String(at).padStart(5)}  ${printUop(uop, index).padEnd(44)} ${place.padEnd(9)} ${facts[at] ?? ""}`;
    return at === trace.loopHead ? ["loop:", text.trimEnd()] : [text.trimEnd()];
  });
}

/** One line per exit. */
export function viewExits(trace: Trace, { exitCounts, links }: TraceViewOptions): readonly string[] {
  return trace.exits.map((exit, id) => {
    const count = exitCounts?.get(id);
    const link = links?.get(id);
    const parts = [
      `exit ${String(id).padEnd(3)} ${exit.kind.padEnd(8)} frame ${exit.frame} target ${exit.target}`,
      exit.isControlFlow ? "control-flow" : "",
      describeRecovery(exit),
      count === undefined ? "" : `taken ${count}`,
      link === undefined ? "" : `to executor ${link}`,
    ];
    return parts.filter((part) => part !== "").join("  ");
  });
}

function describeRecovery({ recovery }: Exit): string {
  const show = (it: Recovery): string =>
    it.how === "constant" ? `${it.slot}:c${it.constant}` : `${it.slot}:${it.how}`;
  return recovery.length === 0 ? "" : `recover ${recovery.map(show).join(" ")}`;
}

/** How often each rule of each pass fired, most often first. */
export function countRules(remarks: readonly Remark[]): readonly { readonly rule: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { pass, rule } of remarks) counts.set(`${pass}: ${rule}`, (counts.get(`${pass}: ${rule}`) ?? 0) + 1);
  return [...counts].map(([rule, count]) => ({ rule, count })).sort((left, right) => right.count - left.count);
}
