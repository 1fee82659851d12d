// Frames: entering and leaving, linking and clearing. Calls and generators share it.

import { CodeObjectLayout, Frame, FrameOwner, FunctionObject } from "@tjit/runtime/layout";
import { type Builder, type I32, type UopBuilder, kernelFunction } from "@tjit/stencils/build";
import { hostProcedure } from "./host.ts";
import { loadState, storeState, VmState, word } from "./memory.ts";
import { release, releaseObject, retainObject } from "./references.ts";

const detachFrame = hostProcedure("detach_frame");
const slot = 4;

/** Where a frame continues. */
export interface Place {
  readonly fp: I32;
  readonly sp: I32;
  readonly pc: I32;
}

/** Fills in all of a new frame but its locals and its links. It takes over the function, and takes a count of its code. */
export function startFrame(k: Builder, frame: I32, callable: I32, code: I32): void {
  retainObject(k, code);
  k.store(Frame.code, frame, code);
  k.store(Frame.function, frame, callable);
  k.store(Frame.globals, frame, k.load(FunctionObject.globals, callable));
  k.store(Frame.builtins, frame, k.load(FunctionObject.builtins, callable));
  k.store(Frame.locals, frame, 0);
  k.store(Frame.generator, frame, 0);
  k.store(Frame.owner, frame, FrameOwner.THREAD);
  k.store(Frame.watcher, frame, 0);
  k.store(Frame.instrPtr, frame, k.load(CodeObjectLayout.start, code));
}

/** A frame ends: the host is told if somebody wants what it holds. */
export function detachWatched(k: Builder, frame: I32): void {
  k.if(k.unlikely(k.load(Frame.watcher, frame).ne(0)), () => {
    k.call(detachFrame, frame);
  });
}

/** Makes `frame` the one on top; the caller's stack will be at `sp` when it continues. */
export function linkFrame(k: UopBuilder, frame: I32, sp: I32): void {
  k.store(Frame.sp, k.fp, sp);
  k.store(Frame.previous, frame, k.fp);
  storeState(k, VmState.currentFrame, frame);
  storeState(k, VmState.recursionRemaining, loadState(k, VmState.recursionRemaining).sub(1));
}

/** Enters a frame that has not run yet: where it starts. The caller's stack will be at `sp` when it continues. */
export function enterFrame(k: UopBuilder, frame: I32, sp: I32): Place {
  linkFrame(k, frame, sp);
  const code = k.load(Frame.code, frame);
  return { fp: frame, sp: stackBase(k, frame), pc: k.load(CodeObjectLayout.start, code) };
}

/** Releases what a frame on the data stack holds, the last local first, and takes it off. Its evaluation stack is empty. */
export const clearFrame = kernelFunction("clear_frame", ["i32"], "void", ([frame], k) => {
  detachWatched(k, frame);
  const code = k.let(k.load(Frame.code, frame));
  clearLocals(k, frame);
  const callable = k.let(k.load(Frame.function, frame));
  const locals = k.let(k.load(Frame.locals, frame));
  storeState(k, VmState.stackTop, frame);
  release(k, locals);
  release(k, callable);
  releaseObject(k, code);
  k.return();
});

/** Releases the locals of a frame, the last one first. */
export function clearLocals(k: Builder, frame: I32): void {
  const first = k.let(frame.add(Frame.size));
  const count = k.load(CodeObjectLayout.localCount, k.load(Frame.code, frame));
  const at = k.variable("i32", first.add(count.shl(2)));
  k.loop(({ again }) => {
    k.if(at.get().gtU(first), () => {
      k.assign(at, at.get().sub(slot));
      const value = k.let(k.load(word(), at.get()));
      // The slot is emptied before the release: a finalizer may look at the frame.
      k.store(word(), at.get(), 0);
      release(k, value);
      again();
    });
  });
}

/** Takes the frame off; the caller becomes the one on top, before finalizers run. */
export function leaveFrame(k: UopBuilder): I32 {
  const caller = k.let(k.load(Frame.previous, k.fp));
  storeState(k, VmState.currentFrame, caller);
  storeState(k, VmState.recursionRemaining, loadState(k, VmState.recursionRemaining).add(1));
  k.call(clearFrame, k.fp);
  return caller;
}

/** Where the caller continues behind its call. */
export function placeAfterCall(k: Builder, caller: I32): Place {
  const pc = k.load(Frame.instrPtr, caller).add(k.load(Frame.returnOffset, caller));
  return { fp: caller, sp: k.load(Frame.sp, caller), pc };
}

/** Address of the stack's first slot in a frame. */
export function stackBase(k: Builder, frame: I32): I32 {
  return frame.add(k.load(CodeObjectLayout.localCount, k.load(Frame.code, frame)).shl(2)).add(Frame.size);
}
