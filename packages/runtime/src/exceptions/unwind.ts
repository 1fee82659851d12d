// Exception dispatch: finds the handler of the current exception, in this frame or those below, releasing what is in between.

import { findExceptionHandler } from "@tjit/bytecode";
import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { CodeObjectLayout, Frame, FrameOwner } from "../layout/objects.ts";
import { codeInfo, codeOffset } from "../object/code.ts";
import { xdecref } from "../object/reference.ts";
import { frameStack, popFrame } from "../frames/frame.ts";
import { leaveGenerator } from "../frames/generator-frame.ts";
import { type Runtime } from "../runtime.ts";
import { errorOccurred, fetchError, setError } from "./errors.ts";
import { addTraceback } from "./traceback.ts";

const state = vmStateAddress;

/**
 * The frame `fp` raised at `pc` with its stack up to `sp`. 1: go on at `VmState.resumePc/resumeSp/resumeFp`, the exception pushed.
 * 0: the entry frame was left, the exception is current.
 */
export function unwind(rt: Runtime, pc: number, sp: number, fp: number): number {
  const { heap } = rt;
  // A builtin that failed and did not say why: an error of ours, which must not become an endless search for a handler.
  if (errorOccurred(rt) === 0) setError(rt, rt.types.SystemError, "error return without exception set");
  let frame = fp;
  let instruction = pc;
  let top = sp;
  for (;;) {
    heap.store(frame + Frame.instrPtr.offset, instruction);
    if (rt.skipTraceback) rt.skipTraceback = false;
    else addTraceback(rt, errorOccurred(rt), frame);
    const code = heap.load(frame + Frame.code.offset);
    const info = codeInfo(rt, code);
    const offset = codeOffset(rt, code, instruction);
    const handler = info.code.exceptionTable.length === 0 ? undefined : findExceptionHandler(info.code.exceptionTable, offset);
    if (handler !== undefined) {
      const base = frameStack(rt, frame) + 4 * handler.depth;
      while (top > base) {
        top -= 4;
        xdecref(rt, heap.load(top));
      }
      if (handler.pushLasti) {
        heap.store(top, (offset << 1) | 1);
        top += 4;
      }
      heap.store(top, fetchError(rt));
      heap.store(state + VmState.resumePc.offset, heap.load(code + CodeObjectLayout.start.offset) + 2 * handler.target);
      heap.store(state + VmState.resumeSp.offset, top + 4);
      heap.store(state + VmState.resumeFp.offset, frame);
      return 1;
    }
    const owner = heap.loadU8(frame + Frame.owner.offset);
    const previous = heap.load(frame + Frame.previous.offset);
    if (owner === FrameOwner.GENERATOR || owner === FrameOwner.GENERATOR_ENTRY) leaveGenerator(rt, frame, top);
    else popFrame(rt, frame, top);
    if (owner === FrameOwner.ENTRY || owner === FrameOwner.GENERATOR_ENTRY) return 0;
    frame = previous;
    instruction = heap.load(frame + Frame.instrPtr.offset);
    top = heap.load(frame + Frame.sp.offset);
  }
}
