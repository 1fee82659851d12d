// Type inference: goes through a trace once with what is known of each value, and removes what that makes pointless.
//
//   _LOAD_LOCAL x        v1
//   _GUARD_TOP_FLOAT     v1 is float from here on
//   _LOAD_LOCAL y        v2
//   _GUARD_NEXT_FLOAT    v1 is float already        ──▶ removed
//
// The domain and its transfer are `Knowledge` in @tjit/ir, since later passes need the same facts; the rewrite rules are the rows
// below. Knowledge belongs to values, so it follows them through locals, copies and inlined calls; at the loop head only what
// holds on entry and at the jump holds. Cost: linear, one walk; a few rounds when the loop head knows something on entry.

import {
  type Abort,
  type DialectIndex,
  Knowledge,
  type Pass,
  type PassEnvironment,
  type PassResult,
  Rewriter,
  type Trace,
  type UopShape,
  type Walk,
  decideGuard,
  elementAt,
  exitBits,
  finishCut,
  flagBit,
  guardedValue,
  inputSlot,
  inputValue,
  leaveAtGuard,
  localSlot,
  solveLoop,
  walkTrace,
} from "@tjit/ir";

/** The rewrite rules, each with a sentence for people. */
export const typeInferenceRules = {
  "known-guard": "a guard whose facts are known does nothing",
  "known-branch": "a branch whose condition is known only drops the condition",
  "impossible-guard": "behind a guard that always fails nothing runs: the trace leaves there for good",
  "narrow-operation": "with the types of its inputs known, a cheaper uop does the same",
} as const;

/** A key of {@link typeInferenceRules}. */
export type TypeInferenceRule = keyof typeof typeInferenceRules;

/** Why the pass gives up a trace. */
export const typeInferenceAborts = {
  contradiction: "the first bytecode's guards exclude each other, so the trace would leave as soon as it is entered",
} as const;

/** The pass. */
export const typeInference: Pass = { name: "type-inference", run: inferTypes };

function inferTypes(trace: Trace, environment: PassEnvironment): PassResult | Abort {
  const { index, world } = environment;
  const walk = walkTrace(trace, index);
  const knowledge = new Knowledge(walk, world, solveLoop(walk, world));
  const rewriter = new Rewriter(typeInference.name, trace, environment);
  for (let at = 0; at < trace.uops.length && !rewriter.isSpent; at++) {
    knowledge.enter(at);
    const decision = decideGuard(walk, knowledge, at);
    let shape = elementAt(walk.shapes, at);
    switch (decision.kind) {
      case "redundant":
        rewriter.replace(at, []);
        rewriter.depend(decision.dependencies);
        rewriter.remark("known-guard" satisfies TypeInferenceRule, at, describeGuard(walk, knowledge, at));
        break;
      case "drop": {
        const { inputCount } = elementAt(walk.shapes, at);
        const drop = rewriter.make(at, index.structural.popTopNop);
        rewriter.replace(
          at,
          Array.from({ length: inputCount }, () => drop),
        );
        rewriter.depend(decision.dependencies);
        rewriter.remark("known-branch" satisfies TypeInferenceRule, at, describeGuard(walk, knowledge, at));
        break;
      }
      case "impossible":
        if (isFirstBytecode(trace, at)) return { kind: "abort", reason: "contradiction", at };
        rewriter.replace(at, leaveAtGuard(walk, rewriter, index, at), trace.uops.length - at);
        rewriter.remark("impossible-guard" satisfies TypeInferenceRule, at, describeGuard(walk, knowledge, at));
        return walk.isLoop ? finishCut(trace, environment, rewriter.result(), at, inferTypes) : rewriter.result();
      case "keep":
        shape = narrowOperation(walk, knowledge, rewriter, index, at);
    }
    knowledge.advance(at, shape);
  }
  return rewriter.result();
}

/** `narrow` rows: the first whose inputs all have the types. The shape of the uop that is there now. */
function narrowOperation(
  walk: Walk,
  knowledge: Knowledge,
  rewriter: Rewriter,
  index: DialectIndex,
  at: number,
): UopShape {
  const shape = elementAt(walk.shapes, at);
  const { narrow } = shape.definition;
  if (narrow === undefined) return shape;
  const uop = elementAt(walk.trace.uops, at);
  for (const row of narrow) {
    const fits = Object.entries(row.inputs).every(([name, type]) => {
      const slot = inputSlot(shape, name);
      return slot >= 0 && index.types.leq(knowledge.typeOf(inputValue(walk, at, slot)), index.types.code(type));
    });
    if (!fits) continue;
    const op = index.id(row.to);
    const narrower = index.shape(op, uop.oparg);
    const { flags } = narrower;
    // The cheaper uop may leave or raise only if the dearer one has told where to.
    if ((flags & ~shape.flags & (exitBits | flagBit.error)) !== 0) continue;
    const { oparg, operand0, operand1 } = uop;
    const exit = (flags & exitBits) === 0 ? {} : { exit: uop.exit };
    const error = (flags & flagBit.error) === 0 ? {} : { error: uop.error };
    rewriter.replace(at, [rewriter.make(at, op, { oparg, operand0, operand1, ...exit, ...error })]);
    rewriter.remark("narrow-operation" satisfies TypeInferenceRule, at, row.to);
    return narrower;
  }
  return shape;
}

/** Whether nothing of an earlier bytecode precedes. */
function isFirstBytecode(trace: Trace, at: number): boolean {
  const { frame, offset } = elementAt(trace.uops, at).origin;
  for (let before = 0; before < at; before++) {
    const { origin, op } = elementAt(trace.uops, before);
    if (op === elementAt(trace.uops, 0).op && before === 0) continue;
    if (origin.frame !== frame || origin.offset !== offset) return false;
  }
  return true;
}

function describeGuard(walk: Walk, knowledge: Knowledge, at: number): string {
  const guard = elementAt(walk.shapes, at).guards[0];
  if (guard === undefined) return "";
  const { types } = walk.index;
  const name =
    guard.slot === localSlot
      ? `local ${elementAt(walk.trace.uops, at).oparg}`
      : elementAt(elementAt(walk.shapes, at).inputItems, guard.slot).name;
  return `${name} is ${types.name(knowledge.typeOf(guardedValue(walk, at, guard.slot)))}`;
}
