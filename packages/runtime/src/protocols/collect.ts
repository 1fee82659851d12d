// Lists and tuples from iterables.

import { clearIf, setError } from "../exceptions/errors.ts";
import { listToTuple } from "../object/list.ts";
import { decref, newRef, typeOf } from "../object/reference.ts";
import { FixedType } from "../layout/memory-map.ts";
import { type Runtime } from "../runtime.ts";
import { getIter, listFrom } from "./iterate.ts";

/** A list of the items of `iterable`, which is no list or tuple: a new reference; 0 with TypeError(`message`) set where it is no iterable. */
export function sequenceFrom(rt: Runtime, iterable: number, message: string): number {
  const iterator = getIter(rt, iterable);
  if (iterator === 0) return clearIf(rt, rt.types.TypeError) ? setError(rt, rt.types.TypeError, message) : 0;
  const list = listFrom(rt, iterator);
  decref(rt, iterator);
  return list;
}

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
