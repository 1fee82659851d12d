// Runs programs on machines that watch over themselves: every trace that is compiled goes through all checkers.

import { DialectIndex, printTrace } from "@tjit/ir";
import { checkOwnership } from "@tjit/refcount-elimination/testing";
import { checkAllocation } from "@tjit/regalloc/testing";
import { StencilSet } from "@tjit/stencils";
import { checkExecutorTable } from "@tjit/tracer/testing";
import { checkRequirements } from "@tjit/type-inference/testing";
import { buildAbacus } from "../src/build.ts";
import {
  abacusDialect,
  type AbacusEvent,
  type AbacusTuning,
  type AbacusValue,
  assemble,
  type CompileEvent,
  eagerTuning,
  Machine,
} from "../src/index.ts";
import { keyAddress, keyCount, wordSize } from "../src/layout.ts";
import { makeCompiler } from "../src/jit/compile.ts";
import type { Evaluation } from "./evaluate.ts";

/** Built once: it takes a second or two. */
export const code = buildAbacus();
export const index = new DialectIndex(abacusDialect);
const { variants } = makeCompiler(index, StencilSet.load(code.stencils), eagerTuning);

/** A machine and all that it told. */
export interface Watched {
  readonly machine: Machine;
  readonly events: AbacusEvent[];
  readonly shown: AbacusValue[];
}

/** How to make one. */
export interface WatchOptions {
  readonly tuning?: AbacusTuning;
  readonly keys?: readonly AbacusValue[];
  readonly onShow?: (machine: Machine) => void;
}

/** Makes a machine whose traces are checked as they are compiled. */
export function watch(source: string, { tuning = eagerTuning, keys = [], onShow }: WatchOptions = {}): Watched {
  const events: AbacusEvent[] = [];
  const shown: AbacusValue[] = [];
  const machine: Machine = new Machine(code, assemble(source), {
    tuning,
    listener: (event) => {
      events.push(event);
      if (event.kind === "compile") checkCompiled(event);
    },
    show: (value) => {
      shown.push(value);
      onShow?.(machine);
    },
  });
  keys.forEach((value, key) => {
    machine.setKey(key, value);
  });
  return { machine, events, shown };
}

/** Runs once from the beginning, with a pause after each `fuel` rounds; says the same things as the oracle. */
export function observe({ machine, shown }: Watched, fuel?: number): Evaluation {
  shown.length = 0;
  let outcome = machine.run(fuel);
  while (outcome.kind === "paused") outcome = machine.resume(fuel);
  const problems = checkExecutorTable(machine.jit.executors);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { outcome, shown: [...shown], keys: Array.from({ length: keyCount }, (_, key) => machine.key(key)) };
}

/** Floats that are alive though neither the program's constants nor keys refer to them; drops all traces. */
export function leakedFloats({ machine }: Watched, source: string): number {
  const { heap, program, jit } = machine;
  jit.dropAll();
  const places = [
    ...assemble(source).constants.map((_, constant) => program.constants + wordSize * constant),
    ...Array.from({ length: keyCount }, (_, key) => keyAddress(key)),
  ];
  const references = new Set(places.map((place) => heap.load(place)));
  return heap.liveFloats - [...references].filter((reference) => heap.valueOf(reference).type === "float").length;
}

/** The traces that were compiled. */
export function compiled(events: readonly AbacusEvent[]): readonly CompileEvent[] {
  return events.filter((event) => event.kind === "compile");
}

/** Names of a trace's uops. */
export function uopNames({ uops }: CompileEvent["optimized"]): readonly string[] {
  return uops.map(({ op }) => index.definition(op).name);
}

/** How many events there are of each kind. */
export function countKinds(events: readonly AbacusEvent[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function checkCompiled({ optimized, allocation, bytes }: CompileEvent): void {
  const faults = [
    ...checkAllocation(allocation, optimized, index, variants).map(String),
    ...checkOwnership(optimized, index),
    ...checkRequirements(optimized, index).map(String),
    ...(WebAssembly.validate(bytes) ? [] : ["the module is not valid"]),
  ];
  if (faults.length > 0) throw new Error(`${faults.join("\n")}\n${printTrace(optimized, index, { stack: "show" })}`);
}
