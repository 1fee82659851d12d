// Cleanup: the bookkeeping uops around bytecodes that nothing looks at.
//
//   _CHECK_VALIDITY      nothing escaped since the last one        ──▶ removed
//   _SET_IP 12           nothing up to the next one looks at it    ──▶ removed
//   _LOAD_LOCAL x
//   _CHECK_VALIDITY                                                ──▶ removed
//   _SET_IP 14
//   _CALL_HOST 1         may raise: it reads the place
//
// It needs no walk: validity is one flag forward, the place one flag backward, both around the loop. Linear.

import {
  type Pass,
  type PassEnvironment,
  type PassResult,
  Rewriter,
  type Trace,
  elementAt,
  flagBit,
  noExit,
} from "@tjit/ir";

/** The rewrite rules, each with a sentence for people. */
export const cleanupRules = {
  "checked-validity": "nothing that ran since the last validity check could have invalidated the trace",
  "unread-place": "nothing reads the place before it is stored again",
  "no-operation": "a uop that does nothing",
  record: "an observation that the optimizer had its use of",
} as const;

/** A key of {@link cleanupRules}. */
export type CleanupRule = keyof typeof cleanupRules;

/** The pass. */
export const cleanup: Pass = { name: "cleanup", run: cleanUp };

function cleanUp(trace: Trace, environment: PassEnvironment): PassResult {
  const { structural } = environment.index;
  const rewriter = new Rewriter(cleanup.name, trace, environment);
  const isRead = findReadPlaces(trace, environment);
  const remove = (rule: CleanupRule, at: number): void => {
    rewriter.replace(at, []);
    rewriter.remark(rule, at, cleanupRules[rule]);
  };
  // A trace is entered only while it is valid; from the jump it comes with what the body did.
  const bodyEscapes = escapesAfterLastCheck(trace, environment);
  let isValid = true;
  for (let at = 0; at < trace.uops.length && !rewriter.isSpent; at++) {
    if (at === trace.loopHead && bodyEscapes) isValid = false;
    const uop = elementAt(trace.uops, at);
    const { flags } = environment.index.shape(uop.op, uop.oparg);
    if (uop.op === structural.checkValidity) {
      if (isValid) remove("checked-validity", at);
      isValid = true;
    } else if (uop.op === structural.setIp) {
      if (isRead[at] !== true) remove("unread-place", at);
    } else if (uop.op === structural.nop) remove("no-operation", at);
    else if ((flags & flagBit.records) !== 0) remove("record", at);
    if ((flags & flagBit.escapes) !== 0) isValid = false;
  }
  return rewriter.result();
}

/** Whether a jump to the loop head may come with an escape that nothing has checked since. */
function escapesAfterLastCheck(trace: Trace, { index }: PassEnvironment): boolean {
  if (elementAt(trace.uops, trace.uops.length - 1).op !== index.structural.jumpToTop) return false;
  for (let at = trace.uops.length - 1; at >= trace.loopHead; at--) {
    const uop = elementAt(trace.uops, at);
    if (uop.op === index.structural.checkValidity) return false;
    if ((index.shape(uop.op, uop.oparg).flags & flagBit.escapes) !== 0) return true;
  }
  return false;
}

/** For each place store whether anything reads it: a uop that raises, escapes or switches frames, or an exit that finds its own way. */
function findReadPlaces(trace: Trace, { index }: PassEnvironment): boolean[] {
  const isRead: boolean[] = [];
  const isLoop = elementAt(trace.uops, trace.uops.length - 1).op === index.structural.jumpToTop;
  /** Goes backward from `isNeeded` behind the last uop; says whether the place is needed at the loop head. */
  const scan = (isNeeded: boolean): boolean => {
    let atHead = false;
    for (let at = trace.uops.length - 1; at >= 0; at--) {
      const uop = elementAt(trace.uops, at);
      if (uop.op === index.structural.setIp) {
        isRead[at] = isNeeded;
        isNeeded = false;
      } else if (readsPlace(uop.op, uop.oparg) || (uop.exit !== noExit && trace.exits[uop.exit]?.kind === "dynamic")) {
        isNeeded = true;
      }
      if (at === trace.loopHead) atHead = isNeeded;
    }
    return atHead;
  };
  const readsPlace = (op: Parameters<typeof index.shape>[0], oparg: number): boolean => {
    const shape = index.shape(op, oparg);
    const { frame } = shape.definition;
    const switches = frame !== undefined && frame.kind !== "create";
    return switches || (shape.flags & (flagBit.error | flagBit.escapes)) !== 0;
  };
  if (scan(false) && isLoop) scan(true);
  return isRead;
}
