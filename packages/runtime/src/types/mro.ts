// The C3 linearization of bases.

import { TypeObject } from "../layout/objects.ts";
import { setError } from "../exceptions/errors.ts";
import { newRef, typeInfo } from "../object/reference.ts";
import { newTuple, tupleInit, tupleItem, tupleLength } from "../object/tuple.ts";
import { type Runtime } from "../runtime.ts";

/** The method resolution order of a class with these bases: a new tuple, the class first; 0 with TypeError set. */
export function computeMro(rt: Runtime, type: number, bases: number): number {
  const sequences: number[][] = [];
  const direct: number[] = [];
  for (let index = 0, length = tupleLength(rt, bases); index < length; index++) {
    const base = tupleItem(rt, bases, index);
    direct.push(base);
    const mro = rt.heap.load(base + TypeObject.mro.offset);
    sequences.push(Array.from({ length: tupleLength(rt, mro) }, (_, at) => tupleItem(rt, mro, at)));
  }
  sequences.push(direct);
  const order = merge(sequences);
  if (order === null) {
    const remaining = [...new Set(sequences.flatMap((it) => it.slice(0, 1)))];
    const names = remaining.map((it) => typeInfo(rt, it).name).join(", ");
    return setError(rt, rt.types.TypeError, `Cannot create a consistent method resolution order (MRO) for bases ${names}`);
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
