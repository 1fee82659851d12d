// Constants, locals, keys, and releasing.

import { type I32, runtimeFunction, type UopBody, type UopBuilder, uopBody } from "@tjit/stencils/build";
import { anyWord, Frame, keyAddress, wordSize } from "../layout.ts";
import { exchange, release, releaseObject, retain } from "./references.ts";

const keep = runtimeFunction("keep", ["i32", "i32"], "void");
const show = runtimeFunction("show", ["i32"], "void");

/** Address of local oparg. */
export function localAddress(k: UopBuilder): I32 {
  return k.fp.add(k.opargScaled(wordSize, Frame.size));
}

function counted(k: UopBuilder, value: I32): { value: I32 } {
  const reference = k.let(value);
  retain(k, reference);
  return { value: reference };
}

export const moveBodies: Readonly<Record<string, UopBody>> = {
  _PUSH_INT: uopBody("-- value", (_, k) => ({ value: k.opargScaled(2, 1) })),
  _PUSH_CONSTANT: uopBody("-- value", (_, k) =>
    counted(k, k.load(anyWord, k.load(Frame.constants, k.fp).add(k.opargScaled(wordSize)))),
  ),
  _CONSTANT: uopBody("-- value", (_, k) => counted(k, k.operand0)),
  _BORROW_CONSTANT: uopBody("-- value", (_, k) => ({ value: k.operand0 })),
  _LOAD: uopBody("-- value", (_, k) => counted(k, k.load(anyWord, localAddress(k)))),
  _BORROW: uopBody("-- value", (_, k) => ({ value: k.load(anyWord, localAddress(k)) })),
  _SWAP_LOCAL: uopBody("value -- former", ({ value }, k) => ({ former: exchange(k, localAddress(k), value) })),
  _COPY: uopBody("value -- value, copy", ({ value }, k) => {
    retain(k, value);
    return { copy: value };
  }),
  _POP: uopBody("value --", ({ value }, k) => {
    release(k, value);
  }),
  _POP_NOP: uopBody("value --", () => undefined),
  _POP_FLOAT: uopBody("value --", ({ value }, k) => {
    releaseObject(k, value);
  }),
  _RECALL: uopBody("-- value", (_, k) => counted(k, k.load(anyWord, k.opargScaled(wordSize, keyAddress(0))))),
  _KEEP: uopBody("value --", ({ value }, k) => {
    k.call(keep, k.oparg, value);
  }),
  _SHOW: uopBody("value -- value", ({ value }, k) => {
    k.call(show, value);
  }),
};
