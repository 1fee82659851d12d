// Implicit chaining: an exception raised while another is handled gets that one as `__context__`.

import { ExceptionObject } from "../layout/objects.ts";
import { decref, incref, xdecref } from "../object/reference.ts";
import { handledException } from "./handled.ts";
import { type Runtime } from "../runtime.ts";

const contextOffset = ExceptionObject.context.offset;

/** Sets the context of `exception` to the one being handled, and breaks the cycle that this might make. */
export function chainContext(rt: Runtime, exception: number): void {
  const handled = handledException(rt);
  if (handled === 0 || handled === exception) return;
  const heap = rt.heap;
  // If the new exception is already in the chain of contexts, cut it out there (PEP 3134; CPython's _PyErr_SetObject).
  let link = handled;
  let slow = handled;
  let advanceSlow = false;
  for (;;) {
    const context = heap.load(link + contextOffset);
    if (context === 0) break;
    if (context === exception) {
      heap.store(link + contextOffset, 0);
      decref(rt, context);
      break;
    }
    link = context;
    if (link === slow) break;
    if (advanceSlow) slow = heap.load(slow + contextOffset);
    advanceSlow = !advanceSlow;
  }
  incref(rt, handled);
  const old = heap.load(exception + contextOffset);
  heap.store(exception + contextOffset, handled);
  xdecref(rt, old);
}
