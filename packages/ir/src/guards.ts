// What knowledge decides about a guard: that it always passes, never does, or cannot be known. Passes that learn by different means
// ask the same question.

import type { DialectIndex } from "./dialect.ts";
import type { Rewriter } from "./edits.ts";
import { elementAt } from "./element.ts";
import type { Knowledge } from "./knowledge.ts";
import { type UopShape, flagBit } from "./shape.ts";
import type { Abort, PassEnvironment, PassResult } from "./pass.ts";
import { type Dependency, type Trace, type Uop, noExit } from "./trace.ts";
import { type Walk, guardedValue, inputValue } from "./walk.ts";

/** What to do with uop `at`. */
export type GuardDecision =
  /** Nothing is known, or it is no guard. */
  | { readonly kind: "keep" }
  /** It always passes, given the dependencies, and changes nothing. */
  | { readonly kind: "redundant"; readonly dependencies: readonly Dependency[] }
  /** It always passes and drops inputs that need no release. */
  | { readonly kind: "drop"; readonly dependencies: readonly Dependency[] }
  /** It never passes; the trace can leave here through its exit. */
  | { readonly kind: "impossible" };

const keep: GuardDecision = { kind: "keep" };
/** A uop with one of these does more than guard. */
const moreThanGuard: number =
  flagBit.error | flagBit.escapes | flagBit["writes-local"] | flagBit.records | flagBit.terminal | flagBit.periodic;

/** Decides about uop `at` by what is known before it. */
export function decideGuard(walk: Walk, knowledge: Knowledge, at: number): GuardDecision {
  const shape = elementAt(walk.shapes, at);
  if (shape.guards.length === 0 || (shape.flags & moreThanGuard) !== 0 || shape.definition.frame !== undefined)
    return keep;
  const uop = elementAt(walk.trace.uops, at);
  const dependencies: Dependency[] = [];
  let isKnown = true;
  for (const guard of shape.guards) {
    const certainty = knowledge.holds(guardedValue(walk, at, guard.slot), guard.fact, uop.operand0);
    if (certainty.kind === "no") return canLeave(walk, knowledge, shape, uop, at) ? { kind: "impossible" } : keep;
    if (certainty.kind === "unknown") isKnown = false;
    else dependencies.push(...certainty.dependencies);
  }
  if (!isKnown) return keep;
  if (shape.isNeutral) return { kind: "redundant", dependencies };
  return shape.outputCount === 0 && dropsOnlyImmortals(walk, knowledge, shape, at)
    ? { kind: "drop", dependencies }
    : keep;
}

/** The uops that leave through the guard's exit in its place, for an `impossible` guard. */
export function leaveAtGuard(walk: Walk, rewriter: Rewriter, index: DialectIndex, at: number): Uop[] {
  const uop = elementAt(walk.trace.uops, at);
  const shape = elementAt(walk.shapes, at);
  const exit = elementAt(walk.trace.exits, uop.exit);
  const drops = exit.isControlFlow ? shape.inputCount - shape.outputCount : 0;
  return [
    ...Array.from({ length: drops }, () => rewriter.make(at, index.structural.popTopNop)),
    rewriter.make(at, exit.kind === "deopt" ? index.structural.deopt : index.structural.exitTrace, { exit: uop.exit }),
  ];
}

/**
 * Finishes a pass that cut the trace at uop `at`: its `run` again on the shorter trace, then the cut. Without its end a trace is no
 * loop any more, so more may be known at the former loop head. `outer` ends with the cut's edit and remark.
 */
export function finishCut(
  trace: Trace,
  environment: PassEnvironment,
  outer: PassResult,
  at: number,
  run: (trace: Trace, environment: PassEnvironment) => PassResult | Abort,
): PassResult | Abort {
  const leave = outer.edits[outer.edits.length - 1]?.insert ?? [];
  const shorter = { ...trace, uops: [...trace.uops.slice(0, at), ...leave], loopHead: Math.min(trace.loopHead, at) };
  const inner = run(
    shorter,
    environment.limit === undefined ? environment : { ...environment, limit: environment.limit - 1 },
  );
  if (inner.kind === "abort") return inner;
  const last = inner.edits[inner.edits.length - 1];
  const isCutAgain = last !== undefined && last.at < at && last.at + last.remove > at;
  const edits = isCutAgain
    ? [...inner.edits.slice(0, -1), { ...last, remove: trace.uops.length - last.at }]
    : [...inner.edits, { at, remove: trace.uops.length - at, insert: leave }];
  return { ...inner, edits, remarks: [...inner.remarks, ...outer.remarks.slice(-1)] };
}

function canLeave(walk: Walk, knowledge: Knowledge, shape: UopShape, uop: Uop, at: number): boolean {
  const exit = uop.exit === noExit ? undefined : walk.trace.exits[uop.exit];
  if (exit?.kind !== "side" && exit?.kind !== "deopt") return false;
  if (shape.isNeutral || !exit.isControlFlow) return true;
  return shape.outputCount === 0 && dropsOnlyImmortals(walk, knowledge, shape, at);
}

function dropsOnlyImmortals(walk: Walk, knowledge: Knowledge, shape: UopShape, at: number): boolean {
  return shape.inputItems.every((_, slot) => knowledge.isImmortal(inputValue(walk, at, slot)));
}
