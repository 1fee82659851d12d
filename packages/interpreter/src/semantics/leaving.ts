// How a trace leaves: the ends of its exit stubs. The stack is in memory by then.

import { ExitRecord, Frame } from "@tjit/runtime/layout";
import { type UopBody, uopBody } from "@tjit/stencils/build";
import { SharedSlot } from "../slots.ts";
import { word } from "./memory.ts";
import { retain } from "./references.ts";

const wordSize = 4;

export const leavingBodies: Readonly<Record<string, UopBody>> = {
  _OWN_SLOT: uopBody("--", (_, k) => {
    retain(k, k.let(k.load(word(), k.sp.sub(wordSize))));
  }),
  _LEAVE_BY_EXIT: uopBody("--", (_, k) => {
    k.enterSlot(k.load(ExitRecord.slot, k.operand0), k.pc, k.sp, k.fp, k.operand0);
  }),
  _LEAVE_TO_INTERPRETER: uopBody("--", (_, k) => {
    k.enterSlot(SharedSlot.RESUME, k.pc, k.sp, k.fp, 0);
  }),
  _LEAVE_TO_FRAME: uopBody("--", (_, k) => {
    const next = k.load(Frame.instrPtr, k.fp).add(k.load(Frame.returnOffset, k.fp));
    k.enterSlot(SharedSlot.RESUME, next, k.sp, k.fp, 0);
  }),
  _LEAVE_BY_ERROR: uopBody("--", (_, k) => {
    k.store(Frame.instrPtr, k.fp, k.pc);
    k.enterSlot(SharedSlot.ERROR, k.pc, k.sp, k.fp, 0);
  }),
};
