// The report, in sections of plain text.

import { type Bar, verdict } from "./bars.ts";
import { type WarmTrace, passNames } from "./compilations.ts";
import { type Phase, duration, meanRatio, ratio } from "./durations.ts";
import type { Failure, Sample } from "./rounds.ts";
import type { RunnerName } from "./runners/runner.ts";
import { type PackageSize, fileKinds, unpackedSize } from "./sizes.ts";
import type { Startup } from "./startup.ts";
import { median } from "./statistics.ts";
import { formatTable } from "./table.ts";

const nothing = "-";

/** Milliseconds of a call, a row per program and a column per runner. */
export function durationsSection(
  title: string,
  phase: Phase,
  samples: readonly Sample[],
  programs: readonly string[],
  runners: readonly RunnerName[],
): string {
  const rows = programs.map((program) => [
    program,
    ...runners.map((runner) => fixed(milliseconds(duration(samples, program, runner, phase)), 2)),
  ]);
  return section(title, formatTable(["program", ...runners], rows));
}

/** How many times longer each runner takes than `base`, with geometric means. */
export function ratiosSection(
  title: string,
  phase: Phase,
  base: RunnerName,
  samples: readonly Sample[],
  programs: readonly string[],
  runners: readonly RunnerName[],
): string {
  const others = runners.filter((runner) => runner !== base);
  const rows = programs.map((program) => [
    program,
    ...others.map((runner) => fixed(ratio(samples, program, runner, base, phase), 2)),
  ]);
  const means = others.map((runner) => fixed(meanRatio(samples, programs, runner, base, phase), 2));
  return section(title, formatTable(["program", ...others], [...rows, ["geometric mean", ...means]]));
}

/** Wall time of the smallest programs. */
export function startupSection(startups: readonly Startup[]): string {
  const rows = startups.map(({ name, milliseconds: each }) => [
    name,
    fixed(median(each), 1),
    fixed(Math.min(...each), 1),
    String(each.length),
  ]);
  return section("Start to exit, ms", formatTable(["command", "median", "least", "runs"], rows));
}

/** Where the time of each compilation went. `other` is what the VM does between the parts. */
export function tracesSection(traces: readonly WarmTrace[]): string {
  const passes = passNames(traces);
  const rows = traces.map(({ program, name, uopsRecorded, uops, bytes, timings, inProgram }) => {
    const parts = [
      ...passes.map((pass) => timings.passes[pass] ?? 0),
      timings.allocation,
      timings.copyAndPatch,
      timings.engine,
    ];
    const other = Math.max(0, timings.total - parts.reduce((sum, part) => sum + part, 0));
    const counts = [uopsRecorded, uops, bytes].map(String);
    return [
      `${program}: ${name}`,
      ...counts,
      ...[timings.recording, ...parts, other, timings.total, inProgram].map((part) => fixed(part * 1000, 0)),
    ];
  });
  const heading = [
    "trace",
    "recorded",
    "uops",
    "bytes",
    "recording",
    ...passes,
    "allocation",
    "copy and patch",
    "engine",
    "other",
    "total",
    "in a program",
  ];
  return section(
    "Compiling, µs (medians of warm compilations; total: from the end of recording to a callable trace; in a program: the same, cold)",
    formatTable(heading, rows),
  );
}

/** What gets installed. */
export function sizesSection(sizes: readonly PackageSize[]): string {
  const row = (name: string, of: readonly PackageSize[]) => [
    name,
    ...fileKinds.map((kind) => kilobytes(unpackedSize(of, [kind]))),
    kilobytes(unpackedSize(of)),
  ];
  const rows = [...sizes.map((size) => row(size.name, [size])), row("total", sizes)];
  return section("Installed size, kB unpacked", formatTable(["package", ...fileKinds, "total"], rows));
}

/** A line per bar. `paint` may colour a verdict. */
export function barsSection(
  bars: readonly Bar[],
  paint: (verdict: "PASS" | "FAIL" | "SKIP") => string = (word) => word,
): string {
  const lines = bars.map((bar) => {
    const bound = `${bar.bound === "at least" ? "≥" : "≤"} ${bar.limit}${spaced(bar.unit)}`;
    const value = bar.value === undefined ? "not measured" : `${fixed(bar.value, 2)}${spaced(bar.unit)}`;
    const worst = bar.worst === undefined ? "" : ` (${bar.worst})`;
    return `${paint(verdict(bar))}  ${bar.name}: ${value}${worst}, promised ${bound}`;
  });
  return section("Bars", lines.join("\n"));
}

/** What did not work. */
export function failuresSection(failures: readonly Failure[]): string {
  return section("FAILED", failures.map(({ where, message }) => `${where}: ${message}`).join("\n"));
}

function section(title: string, body: string): string {
  return `${title}\n\n${body}\n`;
}

function spaced(unit: Bar["unit"]): string {
  return unit === "x" ? "x" : ` ${unit}`;
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

function kilobytes(bytes: number): string {
  return fixed(bytes / 1000, 1);
}

function fixed(value: number | undefined, digits: number): string {
  return value === undefined ? nothing : value.toFixed(digits);
}
