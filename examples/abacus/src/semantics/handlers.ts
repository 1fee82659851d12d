// Handlers that are not made of uops: errors, exits of traces, and the instruction that enters a trace.

import { type HandlerBody, runtimeFunction } from "@tjit/stencils/build";
import { anyWord, ExecutorRecord, ExitRecord, Frame, Status, wordSize } from "../layout.ts";
import { burn, count, pause } from "./control.ts";

const hotExit = runtimeFunction("hot_exit", ["i32", "i32", "i32", "i32"], "void");

/** The program has failed: the host releases what is on the stack. */
export const error: HandlerBody = (k) => {
  k.store(Frame.pc, k.fp, k.pc);
  k.store(Frame.sp, k.fp, k.sp);
  k.leave(k.i32(Status.failed));
};

/** An exit without a trace of its own; `oparg` is the address of its record. */
export const coldExit: HandlerBody = (k) => {
  count(k, ExitRecord.counter, k.oparg, () => {
    k.call(hotExit, k.pc, k.sp, k.fp, k.oparg);
  });
  k.dispatchAt(k.pc, k.sp, k.fp);
};

/** The interpreter goes on at `pc`. */
export const resume: HandlerBody = (k) => {
  k.dispatchAt(k.pc, k.sp, k.fp);
};

/** Stands where a REPEAT was: burns fuel in its place, then enters executor `oparg` of the program. */
export const enterTrace: HandlerBody = (k) => {
  burn(k, (isEmpty) => {
    pause(k, isEmpty);
  });
  const executor = k.let(k.load(anyWord, k.load(Frame.executors, k.fp).add(k.oparg.mul(wordSize))));
  k.enterSlot(k.load(ExecutorRecord.slot, executor), k.pc, k.sp, k.fp, executor);
};

/** No program that was assembled gets here. */
export const undefinedOpcode: HandlerBody = (k) => {
  k.unreachable();
};
