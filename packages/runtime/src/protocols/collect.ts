// Tuples from iterables.

import { listToTuple } from "../object/list.ts";
import { decref, newRef, typeOf } from "../object/reference.ts";
import { FixedType } from "../layout/memory-map.ts";
import { type Runtime } from "../runtime.ts";
import { listFrom } from "./iterate.ts";

/** `tuple(iterable)`: a new reference; a tuple is itself. */
export function tupleFrom(rt: Runtime, iterable: number): number {
  const type = typeOf(rt, iterable);
  if (type === FixedType.tuple) return newRef(rt, iterable);
  if (type === FixedType.list) return listToTuple(rt, iterable);
  const list = listFrom(rt, iterable);
  if (list === 0) return 0;
  const tuple = listToTuple(rt, list);
  decref(rt, list);
  return tuple;
}
