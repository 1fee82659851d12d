// The buffer slots of classes defined in Python (PEP 688): `__buffer__` gives a memoryview whose bytes are lent on.

import { fetchError, restoreError, setError } from "../exceptions/errors.ts";
import { reportUnraisable } from "../exceptions/unraisable.ts";
import { newInt } from "../object/int.ts";
import { decref, newRef, typeName } from "../object/reference.ts";
import { callSpecial1, hasSpecial } from "../protocols/special.ts";
import { isMemoryView, lendMemoryView, memoryViewOf } from "../text/memoryview-object.ts";
import { type BufferSlot, type ReleaseBufferSlot } from "./slots.ts";

export const lendFromMethod: BufferSlot = (rt, self, flags) => {
  const argument = newInt(rt, flags);
  const inner = callSpecial1(rt, self, rt.names.__buffer__, argument);
  decref(rt, argument);
  if (inner === 0) return null;
  if (!isMemoryView(rt, inner)) {
    setError(rt, rt.types.TypeError, `__buffer__ returned non-memoryview object`);
    decref(rt, inner);
    return null;
  }
  const view = lendMemoryView(rt, inner, flags);
  if (view === null) {
    decref(rt, inner);
    return null;
  }
  // The view is of `self`; the memoryview stays open until it ends.
  decref(rt, inner);
  return { ...view, exporter: newRef(rt, self), internal: inner };
};

export const releaseToMethod: ReleaseBufferSlot = (rt, self, { internal }) => {
  if (internal === 0) return;
  memoryViewOf(rt, internal).exports--;
  if (!hasSpecial(rt, self, rt.names.__release_buffer__)) return;
  const pending = fetchError(rt);
  const result = callSpecial1(rt, self, rt.names.__release_buffer__, internal);
  if (result === 0) reportUnraisable(rt, `Exception ignored in __release_buffer__ of ${typeName(rt, self)}`, self);
  else decref(rt, result);
  restoreError(rt, pending);
};
