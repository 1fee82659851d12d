// `float` objects.

import { FixedType } from "../layout/memory-map.ts";
import { FloatObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { allocateSized } from "./new-object.ts";

const valueOffset = FloatObject.value.offset;

/** A new `float`. */
export function newFloat(rt: Runtime, value: number): number {
  const object = allocateSized(rt, FixedType.float, FloatObject.size);
  rt.heap.storeF64(object + valueOffset, value);
  return object;
}

/** The value of a `float` or an instance of a subclass. */
export function floatValue(rt: Runtime, ref: number): number {
  return rt.heap.loadF64(ref + valueOffset);
}
