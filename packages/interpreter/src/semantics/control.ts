// Branches, loops, iteration, function entry, and what a trace adds around bytecodes.

import {
  CodeObjectLayout,
  Frame,
  ITERATION_ERROR,
  ListObject,
  ObjectHeader,
  Periodic,
  RangeIterator,
  SequenceIterator,
  TupleObject,
} from "@tjit/runtime/layout";
import { type I32, type UopBody, type UopBuilder, uopBody } from "@tjit/stencils/build";
import { address, boolean, halfWord, loadState, storeState, VmState, word } from "./memory.ts";
import { typeOf } from "./names.ts";
import { allocateBlock, hasType, smallInt } from "./numbers.ts";
import { advanceCounter } from "./counter.ts";
import { release, retain, retainObject } from "./references.ts";
import { hostFunction, hostProcedure } from "./host.ts";
import { getIter, iterNext } from "./iterators.ts";

const periodic = hostFunction("periodic");
const specialize = hostProcedure("specialize");
const hotLoop = hostProcedure("hot_loop");
const hotEntry = hostProcedure("hot_entry");
const quickenJump = hostProcedure("quicken_jump");

/** Status that `enter` returns when the interpreter was left for the host. */
const leftForHost = 2;

/** Offset of the first cache entry from the instruction. */
const firstCacheEntry = 2;

/** Counts down; at zero the host does what is pending. */
function checkEvalBreaker(k: UopBuilder): void {
  const left = k.let(loadState(k, VmState.evalBreaker).sub(1));
  storeState(k, VmState.evalBreaker, left);
  k.if(k.unlikely(left.leS(0)), () => {
    const todo = k.let(k.call(periodic, k.pc, k.sp, k.fp));
    k.if(todo.eq(Periodic.LEAVE), () => {
      k.leave(k.i32(leftForHost));
    });
    k.errorIf(todo.ne(Periodic.CONTINUE));
  });
}

/** Leaves the trace when the countdown is at its end: the interpreter does what is pending. */
function leaveWhenPending(k: UopBuilder): void {
  const left = k.let(loadState(k, VmState.evalBreaker).sub(1));
  k.deoptIf(left.leS(0));
  storeState(k, VmState.evalBreaker, left);
}

function popJumpIf(jumpsOn: number): UopBody {
  return uopBody("condition --", ({ condition }, k) => {
    const taken = k.let(condition.eq(jumpsOn));
    const history = k.load(halfWord(firstCacheEntry), k.pc);
    k.store(halfWord(firstCacheEntry), k.pc, history.shl(1).or(taken));
    k.jumpIf(taken, k.oparg);
  });
}

/** The item of a sequence iterator, or nothing when it is exhausted. */
function sequenceLength(k: UopBuilder, iter: I32, kind: "LIST" | "TUPLE"): { sequence: I32; length: I32 } {
  const sequence = k.let(k.load(SequenceIterator.sequence, iter));
  // An exhausted iterator has no sequence; at address 0 the length reads as what an immortal count leaves there, so it is tested first.
  const length = k.choose(
    sequence.eqz(),
    () => k.i32(0),
    () => k.load(kind === "LIST" ? ListObject.length : TupleObject.length, sequence),
  );
  return { sequence, length };
}

/** An iterator at the start of a list or tuple. */
function newSequenceIterator(k: UopBuilder, sequence: I32, type: I32): I32 {
  const iterator = allocateBlock(k, SequenceIterator.size);
  k.store(ObjectHeader.refcount, iterator, 1);
  k.store(ObjectHeader.type, iterator, type);
  k.store(SequenceIterator.index, iterator, 0);
  k.store(SequenceIterator.sequence, iterator, sequence);
  retainObject(k, sequence);
  storeState(k, VmState.allocationCount, loadState(k, VmState.allocationCount).add(1));
  return iterator;
}

/** An exhausted iterator lets go of its sequence, so that it stays exhausted when the sequence grows. */
function exhaust(k: UopBuilder, iter: I32, sequence: I32): void {
  k.if(sequence.ne(0), () => {
    k.store(SequenceIterator.sequence, iter, 0);
    release(k, sequence);
  });
}

function sequenceIteration(kind: "LIST" | "TUPLE"): Record<string, UopBody> {
  const type = kind === "LIST" ? address.list_iterator : address.tuple_iterator;
  return {
    [`_ITER_CHECK_${kind}`]: uopBody("iter -- iter", ({ iter }, k) => {
      k.exitIf(hasType(k, iter, type).eqz());
    }),
    [`_ITER_JUMP_${kind}`]: uopBody("iter -- iter", ({ iter }, k) => {
      const { sequence, length } = sequenceLength(k, iter, kind);
      const exhausted = k.let(k.load(SequenceIterator.index, iter).geU(length));
      k.if(exhausted, () => {
        exhaust(k, iter, sequence);
      });
      k.jumpIf(exhausted, k.oparg.add(1));
    }),
    [`_GUARD_NOT_EXHAUSTED_${kind}`]: uopBody("iter -- iter", ({ iter }, k) => {
      const { sequence, length } = sequenceLength(k, iter, kind);
      const exhausted = k.let(k.load(SequenceIterator.index, iter).geU(length));
      k.if(exhausted, () => {
        exhaust(k, iter, sequence);
      });
      k.exitIf(exhausted);
    }),
    [`_ITER_NEXT_${kind}`]: uopBody("iter -- iter, next", ({ iter }, k) => {
      const sequence = k.let(k.load(SequenceIterator.sequence, iter));
      const index = k.let(k.load(SequenceIterator.index, iter));
      const items = kind === "LIST" ? k.load(ListObject.items, sequence) : sequence.add(TupleObject.size);
      const next = k.let(k.load(word(), items.add(index.shl(2))));
      k.store(SequenceIterator.index, iter, index.add(1));
      retain(k, next);
      return { next };
    }),
  };
}

export const controlBodies: Readonly<Record<string, UopBody>> = {
  _RESUME_CHECK: uopBody("--", (_, k) => {
    checkEvalBreaker(k);
    advanceCounter(k, k.load(Frame.code, k.fp), CodeObjectLayout.entryCounter.offset, () => {
      k.call(hotEntry, k.pc, k.sp, k.fp);
    });
  }),
  _TIER2_RESUME_CHECK: uopBody("--", (_, k) => {
    leaveWhenPending(k);
  }),
  _CHECK_PERIODIC: uopBody("--", (_, k) => {
    leaveWhenPending(k);
  }),
  _PERIODIC: uopBody("--", (_, k) => {
    checkEvalBreaker(k);
  }),
  _COUNT_BACKWARD: uopBody("--", (_, k) => {
    advanceCounter(k, k.pc, firstCacheEntry, () => {
      k.call(hotLoop, k.pc, k.sp, k.fp);
    });
  }),
  _QUICKEN_JUMP: uopBody("--", (_, k) => {
    k.call(quickenJump, k.pc);
    k.dispatchAt(k.pc, k.sp, k.fp, { half: "base", oparg: k.oparg });
  }),
  _SPECIALIZE: uopBody("--", (_, k) => {
    advanceCounter(k, k.pc, firstCacheEntry, () => {
      k.call(specialize, k.pc, k.sp, k.fp);
      k.dispatchAt(k.pc, k.sp, k.fp, { half: "base", oparg: k.oparg });
    });
  }),
  _JUMP_FORWARD: uopBody("--", (_, k) => {
    k.jumpIf(k.i32(1), k.oparg);
  }),
  _JUMP_BACKWARD: uopBody("--", (_, k) => {
    k.jumpIf(k.i32(1), k.i32(0).sub(k.oparg));
  }),
  _POP_JUMP_IF_TRUE: popJumpIf(address.True),
  _POP_JUMP_IF_FALSE: popJumpIf(address.False),
  _IS_NONE: uopBody("value -- res, value", ({ value }, k) => ({ res: boolean(k, value.eq(address.None)) })),

  _GUARD_IS_TRUE_POP: uopBody("flag --", ({ flag }, k) => {
    k.exitIf(flag.ne(address.True));
  }),
  _GUARD_IS_FALSE_POP: uopBody("flag --", ({ flag }, k) => {
    k.exitIf(flag.ne(address.False));
  }),
  _GUARD_IS_NONE_POP: uopBody("value --", ({ value }, k) => {
    k.exitIf(value.ne(address.None));
  }),
  _GUARD_IS_NOT_NONE: uopBody("value -- value", ({ value }, k) => {
    k.exitIf(value.eq(address.None));
  }),

  _GET_ITER: uopBody("iterable -- iter, iterable", ({ iterable }, k) => {
    const type = k.let(typeOf(k, iterable));
    const isList = k.let(type.eq(address.list));
    const iter = k.choose(
      isList.or(type.eq(address.tuple)),
      () =>
        newSequenceIterator(k, iterable, k.select(isList, k.i32(address.list_iterator), k.i32(address.tuple_iterator))),
      () => k.call(getIter, iterable),
    );
    k.errorIf(iter.eqz());
    return { iter };
  }),
  _FOR_ITER: uopBody("iter -- iter, next", ({ iter }, k) => {
    const next = k.let(k.call(iterNext, iter));
    k.errorIf(next.eq(ITERATION_ERROR));
    return { next };
  }),
  _JUMP_IF_EXHAUSTED: uopBody("next -- next", ({ next }, k) => {
    k.jumpIf(next.eqz(), k.oparg);
  }),
  _GUARD_NOT_EXHAUSTED: uopBody("next -- next", ({ next }, k) => {
    k.exitIf(next.eqz());
  }),
  _ITER_CHECK_RANGE: uopBody("iter -- iter", ({ iter }, k) => {
    k.exitIf(hasType(k, iter, address.range_iterator).eqz());
  }),
  _ITER_JUMP_RANGE: uopBody("iter -- iter", ({ iter }, k) => {
    k.jumpIf(k.load(RangeIterator.remaining, iter).leS(0), k.oparg.add(1));
  }),
  _GUARD_NOT_EXHAUSTED_RANGE: uopBody("iter -- iter", ({ iter }, k) => {
    k.exitIf(k.load(RangeIterator.remaining, iter).leS(0));
  }),
  _ITER_NEXT_RANGE: uopBody("iter -- iter, next", ({ iter }, k) => {
    const value = k.let(k.load(RangeIterator.next, iter));
    k.store(RangeIterator.next, iter, value.add(k.load(RangeIterator.step, iter)));
    k.store(RangeIterator.remaining, iter, k.load(RangeIterator.remaining, iter).sub(1));
    return { next: smallInt(value) };
  }),
  ...sequenceIteration("LIST"),
  ...sequenceIteration("TUPLE"),

  _START_EXECUTOR: uopBody("--", (_, k) => {
    k.deoptIf(k.load(word(), k.operand0).eqz());
  }),
  _MAKE_WARM: uopBody("--", (_, k) => {
    k.store(word(4), k.operand0, 1);
  }),
  _CHECK_VALIDITY: uopBody("--", (_, k) => {
    k.deoptIf(k.load(word(), k.operand0).eqz());
  }),
  _SET_IP: uopBody("--", (_, k) => {
    k.store(Frame.instrPtr, k.fp, k.operand0);
  }),
  _JUMP_TO_TOP: uopBody("--", (_, k) => {
    k.jumpToTop();
  }),
  _EXIT_TRACE: uopBody("--", (_, k) => {
    k.exitIf(k.i32(1));
  }),
  _DYNAMIC_EXIT: uopBody("--", (_, k) => {
    k.exitIf(k.i32(1));
  }),
  _DEOPT: uopBody("--", (_, k) => {
    k.deoptIf(k.i32(1));
  }),
  // The allocator's reshaping is moves; in an interpreter of uops there is nothing to move.
  _SPILL_OR_RELOAD: uopBody("--", () => undefined),
};
