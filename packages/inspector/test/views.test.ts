// What people and other programs get to see of a log.

import { decodePython, traceCaseArbitrary } from "@tjit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareLines,
  countRules,
  describeEvent,
  EventLog,
  stackFacts,
  toChromeTrace,
  toHtmlReport,
  toJsonLines,
  traceHistories,
  viewCompilation,
  viewTrace,
} from "../src/index.ts";
import { compileEvent, index, makeLog, recorded } from "./sample.ts";

describe("text", () => {
  it("shows the stack with what is known of it", () => {
    const facts = stackFacts(recorded, index);
    expect(facts[4]).toMatch(/^\[v\d+ v\d+=2.5\]$/);
    expect(facts[5]).toMatch(/^\[v\d+:float v\d+=2.5\]$/);
    expect(facts[6]).toMatch(/^\[v\d+:float v\d+:float v\d+=2.5\]$/);
  });

  it("shows exits with counts and links", () => {
    const text = viewTrace(recorded, index, { exitCounts: new Map([[2, 4000]]), links: new Map([[2, 7]]) });
    expect(text).toContain("loop:\n    0  _CHECK_PERIODIC exit=0");
    expect(text).toContain("exit 2   side     frame 0 target 2  taken 4000  to executor 7");
  });

  it("tells the story of a trace: what each pass changed, and why", () => {
    const [history] = traceHistories(makeLog());
    if (history === undefined) throw new Error("no trace");
    expect(history).toMatchObject({ executor: 1, invalidated: "dependency" });
    const text = viewCompilation(history, index);
    expect(text).toContain(
      "trace <main>: 11 uops recorded, 10 optimized, 200 bytes, 2.00 ms, executor 1, invalidated: dependency",
    );
    expect(text).toContain("type-inference: 10 uops, 1 rewrites\n- _GUARD_TOS_FLOAT exit=1\n");
    expect(text).toContain("1  type-inference: known-guard");
    expect(viewCompilation(history, index, { passes: "traces" })).toContain("_GUARD_NOS_FLOAT exit=2");
    expect(countRules(compileEvent.remarks)).toEqual([{ rule: "type-inference: known-guard", count: 1 }]);
  });

  it("has a line for every kind of event", () => {
    const lines = makeLog().map(({ event }) => describeEvent(event));
    expect(new Set(lines.map((line) => line.split(" ")[0])).size).toBeGreaterThan(11);
    expect(lines).toContain("start side at 1008, for exit 2 of executor 1");
  });
});

describe("logs", () => {
  it("keep the newest events when they are full", () => {
    const log = new EventLog({ capacity: 3 });
    for (let executor = 0; executor < 20; executor++) log.listener({ kind: "free", executor });
    expect(log.entries.map(({ event }) => describeEvent(event))).toEqual(
      [17, 18, 19].map((it) => `free executor ${it}`),
    );
  });

  it("give an installation to the compilation before it, and stop at a freed number", () => {
    const log = new EventLog();
    log.listener(compileEvent);
    log.listener(compileEvent);
    log.listener({ kind: "install", executor: 5, name: "<main>", chainDepth: 0 });
    log.listener({ kind: "free", executor: 5 });
    log.listener({ kind: "invalidate", executor: 5, reason: "cold" });
    expect(traceHistories(log.entries).map(({ executor, invalidated }) => [executor, invalidated])).toEqual([
      [undefined, undefined],
      [5, undefined],
    ]);
  });
});

describe("exporters", () => {
  it("write JSON lines that name uops", () => {
    const lines = toJsonLines(makeLog(), index)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; time: number; trace?: { uops: { op: string }[] } });
    expect(lines).toHaveLength(15);
    expect(lines[2]?.trace?.uops[1]?.op).toBe("_LOAD_FAST");
    expect(lines.map(({ time }) => time)).toEqual(lines.map((_, at) => at));
  });

  it("write spans that lie within each other for Chrome", () => {
    const { traceEvents } = toChromeTrace(makeLog());
    const spans = traceEvents.filter(({ ph }) => ph === "X");
    expect(spans.map(({ name }) => name)).toEqual([
      "record <main>",
      "compile <main>",
      "type-inference",
      "allocation",
      "assembly",
      "engine",
      "record side",
    ]);
    const [, whole, ...parts] = spans;
    for (const { ts, dur = 0 } of parts.slice(0, 4)) {
      expect(ts).toBeGreaterThanOrEqual(whole?.ts ?? 0);
      expect(ts + dur).toBeLessThanOrEqual((whole?.ts ?? 0) + (whole?.dur ?? 0));
    }
    expect(() => JSON.stringify(traceEvents)).not.toThrow();
  });

  it("write one HTML file that needs nothing else and escapes names", () => {
    const html = toHtmlReport(makeLog(), index, { title: "a < b & c" });
    expect(html).toContain("<title>a &lt; b &amp; c</title>");
    expect(html).toContain("&lt;main&gt;");
    expect(html).not.toContain("<main>");
    expect(html).not.toMatch(/<script|src=|@import|url\(|https?:/);
    expect(html).toContain("<del>_GUARD_TOS_FLOAT exit=1</del>");
    const opened = [...html.matchAll(/<(\w+)(?=[ >])/g)]
      .map(([, name]) => name)
      .filter((name) => name !== "meta" && name !== undefined);
    const closed = [...html.matchAll(/<\/(\w+)>/g)].map(([, name]) => name);
    expect([...opened].sort()).toEqual([...closed].sort());
  });
});

it("every trace can be shown", () => {
  fc.assert(
    fc.property(traceCaseArbitrary(), ({ records, recorded: recipe, ending }) => {
      const trace = decodePython(records, recipe, ending, index);
      const lines = viewTrace(trace, index).split("\n");
      expect(lines).toHaveLength(trace.uops.length + 1 + trace.exits.length);
      expect(stackFacts(trace, index)).toHaveLength(trace.uops.length);
    }),
  );
});

it("a comparison has all lines of both sides, in order", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const compared = compareLines(before, after);
      expect(compared.filter(({ change }) => change !== "added").map(({ line }) => line)).toEqual(before);
      expect(compared.filter(({ change }) => change !== "removed").map(({ line }) => line)).toEqual(after);
      if (before.join() === after.join()) expect(compared.every(({ change }) => change === "same")).toBe(true);
    }),
  );
});
