// The C3 linearization of bases.

import { FixedType } from "../layout/memory-map.ts";
import { TypeObject } from "../layout/objects.ts";
import { setError } from "../exceptions/errors.ts";
import { decref, isType, newRef, typeInfo, typeName, typeOf, messageName } from "../object/reference.ts";
import { internStr } from "../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleLength } from "../object/tuple.ts";
import { tupleFrom } from "../protocols/collect.ts";
import { callSpecial0 } from "../protocols/special.ts";
import { solidBase } from "./best-base.ts";
import { isSubtype } from "./subtype.ts";
import { lookupType } from "./lookup.ts";
import { type Runtime } from "../runtime.ts";

/** The order of a class: what `mro()` of its metaclass says. A new tuple; 0 with an exception set. */
export function methodResolutionOrder(rt: Runtime, type: number): number {
  const meta = typeOf(rt, type);
  const { bases } = typeInfo(rt, type);
  if (meta === FixedType.type) return computeMro(rt, type, bases);
  const name = internStr(rt, "mro");
  const isOwn = lookupType(rt, meta, name) !== lookupType(rt, FixedType.type, name);
  const order = isOwn ? orderFromMethod(rt, type, name) : computeMro(rt, type, bases);
  decref(rt, name);
  return order;
}

/** While the method of a metaclass runs, a new class has no order. */
function orderFromMethod(rt: Runtime, type: number, name: number): number {
  const answer = callSpecial0(rt, type, name);
  if (answer === 0) return 0;
  const order = tupleFrom(rt, answer);
  decref(rt, answer);
  const solid = solidBase(rt, type);
  for (let index = 0; order !== 0 && index < tupleLength(rt, order); index++) {
    const item = tupleItem(rt, order, index);
    if (isType(rt, item) && isSubtype(rt, solid, solidBase(rt, item))) continue;
    const problem = isType(rt, item)
      ? `base with unsuitable layout ('${messageName(rt, item)}')`
      : `a non-class ('${typeName(rt, item)}')`;
    setError(rt, rt.types.TypeError, `mro() returned ${problem}`);
    decref(rt, order);
    return 0;
  }
  return order;
}

/** The method resolution order of a class with these bases: a new tuple, the class first; 0 with TypeError set. */
export function computeMro(rt: Runtime, type: number, bases: number): number {
  const sequences: number[][] = [];
  const direct: number[] = [];
  for (let index = 0, length = tupleLength(rt, bases); index < length; index++) {
    const base = tupleItem(rt, bases, index);
    direct.push(base);
    const mro = rt.heap.load(base + TypeObject.mro.offset);
    if (mro === 0)
      return setError(rt, rt.types.TypeError, `Cannot extend an incomplete type '${messageName(rt, base)}'`);
    sequences.push(Array.from({ length: tupleLength(rt, mro) }, (_, at) => tupleItem(rt, mro, at)));
  }
  sequences.push(direct);
  const order = merge(sequences);
  if (order === null) {
    const remaining = [...new Set(sequences.flatMap((it) => it.slice(0, 1)))];
    const names = remaining.map((it) => typeInfo(rt, it).name).join(", ");
    return setError(
      rt,
      rt.types.TypeError,
      `Cannot create a consistent method resolution order (MRO) for bases ${names}`,
    );
  }
  const mro = newTuple(rt, order.length + 1);
  tupleInit(rt, mro, 0, newRef(rt, type));
  order.forEach((it, index) => tupleInit(rt, mro, index + 1, newRef(rt, it)));
  return mro;
}

/** Merges in place: what could not be merged is left in the sequences. */
function merge(sequences: number[][]): number[] | null {
  const order: number[] = [];
  for (;;) {
    const waiting = sequences.filter((it) => it.length > 0);
    if (waiting.length === 0) return order;
    const next = waiting.map((it) => it[0] as number).find((head) => !waiting.some((it) => it.indexOf(head) > 0));
    if (next === undefined) return null;
    order.push(next);
    for (const it of sequences) if (it[0] === next) it.shift();
  }
}
