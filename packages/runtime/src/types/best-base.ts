// Which base gives a class the layout of its instances: the one whose instances have fields of their own.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { TypeFlag, TypeObject } from "../layout/objects.ts";
import { isType, messageName, typeInfo } from "../object/reference.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "./subtype.ts";

const layout = TypeObject;

/** The base whose layout a class with these bases has, borrowed; 0 with TypeError set. */
export function bestBase(rt: Runtime, bases: number): number {
  const length = tupleLength(rt, bases);
  if (length === 0) return FixedType.object;
  let best = 0;
  let winner = 0;
  for (let index = 0; index < length; index++) {
    const base = tupleItem(rt, bases, index);
    if (!isType(rt, base)) return setError(rt, rt.types.TypeError, "bases must be types");
    for (let before = 0; before < index; before++) {
      if (tupleItem(rt, bases, before) === base)
        return setError(rt, rt.types.TypeError, `duplicate base class ${typeInfo(rt, base).name}`);
    }
    if (!typeInfo(rt, base).acceptsSubclasses)
      return setError(rt, rt.types.TypeError, `type '${messageName(rt, base)}' is not an acceptable base type`);
    const candidate = solidBase(rt, base);
    if (winner === 0 || (winner !== candidate && isSubtype(rt, candidate, winner))) {
      winner = candidate;
      best = base;
    } else if (!isSubtype(rt, winner, candidate))
      return setError(rt, rt.types.TypeError, "multiple bases have instance lay-out conflict");
  }
  return best;
}

/** The base that last added fields to instances. */
export function solidBase(rt: Runtime, type: number): number {
  const { heap } = rt;
  const base = heap.load(type + layout.base.offset);
  if (base === 0) return type;
  const isHeap = (heap.load(type + layout.flags.offset) & TypeFlag.HEAP) !== 0;
  if (isHeap)
    return typeInfo(rt, type).slotOffsets.length > typeInfo(rt, base).slotOffsets.length ? type : solidBase(rt, base);
  const own = heap.load(type + layout.instanceSize.offset);
  const inherited = heap.load(base + layout.instanceSize.offset);
  return own !== inherited ||
    (heap.load(type + layout.flags.offset) & 0xff) !== (heap.load(base + layout.flags.offset) & 0xff)
    ? type
    : solidBase(rt, base);
}
