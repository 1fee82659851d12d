// Subtype tests along the method resolution order.

import { TypeObject } from "../layout/objects.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";

const mroOffset = TypeObject.mro.offset;
const baseOffset = TypeObject.base.offset;

/** Whether `type` is `other` or derives from it, virtual subclasses aside. */
export function isSubtype(rt: Runtime, type: number, other: number): boolean {
  if (type === other) return true;
  const mro = rt.heap.load(type + mroOffset);
  if (mro === 0) {
    for (let base = rt.heap.load(type + baseOffset); base !== 0; base = rt.heap.load(base + baseOffset)) {
      if (base === other) return true;
    }
    return false;
  }
  // A method `mro` may put the class itself anywhere.
  for (let index = 0, length = tupleLength(rt, mro); index < length; index++) {
    if (tupleItem(rt, mro, index) === other) return true;
  }
  return false;
}
