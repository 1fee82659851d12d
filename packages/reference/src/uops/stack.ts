// Meanings of moves between locals, constants and the stack, and of releases.

import { Fault } from "../fault.ts";
import { callRuntime, type Meaning, type Meanings, nothing } from "../meaning.ts";
import { type Reference, nullReference } from "../machine.ts";
import type { Step } from "../step.ts";

const loadCounted: Meaning = (step) => {
  step.pushCounted(boundLocal(step));
  return undefined;
};

const releaseTop: Meaning = (step) => {
  step.release(step.pop());
  return undefined;
};

/** The value goes into the local with its count; what the local held comes out with its own. */
const exchangeLocal: Meaning = (step) => {
  const value = step.take(step.pop());
  const former = step.machine.localOf(step.frame, step.oparg);
  step.machine.setLocal(step.frame, step.oparg, value);
  step.pushOwned(former);
  return undefined;
};

export const stackMeanings: Meanings = {
  _NOP: nothing,
  _LOAD_FAST: loadCounted,
  _LOAD_FAST_BORROW: loadCounted,
  _BORROW_FAST(step) {
    step.pushBorrowed(boundLocal(step));
    return undefined;
  },
  _LOAD_FAST_CHECK(step) {
    const value = step.machine.localOf(step.frame, step.oparg);
    if (value === nullReference) return raiseUnbound(step);
    step.pushCounted(value);
    return undefined;
  },
  _LOAD_FAST_AND_CLEAR(step) {
    step.pushOwned(step.machine.localOf(step.frame, step.oparg));
    step.machine.setLocal(step.frame, step.oparg, nullReference);
    return undefined;
  },
  // What a comprehension hides of a local, and puts back behind it, may be NULL.
  _SWAP_FAST: exchangeLocal,
  _STORE_FAST_MAYBE_NULL: exchangeLocal,
  _DELETE_FAST(step) {
    const former = step.machine.localOf(step.frame, step.oparg);
    if (former === nullReference) return raiseUnbound(step);
    step.machine.setLocal(step.frame, step.oparg, nullReference);
    step.pushOwned(former);
    return undefined;
  },

  _LOAD_CONST(step) {
    step.pushCounted(step.machine.codeConstant(step.frame, step.oparg));
    return undefined;
  },
  _LOAD_SMALL_INT(step) {
    step.pushOwned(step.machine.newInt(BigInt(step.oparg)));
    return undefined;
  },
  _LOAD_CONST_INLINE(step) {
    step.pushCounted(step.constantOperand());
    return undefined;
  },
  _LOAD_CONST_INLINE_BORROW(step) {
    step.pushBorrowed(step.constantOperand());
    return undefined;
  },
  _LOAD_COMMON_CONSTANT: callRuntime("_LOAD_COMMON_CONSTANT", 0, "releases"),
  _PUSH_NULL(step) {
    step.pushOwned(nullReference);
    return undefined;
  },
  _PUSH_NULL_CONDITIONAL(step) {
    if ((step.oparg & 1) === 1) step.pushOwned(nullReference);
    return undefined;
  },

  _POP_TOP: releaseTop,
  _POP_TOP_OBJECT: releaseTop,
  _POP_TOP_NOP(step) {
    step.drop(step.pop());
    return undefined;
  },
  _POP_TOP_INT: releaseTyped("int"),
  _POP_TOP_FLOAT: releaseTyped("float"),
  _POP_TOP_UNICODE: releaseTyped("str"),

  _COPY: (step) => copy(step, step.oparg),
  _COPY_1: (step) => copy(step, 1),
  _COPY_1_BORROW: (step) => borrowCopy(step, 1),
  _COPY_2: (step) => copy(step, 2),
  _COPY_2_BORROW: (step) => borrowCopy(step, 2),
  _COPY_3: (step) => copy(step, 3),
  _COPY_3_BORROW: (step) => borrowCopy(step, 3),
  _SWAP: (step) => swap(step, step.oparg),
  _SWAP_2: (step) => swap(step, 2),
  _SWAP_3: (step) => swap(step, 3),

  _MAKE_CELL(step) {
    const value = step.machine.localOf(step.frame, step.oparg);
    step.machine.setLocal(step.frame, step.oparg, step.machine.newCell(value));
    return undefined;
  },
  _COPY_FREE_VARS(step) {
    step.machine.copyFreeVariables(step.frame, step.oparg);
    return undefined;
  },
  _LOAD_DEREF(step) {
    const value = step.machine.cellValue(boundLocal(step));
    if (value === nullReference) return raiseUnbound(step);
    step.pushCounted(value);
    return undefined;
  },
  _STORE_DEREF(step) {
    const value = step.take(step.pop());
    step.pushOwned(step.machine.replaceCellValue(boundLocal(step), value));
    return undefined;
  },
  _DELETE_DEREF(step) {
    const cell = boundLocal(step);
    if (step.machine.cellValue(cell) === nullReference) return raiseUnbound(step);
    step.pushOwned(step.machine.replaceCellValue(cell, nullReference));
    return undefined;
  },
};

function boundLocal(step: Step): Reference {
  const value = step.machine.localOf(step.frame, step.oparg);
  if (value === nullReference) throw new Fault("unbound-local", `${step.oparg}`);
  return value;
}

function raiseUnbound(step: Step): "raise" {
  step.machine.raiseUnbound(step.frame, step.oparg);
  return "raise";
}

function releaseTyped(type: string): Meaning {
  return (step) => {
    if (!step.hasType(step.peek(1), type)) throw new Fault("wrong-type", `not ${type}`);
    return releaseTop(step);
  };
}

/** A copy of a borrowed slot carries a count of its own all the same. */
function copy(step: Step, depth: number): undefined {
  step.pushCounted(step.peek(depth));
  return undefined;
}

function borrowCopy(step: Step, depth: number): undefined {
  step.pushBorrowed(step.peek(depth));
  return undefined;
}

function swap(step: Step, depth: number): undefined {
  const top = step.popSlot();
  const between = Array.from({ length: depth - 2 }, () => step.popSlot()).reverse();
  const bottom = step.popSlot();
  [top, ...between, bottom].forEach((slot) => {
    step.push(slot);
  });
  return undefined;
}
