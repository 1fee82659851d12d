// Handlers that are not made of uops: error dispatch, what traces share, and the instructions that only steer.

import { CodeObjectLayout, ExecutorRecord, ExitRecord, Frame, Periodic } from "@tjit/runtime/layout";
import { type HandlerBody, type HandlerBuilder, type I32 } from "@tjit/stencils/build";
import { Status } from "../slots.ts";
import { advanceCounter } from "./counter.ts";
import { release } from "./references.ts";
import { loadState, storeState, VmState, word } from "./memory.ts";
import { hostFunction, hostProcedure } from "./host.ts";

const unwind = hostFunction("unwind");
const hotExit = hostProcedure("hot_exit");
const periodic = hostFunction("periodic");
const raiseUndefined = hostProcedure("raise_undefined_opcode");

const unpackEx = hostFunction("unpack_ex");
const codeUnit = 2;
const wordSize = 4;

/** Finds the handler, or returns to the host that entered. */
export const errorDispatch: HandlerBody = (k) => {
  k.if(
    k.call(unwind, k.pc, k.sp, k.fp),
    () => {
      k.dispatchAt(loadState(k, VmState.resumePc), loadState(k, VmState.resumeSp), loadState(k, VmState.resumeFp));
    },
    () => {
      k.leave(k.i32(Status.RAISED));
    },
  );
};

/** Counts; at zero the tracer may start to record here. Then the interpreter continues. */
export const coldExit: HandlerBody = (k) => {
  advanceCounter(k, k.oparg, ExitRecord.counter.offset, () => {
    k.call(hotExit, k.pc, k.sp, k.fp, k.oparg);
  });
  k.dispatchAt(k.pc, k.sp, k.fp);
};

/** The interpreter continues at `pc`. */
export const resume: HandlerBody = (k) => {
  k.dispatchAt(k.pc, k.sp, k.fp);
};

/** Hands its oparg on to the next instruction, shifted. */
export const extendedArgument: HandlerBody = (k) => {
  const next = k.let(k.pc.add(codeUnit));
  const unit = k.let(k.load({ name: "code unit", offset: 0, type: "i32", width: "u16" }, next));
  k.dispatchAt(next, k.sp, k.fp, { opcode: unit.and(255), oparg: k.oparg.shl(8).or(unit.shrU(8)) });
};

/** The back edge or function entry that a trace replaced: pending work first, then the trace. */
export const enterExecutor: HandlerBody = (k) => {
  checkEvalBreaker(k);
  const executors = k.load(CodeObjectLayout.executors, k.load(Frame.code, k.fp));
  const executor = k.let(k.load(word(), executors.add(k.oparg.and(255).shl(2))));
  k.enterSlot(k.load(ExecutorRecord.slot, executor), k.pc, k.sp, k.fp, executor);
};

function checkEvalBreaker(k: HandlerBuilder): void {
  const left: I32 = k.let(loadState(k, VmState.evalBreaker).sub(1));
  storeState(k, VmState.evalBreaker, left);
  k.if(k.unlikely(left.leS(0)), () => {
    k.store(Frame.instrPtr, k.fp, k.pc);
    const todo = k.let(k.call(periodic, k.pc, k.sp, k.fp));
    k.if(todo.eq(Periodic.LEAVE), () => {
      k.leave(k.i32(Status.LEFT));
    });
    k.if(todo.ne(Periodic.CONTINUE), () => {
      k.enterHandler("error_dispatch", k.pc, k.sp, k.fp, 0);
    });
  });
}

/** An opcode that this version cannot run: a clear error that names it. */
export const undefinedOpcode: HandlerBody = (k) => {
  k.store(Frame.instrPtr, k.fp, k.pc);
  k.call(raiseUndefined, k.pc, k.fp);
  k.enterHandler("error_dispatch", k.pc, k.sp, k.fp, 0);
};

/** Unpacks with a starred target: how many values it leaves is not linear in oparg, so it is no uop. */
export const unpackExtended: HandlerBody = (k) => {
  k.store(Frame.instrPtr, k.fp, k.pc);
  const place = k.let(k.sp.sub(wordSize));
  const sequence = k.let(k.load(word(), place));
  k.if(k.call(unpackEx, sequence, k.oparg, place).ne(0), () => {
    k.enterHandler("error_dispatch", k.pc, k.sp, k.fp, 0);
  });
  release(k, sequence);
  const count = k.oparg.and(255).add(k.oparg.shrU(8)).add(1);
  k.dispatchAt(k.pc.add(codeUnit), place.add(count.shl(2)), k.fp);
};
