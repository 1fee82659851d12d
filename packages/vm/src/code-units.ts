// Instructions in live code.

import type { Runtime } from "@tjit/runtime";

/** Bytes of a code unit. */
export const unitSize = 2;
/** The opcode of EXTENDED_ARG, which comes before an instruction whose argument is long. */
const extendedArgument = 69;

/** The argument of the instruction at `pc` with what EXTENDED_ARGs before it add. */
export function fullOparg({ heap }: Runtime, pc: number): number {
  let oparg = heap.loadU16(pc) >>> 8;
  let shift = 8;
  for (let at = pc - unitSize; (heap.loadU16(at) & 0xff) === extendedArgument; at -= unitSize) {
    oparg |= (heap.loadU16(at) >>> 8) << shift;
    shift += 8;
  }
  return oparg;
}
