// `npm run bench`: measures, reports, and exits with 1 when a promise is broken. See README.md.

import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import process from "node:process";
import { type Measured, allBars, verdict } from "./bars.ts";
import type { WarmTrace } from "./compilations.ts";
import type { Phase } from "./durations.ts";
import { measureCompilations } from "./measure-compilations.ts";
import { type RunOptions, help, parseOptions } from "./options.ts";
import { packageSizes } from "./package-size.ts";
import { profileProgram } from "./profile.ts";
import { type Kind, type Program, programs as allPrograms, kinds, readProgram } from "./programs.ts";
import {
  barsSection,
  durationsSection,
  failuresSection,
  ratiosSection,
  sizesSection,
  startupSection,
  tracesSection,
} from "./report.ts";
import { type Failure, type Sample, schedule, takeSteps } from "./rounds.ts";
import { type Found, findRunners } from "./runners/find-runners.ts";
import { type Runner, type RunnerName, measure } from "./runners/runner.ts";
import { type PackageSize, unpackedSize } from "./sizes.ts";
import { type Startup, measureStartup, startupCommands } from "./startup.ts";
import { clearProgress, paintVerdict, showProgress } from "./terminal.ts";

process.exitCode = main();

function main(): number {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options.kind === "run") return runBenchmarks(options);
    console.log(options.kind === "help" ? help : profileProgram(options.program, options.size));
    return 0;
  } catch (error) {
    console.error(messageOf(error));
    return 2;
  }
}

function runBenchmarks(options: RunOptions): number {
  const programs = allPrograms.filter(({ name }) => options.programs.includes(name));
  const found = findRunners(options.runners, options.python);
  const runners = found.map(({ runner }) => runner).filter((runner) => runner !== undefined);
  const environment = describeEnvironment(options, found, programs);
  console.log(environment);

  const failures: Failure[] = [];
  const section = <T>(name: "startup" | "traces" | "size", measureIt: () => T[]): T[] => {
    if (!options.sections.has(name)) return [];
    showProgress(`${name} …`);
    try {
      return measureIt();
    } catch (error) {
      failures.push({ where: name, message: messageOf(error) });
      return [];
    }
  };
  const samples = options.sections.has("programs") ? measurePrograms(options, programs, runners, failures) : [];
  const startups = section("startup", () => startupOf(runners, options));
  const traces = section("traces", () => measureCompilations(ofKind(programs, "hot loops"), options.repetitions));
  const sizes = section("size", () => packageSizes("@tjit/vm"));
  clearProgress();

  printReport(programs, runners, samples, startups, traces, sizes);
  const installedSize = sizes.length === 0 ? undefined : unpackedSize(sizes);
  const measured: Measured = {
    programs: namesOf(ofKind(programs, "hot loops")),
    dataPrograms: namesOf(ofKind(programs, "data structures")),
    samples,
    startups,
    traces,
    installedSize,
  };
  const bars = allBars(measured);
  console.log(barsSection(bars, paintVerdict));
  if (failures.length > 0) console.log(failuresSection(failures));
  if (options.json !== undefined) {
    const report = { environment: environment.split("\n"), ...measured, sizes, bars, failures };
    writeFileSync(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  return failures.length === 0 && bars.every((bar) => verdict(bar) !== "FAIL") ? 0 : 1;
}

function measurePrograms(
  { rounds, size, calls, budget }: RunOptions,
  programs: readonly Program[],
  runners: readonly Runner[],
  failures: Failure[],
): readonly Sample[] {
  const steps = schedule(programs, runners, rounds);
  let taken = 0;
  const outcome = takeSteps(steps, (step) => {
    const { round, program, runner } = step;
    showProgress(`${++taken}/${steps.length}: round ${round + 1}, ${program.name} under ${runner.name}`);
    return measure(runner, { source: readProgram(program.name), n: program.sizes[size], calls, budget });
  });
  failures.push(...outcome.failures);
  return outcome.samples;
}

function startupOf(runners: readonly Runner[], { startupRounds }: RunOptions): Startup[] {
  const pythons = runners.filter(({ name }) => name === "python3" || name === "pypy3");
  return measureStartup(startupCommands(pythons), startupRounds, (round) =>
    showProgress(`startup: round ${round + 1}/${startupRounds}`),
  );
}

function printReport(
  programs: readonly Program[],
  runners: readonly Runner[],
  samples: readonly Sample[],
  startups: readonly Startup[],
  traces: readonly WarmTrace[],
  sizes: readonly PackageSize[],
): void {
  const names = runners.map(({ name }) => name);
  for (const kind of kinds) {
    const some = namesOf(ofKind(programs, kind));
    if (samples.length > 0 && some.length > 0) printProgramsReport(kind, some, names, samples);
  }
  if (startups.length > 0) console.log(startupSection(startups));
  if (traces.length > 0) console.log(tracesSection(traces));
  if (sizes.length > 0) console.log(sizesSection(sizes));
}

function printProgramsReport(
  kind: Kind,
  programs: readonly string[],
  runners: readonly RunnerName[],
  samples: readonly Sample[],
): void {
  const ratios = (title: string, phase: Phase, base: RunnerName) => {
    console.log(ratiosSection(`${kind}, ${title}`, phase, base, samples, programs, runners));
  };
  console.log(durationsSection(`${kind}, warm calls, ms (median of the rounds)`, "steady", samples, programs, runners));
  console.log(durationsSection(`${kind}, first calls, ms (median of the rounds)`, "first", samples, programs, runners));
  ratios("warm: times faster with tjit-on than …", "steady", "tjit-on");
  ratios("first call: times faster with tjit-on than …", "first", "tjit-on");
  ratios("warm: times slower than python3 (below 1: faster)", "steady", "python3");
}

function ofKind(programs: readonly Program[], kind: Kind): Program[] {
  return programs.filter((program) => program.kind === kind);
}

function namesOf(programs: readonly Program[]): string[] {
  return programs.map(({ name }) => name);
}

function describeEnvironment(options: RunOptions, found: Found, programs: readonly Program[]): string {
  const skipped = programs.flatMap(({ name, skip }) =>
    Object.entries(skip ?? {}).map(([runner, why]) => `  ${name} is not run under ${runner}: ${why}`),
  );
  return [
    `tjit benchmarks: ${options.rounds} rounds, ${options.size} sizes`,
    `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
    ...found.map(({ name, runner }) => `  ${name}: ${runner?.version ?? "not found"}`),
    ...skipped,
    "",
  ].join("\n");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
