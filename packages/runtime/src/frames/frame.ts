// Frames: making one for a function, linking it for a run from the host, taking one down when an exception leaves it.

import { VmState, dataStackAddress, dataStackSize, vmStateAddress } from "../layout/memory-map.ts";
import { CodeObjectLayout, Frame, FrameOwner, FunctionObject } from "../layout/objects.ts";
import { initExceptionItems } from "../exceptions/handled.ts";
import { setError } from "../exceptions/errors.ts";
import { decref, incref, xdecref } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { detachFrame } from "./frame-object.ts";

const codeLayout = CodeObjectLayout;
const currentFrameWord = vmStateAddress + VmState.currentFrame.offset;
const stackTopWord = vmStateAddress + VmState.stackTop.offset;
const stackLimitWord = vmStateAddress + VmState.stackLimit.offset;
const recursionWord = vmStateAddress + VmState.recursionRemaining.offset;
/** Room above the limit for the runtime's own arguments. */
const reserve = 65536;

/** Offset of the first local. */
export const frameLocals = Frame.size;

/** Sets up the data stack. */
export function initDataStack(rt: Runtime): void {
  initExceptionItems(rt);
  rt.heap.store(stackTopWord, dataStackAddress);
  rt.heap.store(stackLimitWord, dataStackAddress + dataStackSize - reserve);
  // A call needs two: the frame that the host enters is not one of the program's calls.
  rt.heap.store(recursionWord, rt.recursionLimit + 1);
}

/** The frame on top; 0 = none. */
export function currentFrame(rt: Runtime): number {
  return rt.heap.load(currentFrameWord);
}

/** Makes a frame the one on top. */
export function setCurrentFrame(rt: Runtime, frame: number): void {
  rt.heap.store(currentFrameWord, frame);
}

/**
 * A frame for `fn` on top of the data stack, not linked, its locals 0, stopped before its first instruction; 0 with RecursionError set. Takes counts of the
 * function, its code and `namespace` (0: none).
 */
export function makeFrame(rt: Runtime, fn: number, namespace: number): number {
  const { heap } = rt;
  const code = heap.load(fn + FunctionObject.code.offset);
  const frame = heap.load(stackTopWord);
  const top = frame + heap.load(code + codeLayout.frameSize.offset);
  if (top > heap.load(stackLimitWord) || heap.load(recursionWord) <= 1) return recursionError(rt);
  heap.store(stackTopWord, top);
  incref(rt, code);
  incref(rt, fn);
  if (namespace !== 0) incref(rt, namespace);
  heap.store(frame + Frame.previous.offset, 0);
  heap.store(frame + Frame.code.offset, code);
  heap.store(frame + Frame.function.offset, fn);
  heap.store(frame + Frame.globals.offset, heap.load(fn + FunctionObject.globals.offset));
  heap.store(frame + Frame.builtins.offset, heap.load(fn + FunctionObject.builtins.offset));
  heap.store(frame + Frame.locals.offset, namespace);
  heap.store(frame + Frame.generator.offset, 0);
  heap.storeU8(frame + Frame.owner.offset, FrameOwner.THREAD);
  heap.store(frame + Frame.watcher.offset, 0);
  heap.storeU16(frame + Frame.returnOffset.offset, 0);
  heap.store(frame + Frame.instrPtr.offset, heap.load(code + codeLayout.start.offset));
  const locals = heap.load(code + codeLayout.localCount.offset);
  heap.fill(frame + frameLocals, 0, locals);
  heap.store(frame + Frame.sp.offset, frame + frameLocals + 4 * locals);
  return frame;
}

/** RecursionError. Always 0. */
export function recursionError(rt: Runtime): 0 {
  // The handler of this very exception needs some calls of its own.
  const remaining = rt.heap.load(recursionWord);
  rt.heap.store(recursionWord, remaining + 50);
  setError(rt, rt.types.RecursionError, "maximum recursion depth exceeded");
  rt.heap.store(recursionWord, remaining);
  return 0;
}

/** Makes a frame current whose return comes back to the host. */
export function enterFrame(rt: Runtime, frame: number): void {
  const { heap } = rt;
  heap.store(frame + Frame.previous.offset, heap.load(currentFrameWord));
  heap.storeU8(frame + Frame.owner.offset, FrameOwner.ENTRY);
  heap.store(currentFrameWord, frame);
  heap.store(recursionWord, heap.load(recursionWord) - 1);
}

/** Address of a frame's first stack slot. */
export function frameStack(rt: Runtime, frame: number): number {
  return frame + frameLocals + 4 * rt.heap.load(rt.heap.load(frame + Frame.code.offset) + codeLayout.localCount.offset);
}

/** Releases what a frame holds and takes it off; `sp` is the top of its stack. The frame below becomes current, before finalizers run. */
export function popFrame(rt: Runtime, frame: number, sp: number): void {
  const { heap } = rt;
  heap.store(currentFrameWord, heap.load(frame + Frame.previous.offset));
  heap.store(recursionWord, heap.load(recursionWord) + 1);
  releaseFrame(rt, frame, sp);
  heap.store(stackTopWord, frame);
}

/** Releases the stack, the locals and the fields of a frame that is not linked. */
export function releaseFrame(rt: Runtime, frame: number, sp: number): void {
  const { heap } = rt;
  if (heap.load(frame + Frame.watcher.offset) !== 0) detachFrame(rt, frame);
  const stack = frameStack(rt, frame);
  for (let at = sp - 4; at >= stack; at -= 4) releaseSlot(rt, at);
  for (let at = stack - 4; at >= frame + frameLocals; at -= 4) releaseSlot(rt, at);
  const fn = heap.load(frame + Frame.function.offset);
  const code = heap.load(frame + Frame.code.offset);
  xdecref(rt, heap.load(frame + Frame.locals.offset));
  xdecref(rt, fn);
  decref(rt, code);
}

function releaseSlot(rt: Runtime, slot: number): void {
  const value = rt.heap.load(slot);
  rt.heap.store(slot, 0);
  xdecref(rt, value);
}

/** Drops a frame that was made but never entered. */
export function discardFrame(rt: Runtime, frame: number): void {
  releaseFrame(rt, frame, frameStack(rt, frame));
  rt.heap.store(stackTopWord, frame);
}
