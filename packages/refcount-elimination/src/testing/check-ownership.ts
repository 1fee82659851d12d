// The ownership checker. It shares no code with the pass: it takes the finished trace and asks, at every uop, of every slot that was
// pushed without a count, whether somebody relies on a count there. It knows types only by the guards that precede, so it may be
// strict where the pass is clever; values that the records call immortal, and immediates, are exempt.

import {
  type DialectIndex,
  type Exit,
  Knowledge,
  type Trace,
  type Walk,
  elementAt,
  inputReference,
  noExit,
  solveLoop,
  walkTrace,
} from "@tjit/ir";

/** Every use of an uncounted reference as if it were counted, as sentences; empty when there is none. */
export function checkOwnership(trace: Trace, index: DialectIndex): string[] {
  const walk = walkTrace(trace, index, { snapshots: "keep" });
  const knowledge = new Knowledge(walk, {}, solveLoop(walk, {}));
  const faults: string[] = [];
  trace.uops.forEach((uop, at) => {
    knowledge.enter(at);
    const shape = elementAt(walk.shapes, at);
    const { name } = shape.definition;
    const { stack } = elementAt(walk.snapshots, at);
    const isExempt = (reference: number): boolean => knowledge.isImmortal(elementAt(walk.valueOf, reference));
    const owes = (reference: number): boolean => isUncounted(walk, reference) && !isExempt(reference);
    const report = (what: string, reference: number): void =>
      void faults.push(`uop ${at} ${name}: ${what} uncounted reference of uop ${elementAt(walk.bornAt, reference)}`);

    stack.slice(stack.length - shape.inputCount).forEach((reference, slot) => {
      if (shape.consumes[slot] !== true || !owes(reference)) return;
      const isStoredOver = shape.role.storesResult !== undefined && slot === 0;
      if (shape.role.releases !== "uncounted" && !isStoredOver) report("takes over an", reference);
    });
    const below = stack.slice(0, stack.length - shape.inputCount);
    const { frame } = shape.definition;
    const isLast = at === trace.uops.length - 1;
    const goesRound = walk.isLoop && (isLast || at === trace.loopHead);
    for (const reference of frame !== undefined && frame.kind !== "create" ? below : []) {
      if (owes(reference)) report("switches frames over an", reference);
    }
    for (const reference of goesRound ? stack : []) if (owes(reference)) report("goes round with an", reference);
    if (shape.localInput !== "kept") {
      for (const reference of below) {
        if (owes(reference) && borrowsFrom(walk, reference, uop.oparg, at))
          report("overwrites the local of an", reference);
      }
    }
    const leave = (exit: Exit, left: readonly number[]): void => {
      left.forEach((reference, slot) => {
        const isOwned = exit.recovery.some((recovery) => recovery.slot === slot && recovery.how === "own");
        if (owes(reference) && !isOwned) report("leaves an", reference);
        if (!isUncounted(walk, reference) && isOwned && !isExempt(reference))
          faults.push(`uop ${at} ${name}: counts slot ${slot} twice`);
      });
    };
    const exit = uop.exit === noExit ? undefined : elementAt(trace.exits, uop.exit);
    if (exit !== undefined) leave(exit, exit.isControlFlow ? elementAt(walk.snapshots, at + 1).stack : stack);
    if (uop.error !== noExit) leave(elementAt(trace.exits, uop.error), stack);
    knowledge.advance(at);
  });
  return faults;
}

function isUncounted(walk: Walk, reference: number): boolean {
  const born = elementAt(walk.bornAt, reference);
  return born >= 0 && elementAt(walk.shapes, born).role.pushesBorrowed;
}

function borrowsFrom(walk: Walk, reference: number, local: number, at: number): boolean {
  const born = elementAt(walk.bornAt, reference);
  if (born < 0) return false;
  const { localOutput, repeats } = elementAt(walk.shapes, born);
  const repeated = repeats.find((slot) => slot >= 0);
  // A copy borrows from what its original was loaded from.
  if (repeated !== undefined) return borrowsFrom(walk, inputReference(walk, born, repeated), local, at);
  const isHere = elementAt(walk.trace.uops, born).oparg === local && walk.frameBefore[born] === walk.frameBefore[at];
  return localOutput >= 0 && isHere;
}
