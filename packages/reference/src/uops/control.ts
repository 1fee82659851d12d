// Meanings of branches, iteration, the frame's entry and the uops that a trace adds around bytecodes.

import { Fault } from "../fault.ts";
import { type Reference, nullReference } from "../machine.ts";
import { callRuntime, guard, guardAndPop, type Meaning, type Meanings, nothing } from "../meaning.ts";
import type { Step } from "../step.ts";

const isTrue = (value: Reference, step: Step): boolean => value === step.machine.boolean(true);
const isFalse = (value: Reference, step: Step): boolean => value === step.machine.boolean(false);
const isNone = (value: Reference, step: Step): boolean => value === step.machine.none;

const leaveWhenPending: Meaning = (step) => (step.machine.periodic() ? "leave" : undefined);
const leaveWhenInvalid: Meaning = (step) => (step.machine.isTraceValid(step.operand0) ? undefined : "leave");
const jump: Meaning = () => "jump";

export const controlMeanings: Meanings = {
  // Tier 1: counters are not part of what a program computes.
  _RESUME_CHECK: callRuntime("_RESUME_CHECK", 0, "releases"),
  _PERIODIC: callRuntime("_PERIODIC", 0, "releases"),
  _COUNT_BACKWARD: nothing,
  _QUICKEN_JUMP: nothing,
  _SPECIALIZE: nothing,
  _JUMP_FORWARD: jump,
  _JUMP_BACKWARD: jump,
  _POP_JUMP_IF_TRUE: popAndJumpIf(isTrue),
  _POP_JUMP_IF_FALSE: popAndJumpIf(isFalse),

  _TIER2_RESUME_CHECK: leaveWhenPending,
  _CHECK_PERIODIC: leaveWhenPending,
  _IS_NONE(step) {
    const value = step.pop();
    step.pushBoolean(isNone(value.reference, step));
    step.push(value);
    return undefined;
  },
  _GUARD_IS_TRUE_POP: guardAndPop((value, step) => isTrue(boolOf(value, step), step)),
  _GUARD_IS_FALSE_POP: guardAndPop((value, step) => isFalse(boolOf(value, step), step)),
  _GUARD_IS_NONE_POP: guardAndPop(isNone),
  _GUARD_IS_NOT_NONE: guard(1, (value, step) => !isNone(value, step)),

  _GET_ITER: callRuntime("_GET_ITER", 1, "above-results"),
  // iter -- iter, next
  _FOR_ITER: callRuntime("_FOR_ITER", 1, "below-results"),
  _JUMP_IF_EXHAUSTED: (step) => (step.peek(1) === nullReference ? "jump" : undefined),
  _GUARD_NOT_EXHAUSTED: guard(1, (value) => value !== nullReference),
  ...iterationOf("RANGE", "range_iterator"),
  ...iterationOf("LIST", "list_iterator"),
  ...iterationOf("TUPLE", "tuple_iterator"),

  _START_EXECUTOR: leaveWhenInvalid,
  _MAKE_WARM(step) {
    step.machine.makeWarm(step.operand0);
    return undefined;
  },
  _CHECK_VALIDITY: leaveWhenInvalid,
  _SET_IP(step) {
    step.machine.setInstructionPointer(step.frame, step.operand0);
    return undefined;
  },
  _JUMP_TO_TOP: () => "repeat",
  _EXIT_TRACE: () => "leave",
  _DYNAMIC_EXIT: () => "leave",
  _DEOPT: () => "leave",
  _SPILL_OR_RELOAD: nothing,
  _RECORD_TOS_TYPE: nothing,
  _RECORD_NOS_TYPE: nothing,
  _RECORD_CALLABLE: nothing,
  _RECORD_CODE: nothing,
};

function popAndJumpIf(test: (value: Reference, step: Step) => boolean): Meaning {
  return (step) => (test(boolOf(step.pop().reference, step), step) ? "jump" : undefined);
}

/** Conditions are bools: the bytecode sees to it. */
function boolOf(value: Reference, step: Step): Reference {
  if (!step.hasType(value, "bool")) throw new Fault("wrong-type", "not bool");
  return value;
}

function iterationOf(kind: string, type: string): Meanings {
  const iterator = (step: Step): Reference => {
    const value = step.peek(1);
    if (!step.hasType(value, type)) throw new Fault("wrong-type", `not ${type}`);
    return value;
  };
  return {
    [`_ITER_CHECK_${kind}`]: guard(1, (value, step) => step.hasType(value, type)),
    [`_ITER_JUMP_${kind}`](step) {
      if (step.machine.hasNext(iterator(step))) return undefined;
      step.machine.exhaust(iterator(step));
      return "jump";
    },
    [`_GUARD_NOT_EXHAUSTED_${kind}`](step) {
      if (step.machine.hasNext(iterator(step))) return undefined;
      // It stays exhausted, whatever happens to the sequence.
      step.machine.exhaust(iterator(step));
      return "leave";
    },
    [`_ITER_NEXT_${kind}`](step) {
      if (!step.machine.hasNext(iterator(step))) throw new Fault("wrong-value", "the iterator is exhausted");
      step.pushOwned(step.machine.next(iterator(step)));
      return undefined;
    },
  };
}
