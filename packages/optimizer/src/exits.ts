// Exit preparation: one exit per way out. Exits that are equal and left with the same depth become one, unused ones go, and the rest
// are numbered in the order in which uops name them. One walk.

import {
  type DialectIndex,
  type Exit,
  type ExitId,
  type Trace,
  elementAt,
  noExit,
  walkTrace,
  walkWithExits,
} from "@tjit/ir";

/** The trace with its exits shared and numbered without gaps. */
export function prepareExits(trace: Trace, index: DialectIndex): Trace {
  const walk = walkTrace(trace, index);
  const exits: Exit[] = [];
  /** By place, since only exits of one place can be equal. */
  const known = new Map<number, { readonly id: ExitId; readonly exit: Exit; readonly depth: number }[]>();
  const share = (id: ExitId, at: number): ExitId => {
    if (id === noExit) return noExit;
    const exit = elementAt(trace.exits, id);
    const depth = elementAt(exit.isControlFlow && exit.kind !== "error" ? walk.depthAfter : walk.depthBefore, at);
    let candidates = known.get(exit.target);
    if (candidates === undefined) known.set(exit.target, (candidates = []));
    for (const other of candidates) if (other.depth === depth && isEqual(other.exit, exit)) return other.id;
    const own = (exits.push(exit) - 1) as ExitId;
    candidates.push({ id: own, exit, depth });
    return own;
  };
  let isChanged = false;
  const uops = trace.uops.map((uop, at) => {
    const exit = share(uop.exit, at);
    const error = share(uop.error, at);
    if (exit === uop.exit && error === uop.error) return uop;
    isChanged = true;
    const { op, oparg, operand0, operand1, origin } = uop;
    return { op, oparg, operand0, operand1, exit, error, origin };
  });
  if (!isChanged && exits.length === trace.exits.length) return trace;
  const prepared = { ...trace, uops, exits };
  // Whoever allocates registers needs the walk next.
  walkWithExits(walk, prepared);
  return prepared;
}

function isEqual(left: Exit, right: Exit): boolean {
  return (
    left === right ||
    (left.kind === right.kind &&
      left.frame === right.frame &&
      left.target === right.target &&
      left.isControlFlow === right.isControlFlow &&
      left.recovery.length === right.recovery.length &&
      (left.recovery.length === 0 ||
        left.recovery.every((recovery, position) => {
          const other = elementAt(right.recovery, position);
          const constant = recovery.how === "constant" ? recovery.constant : -1;
          const otherConstant = other.how === "constant" ? other.constant : -1;
          return recovery.slot === other.slot && recovery.how === other.how && constant === otherConstant;
        })))
  );
}
