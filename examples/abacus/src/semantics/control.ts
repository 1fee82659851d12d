// Branches and loops, what a trace adds around instructions, and how it leaves.

import {
  type Builder,
  type Field,
  type I32,
  runtimeFunction,
  type UopBody,
  type UopBuilder,
  uopBody,
} from "@tjit/stencils/build";
import { counterStep, unreachableExponent } from "@tjit/specializer";
import {
  anyWord,
  cacheWord,
  ExecutorRecord,
  ExitRecord,
  Flag,
  Frame,
  SharedSlot,
  State,
  Status,
  wordSize,
} from "../layout.ts";
import { retain } from "./references.ts";

const specialize = runtimeFunction("specialize", ["i32", "i32"], "void");
const hotRepeat = runtimeFunction("hot_repeat", ["i32", "i32", "i32"], "void");
const notAFlag = runtimeFunction("not_a_flag", ["i32"], "void");

/** Advances an adaptive counter, or runs `trigger` when it is time. */
export function count(k: Builder, field: Field<"i32">, base: I32, trigger: () => void): void {
  const counter = k.let(k.load(field, base));
  k.if(
    k.unlikely(counter.ltU(counterStep)),
    () => {
      k.if(counter.ltU(unreachableExponent), trigger);
    },
    () => {
      k.store(field, base, counter.sub(counterStep));
    },
  );
}

/** Takes a unit of fuel; does what `none` says when there is none left. */
export function burn(k: Builder, none: (isEmpty: I32) => void): void {
  const fuel = k.let(k.load(State.fuel, 0));
  none(fuel.leS(0));
  k.store(State.fuel, 0, fuel.sub(1));
}

/** Returns to the host, which may come back to the instruction. */
export function pause(k: Builder & Pick<UopBuilder, "pc" | "sp" | "fp" | "leave">, isDue: I32): void {
  k.if(k.unlikely(isDue), () => {
    k.store(Frame.pc, k.fp, k.pc);
    k.store(Frame.sp, k.fp, k.sp);
    k.leave(k.i32(Status.paused));
  });
}

function isFlag(value: I32): I32 {
  return value.eq(Flag.Yes).or(value.eq(Flag.No));
}

const interpreterBodies: Readonly<Record<string, UopBody>> = {
  _SPECIALIZE: uopBody("--", (_, k) => {
    count(k, cacheWord, k.pc, () => {
      k.call(specialize, k.pc, k.sp);
      k.dispatchAt(k.pc, k.sp, k.fp, { half: "base" });
    });
  }),
  _COUNT_REPEAT: uopBody("--", (_, k) => {
    count(k, cacheWord, k.pc, () => {
      k.call(hotRepeat, k.pc, k.sp, k.fp);
    });
  }),
  _BURN: uopBody("--", (_, k) => {
    burn(k, (isEmpty) => {
      pause(k, isEmpty);
    });
  }),
  _JUMP_BACK: uopBody("--", (_, k) => {
    k.jumpIf(k.i32(1), k.i32(0).sub(k.oparg));
  }),
  _JUMP: uopBody("--", (_, k) => {
    k.jumpIf(k.i32(1), k.oparg);
  }),
  _JUMP_UNLESS: uopBody("flag --", ({ flag }, k) => {
    const isWrong = k.let(isFlag(flag).eqz());
    k.if(k.unlikely(isWrong), () => {
      k.call(notAFlag, flag);
    });
    k.errorIf(isWrong);
    const isTaken = k.let(flag.eq(Flag.No));
    k.store(cacheWord, k.pc, k.load(cacheWord, k.pc).shl(1).or(isTaken));
    k.jumpIf(isTaken, k.oparg);
  }),
  _HALT: uopBody("value --", ({ value }, k) => {
    k.store(State.result, 0, value);
    k.store(Frame.sp, k.fp, k.bottom);
    k.leave(k.i32(Status.halted));
  }),
};

const traceBodies: Readonly<Record<string, UopBody>> = {
  _GUARD_FLAG: uopBody("value -- value", ({ value }, k) => {
    k.exitIf(isFlag(value).eqz());
  }),
  _GUARD_YES: uopBody("flag --", ({ flag }, k) => {
    k.exitIf(flag.ne(Flag.Yes));
  }),
  _GUARD_NO: uopBody("flag --", ({ flag }, k) => {
    k.exitIf(flag.ne(Flag.No));
  }),
  _BURN_OR_LEAVE: uopBody("--", (_, k) => {
    burn(k, (isEmpty) => {
      k.deoptIf(isEmpty);
    });
  }),
  _NOP: uopBody("--", () => undefined),
  _START: uopBody("--", (_, k) => {
    k.deoptIf(k.load(ExecutorRecord.valid, k.operand0).eqz());
    k.store(ExecutorRecord.warm, k.operand0, 1);
  }),
  _CHECK_VALID: uopBody("--", (_, k) => {
    k.deoptIf(k.load(ExecutorRecord.valid, k.operand0).eqz());
  }),
  _SET_PC: uopBody("--", (_, k) => {
    k.store(Frame.pc, k.fp, k.operand0);
  }),
  _JUMP_TO_TOP: uopBody("--", (_, k) => {
    k.jumpToTop();
  }),
  _EXIT_TRACE: uopBody("--", (_, k) => {
    k.exitIf(k.i32(1));
  }),
  _DEOPT: uopBody("--", (_, k) => {
    k.deoptIf(k.i32(1));
  }),
  _SPILL: uopBody("--", () => undefined),
};

const leavingBodies: Readonly<Record<string, UopBody>> = {
  _OWN_SLOT: uopBody("--", (_, k) => {
    retain(k, k.let(k.load(anyWord, k.sp.sub(wordSize))));
  }),
  _LEAVE_BY_EXIT: uopBody("--", (_, k) => {
    k.enterSlot(k.load(ExitRecord.slot, k.operand0), k.pc, k.sp, k.fp, k.operand0);
  }),
  _LEAVE_TO_INTERPRETER: uopBody("--", (_, k) => {
    k.enterSlot(SharedSlot.resume, k.pc, k.sp, k.fp, 0);
  }),
  _LEAVE_BY_ERROR: uopBody("--", (_, k) => {
    k.enterSlot(SharedSlot.error, k.pc, k.sp, k.fp, 0);
  }),
};

export const controlBodies: Readonly<Record<string, UopBody>> = {
  ...interpreterBodies,
  ...traceBodies,
  ...leavingBodies,
};
