// Edits: how a pass says what to change, and how that becomes the next trace.
//
//   trace    0 1 2 3 4 5         edits  { at: 1, remove: 2, insert: [a] }, { at: 4, remove: 0, insert: [b] }
//   next     0 a 3 b 4 5
//
// The loop head moves with its uop. An insertion exactly at the loop head becomes part of the loop.

import { elementAt } from "./element.ts";
import type { Edit, PassResult } from "./pass.ts";
import type { Exit, ExitId, Trace, Uop } from "./trace.ts";

/**
 * The trace that a pass's result describes. A result without any change gives the same trace object back.
 * @throws RangeError when edits overlap, are not sorted, or reach outside the trace.
 */
export function applyEdits(trace: Trace, result: Pick<PassResult, "edits" | "exits" | "constants" | "dependencies">): Trace {
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

/** Collects edits and remarks in the order of the trace. */
export class EditList {
  readonly edits: Edit[] = [];

  /** Replaces uop `at`. */
  replace(at: number, insert: readonly Uop[]): void {
    this.edits.push({ at, remove: 1, insert });
  }

  /** Removes uop `at`. */
  remove(at: number): void {
    this.edits.push({ at, remove: 1, insert: none });
  }
}

const none: readonly Uop[] = [];

/** The uop with another op, made by `pass` from it; its exits go when `to` cannot take them. */
export function rewriteUop(uop: Uop, changes: Partial<Uop>, pass: string, formerName: string): Uop {
  return { ...uop, ...changes, origin: { ...uop.origin, from: `${pass}:${formerName}` } };
}
