// Events as JSON lines, for other programs: one object per line, uops by name, bigints as text with an `n`.

import type { DialectIndex, Trace } from "@tjit/ir";
import type { LoggedEvent } from "./event-log.ts";

/** The log as JSON lines. */
export function toJsonLines(entries: readonly LoggedEvent[], index: DialectIndex): string {
  return entries.map(({ time, event }) => `${stringify({ time, ...event }, index)}\n`).join("");
}

function stringify(value: unknown, index: DialectIndex): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`;
    if (typeof part === "number" && !Number.isFinite(part)) return String(part);
    if (Object.is(part, -0)) return "-0";
    if (part instanceof Uint8Array) return `${part.length} bytes`;
    return isTrace(part)
      ? { ...part, uops: part.uops.map((uop) => ({ ...uop, op: index.dialect.uops[uop.op]?.name ?? uop.op })) }
      : part;
  });
}

function isTrace(value: unknown): value is Trace {
  return typeof value === "object" && value !== null && "uops" in value && "loopHead" in value;
}
