// Edits: how a pass says what to change, and how that becomes the next trace.
//
//   trace    0 1 2 3 4 5         edits  { at: 1, remove: 2, insert: [a] }, { at: 4, remove: 0, insert: [b] }
//   next     0 a 3 b 4 5
//
// The loop head moves with its uop. An insertion exactly at the loop head becomes part of the loop.

import type { DialectIndex } from "./dialect.ts";
import type { UopId } from "./plain-values.ts";
import { elementAt } from "./element.ts";
import type { Edit, PassEnvironment, PassResult } from "./pass.ts";
import type { Remark } from "./remark.ts";
import { type Dependency, type Exit, type ExitId, type Trace, type TraceConstant, type Uop, noExit } from "./trace.ts";

/**
 * The trace that a pass's result describes. A result without any change gives the same trace object back.
 * @throws RangeError when edits overlap, are not sorted, or reach outside the trace.
 */
export function applyEdits(
  trace: Trace,
  result: Pick<PassResult, "edits" | "exits" | "constants" | "dependencies">,
): Trace {
  const { edits, exits, constants, dependencies } = result;
  if (edits.length + exits.size + constants.length + dependencies.length === 0) return trace;
  const { uops, loopHead } = applyToUops(trace, edits);
  return {
    ...trace,
    uops,
    loopHead,
    exits: exits.size === 0 ? trace.exits : replaceExits(trace.exits, exits),
    constants: constants.length === 0 ? trace.constants : [...trace.constants, ...constants],
    dependencies: dependencies.length === 0 ? trace.dependencies : [...trace.dependencies, ...dependencies],
  };
}

function applyToUops(trace: Trace, edits: readonly Edit[]): { uops: readonly Uop[]; loopHead: number } {
  if (edits.length === 0) return trace;
  const uops: Uop[] = [];
  let from = 0;
  let shift = 0;
  for (const edit of edits) {
    if (edit.at < from || edit.remove < 0 || edit.at + edit.remove > trace.uops.length) {
      throw new RangeError(`edit at ${edit.at} removes ${edit.remove}: overlaps, is out of order or leaves the trace`);
    }
    for (; from < edit.at; from++) uops.push(elementAt(trace.uops, from));
    uops.push(...edit.insert);
    from = edit.at + edit.remove;
    // An edit over the loop head puts the head where its uops were.
    if (from <= trace.loopHead && edit.at < trace.loopHead) shift += edit.insert.length - edit.remove;
    else if (edit.at < trace.loopHead) shift += edit.at - trace.loopHead;
  }
  for (; from < trace.uops.length; from++) uops.push(elementAt(trace.uops, from));
  return { uops, loopHead: Math.max(0, Math.min(trace.loopHead + shift, uops.length - 1)) };
}

function replaceExits(exits: readonly Exit[], changes: ReadonlyMap<ExitId, Exit>): readonly Exit[] {
  const replaced = [...exits];
  for (const [id, exit] of [...changes].sort(([left], [right]) => left - right)) {
    if (id > replaced.length) throw new RangeError(`exit ${id} leaves a gap after ${replaced.length} exits`);
    replaced[id] = exit;
  }
  return replaced;
}

/** Collects edits in the order of the trace. */
export class EditList {
  readonly edits: Edit[] = [];

  /** Replaces uop `at`. */
  replace(at: number, insert: readonly Uop[]): void {
    this.edits.push({ at, remove: 1, insert });
  }

  /** Removes uop `at`. */
  remove(at: number): void {
    this.replace(at, []);
  }
}

/** What a pass collects while it goes through a trace from front to back: edits, remarks, and how many more rules may fire. */
export class Rewriter {
  readonly edits: Edit[] = [];
  readonly remarks: Remark[] = [];
  readonly dependencies: Dependency[] = [];
  readonly exits = new Map<ExitId, Exit>();
  readonly #pass: string;
  readonly #trace: Trace;
  readonly #index: DialectIndex;
  readonly #limit: number;

  constructor(pass: string, trace: Trace, environment: PassEnvironment) {
    this.#pass = pass;
    this.#trace = trace;
    this.#index = environment.index;
    this.#limit = environment.limit ?? Infinity;
  }

  /** No rule may fire any more. */
  get isSpent(): boolean {
    return this.remarks.length >= this.#limit;
  }

  /** Says which rule fired, and why; once per firing. */
  remark(rule: string, at: number, fact: string): void {
    this.remarks.push({ pass: this.#pass, rule, at, fact });
  }

  /** Replaces uops from `at` on. */
  replace(at: number, insert: readonly Uop[], remove: number = 1): void {
    this.edits.push({ at, remove, insert });
  }

  /** Appends a dependency unless the trace has it. */
  depend(dependencies: readonly Dependency[]): void {
    for (const dependency of dependencies) {
      const isSame = (other: Dependency): boolean =>
        other.kind === dependency.kind && other.reference === dependency.reference;
      if (!this.#trace.dependencies.some(isSame) && !this.dependencies.some(isSame)) this.dependencies.push(dependency);
    }
  }

  /** A uop in the place of uop `at`, by default without exits and with operands 0. */
  make(
    at: number,
    op: UopId,
    fields: Partial<Pick<Uop, "oparg" | "operand0" | "operand1" | "exit" | "error">> = {},
  ): Uop {
    const { op: former, origin } = elementAt(this.#trace.uops, at);
    // A pass that rewrites its own work leaves the first name standing.
    const from = `${this.#pass}:${this.#index.definition(former).name}`;
    return {
      op,
      oparg: fields.oparg ?? 0,
      operand0: fields.operand0 ?? 0,
      operand1: fields.operand1 ?? 0,
      exit: fields.exit ?? noExit,
      error: fields.error ?? noExit,
      origin: { frame: origin.frame, offset: origin.offset, from },
    };
  }

  /** What the pass gives back. */
  result(constants: readonly TraceConstant[] = []): PassResult {
    const { edits, exits, dependencies, remarks } = this;
    edits.sort((left, right) => left.at - right.at);
    return { kind: "result", edits, exits, constants, dependencies, remarks };
  }
}
