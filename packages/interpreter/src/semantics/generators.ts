// Generators and coroutines. Resuming one makes the frame inside of it the one on top; yielding takes it off again. Nothing recurses.
//
//   caller at FOR_ITER or SEND            generator
//     returnOffset = to its END_… ──────▶ None or the value sent on its stack, goes on at instrPtr
//     goes on behind FOR_ITER or SEND ◀── YIELD_VALUE
//     goes on at instrPtr + returnOffset ◀── RETURN_VALUE

import { CodeFlag } from "@tjit/bytecode";
import {
  CodeObjectLayout,
  Frame,
  FrameOwner,
  FunctionObject,
  GeneratorObject,
  GeneratorState,
  ObjectHeader,
  largestSmallSize,
} from "@tjit/runtime/layout";
import { type Builder, type I32, type UopBody, type UopBuilder, kernelFunction, uopBody } from "@tjit/stencils/build";
import { Status } from "../slots.ts";
import { clearLocals, linkFrame, placeAfterCall, leaveFrame, detachWatched } from "./frames.ts";
import { hostFunction } from "./host.ts";
import { address, loadState, storeState, VmState, word } from "./memory.ts";
import { hasType } from "./numbers.ts";
import { generatorClass, release, retainObject } from "./references.ts";
import { newContainer } from "./tuples.ts";

const returnGenerator = hostFunction("return_generator");
const send = hostFunction("send");
const getYieldFromIter = hostFunction("get_yield_from_iter");
const cleanupThrow = hostFunction("cleanup_throw");
const getAwaitable = hostFunction("get_awaitable");
const getAiter = hostFunction("get_aiter");
const getAnext = hostFunction("get_anext");
const endAsyncFor = hostFunction("end_async_for");

const slot = 4;
const codeUnit = 2;
/** Bytes of FOR_ITER and SEND, which resume generators: one cache entry each. */
const resumingSize = 2 * codeUnit;
/** Jumps longer than this, in code units, do not fit a return offset. */
const longestJump = 0x7ff0;

function frameOf(generator: I32): I32 {
  return generator.add(GeneratorObject.size);
}

export function isSuspended(k: Builder, generator: I32): I32 {
  return k.load(GeneratorObject.state, generator).ltS(GeneratorState.EXECUTING);
}

/** Whether this is a generator or coroutine. */
function isSendable(k: Builder, reference: I32): I32 {
  return k.choose(
    reference.and(1),
    () => k.i32(0),
    () => {
      const type = k.let(k.load(ObjectHeader.type, reference));
      return type.eq(address.generator).or(type.eq(address.coroutine));
    },
  );
}

/** Where this frame goes on when the generator that it is about to resume returns. */
function saveReturn(k: UopBuilder): void {
  k.store(Frame.instrPtr, k.fp, k.pc);
  k.store(Frame.returnOffset, k.fp, k.opargScaled(codeUnit, resumingSize));
}

/** The generator runs from now on, and handles exceptions of its own. */
export function markRunning(k: Builder, generator: I32): void {
  k.store(GeneratorObject.state, generator, GeneratorState.EXECUTING);
  k.store(GeneratorObject.previousHandled, generator, loadState(k, VmState.exceptionItem));
  storeState(k, VmState.exceptionItem, generator.add(GeneratorObject.handledException.offset));
}

/** The generator's frame becomes the one on top; the caller's stack will be at `sp` when it continues. */
function resumeFrame(k: UopBuilder, frame: I32, sp: I32): { readonly fp: I32; readonly sp: I32; readonly pc: I32 } {
  markRunning(k, k.let(k.load(Frame.generator, frame)));
  linkFrame(k, frame, sp);
  return { fp: frame, sp: k.let(k.load(Frame.sp, frame)), pc: k.let(k.load(Frame.instrPtr, frame)) };
}

/** Takes the frame of a generator off; the caller. */
function unlink(k: Builder, frame: I32, generator: I32): I32 {
  const caller = k.let(k.load(Frame.previous, frame));
  storeState(k, VmState.exceptionItem, k.load(GeneratorObject.previousHandled, generator));
  k.store(GeneratorObject.previousHandled, generator, 0);
  k.store(Frame.previous, frame, 0);
  storeState(k, VmState.currentFrame, caller);
  storeState(k, VmState.recursionRemaining, loadState(k, VmState.recursionRemaining).add(1));
  return caller;
}

/** Suspends the generator on top, whose stack is up to `sp`; the caller. */
function suspend(k: UopBuilder, sp: I32): I32 {
  const generator = k.let(k.load(Frame.generator, k.fp));
  k.store(GeneratorObject.state, generator, k.oparg.add(GeneratorState.SUSPENDED));
  k.store(Frame.instrPtr, k.fp, k.pc.add(codeUnit));
  k.store(Frame.sp, k.fp, sp);
  return unlink(k, k.fp, generator);
}

/** Resumes a generator from tier 1, if it can be resumed by a switch. `sp` is the caller's stack meanwhile. */
function enterIf(k: UopBuilder, condition: I32, generator: I32, value: I32, sp: I32): void {
  k.if(condition, () => {
    const isPossible = isSuspended(k, generator)
      .and(loadState(k, VmState.recursionRemaining).gtS(1))
      .and(k.oparg.ltU(longestJump));
    k.if(isPossible, () => {
      saveReturn(k);
      const to = resumeFrame(k, k.let(frameOf(generator)), sp);
      k.store(word(), to.sp, value);
      k.dispatchAt(to.pc, to.sp.add(slot), to.fp);
    });
  });
}

/** Ends a generator that returns: releases what its frame holds but the code. Gives the caller. */
export const finishGenerator = kernelFunction("finish_generator", ["i32"], "i32", ([frame], k) => {
  detachWatched(k, frame);
  const generator = k.let(k.load(Frame.generator, frame));
  k.store(GeneratorObject.state, generator, GeneratorState.CLEARED);
  const caller = unlink(k, frame, generator);
  clearLocals(k, frame);
  for (const [field, object] of [
    [GeneratorObject.handledException, generator],
    [Frame.locals, frame],
    [Frame.function, frame],
  ] as const) {
    const value = k.let(k.load(field, object));
    k.store(field, object, 0);
    release(k, value);
  }
  k.return(caller);
});

/** What RETURN_VALUE does in the frame of a generator, in tier 1. */
export function returnFromGenerator(k: UopBuilder, owner: I32, retval: I32): void {
  k.if(owner.eq(FrameOwner.GENERATOR_ENTRY), () => {
    k.call(finishGenerator, k.fp);
    storeState(k, VmState.result, retval);
    k.leave(k.i32(Status.RETURNED));
  });
  k.if(owner.eq(FrameOwner.GENERATOR), () => {
    const { fp, sp, pc } = placeAfterCall(k, k.let(k.call(finishGenerator, k.fp)));
    const top = k.let(sp);
    k.store(word(), top, retval);
    k.dispatchAt(pc, top.add(slot), fp);
  });
}

const otherKinds = CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR;

/** The generator for a frame that is at its RETURN_GENERATOR: what the frame holds moves, its locals become 0. */
const makeGenerator = kernelFunction("make_generator", ["i32"], "i32", ([frame], k) => {
  const code = k.let(k.load(Frame.code, frame));
  const sizeClass = k.let(generatorClass(k, code));
  const isPlain = k.load(CodeObjectLayout.flags, code).and(otherKinds).eqz();
  k.if(isPlain.and(sizeClass.leU(largestSmallSize / 8)), () => {
    const generator = k.let(k.call(newContainer, sizeClass, address.generator));
    const callable = k.let(k.load(Frame.function, frame));
    for (const [to, from] of [
      [GeneratorObject.name, FunctionObject.name],
      [GeneratorObject.qualname, FunctionObject.qualname],
    ] as const) {
      const name = k.let(k.load(from, callable));
      retainObject(k, name);
      k.store(to, generator, name);
    }
    const { handledException, previousHandled, origin, flags } = GeneratorObject;
    for (const field of [handledException, previousHandled, origin, flags]) k.store(field, generator, 0);
    k.store(GeneratorObject.state, generator, GeneratorState.CREATED);
    const own = k.let(frameOf(generator));
    const bytes = k.let(k.load(CodeObjectLayout.localCount, code).shl(2));
    k.copyMemory(own, frame, bytes.add(Frame.size));
    k.fillMemory(frame.add(Frame.size), 0, bytes);
    k.store(Frame.locals, frame, 0);
    retainObject(k, code);
    retainObject(k, callable);
    k.store(Frame.previous, own, 0);
    k.store(Frame.generator, own, generator);
    k.store(Frame.owner, own, FrameOwner.GENERATOR);
    k.store(Frame.watcher, own, 0);
    k.store(Frame.instrPtr, own, k.load(Frame.instrPtr, frame).add(codeUnit));
    k.store(Frame.sp, own, own.add(bytes).add(Frame.size));
    k.return(generator);
  });
  k.return(k.call(returnGenerator, frame));
});

function checked(k: UopBuilder, reference: I32): I32 {
  k.errorIf(reference.eqz());
  return reference;
}

function guardGenerator(k: UopBuilder, generator: I32): void {
  k.exitIf(k.load(Frame.instrPtr, frameOf(generator)).ne(k.operand0));
}

export const generatorBodies: Readonly<Record<string, UopBody>> = {
  _MAKE_GENERATOR: uopBody("-- generator", (_, k) => ({ generator: checked(k, k.call(makeGenerator, k.fp)) })),
  _RETURN_GENERATOR: uopBody("generator -- res", ({ generator }, k) => {
    k.switchFrame(placeAfterCall(k, leaveFrame(k)));
    return { res: generator };
  }),
  _GUARD_OWNER_RETURN_GENERATOR: uopBody("--", (_, k) => {
    k.deoptIf(k.load(Frame.owner, k.fp).ne(FrameOwner.THREAD));
  }),
  _GUARD_IP_RETURN_GENERATOR: uopBody("--", (_, k) => {
    k.exitIf(placeAfterCall(k, k.let(k.load(Frame.previous, k.fp))).pc.ne(k.operand0));
  }),

  _GUARD_TOS_GENERATOR: uopBody("iter -- iter", ({ iter }, k) => {
    k.exitIf(hasType(k, iter, address.generator).eqz());
  }),
  _CHECK_GENERATOR_SUSPENDED: uopBody("iter -- iter", ({ iter }, k) => {
    k.exitIf(isSuspended(k, iter).eqz());
  }),
  _GUARD_GENERATOR_IP: uopBody("iter -- iter", ({ iter }, k) => {
    guardGenerator(k, iter);
  }),
  _FOR_ITER_GEN_FRAME: uopBody("iter -- iter, value, gen_frame: frame", ({ iter }, k) => {
    saveReturn(k);
    return { value: k.i32(address.None), gen_frame: frameOf(iter) };
  }),
  _GUARD_NOS_SENDABLE: uopBody("receiver, value -- receiver, value", ({ receiver }, k) => {
    k.exitIf(isSendable(k, receiver).eqz());
    k.exitIf(isSuspended(k, receiver).eqz());
  }),
  _GUARD_NOS_GENERATOR_IP: uopBody("receiver, value -- receiver, value", ({ receiver }, k) => {
    guardGenerator(k, receiver);
  }),
  _SEND_GEN_FRAME: uopBody("receiver, value -- receiver, value, gen_frame: frame", ({ receiver }, k) => {
    saveReturn(k);
    return { gen_frame: frameOf(receiver) };
  }),
  _PUSH_GENERATOR_FRAME: uopBody("value, gen_frame: frame -- sent", ({ value, gen_frame }, k) => {
    k.switchFrame(resumeFrame(k, gen_frame, k.sp.sub(2 * slot)));
    return { sent: value };
  }),
  _ENTER_GENERATOR: uopBody("iter -- iter", ({ iter }, k) => {
    enterIf(k, hasType(k, iter, address.generator), iter, k.i32(address.None), k.sp);
  }),
  _ENTER_SENDABLE: uopBody("receiver, value -- receiver, value", ({ receiver, value }, k) => {
    enterIf(k, isSendable(k, receiver), receiver, value, k.sp.sub(slot));
  }),

  _YIELD_TO_HOST: uopBody("value -- value", ({ value }, k) => {
    k.if(k.unlikely(k.load(Frame.owner, k.fp).eq(FrameOwner.GENERATOR_ENTRY)), () => {
      suspend(k, k.sp.sub(slot));
      storeState(k, VmState.result, value);
      k.leave(k.i32(Status.YIELDED));
    });
  }),
  _GUARD_OWNER_GENERATOR: uopBody("value -- value", (_, k) => {
    k.deoptIf(k.load(Frame.owner, k.fp).ne(FrameOwner.GENERATOR));
  }),
  _GUARD_IP_YIELD_VALUE: uopBody("value -- value", (_, k) => {
    k.exitIf(k.load(Frame.instrPtr, k.load(Frame.previous, k.fp)).add(resumingSize).ne(k.operand0));
  }),
  _YIELD_VALUE: uopBody("value -- res", ({ value }, k) => {
    const caller = suspend(k, k.sp.sub(slot));
    k.switchFrame({
      fp: caller,
      sp: k.load(Frame.sp, caller),
      pc: k.load(Frame.instrPtr, caller).add(resumingSize),
    });
    return { res: value };
  }),
  _RETURN_VALUE_GENERATOR: uopBody("retval -- res", ({ retval }, k) => {
    k.switchFrame(placeAfterCall(k, k.let(k.call(finishGenerator, k.fp))));
    return { res: retval };
  }),

  _SEND: uopBody("receiver, value -- receiver, res", ({ receiver, value }, k) => {
    const res = k.let(k.call(send, receiver, value));
    k.errorIf(res.eqz());
    // The release may run code that sends.
    const hasReturned = k.let(loadState(k, VmState.secondResult));
    release(k, value);
    storeState(k, VmState.secondResult, hasReturned);
    return { res };
  }),
  _JUMP_IF_RETURNED: uopBody("res -- res", (_, k) => {
    k.jumpIf(loadState(k, VmState.secondResult), k.oparg);
  }),
  _GUARD_YIELDED: uopBody("res -- res", (_, k) => {
    k.exitIf(loadState(k, VmState.secondResult));
  }),
  _GUARD_RETURNED: uopBody("res -- res", (_, k) => {
    k.exitIf(loadState(k, VmState.secondResult).eqz());
  }),
  _END_SEND: uopBody("receiver, value -- val, receiver", ({ value }) => ({ val: value })),
  _GET_YIELD_FROM_ITER: uopBody("iterable -- iter, iterable", ({ iterable }, k) => ({
    iter: checked(k, k.call(getYieldFromIter, iterable, k.fp)),
  })),
  _CLEANUP_THROW: uopBody(
    "sub_iter, last_sent, exception -- none, value, sub_iter, last_sent, exception",
    ({ exception }, k) => ({
      value: checked(k, k.call(cleanupThrow, exception)),
      none: k.i32(address.None),
    }),
  ),

  _GET_AWAITABLE: uopBody("awaitable -- iter, awaitable", ({ awaitable }, k) => ({
    iter: checked(k, k.call(getAwaitable, awaitable, k.oparg)),
  })),
  _GET_AITER: uopBody("iterable -- iter, iterable", ({ iterable }, k) => ({
    iter: checked(k, k.call(getAiter, iterable)),
  })),
  _GET_ANEXT: uopBody("aiter -- aiter, awaitable", ({ aiter }, k) => ({
    awaitable: checked(k, k.call(getAnext, aiter)),
  })),
  _END_ASYNC_FOR: uopBody("awaitable, exception -- awaitable, exception", ({ exception }, k) => {
    k.errorIf(k.call(endAsyncFor, exception).ne(0));
  }),
};
