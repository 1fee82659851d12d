// Truth values.

import { False, None, True, slotsOf } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";

/** Whether an object is true: 1, 0, or -1 with an exception set. */
export function isTrue(rt: Runtime, ref: number): number {
  if ((ref & 1) !== 0) return ref === 1 ? 0 : 1;
  if (ref === True) return 1;
  if (ref === False || ref === None) return 0;
  const slots = slotsOf(rt, ref);
  if (slots.bool !== null) return slots.bool(rt, ref);
  if (slots.length !== null) {
    const length = slots.length(rt, ref);
    return length > 0 ? 1 : length;
  }
  return 1;
}
